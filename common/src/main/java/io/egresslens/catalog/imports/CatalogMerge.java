package io.egresslens.catalog.imports;

import io.egresslens.catalog.imports.ImportPlan.Planned;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A document merged into an older file. Entries with the same match are the same entry: they keep
 * id, group, level, purpose, validity and comments, and take over ports, section and line. The file
 * is edited in place, so that nothing of what somebody wrote by hand is lost.
 *
 * @param changes what differs, in the order added, changed, gone
 * @param notes what the user should know beside
 * @param text the file as it should be
 */
public record CatalogMerge(List<Change> changes, List<String> notes, String text) {

  /** What becomes of entries of this document that the newer copy does not have. */
  public record Gone(Fate fate, LocalDate end) {
    /** Nothing becomes of them; they are reported. */
    public static final Gone KEEP = new Gone(Fate.KEEP, null);

    /** Their kinds. */
    public enum Fate {
      KEEP,
      END,
      DROP
    }

    public Gone {
      if ((fate == Fate.END) != (end != null)) {
        throw new IllegalArgumentException("a day belongs to END and to nothing else");
      }
    }
  }

  /**
   * A difference.
   *
   * @param kind {@code added}, {@code changed} or {@code gone}
   * @param id of the entry; the name of a shared suffix or address set
   * @param match of the entry; empty for a shared suffix or address set
   * @param detail what differs
   */
  public record Change(String kind, String id, String match, String detail) {}

  public CatalogMerge {
    changes = List.copyOf(changes);
    notes = List.copyOf(notes);
  }

  /**
   * Merges.
   *
   * @param document the name that sources carry
   * @param idPrefix of the ids of new entries
   * @throws IllegalArgumentException when the file is written in a way that cannot be edited in
   *     place; the message is fit for a user
   */
  public static CatalogMerge of(
      OlderCatalog older, ImportPlan plan, String document, String idPrefix, Gone gone) {
    return new EntryMerge(older, ImportPlan.cleaned(document), gone).merge(plan, idPrefix);
  }

  /** Ids for entries of a plan, beside those that are taken. */
  public static List<String> ids(List<Planned> entries, String prefix, Set<String> taken) {
    Map<String, List<String>> byGroup = new HashMap<>();
    for (Planned entry : entries) {
      byGroup.computeIfAbsent(entry.group(), unused -> new ArrayList<>()).add(entry.match());
    }
    Map<String, Map<String, String>> ids = new HashMap<>();
    byGroup.forEach(
        (group, matches) -> ids.put(group, Slug.ids(prefix + group + ".", matches, taken)));
    return entries.stream().map(entry -> ids.get(entry.group()).get(entry.match())).toList();
  }
}
