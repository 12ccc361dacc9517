package io.egresslens.alert;

import static io.egresslens.alert.AlertStatus.FIRING;
import static io.egresslens.alert.AlertStatus.RESOLVED;
import static io.egresslens.alert.AlertStatus.SUPERSEDED;
import static io.egresslens.alert.AlertStatus.SUPPRESSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogUpdate;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.classify.Expectation;
import io.egresslens.flow.Action;
import io.egresslens.flow.IpAddress;
import io.egresslens.window.PartialSum;
import io.egresslens.window.SourceSet;
import io.egresslens.window.SummaryKey;
import io.egresslens.window.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AlertBookTest {
  private static final long START = Instant.parse("2026-08-14T10:00:00Z").toEpochMilli();
  private static final long PANE = 10_000;
  private static final long WINDOW = 300_000;
  private static final Duration LATENESS = Duration.ofMinutes(10);
  private static final AlertRules RULES = rules(AlertSettings.DEFAULT);

  private AlertBook book = new AlertBook("/fw", RULES, LATENESS);
  private final List<AlertChange> told = new ArrayList<>();

  @Test
  void aDeniedRequiredEndpointFiresAndHeals() {
    pulse(book, 0, 1200);
    denied(book, "quay", 100, 5);
    advance(book, 150);
    assertThat(told).isEmpty();
    advance(book, 165);
    assertThat(told)
        .singleElement()
        .matches(AlertChange::page)
        .returns(FIRING, AlertChange::status)
        .returns(Instant.ofEpochMilli(START + 100_000), AlertChange::startsAt)
        .returns("aro/deny", AlertChange::firewallRule);
    allowed(book, "quay", 300);
    advance(book, 320);
    assertThat(told).hasSize(2);
    assertThat(told.get(1))
        .returns(RESOLVED, AlertChange::status)
        .returns(2L, AlertChange::sequence)
        .returns(told.get(0).instanceId(), AlertChange::instanceId)
        .returns(Instant.ofEpochMilli(START + 300_000), AlertChange::endsAt);
  }

  @Test
  void whenTimeGoesOnByDaysAtOnceOneReminderIsToldAndAfterAWeekNone() {
    pulse(book, 0, 600);
    denied(book, "quay", 100, 5);
    advance(book, 300);
    assertThat(told).singleElement().matches(AlertChange::page);
    told.clear();
    book.advance(new AlertTime(START + 300_000, START + 3 * 86_400_000L), told::add);
    assertThat(told)
        .filteredOn(change -> change.rule() == AlertRule.REQUIRED_DENIED)
        .singleElement()
        .matches(AlertChange::page);
    told.clear();
    book.advance(new AlertTime(START + 300_000, START + 8 * 86_400_000L), told::add);
    told.clear();
    book.advance(new AlertTime(START + 300_000, START + 60 * 86_400_000L), told::add);
    assertThat(told).isEmpty();
  }

  @Test
  void aRuleOfEightyThousandCharactersIsSavedAndReadAgain() {
    pulse(book, 0, 600);
    String rule = "rc/" + "\u00e9".repeat(80_000);
    for (int second = 100; second < 105; second++) {
      observe(book, deny(required("quay")), second, 1, rule);
    }
    advance(book, 300);
    assertThat(told).singleElement().returns(rule, AlertChange::firewallRule);
    AlertBook read = AlertBook.of(book.toBytes(), RULES, LATENESS);
    told.clear();
    allowed(read, "quay", 400);
    advance(read, 500);
    assertThat(told).singleElement().returns(RESOLVED, AlertChange::status);
  }

  @Test
  void aRefusedCatalogIsAnAlertUntilOneIsTakenUp() {
    AlertBook job = new AlertBook("", RULES, LATENESS);
    Instant refused = Instant.ofEpochMilli(START + 100_000);
    job.observe(new CatalogUpdate(refused, false, "v1", 0, null, null, List.of(), List.of(), 1));
    advance(job, 200);
    assertThat(told)
        .singleElement()
        .returns(AlertRule.CATALOG_REJECTED, AlertChange::rule)
        .returns(FIRING, AlertChange::status)
        .matches(AlertChange::page);
    Instant mended = Instant.ofEpochMilli(START + 400_000);
    job.observe(new CatalogUpdate(mended, true, "v2", 1, 3L, 1L, List.of(), List.of(), 0));
    advance(job, 500);
    assertThat(told).hasSize(2);
    assertThat(told.get(1)).returns(RESOLVED, AlertChange::status);
  }

  @Test
  void fortyEntriesDeniedByOneRuleAreOnePage() {
    pulse(book, 0, 600);
    IntStream.range(0, 40).forEach(i -> denied(book, "entry" + i, 100 + i % 30, 5));
    advance(book, 400);

    assertThat(told).filteredOn(AlertChange::page).hasSize(1);
    assertThat(told.get(0))
        .returns(AlertRule.OUTAGE, AlertChange::rule)
        .matches(change -> change.description().contains("40 required endpoints"));
    assertThat(told)
        .filteredOn(change -> change.rule() == AlertRule.REQUIRED_DENIED)
        .hasSize(40)
        .allMatch(change -> change.status() == SUPPRESSED)
        .allMatch(change -> told.get(0).alertId().equals(change.parentId()));
  }

  @Test
  void twoCausesAtOnceAreTwoPages() {
    pulse(book, 0, 600);
    IntStream.range(0, 8)
        .forEach(i -> flows(book, required("e" + i), Action.DENY, 100, 5, "aro/r" + i % 2));
    advance(book, 400);

    assertThat(told)
        .filteredOn(AlertChange::page)
        .extracting(AlertChange::rule)
        .containsExactly(AlertRule.OUTAGE, AlertRule.OUTAGE);
  }

  @Test
  void oneThatFiredAloneIsFoldedWithoutASecondPageOfItsOwn() {
    pulse(book, 0, 900);
    denied(book, "a", 100, 5);
    advance(book, 200);
    denied(book, "b", 300, 5);
    denied(book, "c", 300, 5);
    advance(book, 400);
    denied(book, "d", 410, 5);
    advance(book, 500);

    assertThat(told).filteredOn(AlertChange::page).hasSize(2);
    assertThat(last(told).values())
        .filteredOn(change -> change.rule() == AlertRule.REQUIRED_DENIED)
        .hasSize(4)
        .allMatch(change -> change.status() == SUPPRESSED);
  }

  @Test
  void anOutageEndsWithTheLastOfItsEntriesThoughTheOthersAreForgotten() {
    pulse(book, 0, 9_000);
    for (String entry : List.of("a", "b", "c")) {
      denied(book, entry, 100, 5);
    }
    allowed(book, "a", 400);
    allowed(book, "b", 500);
    for (int second = 200; second < 9_000; second += 100) {
      denied(book, "c", second, 1);
      advance(book, second + 50);
    }
    assertThat(told).filteredOn(AlertChange::page).hasSize(1);
    allowed(book, "c", 9_000);
    advance(book, 9_100);

    AlertChange outage = last(told).get(told.get(0).instanceId());
    assertThat(outage)
        .returns(RESOLVED, AlertChange::status)
        .returns(Instant.ofEpochMilli(START + 9_000_000), AlertChange::endsAt)
        .matches(change -> change.description().contains("a, b, c"));
    assertThat(told).filteredOn(AlertChange::page).hasSize(1);
    assertThat(told).noneMatch(change -> change.status() == SUPERSEDED);
  }

  @Test
  void aSilencedAlertFiresAndPagesWhenTheSilenceIsOver() {
    Silence silence =
        new Silence(
            Set.of(AlertRule.REQUIRED_DENIED),
            Map.of(),
            "team-net",
            "works",
            null,
            Instant.ofEpochMilli(START + 600_000));
    AlertSettings settings =
        new AlertSettings(Duration.ofMillis(PANE), Map.of(), List.of(), List.of(silence), Set.of());
    book = new AlertBook("/fw", rules(settings), LATENESS);
    pulse(book, 0, 1200);
    denied(book, "quay", 100, 5);
    advance(book, 200);
    assertThat(told)
        .singleElement()
        .returns(SUPPRESSED, AlertChange::status)
        .returns("team-net: works", AlertChange::silence);
    advance(book, 610);
    assertThat(told).hasSize(2);
    assertThat(told.get(1)).returns(FIRING, AlertChange::status).matches(AlertChange::page);
  }

  @Test
  void aKnownDestinationNeverCountsAsNewAgain() {
    pulse(book, 0, 10);
    flows(book, unlisted("known.example"), Action.ALLOW, 5, 1, "aro/any");
    for (int hour = 0; hour < 80; hour++) {
      pulse(book, 3600 * hour, 3600 * hour + 3000);
      advance(book, 3600 * hour + 3500);
    }
    flows(book, unlisted("known.example"), Action.ALLOW, 3600 * 80, 1, "aro/any");
    flows(book, unlisted("new.example"), Action.ALLOW, 3600 * 80, 1, "aro/any");
    advance(book, 3600 * 80 + 60);

    assertThat(told)
        .filteredOn(change -> change.rule() == AlertRule.UNEXPECTED_ALLOWED)
        .extracting(change -> change.labels().get("destination"))
        .containsExactly("new.example");
  }

  @Test
  void aFloodOfNamesTakesNoRoomFromAnotherCluster() {
    book = new AlertBook("/fw", RULES, LATENESS, 30);
    pulse(book, 0, 10);
    for (int i = 0; i < 100; i++) {
      flows(book, unlisted("n" + i + ".flood.example"), Action.ALLOW, 10, 1, "aro/any");
    }
    int before = book.subjects();
    SummaryKey other =
        new SummaryKey(
            "/fw", "aro-2", "x.example", 443, "https", Action.ALLOW, Expectation.UNLISTED, null);
    observe(book, other, 10, 1, "aro/any");

    assertThat(book.overflow()).isPositive();
    assertThat(book.subjects()).isGreaterThan(before + 2);
    denied(book, "quay", 100, 5);
    advance(book, 200);
    assertThat(told).anyMatch(change -> change.rule() == AlertRule.REQUIRED_DENIED);
  }

  @Test
  void stateIsBoundedWhileAnAlertGoesOnForDays() {
    int early = 0;
    for (int second = 0; second < 3600 * 30; second += 60) {
      pulse(book, second, second + 10);
      denied(book, "quay", second, 3);
      advance(book, second + 20);
      if (second == 3600 * 27) {
        early = book.toBytes().length;
      }
    }
    assertThat(book.toBytes().length).isLessThan(early + early / 10);
    assertThat(told).filteredOn(change -> change.status() == RESOLVED).isEmpty();
    assertThat(told).noneMatch(change -> change.status() == SUPERSEDED);
    assertThat(told).extracting(AlertChange::instanceId).containsOnly(told.get(0).instanceId());
    assertThat(told.get(told.size() - 1).evidence()).isNotEmpty();
  }

  @Test
  void anyOrderAndAnyRestartsLeaveWhatOneLookAtTheEndLeaves() {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      List<Observation> hour = hour(random);
      AlertBook once = new AlertBook("/fw", RULES, LATENESS);
      hour.forEach(once::observe);
      List<AlertChange> truth = new ArrayList<>();
      once.advance(new AlertTime(START + 5_400_000, START + 5_400_000), truth::add);

      List<AlertChange> stream = stream(hour, random, false);
      List<AlertChange> restarted = stream(hour, new Random(seed), true);

      assertThat(summary(stream)).as("seed %s", seed).isEqualTo(summary(truth));
      assertThat(summary(restarted)).as("restarted, seed %s", seed).isEqualTo(summary(truth));
      assertThat(pages(stream)).as("pages, seed %s", seed).allMatch(pages -> pages == 1);
    }
  }

  @Test
  void twoWeeksAtOnceTellWhatLookingOftenTells() {
    int end = 14 * 24 * 3600;
    List<Observation> all = new ArrayList<>();
    Random random = new Random(14);
    for (int second = 0; second < end; second += 120) {
      all.add(observation(local(), second, 1, null));
    }
    for (int at = 4_000; at < end - 10_000; at += 3_600 * (1 + random.nextInt(12))) {
      for (int entry = random.nextInt(3); entry < 4; entry++) {
        for (int second = at; second < at + 600; second += 30) {
          all.add(observation(deny(required("e" + entry)), second, 1, "aro/deny"));
        }
        all.add(observation(required("e" + entry), at + 700, 1, "aro/allow"));
      }
    }
    all.sort((a, b) -> Long.compare(a.timeline().first(), b.timeline().first()));
    long last = all.get(all.size() - 1).sum().lastSeen().toEpochMilli();
    List<AlertChange> often = new ArrayList<>();
    long next = START;
    for (Observation one : all) {
      book.observe(one);
      long reached = one.sum().lastSeen().toEpochMilli();
      if (reached > next) {
        book.advance(new AlertTime(reached - 60_000, reached), often::add);
        next = reached + 300_000;
      }
    }
    book.advance(new AlertTime(last, last), often::add);
    AlertBook replay = new AlertBook("/fw", RULES, LATENESS);
    all.forEach(replay::observe);
    replay.advance(new AlertTime(last, last), told::add);

    assertThat(summary(told)).isNotEmpty().isEqualTo(summary(often));
    assertThat(steps(told)).isEqualTo(steps(often));
  }

  @Test
  void aLookCostsWhatWasTouched() {
    for (int i = 0; i < 20_000; i++) {
      observe(book, unlisted("d" + i + ".example"), i % 600, 1, "aro/any");
    }
    for (int i = 0; i < 500; i++) {
      observe(book, required("e" + i), i % 600, 1, "aro/any");
    }
    advance(book, 600);
    List<Long> nanos = new ArrayList<>();
    for (int second = 610; second < 3_600; second += 10) {
      for (int i = 0; i < 50; i++) {
        observe(book, unlisted("d" + (second * 7 + i) + ".example"), second, 1, "aro/any");
        observe(book, deny(required("e" + i)), second, 1, "aro/deny");
      }
      long before = System.nanoTime();
      advance(book, second);
      nanos.add(System.nanoTime() - before);
    }
    Collections.sort(nanos);

    // About 5 ms on two shared cores; the limit only tells that from a look at everything.
    assertThat(Duration.ofNanos(nanos.get(nanos.size() / 2))).isLessThan(Duration.ofMillis(100));
  }

  @Test
  void bytesAreReadBackAndOthersAreRefused() {
    pulse(book, 0, 300);
    denied(book, "quay", 100, 5);
    advance(book, 250);
    byte[] bytes = book.toBytes();

    assertThat(AlertBook.of(bytes, RULES, LATENESS).toBytes()).isEqualTo(bytes);
    bytes[3] = 77;
    assertThatThrownBy(() -> AlertBook.of(bytes, RULES, LATENESS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("format");
    assertThatThrownBy(() -> AlertBook.of(new byte[] {0, 0, 0, 1}, RULES, LATENESS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** In pieces that come up to eight minutes late, with looks between them. */
  private static List<AlertChange> stream(List<Observation> hour, Random random, boolean restarts) {
    List<Observation> shuffled = new ArrayList<>(hour);
    Map<Observation, Long> arrival = new HashMap<>();
    for (Observation one : hour) {
      arrival.put(one, one.timeline().first() + (long) (random.nextDouble() * 480_000));
    }
    shuffled.sort((a, b) -> Long.compare(arrival.get(a), arrival.get(b)));
    AlertBook book = new AlertBook("/fw", RULES, LATENESS);
    List<AlertChange> told = new ArrayList<>();
    long reached = Long.MIN_VALUE;
    for (Observation one : shuffled) {
      book.observe(one);
      reached = Math.max(reached, one.sum().lastSeen().toEpochMilli());
      if (random.nextInt(20) == 0) {
        // The watermark is ahead of some: those are late.
        book.advance(new AlertTime(reached - 240_000, reached), told::add);
        if (restarts) {
          book = AlertBook.of(book.toBytes(), RULES, LATENESS);
        }
      } else if (restarts && random.nextInt(50) == 0) {
        book = AlertBook.of(book.toBytes(), RULES, LATENESS);
      }
    }
    book.advance(new AlertTime(START + 5_400_000, START + 5_400_000), told::add);
    return told;
  }

  /** Outages of some entries, alone and together, in an hour of other flows. */
  private static List<Observation> hour(Random random) {
    List<Observation> all = new ArrayList<>();
    for (int second = 0; second < 3_600; second += 10) {
      all.add(observation(unlisted("noise.example"), second, 1 + random.nextInt(5), "aro/any"));
    }
    for (int entry = 0; entry < 6; entry++) {
      int at = random.nextInt(600);
      while (at < 3_300) {
        int until = at + 30 + random.nextInt(600);
        String rule = random.nextInt(5) == 0 ? "aro/other" : "aro/deny";
        for (; at < until && at < 3_500; at += 10 + random.nextInt(20)) {
          all.add(observation(deny(required("e" + entry)), at, 1 + random.nextInt(3), rule));
        }
        all.add(observation(required("e" + entry), at + 20, 1, "aro/any"));
        at += 200 + random.nextInt(1_500);
      }
    }
    Collections.shuffle(all, random);
    return all;
  }

  /** The last row of each instance that stands. */
  private static TreeMap<String, String> summary(List<AlertChange> told) {
    TreeMap<String, String> summary = new TreeMap<>();
    for (AlertChange change : last(told).values()) {
      if (change.status() == SUPERSEDED) {
        continue;
      }
      boolean isOver = change.status() == RESOLVED;
      summary.put(
          change.instanceId(),
          "%s %s %s from %s fired %s to %s, %s, parent %s, %s"
              .formatted(
                  change.rule(),
                  change.labels(),
                  change.status(),
                  change.startsAt(),
                  change.firedAt(),
                  change.endsAt(),
                  change.firewallRule(),
                  change.parentId(),
                  isOver ? change.count() + " flows" : ""));
    }
    return summary;
  }

  /** What was told, but for corrections that only say more of the same. */
  private static List<String> steps(List<AlertChange> told) {
    List<String> steps = new ArrayList<>();
    Map<String, AlertStatus> status = new HashMap<>();
    for (AlertChange change : told) {
      boolean isStep = status.put(change.instanceId(), change.status()) != change.status();
      if (isStep || change.page()) {
        steps.add(
            change.time() + change.instanceId() + change.status() + (change.page() ? " page" : ""));
      }
    }
    Collections.sort(steps);
    return steps;
  }

  /** How often anybody was woken for the same minute of the same alert. */
  private static List<Long> pages(List<AlertChange> told) {
    TreeMap<String, Long> pages = new TreeMap<>();
    told.stream()
        .filter(AlertChange::page)
        .forEach(change -> pages.merge(change.alertId() + change.time(), 1L, Long::sum));
    return List.copyOf(pages.values());
  }

  private static Map<String, AlertChange> last(List<AlertChange> told) {
    Map<String, AlertChange> last = new TreeMap<>();
    told.forEach(change -> last.put(change.instanceId(), change));
    return last;
  }

  private static AlertRules rules(AlertSettings settings) {
    return new AlertRules(settings, Catalog.EMPTY, ClusterInventory.EMPTY);
  }

  private void advance(AlertBook on, int second) {
    on.advance(new AlertTime(START + second * 1000L, START + second * 1000L), told::add);
  }

  private static void pulse(AlertBook book, int from, int to) {
    for (int second = from; second < to; second += 10) {
      observe(book, local(), second, 1, null);
    }
  }

  private static void denied(AlertBook book, String entry, int second, long flows) {
    flows(book, required(entry), Action.DENY, second, flows, "aro/deny");
  }

  private static void allowed(AlertBook book, String entry, int second) {
    flows(book, required(entry), Action.ALLOW, second, 1, "aro/allow");
  }

  private static void flows(
      AlertBook book, SummaryKey key, Action action, int second, long flows, String rule) {
    observe(book, action == Action.DENY ? deny(key) : key, second, flows, rule);
  }

  private static SummaryKey required(String entry) {
    return new SummaryKey(
        "/fw",
        "aro-prod",
        entry + ".example",
        443,
        "https",
        Action.ALLOW,
        Expectation.REQUIRED,
        entry);
  }

  private static SummaryKey unlisted(String name) {
    return new SummaryKey(
        "/fw", "aro-prod", name, 443, "https", Action.ALLOW, Expectation.UNLISTED, null);
  }

  private static SummaryKey local() {
    return new SummaryKey(
        "/fw", "aro-prod", "10.0.0.9", 443, "tcp", Action.ALLOW, Expectation.LOCAL, null);
  }

  private static SummaryKey deny(SummaryKey key) {
    return new SummaryKey(
        key.firewall(),
        key.cluster(),
        key.destination(),
        key.port(),
        key.protocol(),
        Action.DENY,
        key.expectation(),
        key.entry());
  }

  private static void observe(AlertBook book, SummaryKey key, int second, long flows, String rule) {
    book.observe(observation(key, second, flows, rule));
  }

  static Observation observation(SummaryKey key, int second, long flows, String rule) {
    long time = START + second * 1000L;
    SourceSet.Builder sources = new SourceSet.Builder();
    sources.add(IpAddress.parse("10.0.0.4"));
    PartialSum sum =
        new PartialSum(
            key,
            Math.floorDiv(time, WINDOW) * WINDOW,
            "c1",
            0,
            null,
            flows,
            sources.build(),
            Instant.ofEpochMilli(time),
            Instant.ofEpochMilli(time),
            rule == null ? Map.of() : Map.of(rule, flows));
    return new Observation(sum, Timeline.of(Math.floorDiv(time, PANE) * PANE, flows));
  }
}
