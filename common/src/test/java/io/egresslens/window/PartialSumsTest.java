package io.egresslens.window;

import static io.egresslens.catalog.Entries.LOCATION;
import static io.egresslens.catalog.Entries.address;
import static io.egresslens.catalog.Entries.between;
import static io.egresslens.catalog.Entries.entry;
import static io.egresslens.catalog.Entries.pattern;
import static io.egresslens.catalog.Entries.suffix;
import static io.egresslens.catalog.Level.LOCAL;
import static io.egresslens.catalog.Level.NOISE;
import static io.egresslens.catalog.Level.OPTIONAL;
import static io.egresslens.catalog.Level.PROXIED;
import static io.egresslens.catalog.Level.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.catalog.Accept;
import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.catalog.Lockdown;
import io.egresslens.catalog.PortSpec;
import io.egresslens.classify.Expectation;
import io.egresslens.classify.FlowClassifier;
import io.egresslens.classify.Judgement;
import io.egresslens.flow.Action;
import io.egresslens.flow.AddressPrefix;
import io.egresslens.flow.Category;
import io.egresslens.flow.Flow;
import io.egresslens.flow.FlowDetails;
import io.egresslens.flow.FlowKind;
import io.egresslens.flow.IpAddress;
import io.egresslens.flow.LogFormat;
import io.egresslens.flow.RuleRef;
import io.egresslens.flow.SeededHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every sum is compared with what {@link PartialSumsOracle} says of the same flows. */
class PartialSumsTest {
  private static final long WINDOW = 300_000;
  private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
  private static final long ALL_BITS = -1;

  private static final Catalog CATALOG =
      Catalog.of(
          List.of(
              entry("acr", "aro-proxied", PROXIED, "arosvc.azurecr.io"),
              entry("data", "aro-proxied", PROXIED, "arosvc.${region}.data.azurecr.io"),
              entry("must", "base", REQUIRED, "must.example"),
              entry("quay", "container-registries", OPTIONAL, "quay.io"),
              entry("hub", "docker-hub", OPTIONAL, "*hub.example", "http:80", "https:443"),
              entry("paths", "red-hat-telemetry", OPTIONAL, "console.example/api", "any"),
              entry("pathsToo", REQUIRED, "*.console.example/v1", "http:80"),
              entry("onPort", OPTIONAL, "deep.console.example", "any"),
              entry("mine", LOCAL, "*.${clusterDomain}/health", "http:80"),
              entry("noise", "azure-noise", NOISE, "umsa*.noise.example"),
              entry("apps", "cluster-apps", LOCAL, "*.apps.${clusterDomain}"),
              between("2026-11-22T12:01:02.345Z", null, entry("later", OPTIONAL, "new.example")),
              between(null, "2026-11-22T12:07:00Z", entry("gone", REQUIRED, "old.example")),
              between(
                  "2026-11-22T12:05:00Z",
                  "2026-11-22T12:05:01Z",
                  entry("s", OPTIONAL, "s.example")),
              address("range", OPTIONAL, "203.0.113.0/24", "tcp:22"),
              address("database", REQUIRED, "10.99.0.4", "tcp:1521")),
          List.of(suffix("blob.core.windows.net")));

  private static final ClusterInventory INVENTORY =
      new ClusterInventory(
          List.of(
              cluster("prod", Lockdown.ON, "10.10.0.0/16", Set.of(), "gate.example"),
              cluster("dev", Lockdown.OFF, "10.20.0.0/16", Set.of("/fw-b"), "gate.example"),
              cluster("six", Lockdown.ON, "2001:db8::/32", Set.of())),
          List.of(
              accept("mine.blob.core.windows.net", "dev", "2026-11-22T12:03:00Z"),
              accept("free.example/open", "prod", "2027-01-01T00:00:00Z"),
              accept("*.free.example", "prod", "2026-11-22T12:02:00Z", "http:80")));

  static final FlowClassifier CLASSIFIER = new FlowClassifier(CATALOG, INVENTORY);

