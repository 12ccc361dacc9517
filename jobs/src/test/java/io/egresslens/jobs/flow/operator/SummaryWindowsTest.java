package io.egresslens.jobs.flow.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.egresslens.classify.Expectation;
import io.egresslens.flow.Action;
import io.egresslens.flow.IpAddress;
import io.egresslens.jobs.flow.FlowSettings;
import io.egresslens.jobs.flow.SampleSettings;
import io.egresslens.window.PartialSum;
import io.egresslens.window.SourceSet;
import io.egresslens.window.Summary;
import io.egresslens.window.SummaryKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What windows say, and when; the test is the clock. */
class SummaryWindowsTest {
  private static final Duration FIVE = Duration.ofMinutes(5);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration LATENESS = Duration.ofMinutes(10);

  private static final long START = Instant.parse("2026-01-05T10:05:00Z").toEpochMilli();

  /** The watermark that says that the first window is complete, and the one that closes it. */
  private static final long END = START + FIVE.toMillis() - 1;

  private static final long CLOSE = END + LATENESS.toMillis();

  private static final SummaryKey KEY = keyOf("quay.io");

  @Test
  void aWindowSpeaksAtItsEndAndNotBefore() throws Exception {
    try (Windows windows = Windows.of(settings())) {
      windows.add(sum(KEY, START, 1));
      windows.watermark(END - 1);
      assertThat(windows.said).isEmpty();
      windows.watermark(END);
      assertThat(windows.said).singleElement().satisfies(said -> is(said, 0, false, 1));
      assertThat(windows.said.get(0).windowStart()).isEqualTo(Instant.ofEpochMilli(START));
      assertThat(windows.said.get(0).windowEnd()).isEqualTo(Instant.ofEpochMilli(END + 1));
      assertThat(windows.counted.summarised()).isZero();
    }
  }

  @Test
  void aCorrectionReplacesAndTheLastWordEndsIt() throws Exception {
    try (Windows windows = Windows.of(settings())) {
      windows.add(sum(KEY, START, 1));
      windows.watermark(END);
      windows.add(sum(KEY, START, 2));
      windows.watermark(CLOSE - 1);
      assertThat(windows.said).hasSize(2);
      is(windows.said.get(1), 1, false, 3);
      windows.watermark(CLOSE);
      assertThat(windows.said).hasSize(3);
      is(windows.said.get(2), 2, true, 3);
      assertThat(windows.said).extracting(Summary::id).containsOnly(windows.said.get(0).id());
      assertThat(windows.counted.summarised()).isEqualTo(3);
      assertThat(windows.late).isEmpty();
    }
  }

  @Test
  void afterTheLastWordComesNothingAndNothingIsHeld() throws Exception {
    try (Windows windows = Windows.of(settings())) {
      windows.add(sum(KEY, START, 1));
      windows.watermark(CLOSE);
      assertThat(windows.said).singleElement().satisfies(said -> is(said, 0, true, 1));
      assertThat(windows.held()).isZero();
      windows.add(sum(KEY, START, 4));
      windows.watermark(Long.MAX_VALUE);
      assertThat(windows.said).hasSize(1);
      assertThat(windows.late).extracting(PartialSum::flows).containsExactly(4L);
      assertThat(windows.counted.summarised()).isEqualTo(1);
      assertThat(windows.held()).isZero();
    }
  }

  /** Its window would be open still, but it is the first that is heard of it: a first word. */
  @Test
  void aWindowThatBeginsWithinTheLatenessSpeaksAtOnce() throws Exception {
    try (Windows windows = Windows.of(settings())) {
      windows.watermark(CLOSE - 1);
      windows.add(sum(KEY, START, 5));
      assertThat(windows.said).singleElement().satisfies(said -> is(said, 0, false, 5));
      windows.watermark(CLOSE);
      assertThat(windows.said).hasSize(2);
      is(windows.said.get(1), 1, true, 5);
    }
  }

  @Test
  void withoutLatenessTheFirstWordIsTheLast() throws Exception {
    try (Windows windows = Windows.of(SampleSettings.of(FIVE, Duration.ZERO))) {
      windows.add(sum(KEY, START, 1));
      windows.watermark(END);
      assertThat(windows.said).singleElement().satisfies(said -> is(said, 0, true, 1));
      windows.add(sum(KEY, START, 1));
      assertThat(windows.said).hasSize(1);
      assertThat(windows.late).hasSize(1);
    }
  }

