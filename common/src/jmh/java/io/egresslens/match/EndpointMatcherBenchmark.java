package io.egresslens.match;

import com.google.common.net.InternetDomainName;
import com.hankcs.algorithm.AhoCorasickDoubleArrayTrie;
import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.Lockdown;
import io.egresslens.catalog.Pattern;
import io.egresslens.flow.AddressPrefix;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
 * What it costs to ask which entry a host name hits, on composed catalogs whose entries are half
 * names, half {@code *.suffix}, or on the shipped one. Two of five hosts are in no catalog.
 *
 * <p>The contestants, and what they answer:
 *
 * <ul>
 *   <li>{@code compiled}, {@code compiled-no-memo}: {@link HostMatcher} and {@link
 *       CompiledMatcher}, which ingest asks once a row, from bytes; the whole question with port,
 *       time, cloud and templates.
 *   <li>{@code map-get}: one look into a map of the catalog's exact names, with strings that exist
 *       already and know their hash (other instances than the keys). Knows no suffix, so it finds
 *       three of ten hosts; a floor, no peer.
 *   <li>{@code map-get-all}: the same with a map of every host that is asked for, the suffixes
 *       worked out beforehand.
 *   <li>{@code map-get-new-string}: {@code map-get} from bytes, as a parser would have to ask.
 *   <li>{@code suffix-walk}: the usual short cut from bytes, a map of names and a map of suffixes
 *       with a substring for every dot. Knows no ports, times, clouds and templates.
 *   <li>{@code aho-corasick}: a double-array trie of the reversed patterns, from bytes; as the
 *       walk.
 *   <li>{@code re2j}, {@code regex}: one alternation of all patterns, for catalogs of 100; says
 *       only whether some pattern fits.
 *   <li>{@code guava}: the public suffix of the name; a narrower question, to a list of its own.
 * </ul>
 *
 * <p>Where a contestant answers the question, all answers are compared before any is timed.
 *
 * <p>{@code asked} hosts are asked for again and again. The memo holds up to 128 Ki names: of the
 * default all fit in, of a million they do not, which is the harder test for memo and caches.
 *
 * <p>All of it takes under six minutes, from the root of the project; what a contestant cannot do
 * at a size is reported as an error, and the run goes on:
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
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 2, jvmArgs = "-Xmx2g")
public class EndpointMatcherBenchmark {
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

  /** How many entries to compose, or {@code shipped}. */
  @Param({"100", "10000", "1000000"})
  public String size;

  @Param({
    "compiled",
    "compiled-no-memo",
    "map-get",
    "map-get-all",
    "map-get-new-string",
    "suffix-walk",
    "aho-corasick",
    "re2j",
    "regex",
    "guava"
  })
  public String implementation;

  /** See {@link AskedHosts#of}. */
  @Param("zipf")
  public String hosts;

  /** A power of two. */
  @Param("16384")
  public int asked;

  /** One way to look up one of the hosts; null when it is in no catalog. */
  private interface Lookup {
    Object find(int host);
  }

  private Lookup lookup;
  private AskedHosts ask;
  private int next;

  @Setup
  public void compile() {
    boolean shipped = size.equals("shipped");
    requireFeasible(shipped ? 0 : Integer.parseInt(size));
    Catalog catalog =
        shipped ? CatalogLoader.load(List.of()) : AskedHosts.composed(Integer.parseInt(size));
    ask = AskedHosts.of(catalog, CompiledMatcher.variables(CLUSTER), hosts, asked);
    CompiledMatcher matcher = CompiledMatcher.of(catalog).boundTo(CLUSTER);
    lookup = lookup(catalog, matcher);
    if (!shipped) {
      requireSameAnswers(matcher);
    }
  }

  private void requireFeasible(int patterns) {
    int most =
        switch (implementation) {
          case "re2j", "regex" -> 100;
          case "aho-corasick" -> 10_000;
          default -> Integer.MAX_VALUE;
        };
    if (patterns > most) {
      throw new IllegalArgumentException(implementation + " is for at most " + most + " patterns");
    }
  }

  @Benchmark
  public Object find() {
    return lookup.find(next++ & (asked - 1));
  }