  private static final List<String> HOSTS =
      Arrays.asList(
          null,
          "",
          "must.example",
          "quay.io",
          "arosvc.azurecr.io",
          "console.example",
          "a.console.example",
          "deep.console.example",
          "new.example",
          "old.example",
          "s.example",
          "arosvc.eastus.data.azurecr.io",
          "myhub.example",
          "umsa7.noise.example",
          "gate.example",
          "x.apps.prod.eastus.aroapp.io",
          "b.prod.eastus.aroapp.io",
          "free.example",
          "a.free.example",
          "mine.blob.core.windows.net",
          "other.blob.core.windows.net",
          // Odd ones: two spellings, no names, addresses, names too long, half a character.
          "MUST.example",
          "must.example.",
          " must.example ",
          "b\u00fccher.example",
          "xn--bcher-kva.example",
          "stra\u00dfe.example",
          "must\u3002example",
          "a..b",
          ".",
          "*",
          "a?b",
          "a\ud800b",
          "1.2.3",
          "203.0.113.9",
          "2001:db8::1",
          "a".repeat(64) + ".example",
          "y".repeat(400),
          "  " + " ".repeat(300) + "must.example",
          "\ud83d\ude00.example");

  private static final List<IpAddress> DESTINATIONS =
      Stream.of("203.0.113.9", "203.0.113.10", "10.99.0.4", "198.51.100.1", "2001:db8::9", "::")
          .map(IpAddress::parse)
          .toList();

  @ParameterizedTest
  @CsvSource({
    // seed, flows, bits of hashes that count, sources
    "1, 12000, 64, 40",
    "2, 12000, 64, 240",
    "3, 5000, 0, 30",
    "4, 8000, 2, 100",
    "5, 15000, 64, 3000",
    "6, 25000, 64, 20000",
    "7, 4000, 1, 1",
  })
  void sumsAreThoseOfTheOracle(long seed, int count, int hashBits, int sources) {
    Random random = new Random(seed);
    long mask = hashBits == 0 ? 0 : ALL_BITS << 64 - hashBits;
    PartialSums sums =
        new PartialSums(
            WINDOW, CLASSIFIER, 0, null, null, new SeededHash(seed), mask, new HeldRows());
    PartialSumsOracle oracle = new PartialSumsOracle(WINDOW);
    WholeFlowView view = new WholeFlowView();
    Merged merged = new Merged();
    EnumSet<Expectation> seen = EnumSet.noneOf(Expectation.class);
    for (int i = 0; i < count; i++) {
      Flow flow = randomFlow(random, sources);
      Judgement judgement = CLASSIFIER.judge(flow);
      boolean clustered = !judgement.cluster().equals(Judgement.UNASSIGNED);
      oracle.add(
          flow, judgement, CATALOG.version(), clustered ? domainOf(judgement.cluster()) : null);
      seen.add(CLASSIFIER.judge(flow).expectation());
      sums.add(view.of(flow));
      if (random.nextInt(2000) == 0) {
        sums.drain(merged);
        assertThat(sums.size()).as("seed %d", seed).isZero();
      } else if (random.nextInt(1000) == 0) {
        sums.drainClosed(START.toEpochMilli() + random.nextInt(900_000), merged);
      }
    }
    sums.drain(merged);
    Merged meant = new Merged();
    oracle.drain(meant);
    assertThat(merged.told()).as("seed %d", seed).isEqualTo(meant.told());
    if (count >= 12_000) {
      assertThat(seen).as("seed %d", seed).contains(Expectation.values());
    }
  }

