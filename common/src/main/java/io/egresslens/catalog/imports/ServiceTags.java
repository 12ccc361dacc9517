package io.egresslens.catalog.imports;

import io.egresslens.catalog.Pattern.Dialect;
import io.egresslens.flow.AddressPrefix;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Azure's service tags, as the weekly files and {@code az network list-service-tags} have them:
 * named sets of prefixes, no entries. Some 100,000 prefixes are read in a fraction of a second.
 */
public final class ServiceTags {
  private ServiceTags() {}

  static boolean detects(String text) {
    return TreeReader.looksLikeJson(text)
        && text.contains("\"addressPrefixes\"")
        && text.contains("\"changeNumber\"");
  }

  static Imported read(String text, ImportOptions options) {
    Imported.Draft draft = new Imported.Draft();
    Tree top = TreeReader.json(text, draft);
    if (top == null) {
      return draft.finish();
    }
    List<Tree> values = top.isList() ? top.elements() : top.property("values", "value").elements();
    if (values.isEmpty()) {
      draft.unread(0, "", "no list of service tags under 'values'");
    }
    Set<String> seen = new HashSet<>();
    for (Tree value : values) {
      read(value, seen, draft);
    }
    return draft.finish();
  }

  private static void read(Tree value, Set<String> seen, Imported.Draft draft) {
    String name = value.at("name").text();
    String refusal = MatchText.refusal(MatchText.TAG + name, Dialect.AZURE);
    if (refusal != null) {
      draft.unread(value.line(), name, refusal);
      return;
    }
    if (!seen.add(name.toLowerCase(Locale.ROOT))) {
      draft.unread(value.line(), name, "the tag stands already further up");
      return;
    }
    List<AddressPrefix> prefixes = new ArrayList<>();
    Set<AddressPrefix> distinct = new HashSet<>();
    for (Tree written : value.property("addressPrefixes").elements()) {
      try {
        AddressPrefix prefix = AddressPrefix.parse(written.text());
        if (distinct.add(prefix)) {
          prefixes.add(prefix);
        }
      } catch (IllegalArgumentException e) {
        draft.unread(written.line(), written.text(), "of tag " + name + ": " + e.getMessage());
      }
    }
    if (prefixes.isEmpty()) {
      draft.unread(value.line(), name, "the tag has no prefixes");
      return;
    }
    String region = value.property("region").text();
    draft.add(
        new ImportedAddressSet(
            name, prefixes, new Place(region.isEmpty() ? null : region, value.line(), name)));
  }

  /**
   * The same import with those sets alone that are named.
   *
   * @param names in any case; empty keeps all
   * @return with a remark for every name that no set has
   */
  public static Imported only(Imported imported, List<String> names) {
    if (names.isEmpty()) {
      return imported;
    }
    Set<String> wanted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    wanted.addAll(names);
    List<ImportedAddressSet> kept =
        imported.addressSets().stream().filter(set -> wanted.contains(set.name())).toList();
    kept.forEach(set -> wanted.remove(set.name()));
    List<Remark> unread = new ArrayList<>(imported.unread());
    wanted.forEach(name -> unread.add(new Remark(0, name, "the document has no tag of this name")));
    return new Imported(
        imported.entries(), imported.sharedSuffixes(), kept, unread, imported.notes());
  }
}
