package io.egresslens.match;

import io.egresslens.catalog.Catalog;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Prints what a matcher of a million patterns keeps in memory, how long it takes to build, and the
 * longest that one call takes while matchers are built and swapped beside it.
 *
 * <p>Memory is the heap in use after collections, with the matcher less without it; the catalog and
 * its entries are there both times. A second figure is taken after every entry was hit, because
 * answers are made on their first use and kept. The longest call without any swap is printed too:
 * it is what the machine itself does to a thread.
 *
 * <pre>{@code
 * java -Xmx3g -cp "common/target/classes:common/target/test-classes:$(cat common/target/bench.classpath)" \
 *     io.egresslens.match.MatcherFootprint [patterns]
 * }</pre>
 */
public final class MatcherFootprint {
  private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();
  private static final int ASKED = 1 << 16;
  private static final int BUILDS = 7;

  /** What the thread asks; replaced while it asks. */
  private static volatile CompiledMatcher current;

  private static volatile boolean stopped;

  private MatcherFootprint() {}

  /** Runs it; the only argument is the number of patterns. */
  public static void main(String[] args) throws InterruptedException {
    int patterns = args.length == 0 ? 1_000_000 : Integer.parseInt(args[0]);
    Catalog catalog = AskedHosts.composed(patterns);
    AskedHosts hosts = AskedHosts.of(catalog, Map.of(), "zipf", ASKED);
    long[] buildNanos = new long[BUILDS];
    for (int i = 0; i < BUILDS; i++) {
      long start = System.nanoTime();
      current = CompiledMatcher.of(catalog);
      buildNanos[i] = System.nanoTime() - start;
    }
    print("first build: %.0f ms", buildNanos[0] / 1e6);
    Arrays.sort(buildNanos);
    print("build, median of %d: %.0f ms", BUILDS, buildNanos[BUILDS / 2] / 1e6);

    current = null;
    long without = heapBytes();
    current = CompiledMatcher.of(catalog);
    print("%.1f bytes a pattern", (heapBytes() - without) / (double) patterns);
    catalog.entries().forEach(entry -> ask(entry.pattern().text().replace("*", "a")));
    print(
        "%.1f bytes a pattern after every entry was hit",
        (heapBytes() - without) / (double) patterns);

    longestCalls(hosts, 3000);
    print("longest call without a swap: %.2f ms", longestCalls(hosts, 3000) / 1e6);
    Thread builder = new Thread(() -> swap(catalog));
    builder.start();
    print("longest call with swaps: %.2f ms", longestCalls(hosts, 6000) / 1e6);
    stopped = true;
    builder.join();
  }

  private static void ask(String host) {
    if (current.find(host, "https", 443, null, 0) == null) {
      throw new IllegalStateException(host);
    }
  }

  private static void swap(Catalog catalog) {
    int swaps = 0;
    while (!stopped) {
      current = CompiledMatcher.of(catalog);
      swaps++;
    }
    print("swaps: %d", swaps);
  }

  private static long longestCalls(AskedHosts hosts, long millis) {
    CompiledMatcher asked = current;
    HostMatcher matcher = new HostMatcher(asked);
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long longest = 0;
    long before = System.nanoTime();
    for (int i = 0; before < end; i = (i + 1) & (ASKED - 1)) {
      if (current != asked) {
        asked = current;
        matcher = matcher.beside(asked);
      }
      matcher.find(hosts.bytes, hosts.starts[i], hosts.starts[i + 1], "https", 443, null, 0);
      long after = System.nanoTime();
      longest = Math.max(longest, after - before);
      before = after;
    }
    return longest;
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
