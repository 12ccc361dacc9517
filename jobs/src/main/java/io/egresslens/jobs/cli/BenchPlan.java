package io.egresslens.jobs.cli;

import io.egresslens.bench.MatchBench;
import io.egresslens.bench.ReadBench;
import io.egresslens.bench.Rounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How much {@code bench} measures.
 *
 * @param records of each load
 * @param patterns sizes of the composed catalogs
 */
record BenchPlan(int records, Rounds reading, List<Integer> patterns, Rounds matching) {
  /** Under two minutes on two cores of a small machine. */
  static final BenchPlan FULL =
      new BenchPlan(
          120_000, rounds(5, 800, 2500), List.of(100, 10_000, 1_000_000), rounds(5, 300, 800));

  /** Under twenty seconds. */
  static final BenchPlan QUICK =
      new BenchPlan(30_000, rounds(3, 200, 400), List.of(100, 10_000), rounds(3, 100, 300));

  /** For tests: its figures mean nothing. */
  static final BenchPlan TINY =
      new BenchPlan(500, rounds(2, 1, 1), List.of(10, 100), rounds(2, 1, 1));

  private static Rounds rounds(int count, int turnMillis, int warmUpMillis) {
    return new Rounds(count, Duration.ofMillis(turnMillis), Duration.ofMillis(warmUpMillis));
  }

  /** Measures everything, one after the other, on the calling thread. */
  Result run() {
    ReadBench read = ReadBench.run(records, reading);
    List<MatchBench> match = new ArrayList<>();
    for (int size : patterns) {
      match.add(MatchBench.run(size, matching));
    }
    return new Result(reading.count(), read, match);
  }

  /** What came out; the matcher once for each size. */
  record Result(int rounds, ReadBench read, List<MatchBench> match) {}
}
