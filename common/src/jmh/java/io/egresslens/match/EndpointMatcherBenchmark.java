package io.egresslens.match;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.Entries;
import io.egresslens.catalog.Level;
import io.egresslens.catalog.Lockdown;
import io.egresslens.catalog.Pattern;
import io.egresslens.flow.AddressPrefix;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
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
 * What it costs to ask which entry a host name hits, on the shipped default catalog and on composed
 * ones whose entries are half names, half {@code *.suffix}. Hosts come in Zipf order, rank n 1/n as
 * often as the first; two of five names are in no catalog.
 *
 * <p>The yardsticks do less than the matcher. {@code map-get} asks a map once and knows no suffix;
 * {@code suffix-walk} is the usual short cut, a map of names and a map of suffixes with a substring
 * for every dot. Neither looks at ports, times, clouds and templates.
 *
 * <p>Every question makes the host's string anew, as a parser does: a string that is asked for
 * again has its hash cached, which spares a map what log records do not spare it. {@code none} is
 * what the string alone costs; take it off the others.
 *
 * <p>From the root of the project:
 *
 * <pre>{@code
 * mvn -P bench -pl common package -DskipTests
 * java -cp "common/target/classes:common/target/test-classes:$(cat common/target/bench.classpath)" \
 *     org.openjdk.jmh.Main EndpointMatcherBenchmark -prof gc
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class EndpointMatcherBenchmark {
  private static final long SEED = 1;
  private static final int ASKED = 1 << 14;
  private static final int UNLISTED_PERCENT = 40;
  private static final long AT = Instant.parse("2026-01-20T12:00:00Z").toEpochMilli();

  private static final Cluster CLUSTER =
      new Cluster(
          "bench",
          Cloud.PUBLIC,
          "eastus",
          "d5xm5iut.eastus.aroapp.io",
          Lockdown.UNKNOWN,
          List.of(),
          List.of(AddressPrefix.parse("10.10.0.0/16")),
          Set.of(),
          Map.of());

  /** The default set, or how many entries to compose. */
  @Param({"shipped", "100", "10000"})
  public String catalog;

  @Param({"none", "compiled", "map-get", "suffix-walk"})
  public String implementation;

  /** One way to look a host up; null when it is in no catalog. */
  private interface Lookup {
    Object find(String host);
  }

  private Lookup lookup;
  private byte[][] hosts;
  private int next;

  @Setup
  public void compile() {
    Catalog entries =
        catalog.equals("shipped")
            ? CatalogLoader.load(List.of())
            : composed(Integer.parseInt(catalog));
    CompiledMatcher matcher = CompiledMatcher.of(entries).boundTo(CLUSTER);
    Map<String, CatalogEntry> names = byLiteral(entries, Pattern.Kind.EXACT);
    Map<String, CatalogEntry> suffixes = byLiteral(entries, Pattern.Kind.SUFFIX);
    hosts = hosts(entries);
    if (!catalog.equals("shipped")) {
      requireSameAnswers(matcher, names, suffixes);
    }
    lookup =
        switch (implementation) {
          case "none" -> host -> host;
          case "compiled" -> host -> matcher.find(host, "https", 443, null, AT);
          case "map-get" -> names::get;
          case "suffix-walk" -> host -> walk(names, suffixes, host);
          default -> throw new IllegalArgumentException(implementation);
        };
  }

  @Benchmark
  public Object find() {
    return lookup.find(new String(hosts[next++ & (ASKED - 1)], StandardCharsets.US_ASCII));
  }

  private static CatalogEntry walk(
      Map<String, CatalogEntry> names, Map<String, CatalogEntry> suffixes, String host) {
    CatalogEntry entry = names.get(host);
    for (int dot = host.indexOf('.'); entry == null && dot >= 0; dot = host.indexOf('.', dot + 1)) {
      entry = suffixes.get(host.substring(dot + 1));
    }
    return entry;
  }

  /** A figure for a short cut means something only while the short cut answers right. */
  private void requireSameAnswers(
      CompiledMatcher matcher,
      Map<String, CatalogEntry> names,
      Map<String, CatalogEntry> suffixes) {
    for (byte[] asked : hosts) {
      String host = new String(asked, StandardCharsets.US_ASCII);
      Match match = matcher.find(host, "https", 443, null, AT);
      CatalogEntry expected = match == null ? null : match.entry();
      CatalogEntry walked = walk(names, suffixes, host);
      if (walked != expected) {
        throw new IllegalStateException(host + ": " + walked + " instead of " + expected);
      }
    }
  }

  private static Catalog composed(int size) {
    List<CatalogEntry> entries = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      String name = "svc-" + i + ".region-" + i % 61 + ".example.com";
      entries.add(Entries.entry("e" + i, Level.REQUIRED, i % 2 == 0 ? name : "*." + name));
    }
    return Catalog.of(entries, List.of());
  }

  private static Map<String, CatalogEntry> byLiteral(Catalog catalog, Pattern.Kind kind) {
    Map<String, CatalogEntry> entries = new HashMap<>();
    for (CatalogEntry entry : catalog.entries()) {
      if (!entry.isAddress() && entry.pattern().kind() == kind) {
        entries.putIfAbsent(entry.pattern().literal(), entry);
      }
    }
    return entries;
  }

  /** Names in the order in which they are asked for. */
  private static byte[][] hosts(Catalog catalog) {
    List<String> universe = new ArrayList<>();
    for (CatalogEntry entry : catalog.entries()) {
      if (!entry.isAddress()) {
        Pattern bound = entry.pattern().bind(CompiledMatcher.variables(CLUSTER));
        universe.add(bound.text().split("/", 2)[0].replace("*", "node-" + universe.size()));
      }
    }
    int listed = universe.size();
    for (int i = 0; i < listed * UNLISTED_PERCENT / (100 - UNLISTED_PERCENT); i++) {
      universe.add("svc-" + i + ".site-" + i % 977 + ".example.net");
    }
    Random random = new Random(SEED);
    Collections.shuffle(universe, random);
    byte[][] hosts = new byte[ASKED][];
    double log = Math.log(universe.size() + 1.0);
    for (int i = 0; i < ASKED; i++) {
      // Rank n has weight 1/n.
      int rank = (int) Math.exp(log * random.nextDouble());
      hosts[i] = universe.get(rank - 1).getBytes(StandardCharsets.US_ASCII);
    }
    return hosts;
  }
}