  /** Other entries, other clusters, other moments at which judgements change. */
  private static final FlowClassifier OTHER =
      new FlowClassifier(
          Catalog.of(
              List.of(
                  entry("must", "base", OPTIONAL, "must.example"),
                  entry("hub", "docker-hub", REQUIRED, "*hub.example", "https:443"),
                  entry("paths", "red-hat-telemetry", OPTIONAL, "console.example/v1", "any"),
                  entry("free", OPTIONAL, "free.example/open", "any"),
                  between("2026-11-22T12:02:31.5Z", null, entry("later", REQUIRED, "new.example")),
                  address("range", REQUIRED, "203.0.113.0/24", "tcp:22")),
              List.of()),
          new ClusterInventory(
              List.of(
                  cluster("other", Lockdown.OFF, "10.10.0.0/17", Set.of()),
                  cluster("dev", Lockdown.OFF, "10.20.0.0/16", Set.of("/fw-a"))),
              List.of()));

  /** Judging every flow by both, one after the other. */
  @ParameterizedTest
  @CsvSource({"11, 12000, 100", "12, 12000, 3000", "13, 4000, 1"})
  void aShadowTellsTheFlowsOfWhichItSaysSomethingElseAndChangesNothing(
      long seed, int count, int sources) {
    Random random = new Random(seed);
    Map<String, Long> told = new TreeMap<>();
    Shadow shadow =
        new Shadow(
            OTHER,
            row -> {
              assertThat(row.flows()).isPositive();
              told.merge(
                  String.join(
                      " ",
                      row.windowStart() + "",
                      row.firewall(),
                      row.cluster(),
                      row.destination(),
                      row.port() + "",
                      row.protocol(),
                      row.action().label(),
                      row.expectation().label(),
                      row.entry(),
                      row.shadowCluster(),
                      row.shadowExpectation().label(),
                      row.shadowEntry(),
                      row.catalogVersion(),
                      row.shadowCatalogVersion()),
                  row.flows(),
                  Long::sum);
            });
    PartialSums sums = new PartialSums(WINDOW, CLASSIFIER, 0, shadow);
    PartialSums without = new PartialSums(WINDOW, CLASSIFIER, 0);
    Merged merged = new Merged();
    Merged mergedWithout = new Merged();
    Map<String, Long> meant = new TreeMap<>();
    WholeFlowView view = new WholeFlowView();
    for (int i = 0; i < count; i++) {
      Flow flow = randomFlow(random, sources);
      sums.add(view.of(flow));
      without.add(view.of(flow));
      Judgement one = CLASSIFIER.judge(flow);
      Judgement two = OTHER.judge(flow);
      if (!one.equals(two)) {
        long start = Math.floorDiv(flow.time().toEpochMilli(), WINDOW) * WINDOW;
        meant.merge(
            String.join(
                " ",
                Instant.ofEpochMilli(start) + "",
                flow.firewall(),
                one.cluster(),
                one.destination(),
                flow.destinationPort() + "",
                flow.protocol(),
                flow.action().label(),
                one.expectation().label(),
                one.entry(),
                two.cluster(),
                two.expectation().label(),
                two.entry(),
                CLASSIFIER.catalogVersion(),
                OTHER.catalogVersion()),
            1L,
            Long::sum);
      }
      if (random.nextInt(2000) == 0) {
        sums.drain(merged);
      }
    }
    sums.drain(merged);
    without.drain(mergedWithout);
    assertThat(told).as("seed %d", seed).isNotEmpty().isEqualTo(meant);
    assertThat(merged.told()).as("seed %d", seed).isEqualTo(mergedWithout.told());
  }

  @Test
  void someRowsAtATimeAreAllRowsInTheEnd() {
    long seed = 21;
    Random random = new Random(seed);
    PartialSums sums = new PartialSums(WINDOW, CLASSIFIER, 0);
    PartialSums same = new PartialSums(WINDOW, CLASSIFIER, 0);
    WholeFlowView view = new WholeFlowView();
    for (int i = 0; i < 5_000; i++) {
      Flow flow = randomFlow(random, 300);
      sums.add(view.of(flow));
      same.add(view.of(flow));
    }
    Merged all = new Merged();
    same.drain(all);
    Merged some = new Merged();
    int[] count = {0};
    boolean empty = false;
    while (!empty) {
      count[0] = 0;
      empty =
          sums.drainSome(
              7,
              sum -> {
                count[0]++;
                some.accept(sum);
              });
      assertThat(count[0]).isLessThanOrEqualTo(7);
      if (random.nextInt(100) == 0) {
        // A watermark between two of them takes the rest of what it closes.
        sums.drainClosed(START.toEpochMilli() + WINDOW, some);
      }
    }
    assertThat(some.told()).as("seed %d", seed).isEqualTo(all.told());
    assertThat(sums.size()).isZero();
  }

