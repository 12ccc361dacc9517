package io.egresslens.match;

import io.egresslens.bench.Series;
import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.Entries;
import io.egresslens.catalog.Level;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Prints what it costs to ask what a name that no entry takes is close to: the labelled names of
 * {@code NearPairs}, two of three near to an entry, the others to none; of the default catalog, of
 * all shipped ones, and of 10,000 composed entries with nearly as many owners. Then the same names
 * made 240 characters long, every label of them worth a look; and the names kind by kind.
 *
 * <p>Processor time of the thread, median of rounds, so that it can be measured on a busy machine.
 *
 * <pre>{@code
 * mvn -P bench -pl common package -DskipTests
 * java -cp "common/target/classes:common/target/test-classes:$(cat common/target/bench.classpath)" \
 *     io.egresslens.match.NearMissesFigures
 * }</pre>
 *
 * <p>Under a minute.
 */
public final class NearMissesFigures {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int COMPOSED = 10_000;
  private static final long WARM_UP_NANOS = 1_500_000_000L;
  private static final int ROUNDS = 15;

  private NearMissesFigures() {}

  /** Runs it. No arguments. */
  public static void main(String[] args) {
    Map<String, Catalog> catalogs = new TreeMap<>();
    catalogs.put("default", CatalogLoader.load(List.of()));
    catalogs.put("shipped", CatalogLoader.load(CatalogLoader.BY_NAME));
    catalogs.put("10,000", composed());
    int answers = 0;
    for (Map.Entry<String, Catalog> catalog : catalogs.entrySet()) {
      answers += figures(catalog.getKey(), catalog.getValue());
    }
    print("%d answers", answers);
  }

  private static int figures(String name, Catalog catalog) {
    CompiledMatcher matcher = CompiledMatcher.of(catalog).boundTo(NearMissesTest.CLUSTER);
    long start = THREADS.getCurrentThreadCpuTime();
    NearMisses near = NearMisses.of(catalog).boundTo(NearMissesTest.CLUSTER);
    print(
        "%s: %d entries, built in %.0f ms",
        name, catalog.entries().size(), (THREADS.getCurrentThreadCpuTime() - start) / 1e6);
    List<String> hosts = new ArrayList<>();
    List<String> lengthened = new ArrayList<>();
    Map<String, List<String>> kinds = new TreeMap<>();
    for (NearPairs.Pair pair :
        new NearPairs(catalog, matcher, CompiledMatcher.variables(NearMissesTest.CLUSTER), 5)
            .make(130)) {
      hosts.add(pair.host());
      String host = pair.host();
      while (host.length() < 230) {
        host = "quay-io.qu." + host;
      }
      lengthened.add(host);
      kinds.computeIfAbsent(pair.kind(), kind -> new ArrayList<>()).add(pair.host());
    }
    Collections.shuffle(hosts, new Random(5));
    int answers = time(near, "  labelled names", hosts);
    answers += time(near, "  long names", lengthened);
    for (Map.Entry<String, List<String>> kind : kinds.entrySet()) {
      answers += time(near, "    " + kind.getKey(), kind.getValue());
    }
    return answers;
  }

  private static int time(NearMisses near, String what, List<String> hosts) {
    int answers = 0;
    int repeats = Math.max(1, 2000 / hosts.size());
    double[] nanos = new double[ROUNDS];
    long first = THREADS.getCurrentThreadCpuTime();
    for (int round = -1; round < ROUNDS; round++) {
      long start = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < repeats; i++) {
        for (String host : hosts) {
          answers += near.find(host, "https", 443, NearMissesTest.AT) == null ? 0 : 1;
        }
      }
      if (round < 0) {
        round -= start - first < WARM_UP_NANOS ? 1 : 0;
      } else {
        nanos[round] =
            (THREADS.getCurrentThreadCpuTime() - start) / (double) (repeats * hosts.size());
      }
    }
    Series series = new Series(nanos);
    print("%-22s %6.2f us a name, most %.2f", what, series.median() / 1e3, series.greatest() / 1e3);
    return answers;
  }

  private static Catalog composed() {
    List<CatalogEntry> entries = new ArrayList<>();
    List<String> words = NearPairs.WORDS;
    for (int i = 0; i < COMPOSED; i++) {
      String owner = words.get(i % words.size()) + words.get(i * 31 / 7 % words.size());
      String name = owner + (i % 3 == 0 ? "" : "-" + i % 100) + (i % 2 == 0 ? ".com" : ".io");
      String[] shapes = {"api." + name, "*." + name, "registry-" + i % 40 + ".eastus." + name};
      entries.add(Entries.entry("e" + i, Level.REQUIRED, shapes[i % 3]));
    }
    return Catalog.of(entries, List.of());
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
