package io.egresslens.match;

import io.egresslens.bench.Series;
import io.egresslens.catalog.Catalog;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.ref.Reference;
import java.util.Locale;
import java.util.Map;

/**
 * Prints what a matcher of a million patterns keeps in memory, how long it takes to build, and how
 * long a thread that matches is held up while another one builds such matchers and swaps them in.
 *
 * <p>Memory is the heap in use after collections, with four matchers of a catalog less with one;
 * the catalog and its entries are there both times.
 *
 * <p>A gap is the time between the ends of two matches in the thread that asks, which asks without
 * rest and looks at the reference to the matcher each time. Each round lets it ask alone, then
 * while one matcher is built beside it and swapped in, for as long each. What the longest gap with
 * a swap is beyond the longest without one is the swap's; what it is beyond the collector's longest
 * pause, which JMX tells only to the millisecond, is no collection's. A gap that the first look at
 * a new matcher falls in is told apart: it holds what the swap itself costs.
 *
 * <pre>{@code
 * java -Xms2g -Xmx2g -cp "common/target/classes:common/target/test-classes:$(cat common/target/bench.classpath)" \
 *     io.egresslens.match.MatcherFootprint [patterns]
 * }</pre>
 *
 * <p>Takes under a minute. {@code -Xlog:gc,safepoint} shows each pause of the JVM.
 */
public final class MatcherFootprint {
  private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();
  private static final int ASKED = 1 << 16;
  private static final int BUILDS = 7;
  private static final int COPIES = 4;
  private static final int ROUNDS = 7;
  private static final long WARM_UP_NANOS = 3_000_000_000L;

  /** What the thread asks; replaced while it asks. */
  private static volatile CompiledMatcher current;

  private final Catalog catalog;
  private final AskedHosts hosts;

  /** What a thread that asks went through. */
  private record Gaps(double longestMillis, double atSwapMillis, double collectorMillis) {}

  private MatcherFootprint(Catalog catalog) {
    this.catalog = catalog;
    this.hosts = AskedHosts.of(catalog, Map.of(), "zipf", ASKED);
  }

  /** Runs it; the only argument is the number of patterns. */
  public static void main(String[] args) throws InterruptedException {
    int patterns = args.length == 0 ? 1_000_000 : Integer.parseInt(args[0]);
    MatcherFootprint footprint = new MatcherFootprint(AskedHosts.composed(patterns));
    double buildMillis = footprint.buildTime();
    footprint.size(patterns);
    footprint.pauses(buildMillis);
  }

  private double buildTime() {
    double[] millis = new double[BUILDS];
    for (int i = 0; i < BUILDS; i++) {
      long start = System.nanoTime();
      current = CompiledMatcher.of(catalog);
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    Series builds = new Series(millis);
    print(
        "build: first %.0f ms, median of %d %.0f ms, longest %.0f ms",
        millis[0], BUILDS, builds.median(), builds.greatest());
    return builds.median();
  }

  /** What the second to the fourth matcher take: all else is there with the first. */
  private void size(int patterns) throws InterruptedException {
    CompiledMatcher[] kept = new CompiledMatcher[COPIES];
    long first = 0;
    for (int i = 0; i < COPIES; i++) {
      kept[i] = CompiledMatcher.of(catalog);
      first = i == 0 ? heapBytes() : first;
    }
    double bytes = heapBytes() - first;
    current = kept[0];
    Reference.reachabilityFence(kept);
    print("memory: %.1f bytes a pattern", bytes / (COPIES - 1) / patterns);
  }

  private void pauses(double buildMillis) throws InterruptedException {
    long nanos = (long) (2e6 * buildMillis);
    ask(WARM_UP_NANOS);
    swapBeside(nanos);
    Gaps[] alone = new Gaps[ROUNDS];
    Gaps[] swapped = new Gaps[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      alone[i] = ask(nanos);
      swapped[i] = swapBeside(nanos);
    }
    print("longest gaps between two matches, %d rounds of %.0f ms each:", ROUNDS, nanos / 1e6);
    print("round  alone   with a build and swap beside   at the swap   collector's pauses");
    for (int i = 0; i < ROUNDS; i++) {
      print(
          "%5d  %5.2f ms  %10.2f ms  %26.3f ms  %9.0f ms in %.0f + %.0f",
          i + 1,
          alone[i].longestMillis,
          swapped[i].longestMillis,
          swapped[i].atSwapMillis,
          alone[i].collectorMillis + swapped[i].collectorMillis,
          alone[i].collectorMillis,
          swapped[i].collectorMillis);
    }
    double[] beyond = new double[ROUNDS];
    double[] atSwap = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      beyond[i] = Math.max(0, swapped[i].longestMillis - alone[i].longestMillis);
      atSwap[i] = swapped[i].atSwapMillis;
    }
    Series pause = new Series(beyond);
    print(
        "pause beyond what the loop shows alone: median %.2f ms, worst %.2f ms; at the swap itself:"
            + " median %.3f ms, worst %.3f ms",
        pause.median(),
        pause.greatest(),
        new Series(atSwap).median(),
        new Series(atSwap).greatest());
  }

  /** Lets this thread ask while another one builds a matcher and swaps it in. */
  private Gaps swapBeside(long nanos) throws InterruptedException {
    Thread builder = new Thread(() -> current = CompiledMatcher.of(catalog), "builder");
    builder.start();
    Gaps gaps = ask(nanos);
    builder.join();
    return gaps;
  }

  private Gaps ask(long nanos) {
    long collecting = collectorMillis();
    CompiledMatcher asked = current;
    HostMatcher matcher = new HostMatcher(asked);
    long longest = 0;
    long atSwap = 0;
    long before = System.nanoTime();
    long end = before + nanos;
    for (int i = 0; before < end; i = (i + 1) & (ASKED - 1)) {
      CompiledMatcher latest = current;
      boolean swap = latest != asked;
      if (swap) {
        asked = latest;
        matcher = matcher.beside(asked);
      }
      matcher.find(hosts.bytes, hosts.starts[i], hosts.starts[i + 1], "https", 443, 0);
      long after = System.nanoTime();
      longest = Math.max(longest, after - before);
      if (swap) {
        atSwap = Math.max(atSwap, after - before);
      }
      before = after;
    }
    return new Gaps(longest / 1e6, atSwap / 1e6, collectorMillis() - collecting);
  }

  private static long collectorMillis() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }

  private static long heapBytes() throws InterruptedException {
    for (int i = 0; i < 4; i++) {
      System.gc();
      Thread.sleep(100);
    }
    return MEMORY.getHeapMemoryUsage().getUsed();
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
