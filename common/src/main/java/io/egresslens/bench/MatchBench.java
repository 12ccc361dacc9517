package io.egresslens.bench;

import io.egresslens.bench.Rounds.Turn;
import io.egresslens.catalog.CatalogEntry;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * What a question to the matcher costs at one size of the catalog, beside the two usual ways.
 *
 * @param own nanoseconds a question to ours with a memory in front, from bytes, with port, time and
 *     cloud
 * @param fresh the same without the memory: what ingest asks, once for each row of a window
 * @param get the same to one {@code HashMap} that knows every host beforehand, with the string at
 *     hand and its hash cached
 * @param walk the same to {@link SuffixWalk}, from bytes
 * @param buildMillis what compiling the catalog took
 * @param bytesPerPattern what the compiled matcher holds beyond the catalog, by the heap's size
 *     with and without it
 */
public record MatchBench(
    int patterns,
    Series own,
    Series fresh,
    Series get,
    Series walk,
    double buildMillis,
    double bytesPerPattern) {

  /**
   * Composes a catalog and measures.
   *
   * @throws IllegalStateException when ours and the walk do not answer alike
   */
  public static MatchBench run(int patterns, Rounds rounds) {
    MatchLoad load = MatchLoad.compose(patterns);
    SuffixWalk walk = new SuffixWalk(load.catalog(), Scene.CLUSTER);
    OwnMatching own = new OwnMatching(load.catalog());
    // Built often enough to be compiled and to weigh more than what else comes and goes on the
    // heap.
    int copies = Math.max(1, 500_000 / patterns);
    OwnMatching[] built = new OwnMatching[copies];
    long empty = usedBytes();
    long from = System.nanoTime();
    double buildMillis;
    double bytes;
    try {
      for (int i = 0; i < copies; i++) {
        built[i] = new OwnMatching(load.catalog());
      }
      buildMillis = (System.nanoTime() - from) / 1e6 / copies;
      bytes = (double) (usedBytes() - empty) / copies / patterns;
    } finally {
      Reference.reachabilityFence(built);
    }
    requireSame(load, own, walk);
    List<Series> nanos =
        rounds
            .measure(
                List.of(
                    turn(load, () -> ask(load, own)),
                    turn(load, () -> askAnew(load, own)),
                    turn(load, () -> askMap(load)),
                    turn(load, () -> ask(load, walk))))
            .nanosPerUnit();
    return new MatchBench(
        patterns, nanos.get(0), nanos.get(1), nanos.get(2), nanos.get(3), buildMillis, bytes);
  }

  private static Turn turn(MatchLoad load, LongSupplier pass) {
    return new Turn(load.hosts().length, pass);
  }

  private static long ask(MatchLoad load, OwnMatching own) {
    long found = 0;
    for (byte[] host : load.hosts()) {
      found += own.find(host, 0, host.length) == null ? 0 : 1;
    }
    return found;
  }

  private static long askAnew(MatchLoad load, OwnMatching own) {
    long found = 0;
    for (byte[] host : load.hosts()) {
      found += own.findAnew(host, 0, host.length) == null ? 0 : 1;
    }
    return found;
  }

  private static long ask(MatchLoad load, SuffixWalk walk) {
    long found = 0;
    for (byte[] host : load.hosts()) {
      found += walk.find(host) == null ? 0 : 1;
    }
    return found;
  }

  private static long askMap(MatchLoad load) {
    long found = 0;
    for (String name : load.names()) {
      found += load.listed().get(name) == null ? 0 : 1;
    }
    return found;
  }

  static void requireSame(MatchLoad load, OwnMatching own, SuffixWalk walk) {
    for (byte[] host : load.hosts()) {
      CatalogEntry ours = own.find(host, 0, host.length);
      CatalogEntry walked = walk.find(host);
      if (!Objects.equals(ours, walked)
          || !Objects.equals(own.findAnew(host, 0, host.length), walked)) {
        throw new IllegalStateException(
            new String(host, StandardCharsets.US_ASCII) + ": " + ours + ", not " + walked);
      }
    }
  }

  private static long usedBytes() {
    System.gc();
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
