package io.egresslens.catalog.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.catalog.Entries;
import io.egresslens.catalog.FeatureState;
import io.egresslens.catalog.Level;
import io.egresslens.catalog.Lockdown;
import io.egresslens.classify.Expectation;
import io.egresslens.classify.Verdict;
import io.egresslens.flow.Action;
import io.egresslens.flow.AddressPrefix;
import io.egresslens.flow.IpAddress;
import io.egresslens.match.LinearMatcher;
import io.egresslens.match.Match;
import io.egresslens.window.Summary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RecordedImpactTest {
  private static final Instant MONDAY = Instant.parse("2026-01-05T00:00:00Z");
  private static final List<String> NAMES =
      List.of(
          "a.example.com",
          "b.a.example.com",
          "quay.example.com",
          "x.rent.example.com",
          "api.cd.example.net",
          "east.reg.example.net",
          "nobody.example.org",
          "192.0.2.7",
          "10.9.9.9");

  private static final Cluster LOCKED = cluster("locked", Lockdown.ON, Map.of());
  private static final Cluster OPEN =
      cluster(
          "open", Lockdown.OFF, Map.of("h", FeatureState.REQUIRED, "i", FeatureState.OPTED_OUT));
  private static final ClusterInventory INVENTORY =
      new ClusterInventory(List.of(LOCKED, OPEN), List.of());

  private static Cluster cluster(
      String name, Lockdown lockdown, Map<String, FeatureState> features) {
    return new Cluster(
        name,
        Cloud.PUBLIC,
        "east",
        "cd.example.net",
        lockdown,
        List.of(),
        List.of(AddressPrefix.parse("10.0.0.0/24")),
        Set.of(),
        features);
  }

  @Test
  void aWeekIsJudgedAsAPlainLoopJudgesIt() {
    for (long seed = 1; seed <= 20; seed++) {
      Random random = new Random(seed);
      Catalog before = catalog(random);
      Catalog after = catalog(random);
      List<Summary> week = week(random);
      RecordedImpact recorded = new RecordedImpact(before, after, INVENTORY);
      week.forEach(recorded::add);

      Map<String, List<Long>> expected = new TreeMap<>();
      for (Summary summary : week) {
        String old = judge(before, summary);
        String now = judge(after, summary);
        if (!old.equals(now)) {
          List<Long> sums =
              expected.computeIfAbsent(
                  key(summary) + " " + old + " -> " + now, any -> new ArrayList<>(List.of(0L, 0L)));
          sums.set(0, sums.get(0) + summary.flows());
          sums.set(1, Math.max(sums.get(1), summary.sources()));
        }
      }
      Map<String, List<Long>> actual = new TreeMap<>();
      for (Impact impact : recorded.impacts()) {
        Impact.Key key = impact.key();
        actual.put(
            "%s %s %s:%s %s %s -> %s"
                .formatted(
                    key.cluster(),
                    key.destination(),
                    key.protocol(),
                    key.port(),
                    key.action(),
                    said(key.before()),
                    said(key.after())),
            List.of(impact.flows(), impact.mostSources()));
      }
      assertThat(actual).as("seed %s", seed).isEqualTo(expected);
      assertThat(expected).as("seed %s", seed).isNotEmpty();
      assertThat(recorded.summaries()).isEqualTo(week.size());
      assertThat(recorded.flows()).isEqualTo(week.stream().mapToLong(Summary::flows).sum());
    }
  }

  @Test
  void aChangeIsCalledWhatItMeans() {
    CatalogEntry required = Entries.entry("a", Level.REQUIRED, "a.example.com");
    CatalogEntry optional = Entries.entry("a", Level.OPTIONAL, "a.example.com");
    CatalogEntry other = Entries.entry("b", Level.OPTIONAL, "a.example.com");
    CatalogEntry elsewhere = Entries.entry("a", Level.OPTIONAL, "a.example.com", "http:80");
    Catalog none = Entries.catalog();
    assertThat(meaning(none, Entries.catalog(required), Action.DENY))
        .isEqualTo(Impact.Meaning.REQUIRED_AND_DENIED);
    assertThat(meaning(none, Entries.catalog(required), Action.ALLOW))
        .isEqualTo(Impact.Meaning.BECOMES_REQUIRED);
    assertThat(meaning(none, Entries.catalog(optional), Action.DENY))
        .isEqualTo(Impact.Meaning.BECOMES_EXPECTED);
    assertThat(meaning(Entries.catalog(required), none, Action.DENY))
        .isEqualTo(Impact.Meaning.BECOMES_UNEXPECTED);
    assertThat(meaning(Entries.catalog(required), Entries.catalog(optional), Action.DENY))
        .isEqualTo(Impact.Meaning.OTHER_EXPECTATION);
    assertThat(meaning(none, Entries.catalog(elsewhere), Action.DENY))
        .isEqualTo(Impact.Meaning.OTHER_EXPECTATION);
    assertThat(meaning(Entries.catalog(optional), Entries.catalog(other), Action.DENY))
        .isEqualTo(Impact.Meaning.OTHER_ENTRY);
  }

  @Test
  void aSummaryIsJudgedAtItsOwnTimeAndUncertainWhereAJudgementTurnsWithinIt() {
    Catalog after =
        Entries.catalog(
            Entries.between(
                "2026-01-05T00:30:00Z", null, Entries.entry("a", Level.REQUIRED, "a.example.com")));
    assertThat(impacts(Entries.catalog(), after, summary(MONDAY, 0, 10))).isEmpty();
    assertThat(impacts(Entries.catalog(), after, summary(MONDAY, 30, 40)))
        .singleElement()
        .satisfies(impact -> assertThat(impact.uncertainFlows()).isZero());
    assertThat(impacts(Entries.catalog(), after, summary(MONDAY, 29, 40)))
        .singleElement()
        .satisfies(impact -> assertThat(impact.uncertainFlows()).isEqualTo(impact.flows()));
  }

  @Test
  void aNameWhosePathCanMatterIsUncertain() {
    Catalog after = Entries.catalog(Entries.entry("a", Level.REQUIRED, "a.example.com/api"));
    assertThat(impacts(Entries.catalog(), after, summary(MONDAY, 0, 10)))
        .singleElement()
        .satisfies(impact -> assertThat(impact.uncertainFlows()).isEqualTo(impact.flows()));
  }

  @Test
  void rollUpsDoNotCountTwiceWhateverTheOrder() {
    Catalog after = Entries.catalog(Entries.entry("a", Level.REQUIRED, "a.example.com"));
    Summary hour = summary(MONDAY, 0, 10);
    Summary day = summary(MONDAY, Duration.ofDays(1), 0, 10, "open", Action.DENY);
    for (List<Summary> order : List.of(List.of(hour, day), List.of(day, hour))) {
      assertThat(impacts(Entries.catalog(), after, order.toArray(Summary[]::new)))
          .singleElement()
          .satisfies(impact -> assertThat(impact.flows()).isEqualTo(hour.flows()));
    }
  }

  @Test
  void clustersThatNobodyDescribesAreNamedAndNotJudged() {
    Catalog after = Entries.catalog(Entries.entry("a", Level.REQUIRED, "a.example.com"));
    RecordedImpact recorded = new RecordedImpact(Entries.catalog(), after, INVENTORY);
    recorded.add(summary(MONDAY, Duration.ofHours(1), 0, 10, "stranger", Action.DENY));
    assertThat(recorded.unknownClusters()).containsExactly("stranger");
    assertThat(recorded.impacts()).isEmpty();
  }

  private static Impact.Meaning meaning(Catalog before, Catalog after, Action action) {
    List<Impact> impacts =
        impacts(before, after, summary(MONDAY, Duration.ofHours(1), 0, 10, "open", action));
    assertThat(impacts).hasSize(1);
    return impacts.get(0).key().meaning();
  }

  private static List<Impact> impacts(Catalog before, Catalog after, Summary... summaries) {
    RecordedImpact recorded = new RecordedImpact(before, after, INVENTORY);
    Arrays.stream(summaries).forEach(recorded::add);
    return recorded.impacts();
  }

  private static Summary summary(Instant start, int firstMinute, int lastMinute) {
    return summary(start, Duration.ofHours(1), firstMinute, lastMinute, "open", Action.DENY);
  }

  private static Summary summary(
      Instant start,
      Duration window,
      int firstMinute,
      int lastMinute,
      String cluster,
      Action action) {
    return new Summary(
        "id",
        start,
        start.plus(window),
        0,
        true,
        null,
        cluster,
        "a.example.com",
        "example.com",
        443,
        "https",
        action,
        Expectation.UNLISTED,
        Verdict.of(Expectation.UNLISTED, action),
        null,
        "v",
        7,
        2,
        false,
        List.of(),
        start.plus(Duration.ofMinutes(firstMinute)),
        start.plus(Duration.ofMinutes(lastMinute)),
        List.of());
  }

  private static List<Summary> week(Random random) {
    List<Summary> week = new ArrayList<>();
    for (int hour = 0; hour < 7 * 24; hour++) {
      Instant start = MONDAY.plus(Duration.ofHours(hour));
      for (int i = random.nextInt(6); i >= 0; i--) {
        String name = pick(random, NAMES);
        Action action = random.nextBoolean() ? Action.ALLOW : Action.DENY;
        Instant first = start.plusSeconds(random.nextInt(1800));
        week.add(
            new Summary(
                "id" + week.size(),
                start,
                start.plus(Duration.ofHours(1)),
                0,
                true,
                null,
                pick(random, List.of("locked", "open", "unassigned")),
                name,
                null,
                pick(random, List.of(443, 443, 80)),
                pick(random, List.of("https", "https", "tcp")),
                action,
                Expectation.UNLISTED,
                Verdict.of(Expectation.UNLISTED, action),
                null,
                "v",
                1 + random.nextInt(9),
                1 + random.nextInt(3),
                false,
                List.of(),
                first,
                first.plusSeconds(random.nextInt(1800)),
                List.of()));
      }
    }
    return week;
  }

  private static Catalog catalog(Random random) {
    List<CatalogEntry> entries = new ArrayList<>();
    List<String> matches =
        List.of(
            "a.example.com",
            "*.a.example.com",
            "*.example.com",
            "*ay.example.com",
            "${region}.reg.example.net",
            "api.${clusterDomain}");
    for (int i = 0; i < 6; i++) {
      CatalogEntry entry =
          Entries.entry(
              "e" + i,
              pick(random, List.of("g", "h", "i", "red-hat-telemetry")),
              pick(random, List.of(Level.values())),
              pick(random, matches),
              pick(random, List.of("https:443", "any", "tcp:80")));
      if (random.nextInt(3) == 0) {
        String thursday = MONDAY.plus(Duration.ofDays(3)).toString();
        entry =
            random.nextBoolean()
                ? Entries.between(thursday, null, entry)
                : Entries.between(null, thursday, entry);
      }
      entries.add(entry);
    }
    entries.add(Entries.address("n", pick(random, List.of(Level.values())), "192.0.2.0/24", "any"));
    return Catalog.of(
        entries, random.nextBoolean() ? List.of(Entries.suffix("rent.example.com")) : List.of());
  }

  /** What design section 4 says, said once more in the plainest way. */
  private static String judge(Catalog catalog, Summary summary) {
    Cluster cluster =
        summary.cluster().equals("locked")
            ? LOCKED
            : summary.cluster().equals("open") ? OPEN : null;
    IpAddress address = IpAddress.parse(summary.destination());
    LinearMatcher matcher = new LinearMatcher(catalog, cluster);
    long time = summary.lastSeen().toEpochMilli();
    Match match =
        address != null
            ? matcher.find(address, summary.protocol(), summary.port(), time)
            : matcher.find(summary.destination(), summary.protocol(), summary.port(), null, time);
    String entry = match == null ? null : match.entry().id();
    String expectation;
    if (address == null && cluster != null && summary.destination().endsWith(".cd.example.net")) {
      expectation = "local";
      entry = match == null || match.wrongPort() ? null : entry;
    } else if (match != null && !match.wrongPort()) {
      expectation = expectation(match.entry(), cluster);
    } else if (address != null && summary.destination().startsWith("10.")) {
      expectation = "local";
      entry = null;
    } else if (match != null) {
      expectation = "wrong-port";
    } else {
      boolean shared =
          !catalog.sharedSuffixes().isEmpty()
              && summary.destination().endsWith(".rent.example.com");
      expectation = shared ? "shared-suffix" : "unlisted";
    }
    return expectation + "/" + entry;
  }

  private static String expectation(CatalogEntry entry, Cluster cluster) {
    Map<String, String> features = new HashMap<>(Map.of("red-hat-telemetry", "opted-out"));
    if (cluster == OPEN) {
      features.putAll(Map.of("h", "required", "i", "opted-out"));
    }
    String feature = features.getOrDefault(entry.group(), "optional");
    return switch (entry.level()) {
      case LOCAL -> "local";
      case PROXIED -> cluster == LOCKED ? "proxied" : "required";
      case REQUIRED -> feature.equals("opted-out") ? feature : "required";
      case OPTIONAL, NOISE -> feature;
    };
  }

  private static String key(Summary summary) {
    return "%s %s %s:%s %s"
        .formatted(
            summary.cluster(),
            summary.destination(),
            summary.protocol(),
            summary.port(),
            summary.action());
  }

  private static String said(Impact.Said said) {
    return said.expectation().label() + "/" + said.entry();
  }

  private static <T> T pick(Random random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
