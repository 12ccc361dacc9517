package io.egresslens.catalog.lint;

import io.egresslens.catalog.CatalogEntry;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is wrong with the groups of entries, which are names that authors choose. */
final class GroupChecks {
  /** Shorter names are near each other by chance. */
  private static final int SHORTEST = 6;

  private GroupChecks() {}

  /** A group of one entry whose name is a slip away from a larger group's. */
  static void misspelt(LintSubject subject, Hits hits) {
    Map<String, Long> sizes =
        subject.catalog().entries().stream()
            .collect(
                Collectors.groupingBy(CatalogEntry::group, TreeMap::new, Collectors.counting()));
    for (CatalogEntry entry : subject.catalog().entries()) {
      String group = entry.group();
      if (sizes.get(group) != 1 || group.length() < SHORTEST) {
        continue;
      }
      sizes.keySet().stream()
          .filter(other -> sizes.get(other) > 1 && isOneSlipAway(group, other))
          .findFirst()
          .ifPresent(
              other -> hits.add(entry, "is alone in group " + group + "; there is " + other));
    }
  }

  /**
   * Whether one letter too many, too few, or another one, or two swapped, is all the difference.
   */
  static boolean isOneSlipAway(String a, String b) {
    int same = 0;
    int shorter = Math.min(a.length(), b.length());
    while (same < shorter && a.charAt(same) == b.charAt(same)) {
      same++;
    }
    String restA = a.substring(same);
    String restB = b.substring(same);
    if (restA.isEmpty() || restB.isEmpty()) {
      return restA.length() + restB.length() == 1;
    }
    return restA.substring(1).equals(restB)
        || restB.substring(1).equals(restA)
        || restA.substring(1).equals(restB.substring(1))
        || (restA.length() > 1
            && restB.length() > 1
            && restA.charAt(0) == restB.charAt(1)
            && restA.charAt(1) == restB.charAt(0)
            && restA.substring(2).equals(restB.substring(2)));
  }
}