  /** A flow within a quarter of an hour. */
  static Flow randomFlow(Random random, int sources) {
    String host = one(random, HOSTS);
    String path = one(random, List.of("/api/x", "/v1", "/open/1", "/health", "/", "?a=/b", "/z"));
    String url =
        random.nextInt(3) > 0 ? null : random.nextInt(9) == 0 ? "" : "http://" + host + path;
    int from = random.nextInt(sources);
    IpAddress source =
        switch (random.nextInt(12)) {
          case 0 -> null;
          case 1 -> IpAddress.parse("192.0.2." + from % 200);
          case 2 -> new IpAddress(0x20010db800000000L, from);
          case 3, 4, 5 -> IpAddress.ofV4(10 << 24 | 20 << 16 | from);
          default -> IpAddress.ofV4(10 << 24 | 10 << 16 | from);
        };
    // A third of the flows around the moments at which judgements change, the rest anywhere.
    long turn = one(random, List.of(62_345L, 120_000L, 180_000L, 300_000L, 301_000L, 420_000L));
    Instant time =
        random.nextInt(3) == 0
            ? START.plusMillis(turn).plusNanos(random.nextInt(3) - 1)
            : START.plusNanos((long) (random.nextDouble() * 900_000_000_000L));
    return flow(
        time,
        one(random, Arrays.asList("/fw-a", "/fw-b", null)),
        one(random, Arrays.asList("https", "http", "tcp", "udp", null)),
        source,
        host,
        random.nextInt(4) == 0 ? null : one(random, DESTINATIONS),
        one(random, List.of(443, 443, 80, 22, 1521, 0)),
        url,
        random.nextBoolean() ? Action.ALLOW : Action.DENY,
        one(random, Arrays.asList(null, "a", "b", "c", "c", "c")));
  }

  @Test
  void aFloodOfNamesIsSummedExactly() {
    long seed = 11;
    Random random = new Random(seed);
    PartialSums sums = new PartialSums(WINDOW, CLASSIFIER, 0);
    WholeFlowView view = new WholeFlowView();
    Map<String, Long> flows = new HashMap<>();
    Consumer<PartialSum> count =
        sum -> flows.merge(sum.key().destination(), sum.flows(), Long::sum);
    int most = 0;
    for (int i = 0; i < 60_000; i++) {
      sums.add(view.of(https("h" + random.nextInt(40_000) + ".flood.example", i % 7)));
      most = Math.max(most, sums.size());
      if (sums.size() >= 9_000) {
        sums.drain(count);
      }
    }
    sums.drain(count);
    assertThat(most).isEqualTo(9_000);
    assertThat(flows.values().stream().mapToLong(n -> n).sum()).isEqualTo(60_000);
    assertThat(flows).hasSizeBetween(30_000, 32_000);
  }

  @Test
  void namesThatAreNoneTakeNoRows() {
    PartialSums sums = new PartialSums(WINDOW, CLASSIFIER, 0);
    WholeFlowView view = new WholeFlowView();
    for (int i = 0; i < 1_000; i++) {
      sums.add(view.of(https("no name " + i, 1)));
      sums.add(view.of(https(i + ".".repeat(500), 1)));
    }
    assertThat(sums.size()).isEqualTo(2);
    Merged merged = new Merged();
    sums.drain(merged);
    assertThat(merged.sums.values()).singleElement().extracting(PartialSum::flows).isEqualTo(2000L);
  }

