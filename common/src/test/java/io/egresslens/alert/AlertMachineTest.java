package io.egresslens.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.alert.Transition.Kind;
import io.egresslens.window.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AlertMachineTest {
  private static final int PANE = 10;
  private static final long PANE_MILLIS = PANE * 1000L;
  private static final int TRACES = 1_000;

  /** Seconds after all bad flows for which other flows go on, more than any policy waits. */
  private static final int TAIL = 3_000;

  private static final AlertPolicy PLAIN = policy(0, 1, 300, 0, 9, 0);

  @Test
  void aThousandRandomTracesGiveTheTransitionsOfTheSlowReference() {
    for (int seed = 0; seed < TRACES; seed++) {
      Random random = new Random(seed);
      AlertPolicy policy = randomPolicy(random);
      int seconds = PANE * (30 + random.nextInt(250));
      Signal signal = randomSignal(random, seconds);
      long end = seconds + TAIL;

      List<Episode> episodes = run(signal, policy, end, AlertFold.NONE);

      assertThat(story(episodes))
          .as("seed %s, %s", seed, policy)
          .isEqualTo(AlertMachineOracle.story(signal, policy, PANE, end));
    }
  }

  @Test
  void whatIsKnownAtSomeTimeIsTheBeginningOfWhatIsKnownLater() {
    for (int seed = 0; seed < TRACES; seed++) {
      Random random = new Random(seed);
      AlertPolicy policy = randomPolicy(random);
      int seconds = PANE * (30 + random.nextInt(250));
      Signal signal = randomSignal(random, seconds);
      List<Transition> all = transitions(run(signal, policy, seconds + TAIL, AlertFold.NONE));
      long now = random.nextInt(seconds + TAIL) / PANE * PANE;
      List<Transition> early = transitions(run(signal, policy, now, AlertFold.NONE));

      assertThat(all).as("seed %s at %s, %s", seed, now, policy).containsAll(early);
      assertThat(early)
          .as("seed %s at %s, %s", seed, now, policy)
          .containsAll(
              all.stream().filter(change -> change.time() <= now * 1000 - PANE_MILLIS).toList());
    }
  }

  @Test
  void foldingTheBeginningOfATraceChangesNothingOfWhatComesAfter() {
    for (int seed = 0; seed < TRACES; seed++) {
      Random random = new Random(seed);
      AlertPolicy policy = randomPolicy(random);
      int seconds = PANE * (30 + random.nextInt(250));
      Signal signal = randomSignal(random, seconds);
      long end = seconds + TAIL;
      List<Episode> all = run(signal, policy, end, AlertFold.NONE);
      AlertMachine machine = new AlertMachine(policy, PANE_MILLIS);
      AlertFold fold = AlertFold.NONE;
      Signal rest = signal;
      for (long cut = 0; cut < seconds; cut += (1 + random.nextInt(100)) * PANE_MILLIS) {
        fold = machine.fold(rest, cut, fold);
        rest = from(rest, cut);
        List<Episode> after = run(rest, policy, end, fold);

        assertThat(all).as("seed %s at %s, %s", seed, cut, policy).containsAll(after);
        long from = cut;
        assertThat(after)
            .as("seed %s at %s, %s", seed, cut, policy)
            .containsAll(all.stream().filter(episode -> episode.endsAt() >= from).toList());
      }
    }
  }

  @Test
  void itFiresWhenItHasLastedAndHealsWithTheFirstGoodPane() {
    Signal signal =
        new Signal(panes(100, 3, 110, 2), panes(110, 1, 250, 1, 300, 1), lively(0, 400));

    Episode episode = run(signal, policy(60, 4, 600, 0, 9, 0), 400, AlertFold.NONE).get(0);

    assertThat(episode.startsAt()).isEqualTo(100_000);
    assertThat(episode.firedAt()).isEqualTo(160_000);
    assertThat(episode.endsAt()).isEqualTo(250_000);
    assertThat(episode.end()).isEqualTo(Episode.End.HEALED);
    assertThat(episode.count()).isEqualTo(5);
  }

  @Test
  void whatHealsBeforeItHasLastedIsForgotten() {
    Signal signal = new Signal(panes(100, 3), panes(120, 1), lively(0, 400));

    assertThat(run(signal, policy(60, 1, 600, 0, 9, 0), 400, AlertFold.NONE))
        .singleElement()
        .matches(episode -> !episode.hasFired());
  }

  @Test
  void aDarkHourIsNotAnHourWithoutTrouble() {
    Timeline beforeAndAfter = lively(0, 110).plus(lively(3700, 4200));
    Signal signal = new Signal(panes(100, 3), Timeline.EMPTY, beforeAndAfter);

    assertThat(run(signal, PLAIN, 3_800, AlertFold.NONE))
        .singleElement()
        .matches(episode -> !episode.hasEnded());
    assertThat(run(signal, PLAIN, 4_200, AlertFold.NONE))
        .singleElement()
        .returns(3_850_000L, Episode::endsAt)
        .returns(Episode.End.QUIET, Episode::end);
  }

  @Test
  void surroundingsWithAFlowNowAndThenAreEnoughToEnd() {
    Signal signal = new Signal(panes(100, 3), Timeline.EMPTY, panes(100, 1, 1100, 1, 2100, 1));

    assertThat(run(signal, PLAIN, 2_200, AlertFold.NONE))
        .singleElement()
        .returns(2_100_000L, Episode::endsAt);
  }

  @Test
  void aFlappingTraceGivesOnePageAndOneSummary() {
    TreeMap<Long, Long> bad = new TreeMap<>();
    TreeMap<Long, Long> good = new TreeMap<>();
    for (long second = 100; second < 2_000; second += 60) {
      bad.put(second * 1000, 5L);
      good.put((second + 30) * 1000, 5L);
    }
    Signal signal = new Signal(timeline(bad), timeline(good), lively(0, 4000));

    List<Episode> episodes = run(signal, policy(0, 1, 300, 3600, 3, 900), 4_000, AlertFold.NONE);

    assertThat(transitions(episodes)).filteredOn(Transition::page).hasSize(1);
    assertThat(episodes).filteredOn(Episode::flapping).hasSize(1);
    Episode flap = episodes.get(episodes.size() - 1);
    assertThat(flap.transitions())
        .extracting(Transition::kind)
        .containsExactly(Kind.FLAPPING, Kind.ENDED);
    assertThat(flap.firings()).isEqualTo(32);
  }

  @Test
  void whatLastsAfterFlappingPages() {
    Signal signal =
        new Signal(panes(100, 1, 160, 1, 220, 1), panes(130, 1, 190, 1), lively(0, 4000));

    List<Episode> episodes = run(signal, policy(0, 1, 3600, 0, 3, 900), 3_000, AlertFold.NONE);

    assertThat(transitions(episodes))
        .filteredOn(Transition::page)
        .extracting(Transition::time)
        .containsExactly(110_000L, 1_130_000L);
  }

  @Test
  void aBurstAcrossTheBorderOfAWindowFires() {
    Signal signal = new Signal(panes(3_590, 2, 3_600, 2), Timeline.EMPTY, lively(0, 4000));

    assertThat(run(signal, policy(0, 4, 300, 0, 9, 0), 3_700, AlertFold.NONE))
        .singleElement()
        .returns(3_610_000L, Episode::firedAt)
        .returns(4L, Episode::count);
  }

  @Test
  void itPagesAgainWhileItLasts() {
    Signal signal = new Signal(panes(0, 1), panes(1_000, 1), lively(0, 10));

    assertThat(transitions(run(signal, policy(0, 1, 300, 400, 9, 0), 2_000, AlertFold.NONE)))
        .filteredOn(Transition::page)
        .extracting(Transition::time)
        .containsExactly(10_000L, 410_000L, 810_000L);
  }

  @Test
  void itSaysWhenToLookAgain() {
    Signal signal = new Signal(panes(100, 1), Timeline.EMPTY, lively(0, 200));
    AlertMachine machine = new AlertMachine(policy(60, 1, 300, 0, 9, 0), PANE_MILLIS);

    AlertMachine.Course course =
        machine.run(signal, new AlertTime(110_000, 120_000), AlertFold.NONE);

    assertThat(course.lookAtReached()).isEqualTo(130_000);
    assertThat(course.lookAtComplete()).isEqualTo(420_000);
  }

  private static List<Episode> run(
      Signal signal, AlertPolicy policy, long seconds, AlertFold from) {
    AlertTime now = new AlertTime(seconds * 1000, seconds * 1000);
    return new AlertMachine(policy, PANE_MILLIS).run(signal, now, from).episodes();
  }

  private static List<Transition> transitions(List<Episode> episodes) {
    return episodes.stream().flatMap(episode -> episode.transitions().stream()).toList();
  }

  private static List<String> story(List<Episode> episodes) {
    List<String> lines = new ArrayList<>();
    for (Episode episode : episodes) {
      for (Transition change : episode.transitions()) {
        lines.add(
            "%d to %d, %d flows: %s %d%s"
                .formatted(
                    episode.startsAt() / 1000,
                    episode.endsAt() / 1000,
                    episode.count(),
                    change.kind(),
                    change.time() / 1000,
                    change.page() ? " page" : ""));
      }
    }
    return lines;
  }

  static AlertPolicy policy(
      int hold, int minimum, int keep, int renotify, int flapCount, int flapWithin) {
    return new AlertPolicy(
        true,
        Severity.HIGH,
        Duration.ofSeconds(hold),
        minimum,
        Duration.ofSeconds(keep),
        Duration.ofSeconds(renotify),
        flapCount,
        Duration.ofSeconds(flapWithin));
  }

  private static AlertPolicy randomPolicy(Random random) {
    return policy(
        random.nextBoolean() ? 0 : random.nextInt(200),
        1 + random.nextInt(random.nextBoolean() ? 1 : 20),
        2 * random.nextInt(random.nextBoolean() ? 20 : 300),
        random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(400),
        2 + random.nextInt(4),
        random.nextInt(3) == 0 ? 0 : random.nextInt(1_000));
  }

  /** Stretches of bad, good, both, neither, and of nothing at all; then a long lively tail. */
  private static Signal randomSignal(Random random, int seconds) {
    TreeMap<Long, Long> bad = new TreeMap<>();
    TreeMap<Long, Long> good = new TreeMap<>();
    TreeMap<Long, Long> lively = new TreeMap<>();
    int longest = 1 + random.nextInt(40);
    int kinds = random.nextBoolean() ? 5 : 3;
    for (long pane = 0; pane < seconds / PANE; ) {
      int kind = random.nextInt(kinds);
      long until = pane + 1 + random.nextInt(longest);
      for (; pane < until && pane < seconds / PANE; pane++) {
        long start = pane * PANE_MILLIS;
        boolean now = random.nextInt(4) > 0;
        if (now && (kind == 0 || kind == 2)) {
          bad.put(start, 1L + random.nextInt(5));
        }
        if (now && (kind == 1 || kind == 2 && random.nextBoolean())) {
          good.put(start, 1L);
        }
        if (bad.containsKey(start) || good.containsKey(start) || kind == 3 && now) {
          lively.put(start, 1L);
        }
      }
    }
    return new Signal(
        timeline(bad), timeline(good), timeline(lively).plus(lively(seconds, seconds + TAIL)));
  }

  private static Signal from(Signal signal, long cut) {
    return new Signal(
        signal.bad().between(cut, Long.MAX_VALUE),
        signal.good().between(cut, Long.MAX_VALUE),
        signal.lively().between(cut, Long.MAX_VALUE));
  }

  private static Timeline lively(int fromSecond, int toSecond) {
    TreeMap<Long, Long> panes = new TreeMap<>();
    for (long second = fromSecond; second < toSecond; second += PANE) {
      panes.put(second * 1000, 1L);
    }
    return timeline(panes);
  }

  /** Starts in seconds, each followed by how many flows. */
  private static Timeline panes(long... startsAndFlows) {
    TreeMap<Long, Long> panes = new TreeMap<>();
    for (int i = 0; i < startsAndFlows.length; i += 2) {
      panes.put(startsAndFlows[i] * 1000, startsAndFlows[i + 1]);
    }
    return timeline(panes);
  }

  static Timeline timeline(TreeMap<Long, Long> panes) {
    return new Timeline(
        panes.keySet().stream().mapToLong(Long::longValue).toArray(),
        panes.values().stream().mapToLong(Long::longValue).toArray());
  }
}
