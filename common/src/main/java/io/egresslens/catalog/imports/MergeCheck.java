package io.egresslens.catalog.imports;

import io.egresslens.catalog.InvalidConfigException;
import io.egresslens.catalog.Level;
import io.egresslens.catalog.PortSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a merged file must say of its entries. YAML can be written in ways in which an edit at one
 * place changes another (anchors, for one); so the edited text is read again and compared, and
 * nothing that differs is ever written. Not thread-safe: one a merge.
 */
final class MergeCheck {
  private final Map<OlderCatalog.Entry, Gist> kept = new LinkedHashMap<>();
  private final List<Gist> added = new ArrayList<>();

  /** What counts of an entry; the rest is not touched, and lines of sources are no matter. */
  private record Gist(
      String id,
      String group,
      Level level,
      String match,
      Set<PortSpec> ports,
      String section,
      boolean ended) {}

  MergeCheck(OlderCatalog older) {
    older.entries().forEach(entry -> kept.put(entry, gist(entry)));
  }

  /** An older entry takes ports and section from the document. */
  void update(OlderCatalog.Entry entry, ImportPlan.Planned from) {
    Gist was = kept.get(entry);
    String section = from.source().section() == null ? was.section() : from.source().section();
    kept.put(
        entry,
        new Gist(
            was.id(),
            was.group(),
            was.level(),
            was.match(),
            Set.copyOf(from.ports()),
            section,
            was.ended()));
  }

  void end(OlderCatalog.Entry entry) {
    Gist was = kept.get(entry);
    kept.put(
        entry,
        new Gist(
            was.id(), was.group(), was.level(), was.match(), was.ports(), was.section(), true));
  }

  void drop(OlderCatalog.Entry entry) {
    kept.remove(entry);
  }

  void add(String id, ImportPlan.Planned entry) {
    added.add(
        new Gist(
            id,
            entry.group(),
            entry.level(),
            entry.match(),
            Set.copyOf(entry.ports()),
            entry.source().section(),
            false));
  }

  /**
   * Holds a text against it.
   *
   * @throws IllegalArgumentException when it says something else; the message is fit for a user
   */
  void check(String text) {
    List<Gist> wanted = new ArrayList<>(kept.values());
    wanted.addAll(added);
    List<Gist> said;
    try {
      said =
          OlderCatalog.parse("the merged file", text.getBytes(StandardCharsets.UTF_8))
              .entries()
              .stream()
              .map(MergeCheck::gist)
              .toList();
    } catch (InvalidConfigException e) {
      throw unfit(e);
    }
    if (!sorted(said).equals(sorted(wanted))) {
      throw unfit(null);
    }
  }

  private static IllegalArgumentException unfit(Exception cause) {
    return new IllegalArgumentException(
        "the file cannot be edited in place; write its entries in block style, one key a line,"
            + " without anchors",
        cause);
  }

  private static List<Gist> sorted(List<Gist> gists) {
    return gists.stream()
        .sorted(Comparator.comparing(Gist::id).thenComparing(Gist::toString))
        .toList();
  }

  private static Gist gist(OlderCatalog.Entry entry) {
    return new Gist(
        entry.id(),
        entry.group(),
        entry.level(),
        entry.match(),
        Set.copyOf(entry.ports()),
        entry.section(),
        entry.ended());
  }
}