  @Test
  void rowsOfOneWindowLeaveWhenItsEndHasPassed() {
    PartialSums sums = new PartialSums(WINDOW, CLASSIFIER, 0);
    WholeFlowView view = new WholeFlowView();
    long start = START.toEpochMilli();
    List<Long> order = new ArrayList<>(List.of(3L, 0L, -1L, 7L, 1L, 2L));
    Collections.shuffle(order, new Random(5));
    for (long window : order) {
      sums.add(view.of(https("quay.io", START.plusMillis(window * WINDOW + 1), 1)));
    }
    List<Long> left = new ArrayList<>();
    Consumer<PartialSum> out = sum -> left.add((sum.windowStartMillis() - start) / WINDOW);

    sums.drainClosed(start - 2, out);
    assertThat(left).isEmpty();
    sums.drainClosed(start - 1, out);
    assertThat(left).containsExactly(-1L);
    sums.drainClosed(start + 2 * WINDOW - 1, out);
    assertThat(left).containsExactly(-1L, 0L, 1L);
    sums.add(view.of(https("quay.io", START, 1)));
    assertThat(sums.size()).isEqualTo(4);
    sums.drainClosed(start + 2 * WINDOW, out);
    assertThat(left).as("late flows leave as well").containsExactly(-1L, 0L, 1L, 0L);
    sums.drain(out);
    assertThat(left).containsExactly(-1L, 0L, 1L, 0L, 2L, 3L, 7L);
    assertThat(sums.size()).isZero();
  }

  /** Times from anywhere open a window each; what one needs must stay small. */
  @Test
  void everyFlowMayHaveAWindowOfItsOwn() {
    PartialSums sums = new PartialSums(1, CLASSIFIER, 0);
    WholeFlowView view = new WholeFlowView();
    for (int i = 0; i < 20_000; i++) {
      sums.add(view.of(https("quay.io", START.plusMillis(i * 7_919L % 20_000), 1)));
    }
    assertThat(sums.size()).isEqualTo(20_000);
    List<Long> starts = new ArrayList<>();
    sums.drain(sum -> starts.add(sum.windowStartMillis() - START.toEpochMilli()));
    assertThat(starts).isSorted().hasSize(20_000).startsWith(0L).endsWith(19_999L);
  }

