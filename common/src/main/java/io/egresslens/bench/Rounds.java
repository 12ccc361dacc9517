package io.egresslens.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Measures several things in one process, in turns: each round gives every one of them its time, so
 * a machine that grows slow in between grows slow for all. What a compiler learned from one may
 * cost another something; processes of their own, as JMH has them, do not have that.
 *
 * @param count how many rounds are measured
 * @param turn how long each thing runs in a round, at least; a pass is always finished
 * @param warmUp how long each thing runs before the first round
 */
public record Rounds(int count, Duration turn, Duration warmUp) {
  /**
   * Something to measure.
   *
   * @param unitsPerPass how many records, or questions, a pass is made of
   * @param pass gives a number that depends on all of its work
   */
  public record Turn(long unitsPerPass, LongSupplier pass) {}

  /** Where the results of passes go, so that no compiler leaves the work out. */
  @SuppressWarnings("unused")
  private static volatile long sink;

  /** Nanoseconds a unit, of each thing in each round. */
  public List<Series> nanosPerUnit(List<Turn> turns) {
    for (Turn each : turns) {
      nanosPerUnit(each, warmUp);
    }
    double[][] nanos = new double[turns.size()][count];
    for (int round = 0; round < count; round++) {
      for (int i = 0; i < nanos.length; i++) {
        nanos[i][round] = nanosPerUnit(turns.get(i), turn);
      }
    }
    List<Series> series = new ArrayList<>();
    for (double[] each : nanos) {
      series.add(new Series(each));
    }
    return series;
  }

  private static double nanosPerUnit(Turn turn, Duration atLeast) {
    long units = 0;
    long results = 0;
    long from = System.nanoTime();
    long elapsed;
    do {
      results += turn.pass().getAsLong();
      units += turn.unitsPerPass();
      elapsed = System.nanoTime() - from;
    } while (elapsed < atLeast.toNanos());
    sink = results;
    return (double) elapsed / units;
  }
}
