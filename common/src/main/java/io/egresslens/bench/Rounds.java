package io.egresslens.bench;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
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

  /**
   * What was measured.
   *
   * @param nanosPerUnit of each thing in each round
   * @param coreShare how much of a core this thread and its garbage collector had in the rounds:
   *     much less than 1 means that other work disturbed them; 1 where the JVM does not say
   */
  public record Measured(List<Series> nanosPerUnit, double coreShare) {}

  /** Measures on the calling thread. */
  public Measured measure(List<Turn> turns) {
    for (Turn each : turns) {
      nanosPerUnit(each, warmUp);
    }
    long wallFrom = System.nanoTime();
    long cpuFrom = cpuNanos();
    double[][] nanos = new double[turns.size()][count];
    for (int round = 0; round < count; round++) {
      for (int i = 0; i < nanos.length; i++) {
        nanos[i][round] = nanosPerUnit(turns.get(i), turn);
      }
    }
    double cpu = cpuNanos() - cpuFrom;
    double wall = System.nanoTime() - wallFrom;
    List<Series> series = new ArrayList<>();
    for (double[] each : nanos) {
      series.add(new Series(each));
    }
    return new Measured(series, cpu == 0 ? 1 : Math.min(1, cpu / wall));
  }

  private static long cpuNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    if (!threads.isCurrentThreadCpuTimeSupported()) {
      return 0;
    }
    long collectingMillis =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .mapToLong(GarbageCollectorMXBean::getCollectionTime)
            .sum();
    return threads.getCurrentThreadCpuTime() + collectingMillis * 1_000_000;
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
