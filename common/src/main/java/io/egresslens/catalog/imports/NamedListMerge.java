package io.egresslens.catalog.imports;

import io.egresslens.catalog.YamlNode;
import io.egresslens.catalog.imports.CatalogMerge.Change;
import io.egresslens.catalog.imports.ImportPlan.PlannedSuffix;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The merge of shared suffixes and address sets: new names are added, sets take over their
 * prefixes, names that are gone are told of and kept. Not thread-safe: one a merge.
 */
final class NamedListMerge {
  private final OlderCatalog older;
  private final String document;
  private final TextEdits edits;
  private final List<Change> added;
  private final List<Change> changed;
  private final List<Change> ended;

  NamedListMerge(
      OlderCatalog older,
      String document,
      TextEdits edits,
      List<Change> added,
      List<Change> changed,
      List<Change> ended) {
    this.older = older;
    this.document = document;
    this.edits = edits;
    this.added = added;
    this.changed = changed;
    this.ended = ended;
  }

  void suffixes(List<PlannedSuffix> planned) {
    StringBuilder fresh = new StringBuilder();
    List<OlderCatalog.Named> there = older.sharedSuffixes();
    int indent = there.isEmpty() ? 2 : edits.indentOf(there.get(0).map());
    for (PlannedSuffix suffix : planned) {
      OlderCatalog.Named same = named(there, suffix.suffix());
      if (same == null) {
        added.add(new Change("added", suffix.suffix(), "", "shared suffix"));
        fresh.append(CatalogYaml.suffix(suffix, indent));
      } else if (same.document().equals(document) && same.line() != suffix.source().line()) {
        edits.set(same.map().get("source").map(), "line", String.valueOf(suffix.source().line()));
      }
    }
    put("sharedSuffixes", there, fresh);
    Set<String> names = planned.stream().map(PlannedSuffix::suffix).collect(Collectors.toSet());
    there.stream()
        .filter(each -> each.document().equals(document) && !names.contains(each.name()))
        .forEach(
            each -> ended.add(new Change("gone", each.name(), "", "shared suffix, which is kept")));
  }

  void addressSets(List<ImportedAddressSet> planned) {
    StringBuilder fresh = new StringBuilder();
    List<OlderCatalog.Named> there = older.addressSets();
    int indent = there.isEmpty() ? 2 : edits.indentOf(there.get(0).map());
    for (ImportedAddressSet set : planned) {
      OlderCatalog.Named same = named(there, set.name());
      if (same == null) {
        added.add(new Change("added", set.name(), "", set.prefixes().size() + " prefixes"));
        fresh.append(CatalogYaml.addressSet(set, document, indent));
        continue;
      }
      List<String> before = same.map().list("prefixes", YamlNode::text);
      List<String> after = set.prefixes().stream().map(Object::toString).toList();
      if (!new HashSet<>(before).equals(new HashSet<>(after))) {
        edits.replace(same.map().get("prefixes"), CatalogYaml.prefixes(set));
        changed.add(
            new Change(
                "changed", set.name(), "", before.size() + " -> " + after.size() + " prefixes"));
      }
    }
    put("addressSets", there, fresh);
    Set<String> names = planned.stream().map(ImportedAddressSet::name).collect(Collectors.toSet());
    there.stream()
        .filter(each -> each.document().equals(document) && !names.contains(each.name()))
        .forEach(each -> ended.add(new Change("gone", each.name(), "", "set, which is kept")));
  }

  /** New elements behind the last of a list, or a list of their own at the end of the file. */
  private void put(String key, List<OlderCatalog.Named> there, StringBuilder fresh) {
    if (fresh.length() == 0) {
      return;
    }
    YamlNode list = older.file().get(key);
    if (!there.isEmpty()) {
      edits.addLines(there.get(there.size() - 1).map(), fresh.toString());
    } else if (list == null) {
      edits.append("\n" + key + ":\n" + fresh);
    } else {
      edits.replace(list, "\n" + fresh.toString().stripTrailing());
    }
  }

  private static OlderCatalog.Named named(List<OlderCatalog.Named> there, String name) {
    return there.stream().filter(each -> each.name().equals(name)).findFirst().orElse(null);
  }
}