  @Test
  void atTheEndOfTimeEveryWindowSaysItsLastWordOnce() throws Exception {
    try (Windows windows = Windows.of(SampleSettings.of(FIVE, LATENESS, HOUR, DAY))) {
      windows.add(sum(KEY, START, 1));
      windows.watermark(END);
      windows.add(sum(KEY, START + FIVE.toMillis(), 2));
      windows.add(sum(keyOf("cdn.quay.io"), START, 4));
      windows.said.clear();
      windows.watermark(Long.MAX_VALUE);
      assertThat(windows.said).allMatch(Summary::isFinal).doesNotHaveDuplicates();
      assertThat(windows.said)
          .extracting(
              said -> Duration.between(said.windowStart(), said.windowEnd()),
              Summary::destination,
              Summary::revision,
              Summary::flows)
          .containsExactlyInAnyOrder(
              row(FIVE, "quay.io", 1, 1),
              row(FIVE, "quay.io", 0, 2),
              row(FIVE, "cdn.quay.io", 1, 4),
              row(HOUR, "quay.io", 0, 3),
              row(HOUR, "cdn.quay.io", 0, 4),
              row(DAY, "quay.io", 0, 3),
              row(DAY, "cdn.quay.io", 0, 4));
      assertThat(windows.counted.summarised()).isEqualTo(7);
      assertThat(windows.held()).isZero();
    }
  }

  @Test
  void aRollUpWaitsForTheLastWordOfItsParts() throws Exception {
    try (Windows windows = Windows.of(SampleSettings.of(FIVE, LATENESS, HOUR))) {
      long hourEnd = Instant.parse("2026-01-05T11:00:00Z").toEpochMilli() - 1;
      windows.add(sum(KEY, START, 1));
      windows.watermark(CLOSE);
      windows.add(sum(KEY, hourEnd + 1 - FIVE.toMillis(), 2));
      windows.watermark(hourEnd);
      windows.said.clear();
      windows.add(sum(KEY, hourEnd + 1 - FIVE.toMillis(), 4));
      windows.watermark(hourEnd + LATENESS.toMillis() - 1);
      assertThat(windows.said).hasSize(1);
      windows.watermark(hourEnd + LATENESS.toMillis());
      assertThat(windows.said).hasSize(3);
      is(windows.said.get(2), 0, true, 7);
    }
  }

  @Test
  void restoredWindowsGoOnWithTheRightRevision() throws Exception {
    FlowSettings settings = SampleSettings.of(FIVE, LATENESS, HOUR);
    List<OperatorSubtaskState> states;
    String id;
    try (Windows windows = Windows.of(settings)) {
      windows.add(sum(KEY, START, 1));
      windows.watermark(END);
      windows.add(sum(KEY, START, 2));
      id = windows.said.get(1).id();
      states = windows.snapshot();
      windows.add(sum(KEY, START, 100));
    }
    try (Windows windows = Windows.restored(settings, states)) {
      windows.watermark(END);
      windows.add(sum(KEY, START, 4));
      windows.watermark(Long.MAX_VALUE);
      assertThat(windows.said).hasSize(3);
      is(windows.said.get(0), 2, false, 7);
      is(windows.said.get(1), 3, true, 7);
      is(windows.said.get(2), 0, true, 7);
      assertThat(windows.said.subList(0, 2)).extracting(Summary::id).containsOnly(id);
      assertThat(windows.counted.summarised()).isEqualTo(7);
    }
  }

  @Test
  void aLateSumIsWrittenAsTheSummaryItIsMissingFrom() throws Exception {
    PartialSum sum = sum(KEY, START, 3);
    Summary late = SummaryWindows.late(settings()).map(sum);
    try (Windows windows = Windows.of(settings())) {
      windows.add(sum);
      windows.watermark(END);
      assertThat(late).isEqualTo(windows.said.get(0));
    }
  }

  /**
   * Flows of three days in disorder, some corrected, some late: the last words of all lengths equal
   * what is counted directly, without windows.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void rollUpsAreExact(long seed) throws Exception {
    Random random = new Random(seed);
    Map<Window, Direct> direct = new HashMap<>();
    long lateFlows = 0;
    long flows = 0;
    long now = START;
    try (Windows windows = Windows.of(SampleSettings.of(FIVE, LATENESS, HOUR, DAY))) {
      for (int i = 0; i < 12_000; i++) {
        if (i % 20 == 0) {
          now += random.nextInt((int) Duration.ofMinutes(14).toMillis());
          windows.watermark(now);
        }
        Seen seen = Seen.random(random, now);
        long base = seen.windowStart(FIVE);
        flows++;
        if (base + FIVE.toMillis() - 1 + LATENESS.toMillis() <= now) {
          lateFlows++;
        } else {
          for (Duration size : List.of(FIVE, HOUR, DAY)) {
            direct
                .computeIfAbsent(
                    new Window(seen.key, seen.windowStart(size), size), w -> new Direct())
                .add(seen);
          }
        }
        windows.add(seen.sum());
      }
      windows.watermark(Long.MAX_VALUE);

      assertThat(lateFlows).as("seed %d", seed).isBetween(100L, flows / 2);
      assertThat(windows.late.stream().mapToLong(PartialSum::flows).sum())
          .as("late flows, seed %d", seed)
          .isEqualTo(lateFlows);
      assertThat(windows.counted.summarised() + lateFlows).as("seed %d", seed).isEqualTo(flows);
      Map<String, Summary> last = lastWords(windows.said, seed);
      assertThat(last).as("seed %d", seed).hasSameSizeAs(direct);
      boolean estimated = false;
      for (Map.Entry<Window, Direct> entry : direct.entrySet()) {
        Summary expected = entry.getValue().summary(entry.getKey());
        Summary said = last.get(expected.id());
        assertThat(said)
            .as("%s, seed %d", entry.getKey(), seed)
            .usingRecursiveComparison()
            .ignoringFields("revision", "domain")
            .isEqualTo(expected);
        entry.getValue().mustHaveSources(said, seed);
        estimated |= said.sourcesEstimated();
      }
      assertThat(estimated).as("a key beyond the exact limit, seed %d", seed).isTrue();
    }
  }

  /** By id. Revisions count from 0 without a gap, and only the last one is final. */
  private static Map<String, Summary> lastWords(List<Summary> said, long seed) {
    Map<String, Summary> last = new HashMap<>();
    for (Summary summary : said) {
      Summary before = last.put(summary.id(), summary);
      assertThat(summary.revision())
          .as("revision of %s, seed %d", summary, seed)
          .isEqualTo(before == null ? 0 : before.revision() + 1);
      assertThat(before == null || !before.isFinal()).as("%s, seed %d", summary, seed).isTrue();
    }
    assertThat(last.values()).as("seed %d", seed).allMatch(Summary::isFinal);
    return last;
  }

