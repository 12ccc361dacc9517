package io.egresslens.catalog.imports;

import io.egresslens.catalog.YamlMap;
import io.egresslens.catalog.YamlNode;
import io.egresslens.catalog.imports.CatalogMerge.Change;
import io.egresslens.catalog.imports.CatalogMerge.Gone;
import io.egresslens.catalog.imports.CatalogMerge.Gone.Fate;
import io.egresslens.catalog.imports.ImportPlan.Planned;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The work of {@link CatalogMerge}, entry by entry. Not thread-safe: one a merge. */
final class EntryMerge {
  private final OlderCatalog older;
  private final String document;
  private final Gone gone;
  private final TextEdits edits;
  private final List<Change> added = new ArrayList<>();
  private final List<Change> changed = new ArrayList<>();
  private final List<Change> ended = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private final MergeCheck wanted;

  EntryMerge(OlderCatalog older, String document, Gone gone) {
    this.older = older;
    this.document = document;
    this.gone = gone;
    this.edits = new TextEdits(older.text());
    this.wanted = new MergeCheck(older);
  }

  CatalogMerge merge(ImportPlan plan, String idPrefix) {
    List<Planned> fresh = new ArrayList<>();
    for (Planned entry : plan.entries()) {
      OlderCatalog.Entry same = older.entry(entry.match(), document);
      if (same == null) {
        fresh.add(entry);
      } else if (same.document().equals(document)) {
        update(same, entry);
      } else {
        notes.add(
            "%s stands already as %s, from %s; --document '%s' would make this the newer copy"
                .formatted(entry.match(), same.id(), same.document(), same.document()));
      }
    }
    Set<String> stays = plan.entries().stream().map(Planned::match).collect(Collectors.toSet());
    older.entries().stream()
        .filter(entry -> entry.document().equals(document) && !stays.contains(entry.match()))
        .forEach(this::end);
    add(fresh, CatalogMerge.ids(fresh, idPrefix, older.ids()));
    var lists = new NamedListMerge(older, document, edits, added, changed, ended);
    lists.suffixes(plan.sharedSuffixes());
    lists.addressSets(plan.addressSets());
    String text = edits.done();
    wanted.check(text);
    return new CatalogMerge(
        Stream.of(added, changed, ended).flatMap(List::stream).toList(), notes, text);
  }

  private void update(OlderCatalog.Entry same, Planned entry) {
    List<String> details = new ArrayList<>();
    if (!Set.copyOf(same.ports()).equals(Set.copyOf(entry.ports()))) {
      details.add(ImportPlan.ports(same.ports()) + " -> " + ImportPlan.ports(entry.ports()));
      edits.replace(same.map().get("ports"), CatalogYaml.ports(entry.ports()));
    }
    String section = entry.source().section();
    YamlMap source = same.map().get("source").map();
    if (section != null && !section.equals(same.section())) {
      details.add("section '" + same.section() + "' -> '" + section + "'");
      edits.set(source, "section", CatalogYaml.scalar(section));
    }
    if (same.line() != entry.source().line() && entry.source().line() > 0) {
      edits.set(source, "line", String.valueOf(entry.source().line()));
    }
    if (same.ended()) {
      notes.add(same.id() + " has an end, yet stands in the document");
    }
    wanted.update(same, entry);
    if (!details.isEmpty()) {
      changed.add(new Change("changed", same.id(), same.match(), String.join("; ", details)));
    }
  }

  private void end(OlderCatalog.Entry entry) {
    if (entry.ended()) {
      return;
    }
    String detail = "is kept";
    if (gone.fate() == Fate.END) {
      edits.addKey(entry.map(), "validTo", gone.end().toString());
      detail = "ends on " + gone.end();
      wanted.end(entry);
    } else if (gone.fate() == Fate.DROP) {
      edits.deleteLines(entry.map());
      detail = "is dropped";
      wanted.drop(entry);
    }
    ended.add(new Change("gone", entry.id(), entry.match(), detail));
  }

  private void add(List<Planned> fresh, List<String> ids) {
    StringBuilder atEnd = new StringBuilder();
    for (int i = 0; i < fresh.size(); i++) {
      Planned entry = fresh.get(i);
      String id = ids.get(i);
      String detail =
          "%s %s %s"
              .formatted(entry.group(), entry.level().label(), ImportPlan.ports(entry.ports()));
      added.add(new Change("added", id, entry.match(), detail));
      wanted.add(id, entry);
      OlderCatalog.Entry neighbour = neighbour(entry.source().section());
      if (neighbour == null) {
        atEnd.append('\n').append(CatalogYaml.entry(entry, id, 2));
      } else {
        int indent = edits.indentOf(neighbour.map());
        edits.addLines(neighbour.map(), "\n" + CatalogYaml.entry(entry, id, indent));
      }
    }
    if (atEnd.length() > 0) {
      YamlNode list = older.file().get("entries");
      if (list == null) {
        edits.append("\nentries:\n" + atEnd);
      } else {
        edits.replace(list, "\n" + atEnd.toString().stripTrailing());
      }
    }
  }

  /** Behind which entry of the file a new one goes: the last of its section, or the last. */
  private OlderCatalog.Entry neighbour(String section) {
    OlderCatalog.Entry last = null;
    OlderCatalog.Entry lastOfSection = null;
    for (OlderCatalog.Entry entry : older.entries()) {
      boolean drops = gone.fate() == Fate.DROP && dropped(entry);
      last = drops ? last : entry;
      boolean same = entry.document().equals(document) && Objects.equals(entry.section(), section);
      lastOfSection = same && !drops ? entry : lastOfSection;
    }
    return lastOfSection == null ? last : lastOfSection;
  }

  private boolean dropped(OlderCatalog.Entry entry) {
    return ended.stream().anyMatch(change -> change.id().equals(entry.id()));
  }
}
