package io.egresslens.catalog;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects what is wrong with one configuration, over all its files, so that the user hears of
 * everything at once. Not thread-safe: one per load.
 */
public final class Problems {
  private final List<Problem> found = new ArrayList<>();

  public void add(Location location, String message) {
    found.add(new Problem(location, message));
  }

  void add(Problem problem) {
    found.add(problem);
  }

  void addAll(Problems others) {
    found.addAll(others.found);
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