  private Lookup lookup(Catalog catalog, CompiledMatcher matcher) {
    byte[] bytes = ask.bytes;
    int[] starts = ask.starts;
    String[] strings = ask.strings;
    return switch (implementation) {
      case "compiled" -> {
        HostMatcher remembering = new HostMatcher(matcher);
        yield i -> remembering.find(bytes, starts[i], starts[i + 1], "https", 443, AT);
      }
      case "compiled-no-memo" ->
          i -> matcher.find(bytes, starts[i], starts[i + 1], "https", 443, null, AT);
      case "map-get" -> {
        Map<String, CatalogEntry> names = byLiteral(catalog, Pattern.Kind.EXACT);
        yield i -> names.get(strings[i]);
      }
      case "map-get-all" -> {
        Map<String, CatalogEntry> all = new HashMap<>();
        for (String host : strings) {
          Match match = matcher.find(host, "https", 443, null, AT);
          if (match != null) {
            all.put(
                new String(host.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII),
                match.entry());
          }
        }
        yield i -> all.get(strings[i]);
      }
      case "map-get-new-string" -> {
        Map<String, CatalogEntry> names = byLiteral(catalog, Pattern.Kind.EXACT);
        yield i -> names.get(string(i));
      }
      case "suffix-walk" -> {
        Map<String, CatalogEntry> names = byLiteral(catalog, Pattern.Kind.EXACT);
        Map<String, CatalogEntry> suffixes = byLiteral(catalog, Pattern.Kind.SUFFIX);
        yield i -> walk(names, suffixes, string(i));
      }
      case "aho-corasick" -> ahoCorasick(catalog);
      case "re2j" -> {
        com.google.re2j.Pattern pattern = com.google.re2j.Pattern.compile(alternation(catalog));
        yield yesOrNo(pattern::matches);
      }
      case "regex" ->
          yesOrNo(java.util.regex.Pattern.compile(alternation(catalog)).asMatchPredicate());
      case "guava" -> i -> InternetDomainName.from(string(i)).publicSuffix();
      default -> throw new IllegalArgumentException(implementation);
    };
  }

  private String string(int i) {
    int from = ask.starts[i];
    return new String(ask.bytes, from, ask.starts[i + 1] - from, StandardCharsets.ISO_8859_1);
  }

  private static CatalogEntry walk(
      Map<String, CatalogEntry> names, Map<String, CatalogEntry> suffixes, String host) {
    CatalogEntry entry = names.get(host);
    for (int dot = host.indexOf('.'); entry == null && dot >= 0; dot = host.indexOf('.', dot + 1)) {
      entry = suffixes.get(host.substring(dot + 1));
    }
    return entry;
  }

  /** The longest pattern that starts where the reversed name starts wins, so the last hit. */
  private Lookup ahoCorasick(Catalog catalog) {
    TreeMap<String, CatalogEntry> reversed = new TreeMap<>();
    for (CatalogEntry entry : catalog.entries()) {
      boolean exact = entry.pattern().kind() == Pattern.Kind.EXACT;
      String text = exact ? "^" + entry.pattern().literal() : "." + entry.pattern().literal();
      reversed.put("$" + new StringBuilder(text).reverse(), entry);
    }
    AhoCorasickDoubleArrayTrie<CatalogEntry> trie = new AhoCorasickDoubleArrayTrie<>();
    trie.build(reversed);
    return i -> {
      int length = ask.starts[i + 1] - ask.starts[i];
      char[] text = new char[length + 2];
      text[0] = '$';
      for (int at = 1; at <= length; at++) {
        text[at] = (char) ask.bytes[ask.starts[i + 1] - at];
      }
      text[length + 1] = '^';
      CatalogEntry[] last = new CatalogEntry[1];
      trie.parseText(text, (begin, end, entry) -> last[0] = entry);
      return last[0];
    };
  }

  private Lookup yesOrNo(Predicate<String> fits) {
    return i -> fits.test(string(i)) ? Boolean.TRUE : null;
  }

  private static String alternation(Catalog catalog) {
    return catalog.entries().stream()
        .map(entry -> entry.pattern().text().replace(".", "\\.").replace("*", ".*"))
        .collect(Collectors.joining("|"));
  }

  /** A figure for a short cut means something only while the short cut answers right. */
  private void requireSameAnswers(CompiledMatcher matcher) {
    boolean exactOnly =
        implementation.equals("map-get") || implementation.equals("map-get-new-string");
    if (implementation.equals("guava")) {
      return;
    }
    for (int i = 0; i < asked; i++) {
      Match match = matcher.find(ask.strings[i], "https", 443, null, AT);
      boolean asksForIt =
          match != null && (!exactOnly || match.entry().pattern().kind() == Pattern.Kind.EXACT);
      Object expected = asksForIt ? match.entry() : null;
      Object actual = lookup.find(i);
      boolean same =
          actual instanceof Match answer
              ? answer.equals(match)
              : actual instanceof Boolean ? match != null : actual == expected;
      if (!same) {
        throw new IllegalStateException(ask.strings[i] + ": " + actual + " instead of " + expected);
      }
    }
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
}