  /** Far more sources than are kept as bits, and the numbers are given anew. */
  @Test
  void manySourcesCountAsRowsUntilTheyAreForgotten() {
    PartialSums sums = new PartialSums(WINDOW, CLASSIFIER, 0);
    WholeFlowView view = new WholeFlowView();
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 10_000; i++) {
        sums.add(view.of(https("h" + i % 3 + ".example", i)));
      }
      assertThat(sums.size()).isGreaterThan(5_000);
      Merged merged = new Merged();
      sums.drain(merged);
      assertThat(sums.size()).isZero();
      assertThat(merged.sums.values())
          .hasSize(3)
          .allSatisfy(sum -> assertThat(sum.sources().isEstimated()).isTrue());
    }
  }

  /** 1,000 is exact, 1,001 is a sketch, whether kept as bits or by a builder. */
  @ParameterizedTest
  @CsvSource({"1000, 0", "1001, 0", "1000, 5000", "1001, 5000", "64, 4090", "2, 4095", "65, 0"})
  void sourcesAreExactUpToTheLimit(int distinct, int knownBefore) {
    PartialSums sums = new PartialSums(WINDOW, CLASSIFIER, 0);
    PartialSumsOracle.Sources meant = new PartialSumsOracle.Sources();
    WholeFlowView view = new WholeFlowView();
    for (int i = 0; i < knownBefore; i++) {
      sums.add(view.of(https("before.example", 1_000_000 + i)));
    }
    List<Integer> twice = new ArrayList<>();
    IntStream.range(0, 2 * distinct).forEach(i -> twice.add(i % distinct));
    Collections.shuffle(twice, new Random(distinct));
    for (int source : twice) {
      Flow flow = https("quay.io", source);
      sums.add(view.of(flow));
      meant.add(flow.sourceIp());
    }
    Merged merged = new Merged();
    sums.drain(merged);
    SourceSet found =
        merged.sums.values().stream()
            .filter(sum -> sum.key().destination().equals("quay.io"))
            .findAny()
            .orElseThrow()
            .sources();
    assertThat(found.isEstimated()).isEqualTo(distinct > SourceSet.EXACT_LIMIT);
    assertThat(found.addresses()).isEqualTo(meant.build().addresses());
    assertThat(found.sketch()).isEqualTo(meant.build().sketch());
  }

  @Test
  void rulesOfARowAreCountedOneByOne() {
    PartialSums sums = new PartialSums(WINDOW, CLASSIFIER, 0);
    WholeFlowView view = new WholeFlowView();
    Map<String, Long> meant = new TreeMap<>();
    for (int i = 0; i < 500; i++) {
      String rule = i % 5 == 0 ? null : "r" + i % 9;
      sums.add(
          view.of(
              flow(START, "/fw", "https", null, "quay.io", null, 443, null, Action.ALLOW, rule)));
      if (rule != null) {
        meant.merge("collection/" + rule, 1L, Long::sum);
      }
    }
    Merged merged = new Merged();
    sums.drain(merged);
    assertThat(merged.sums.values()).singleElement().extracting(PartialSum::rules).isEqualTo(meant);
  }

  /** A firewall may have thousands of rules, and one name can meet them all. */
  @Test
  void thousandsOfRulesOfARowAreCountedExactlyAndWeighed() {
    PartialSums sums = new PartialSums(WINDOW, CLASSIFIER, 0);
    WholeFlowView view = new WholeFlowView();
    Map<String, Long> meant = new TreeMap<>();
    int rules = 4_000;
    for (int i = 0; i < 3 * rules; i++) {
      String rule = "r" + (i * 7_919L + i / 5_000) % rules;
      sums.add(
          view.of(
              flow(START, "/fw", "https", null, "quay.io", null, 443, null, Action.DENY, rule)));
      meant.merge("collection/" + rule, 1L, Long::sum);
    }
    assertThat(meant).hasSize(rules);
    // 12 bytes a slot, twice as many slots as rules at least, 256 bytes a row.
    assertThat(sums.size()).isBetween(2 * rules * 12 / 256, 4 * rules * 12 / 256 + 2);
    Merged merged = new Merged();
    sums.drain(merged);
    assertThat(merged.sums.values()).singleElement().extracting(PartialSum::rules).isEqualTo(meant);
    assertThat(sums.size()).as("nothing is held any more").isZero();
  }

  /** 4,000 sources as bits take 512 bytes, and every row may have as many. */
  @Test
  void sourcesOfRowsWeighWhatTheirBitsTake() {
    PartialSums sums = new PartialSums(WINDOW, CLASSIFIER, 0);
    WholeFlowView view = new WholeFlowView();
    for (int source = 0; source < 4_000; source++) {
      sums.add(view.of(https("all.example", source)));
    }
    int before = sums.size();
    int rows = 500;
    for (int row = 0; row < rows; row++) {
      sums.add(view.of(https("h" + row + ".example", 0)));
      sums.add(view.of(https("h" + row + ".example", 3_999)));
    }
    assertThat(sums.size() - before).isBetween(3 * rows, 3 * rows + 1);
    sums.drain(sum -> {});
    assertThat(sums.size()).as("nothing is held any more").isZero();
  }

  /** Of long names far fewer rows than a limit allows fill the array that their bytes stand in. */
  @Test
  void aPaneFullOfNamesIsEmptiedBeforeThePlacesOfNamesRunOut() {
    int maxKeyBytes = 50_000;
    long seed = 13;
    PartialSums sums =
        new PartialSums(
            WINDOW,
            CLASSIFIER,
            0,
            null,
            null,
            new SeededHash(seed),
            ALL_BITS,
            new HeldRows(maxKeyBytes));
    WholeFlowView view = new WholeFlowView();
    String label = ".a" + "b".repeat(61);
    Map<String, Long> flows = new HashMap<>();
    int limit = 10_000_000;
    int keyBytes = 0;
    int emptied = 0;
    for (int i = 0; i < 3_000; i++) {
      String host = "h" + i + label.repeat(3);
      Instant inOneOfTwoWindows = START.plusMillis(i % 2 * WINDOW);
      sums.add(view.of(https(host, inOneOfTwoWindows, 1)));
      keyBytes += host.length();
      if (sums.size() >= limit) {
        sums.drain(sum -> flows.merge(sum.key().destination(), sum.flows(), Long::sum));
        assertThat(sums.size()).isZero();
        emptied++;
      }
    }
    assertThat(emptied).isEqualTo(keyBytes / (2 * maxKeyBytes));
    sums.drain(sum -> flows.merge(sum.key().destination(), sum.flows(), Long::sum));
    assertThat(flows).hasSize(3_000).allSatisfy((host, count) -> assertThat(count).isOne());
  }

  /** Sums by window and key, as whoever receives them adds them up. */
  private static final class Merged implements Consumer<PartialSum> {
    private final Map<List<Object>, PartialSum> sums = new HashMap<>();

    @Override
    public void accept(PartialSum sum) {
      assertThat(sum.flows()).isPositive();
      sums.merge(List.of(sum.windowStartMillis(), sum.key()), sum, PartialSum::merge);
    }

    /** In words, since arrays have no equality. */
    Map<String, String> told() {
      Map<String, String> told = new TreeMap<>();
      sums.forEach(
          (key, sum) ->
              told.put(
                  key.toString(),
                  sum.catalogVersion()
                      + ' '
                      + sum.clusterDomain()
                      + ' '
                      + sum.flows()
                      + ' '
                      + sum.firstSeen()
                      + ' '
                      + sum.lastSeen()
                      + ' '
                      + new TreeMap<>(sum.rules())
                      + ' '
                      + Arrays.toString(sum.sources().addresses())
                      + ' '
                      + Arrays.hashCode(sum.sources().sketch())));
      return told;
    }
  }

  private static String domainOf(String cluster) {
    return INVENTORY.clusters().stream()
        .filter(known -> known.name().equals(cluster))
        .map(Cluster::domain)
        .findFirst()
        .orElseThrow();
  }

  private static <T> T one(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static Flow https(String host, int source) {
    return https(host, START, source);
  }

  private static Flow https(String host, Instant time, int source) {
    IpAddress from = IpAddress.ofV4(10 << 24 | source);
    return flow(time, "/fw", "https", from, host, null, 443, null, Action.ALLOW, "r");
  }

  private static Flow flow(
      Instant time,
      String firewall,
      String protocol,
      IpAddress source,
      String fqdn,
      IpAddress address,
      int port,
      String url,
      Action action,
      String rule) {
    return new Flow(
        time,
        firewall,
        Category.APPLICATION_RULE,
        FlowKind.APPLICATION,
        LogFormat.STRUCTURED,
        protocol,
        source,
        40_000,
        fqdn,
        address,
        port,
        url,
        action,
        null,
        rule == null ? RuleRef.NONE : new RuleRef("p", "g", "collection", rule),
        FlowDetails.NONE);
  }

  private static Cluster cluster(
      String name, Lockdown lockdown, String source, Set<String> firewalls, String... gateway) {
    return new Cluster(
        name,
        Cloud.PUBLIC,
        "eastus",
        name + ".eastus.aroapp.io",
        lockdown,
        List.of(gateway),
        List.of(AddressPrefix.parse(source)),
        firewalls,
        Map.of());
  }

  private static Accept accept(String match, String cluster, String until, String... ports) {
    return new Accept(
        pattern(match),
        Stream.of(ports).map(PortSpec::parse).toList(),
        Set.of(cluster),
        "team-data",
        "INC-7",
        Instant.parse(until),
        LOCATION);
  }
}
