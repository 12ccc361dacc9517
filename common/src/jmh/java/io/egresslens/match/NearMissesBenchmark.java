package io.egresslens.match;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.Entries;
import io.egresslens.catalog.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to ask what a name that no entry takes is close to: the labelled names of {@code
 * NearPairs}, three of five near to an entry, the others to none; of the default catalog, of all
 * shipped ones, and of 10,000 composed entries with nearly as many owners. {@code long} asks for
 * names of 253 characters whose every label is worth a look.
 *
 * <pre>{@code
 * mvn -P bench -pl common package -DskipTests
 * java -cp "common/target/classes:common/target/test-classes:$(cat common/target/bench.classpath)" \
 *     org.openjdk.jmh.Main NearMissesBenchmark
 * }</pre>
 *
 * <p>Under a minute.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 2, jvmArgs = "-Xmx1g")
public class NearMissesBenchmark {
  private static final int COMPOSED = 10_000;

  @Param({"default", "shipped", "composed"})
  public String catalog;

  @Param({"labelled", "long"})
  public String names;

  private NearMisses near;
  private List<String> hosts;
  private int next;

  /** Composes catalog and names, always the same. */
  @Setup
  public void compose() {
    Catalog asked =
        switch (catalog) {
          case "default" -> CatalogLoader.load(List.of());
          case "shipped" -> CatalogLoader.load(CatalogLoader.BY_NAME);
          case "composed" -> composed();
          default -> throw new IllegalArgumentException(catalog);
        };
    CompiledMatcher matcher = CompiledMatcher.of(asked).boundTo(NearMissesTest.CLUSTER);
    this.near = NearMisses.of(asked).boundTo(NearMissesTest.CLUSTER);
    this.hosts = new ArrayList<>();
    for (NearPairs.Pair pair :
        new NearPairs(asked, matcher, CompiledMatcher.variables(NearMissesTest.CLUSTER), 5)
            .make(130)) {
      String host = pair.host();
      if (names.equals("long")) {
        while (host.length() < 240) {
          host = "quay-io.qu." + host;
        }
      }
      hosts.add(host);
    }
    Collections.shuffle(hosts, new Random(5));
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

  @Benchmark
  public Object find() {
    next = next + 1 < hosts.size() ? next + 1 : 0;
    return near.find(hosts.get(next), "https", 443, NearMissesTest.AT);
  }
}
