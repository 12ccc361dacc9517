package io.egresslens.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects what is wrong with one configuration, over all its files, so that the user hears of
 * everything at once; and what a check of those files needs to know beside the model. Not
 * thread-safe: one per load.
 */
public final class Problems {
  private final List<Problem> found = new ArrayList<>();
  private final List<Waiver> waivers = new ArrayList<>();
  private final Map<String, Location> places = new HashMap<>();

  /** Adds a problem of form, the most frequent kind. */
  public void add(Location location, String message) {
    add(ProblemKind.FORM, location, message);
  }

  public void add(ProblemKind kind, Location location, String message) {
    found.add(new Problem(location, kind, message));
  }

  /** Keeps what an author says to a check beforehand; nothing here heeds it. */
  public void waive(Waiver waiver) {
    waivers.add(waiver);
  }

  /** What was kept, in the order of reading. */
  public List<Waiver> waivers() {
    return List.copyOf(waivers);
  }

  /** Keeps the place of a cluster, which the model has no use for. The first of a name stays. */
  void place(String cluster, Location location) {
    places.putIfAbsent(cluster, location);
  }

  /** Where a cluster that was read stands; null for any other name. */
  public Location placeOf(String cluster) {
    return places.get(cluster);
  }

  void add(Problem problem) {
    found.add(problem);
  }

  void addAll(Problems others) {
    found.addAll(others.found);
    waivers.addAll(others.waivers);
    others.places.forEach(places::putIfAbsent);
  }

  /** What was found last. */
  Problem last() {
    return found.get(found.size() - 1);
  }

  /** What was found so far, ordered by place. */
  public List<Problem> list() {
    return found.stream().sorted().distinct().toList();
  }

  /**
   * Ends the load.
   *
   * @throws InvalidConfigException with all problems, if there is one
   */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw new InvalidConfigException(list());
    }
  }
}
