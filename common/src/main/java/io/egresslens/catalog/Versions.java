package io.egresslens.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was said under each name: once at every instant, else it is refused. Not thread-safe. */
final class Versions {
  private final Map<String, Dated> firsts = new HashMap<>();

  /** All of the names that have several, the first among them. */
  private final Map<String, List<Dated>> several = new HashMap<>();

  boolean knows(String name) {
    return firsts.containsKey(name);
  }

  /**
   * Adds something, unless a thing of that name counts at one of its instants.
   *
   * @param what words for it, in the problem
   * @return whether it was added; else there is a problem that names both places
   */
  boolean add(String name, String what, Dated one, Problems problems) {
    Dated first = firsts.putIfAbsent(name, one);
    if (first == null) {
      return true;
    }
    List<Dated> known = several.computeIfAbsent(name, any -> new ArrayList<>(List.of(first)));
    for (Dated other : known) {
      Period both = other.period().and(one.period());
      if (!both.isEmpty()) {
        String when = both.equals(Period.ALWAYS) ? "" : "; both count " + both;
        problems.add(
            ProblemKind.DUPLICATE_ID,
            one.location(),
            what + " stands already at " + other.location() + when);
        return false;
      }
    }
    known.add(one);
    return true;
  }
}
