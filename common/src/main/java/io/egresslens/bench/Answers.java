package io.egresslens.bench;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Holds contestants to the same answer: a figure means nothing beside a wrong one. */
public final class Answers {
  private Answers() {}

  /**
   * Lets each contestant read the load once and compares what they counted.
   *
   * @return how many decisions the load holds
   * @throws IllegalStateException when two differ, naming one row that only one of them has
   */
  public static long requireSame(Load load, List<Contestant> contestants) {
    List<Row> expected = null;
    Contestant first = null;
    for (Contestant contestant : contestants) {
      contestant.pass(load);
      List<Row> rows = contestant.drain();
      if (expected == null) {
        expected = rows;
        first = contestant;
        continue;
      }
      requireIn(rows, expected, contestant, first);
      requireIn(expected, rows, first, contestant);
      if (rows.size() != expected.size()) {
        throw new IllegalStateException(contestant.getClass().getSimpleName() + ": rows twice");
      }
    }
    return expected == null ? 0 : expected.stream().mapToLong(Row::flows).sum();
  }

  private static void requireIn(
      List<Row> rows, List<Row> others, Contestant contestant, Contestant other) {
    Set<Row> known = new HashSet<>(others);
    for (Row row : rows) {
      if (!known.contains(row)) {
        throw new IllegalStateException(
            contestant.getClass().getSimpleName()
                + " has what "
                + other.getClass().getSimpleName()
                + " has not: "
                + row);
      }
    }
  }
}
