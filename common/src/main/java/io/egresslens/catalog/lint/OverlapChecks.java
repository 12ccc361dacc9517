package io.egresslens.catalog.lint;

import io.egresslens.catalog.CatalogEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Entries that stand in each other's way. Only equal matches can do so for good: a more telling
 * pattern takes some of another's names, never all of them, because every hole takes texts that no
 * single name spells out.
 */
final class OverlapChecks {
  private OverlapChecks() {}

  static void duplicate(LintSubject subject, Hits hits) {
    pairs(
        subject,
        (first, later) -> {
          boolean hit = isDuplicate(first, later) && first.group().equals(later.group());
          if (hit) {
            hits.add(later, "says the same as " + named(first));
          }
          return hit;
        });
  }

  static void shadowed(LintSubject subject, Hits hits) {
    pairs(
        subject,
        (first, later) -> {
          boolean hit = isShadow(first, later) && first.group().equals(later.group());
          if (hit) {
            hits.add(later, "never wins over " + named(first));
          }
          return hit;
        });
  }

  static void shadowedByOtherGroup(LintSubject subject, Hits hits) {
    pairs(
        subject,
        (first, later) -> {
          boolean never = isDuplicate(first, later) || isShadow(first, later);
          boolean hit = never && !first.group().equals(later.group());
          if (hit) {
            hits.add(
                later,
                "of group %s never wins over %s of group %s"
                    .formatted(later.group(), named(first), first.group()));
          }
          return hit;
        });
  }

  private interface Pair {
    /** Whether it was a hit: one is enough for the later entry. */
    boolean see(CatalogEntry first, CatalogEntry later);
  }

  /** Every pair of entries with the same match, by rank: entries come ordered by id. */
  private static void pairs(LintSubject subject, Pair pair) {
    Map<Object, List<CatalogEntry>> byMatch = new HashMap<>();
    for (CatalogEntry entry : subject.catalog().entries()) {
      Object match = entry.pattern() != null ? entry.pattern() : entry.match();
      byMatch.computeIfAbsent(match, any -> new ArrayList<>()).add(entry);
    }
    for (List<CatalogEntry> entries : byMatch.values()) {
      for (int later = 1; later < entries.size(); later++) {
        for (int first = 0; first < later; first++) {
          CatalogEntry a = entries.get(first);
          CatalogEntry b = entries.get(later);
          if (!a.id().equals(b.id()) && pair.see(a, b)) {
            break;
          }
        }
      }
    }
  }

  private static boolean isDuplicate(CatalogEntry first, CatalogEntry later) {
    return new HashSet<>(first.ports()).equals(new HashSet<>(later.ports()))
        && first.clouds().equals(later.clouds())
        && overlap(first, later);
  }

  private static boolean isShadow(CatalogEntry first, CatalogEntry later) {
    return !isDuplicate(first, later)
        && later.ports().stream().allMatch(port -> PortChecks.covers(first.ports(), port))
        && holdsAll(first.clouds(), later.clouds())
        && !before(later.validFrom(), first.validFrom(), true)
        && !before(first.validTo(), later.validTo(), false);
  }

  /** Whether a set that means everything when it is empty holds all of another such set. */
  private static <T> boolean holdsAll(Collection<T> outer, Collection<T> inner) {
    return outer.isEmpty() || (!inner.isEmpty() && outer.containsAll(inner));
  }

  private static boolean overlap(CatalogEntry a, CatalogEntry b) {
    return startsBeforeEnd(a.validFrom(), b.validTo())
        && startsBeforeEnd(b.validFrom(), a.validTo());
  }

  private static boolean startsBeforeEnd(Instant start, Instant end) {
    return start == null || end == null || start.isBefore(end);
  }

  /**
   * Whether an instant comes before another.
   *
   * @param nullIsFirst whether an open side is the beginning of time; else it is the end
   */
  private static boolean before(Instant a, Instant b, boolean nullIsFirst) {
    if (a == null || b == null) {
      return nullIsFirst ? a == null && b != null : b == null && a != null;
    }
    return a.isBefore(b);
  }

  private static String named(CatalogEntry entry) {
    return entry.id() + " at " + entry.location();
  }
}