  private record Window(SummaryKey key, long startMillis, Duration size) {}

  /** One flow. */
  private record Seen(SummaryKey key, Instant time, IpAddress source, String rule) {
    static Seen random(Random random, long now) {
      // Half of it busy with many clients, the rest quiet; up to 25 minutes behind.
      boolean busy = random.nextBoolean();
      long behind = (long) (Math.abs(random.nextGaussian()) * Duration.ofMinutes(5).toMillis());
      return new Seen(
          busy ? KEY : keyOf("host-" + random.nextInt(4) + ".example"),
          Instant.ofEpochMilli(now - behind).plusNanos(random.nextInt(1_000) * 100L),
          new IpAddress(0, busy ? random.nextInt(3_000) : random.nextInt(7)),
          random.nextInt(5) == 0 ? null : "rc/r" + random.nextInt(8));
    }

    long windowStart(Duration size) {
      return Math.floorDiv(time.toEpochMilli(), size.toMillis()) * size.toMillis();
    }

    PartialSum sum() {
      return new PartialSum(
          key,
          windowStart(FIVE),
          "v1",
          0,
          null,
          1,
          sources(Set.of(source)),
          time,
          time,
          rule == null ? Map.of() : Map.of(rule, 1L));
    }
  }

  /** What flows come to when they are simply added up. */
  private static final class Direct {
    private final Set<IpAddress> sources = new HashSet<>();
    private final Map<String, Long> rules = new TreeMap<>();
    private final List<Instant> times = new ArrayList<>();

    void add(Seen seen) {
      times.add(seen.time);
      sources.add(seen.source);
      if (seen.rule != null) {
        rules.merge(seen.rule, 1L, Long::sum);
      }
    }

    Summary summary(Window window) {
      List<Instant> sorted = times.stream().sorted().toList();
      PartialSum sum =
          new PartialSum(
              window.key,
              window.startMillis,
              "v1",
              0,
              null,
              times.size(),
              sources(sources),
              sorted.get(0),
              sorted.get(sorted.size() - 1),
              rules);
      return Summary.of(sum, window.startMillis + window.size.toMillis(), 0, true, null);
    }

    void mustHaveSources(Summary said, long seed) {
      if (sources.size() <= SourceSet.EXACT_LIMIT) {
        assertThat(said.sources()).as("seed %d", seed).isEqualTo(sources.size());
      } else {
        double tolerance = 0.06 * sources.size();
        assertThat((double) said.sources())
            .as("seed %d", seed)
            .isCloseTo(sources.size(), within(tolerance));
      }
      assertThat(said.sourcesEstimated())
          .as("seed %d", seed)
          .isEqualTo(sources.size() > SourceSet.EXACT_LIMIT);
    }
  }

  private static FlowSettings settings() {
    return SampleSettings.of(FIVE, LATENESS);
  }

  private static SummaryKey keyOf(String destination) {
    return new SummaryKey(
        "/fw", "aro-prod", destination, 443, "https", Action.ALLOW, Expectation.OPTIONAL, null);
  }

  private static PartialSum sum(SummaryKey key, long startMillis, long flows) {
    Instant time = Instant.ofEpochMilli(startMillis);
    return new PartialSum(
        key, startMillis, "v1", 0, null, flows, SourceSet.EMPTY, time, time, Map.of());
  }

  private static SourceSet sources(Set<IpAddress> addresses) {
    SourceSet.Builder sources = new SourceSet.Builder();
    addresses.forEach(sources::add);
    return sources.build();
  }

  private static void is(Summary said, int revision, boolean isFinal, long flows) {
    assertThat(said.revision()).as("revision").isEqualTo(revision);
    assertThat(said.isFinal()).as("final").isEqualTo(isFinal);
    assertThat(said.flows()).as("flows").isEqualTo(flows);
  }

  private static Tuple row(Duration size, String destination, int revision, long flows) {
    return tuple(size, destination, revision, flows);
  }
}
