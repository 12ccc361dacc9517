package io.egresslens.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.egresslens.classify.Judgement;
import io.egresslens.flow.Flow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the flows of a row were, against counting them by hand. */
class RowTimesTest {
  private static final Consumer<PartialSum> NOBODY = sum -> {};

  /** Timelines by window and key, as whoever receives the rows adds them up. */
  private static final class Merged {
    final Map<List<Object>, Timeline> timelines = new HashMap<>();

    void add(PartialSum sum, Timeline timeline) {
      assertThat(timeline.total()).as("%s", sum).isEqualTo(sum.flows());
      timelines.merge(List.of(sum.windowStartMillis(), sum.key()), timeline, Timeline::plus);
    }
  }

  private static Map<List<Object>, Timeline> byHand(List<Flow> flows, long window, long pane) {
    Map<List<Object>, Map<Long, Long>> counts = new HashMap<>();
    for (Flow flow : flows) {
      Judgement judgement = PartialSumsTest.CLASSIFIER.judge(flow);
      SummaryKey key =
          new SummaryKey(
              flow.firewall(),
              judgement.cluster(),
              judgement.destination(),
              flow.destinationPort(),
              flow.protocol(),
              flow.action(),
              judgement.expectation(),
              judgement.entry());
      long millis = flow.time().toEpochMilli();
      counts
          .computeIfAbsent(
              List.of(Math.floorDiv(millis, window) * window, key), row -> new TreeMap<>())
          .merge(Math.floorDiv(millis, pane) * pane, 1L, Long::sum);
    }
    Map<List<Object>, Timeline> timelines = new HashMap<>();
    counts.forEach(
        (row, panes) ->
            timelines.put(
                row,
                new Timeline(
                    panes.keySet().stream().mapToLong(Long::longValue).toArray(),
                    panes.values().stream().mapToLong(Long::longValue).toArray())));
    return timelines;
  }

  @ParameterizedTest
  @CsvSource({
    // seed, flows, window and pane in ms, how often rows leave, in order of time
    "1, 8000, 300000, 10000, 1000000, true",
    "2, 8000, 300000, 10000, 1000000, false",
    "3, 8000, 3600000, 1000, 1000000, false",
    "4, 8000, 3600000, 1000, 1000000, true",
    "5, 8000, 300000, 7000, 700, false",
    "6, 4000, 300000, 7000, 1, true",
    "7, 8000, 86400000, 37, 3000, false",
    "8, 4000, 1000, 10000, 300, false",
  })
  void anyOrderAndAnySplittingGiveWhatCountingByHandGives(
      long seed, int count, long window, long pane, int drainEvery, boolean inOrder) {
    Random random = new Random(seed);
    List<Flow> flows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // The same flow again and again makes rows of many flows.
      boolean again = i > 0 && random.nextBoolean();
      flows.add(
          again
              ? at(flows.get(random.nextInt(i)), random)
              : PartialSumsTest.randomFlow(random, 40));
    }
    if (inOrder) {
      flows.sort(Comparator.comparing(Flow::time));
    } else {
      Collections.shuffle(flows, random);
    }
    Merged merged = new Merged();
    Observer observer = new Observer(pane, merged::add);
    PartialSums sums = new PartialSums(window, PartialSumsTest.CLASSIFIER, 0, null, observer);
    WholeFlowView view = new WholeFlowView();
    for (Flow flow : flows) {
      sums.add(view.of(flow));
      if (random.nextInt(drainEvery) == 0) {
        sums.drain(NOBODY);
        assertThat(sums.size()).as("seed %d", seed).isZero();
      }
    }
    while (!sums.drainSome(11, NOBODY)) {
      assertThat(merged.timelines).as("seed %d", seed).isNotEmpty();
    }
    assertThat(merged.timelines).as("seed %d", seed).isEqualTo(byHand(flows, window, pane));
    assertThat(sums.size()).as("seed %d", seed).isZero();
  }

  private static Flow at(Flow flow, Random random) {
    return at(flow, Instant.parse("2026-11-22T12:00:00Z").plusMillis(random.nextInt(900_000)));
  }

  private static Flow at(Flow flow, Instant time) {
    return new Flow(
        time,
        flow.firewall(),
        flow.category(),
        flow.kind(),
        flow.format(),
        flow.protocol(),
        flow.sourceIp(),
        flow.sourcePort(),
        flow.destinationFqdn(),
        flow.destinationIp(),
        flow.destinationPort(),
        flow.url(),
        flow.action(),
        flow.actionReason(),
        flow.rule(),
        flow.details());
  }

  @Test
  void anObserverLearnsOfARowRightAfterItHasLeft() {
    List<PartialSum> left = new ArrayList<>();
    List<PartialSum> seen = new ArrayList<>();
    Observer observer =
        new Observer(
            10_000,
            (sum, timeline) -> {
              seen.add(sum);
              assertThat(seen).isEqualTo(left);
            });
    PartialSums sums = new PartialSums(300_000, PartialSumsTest.CLASSIFIER, 0, null, observer);
    Random random = new Random(9);
    WholeFlowView view = new WholeFlowView();
    for (int i = 0; i < 50; i++) {
      sums.add(view.of(PartialSumsTest.randomFlow(random, 4)));
    }
    sums.drain(left::add);
    assertThat(seen).hasSizeGreaterThan(40);
  }

  /** A row of very many panes weighs more than a row, so that it leaves in time. */
  @Test
  void manyPanesOfARowCountAsRows() {
    Observer observer = new Observer(1, (sum, timeline) -> {});
    PartialSums sums = new PartialSums(3_600_000, PartialSumsTest.CLASSIFIER, 0, null, observer);
    Flow flow = PartialSumsTest.randomFlow(new Random(3), 1);
    WholeFlowView view = new WholeFlowView();
    Instant start = Instant.parse("2026-11-22T12:00:00Z");
    for (int i = 0; i < 100_000; i++) {
      sums.add(view.of(at(flow, start.plusMillis(i))));
    }
    assertThat(sums.size()).isBetween(3_000, 9_000);
    sums.drain(NOBODY);
    assertThat(sums.size()).isZero();
  }

  @Test
  void aWindowHasNotTooManyPanes() {
    Observer observer = new Observer(1, (sum, timeline) -> {});
    assertThatThrownBy(
            () ->
                new PartialSums(
                    Duration.ofDays(1).toMillis(), PartialSumsTest.CLASSIFIER, 0, null, observer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("in panes of 1 ms");
  }
}
