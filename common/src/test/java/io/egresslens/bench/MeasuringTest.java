package io.egresslens.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.egresslens.bench.Rounds.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasuringTest {
  private static final Rounds SHORT = new Rounds(3, Duration.ZERO, Duration.ZERO);

  @Test
  void theMedianIsTheMiddleAndOfTwoTheirMean() {
    assertThat(new Series(5, 1, 2).median()).isEqualTo(2);
    assertThat(new Series(4, 1, 2, 9).median()).isEqualTo(3);
    assertThat(new Series(5, 1, 2).least()).isEqualTo(1);
    assertThat(new Series(5, 1, 2).greatest()).isEqualTo(5);
  }

  @Test
  void ratiosAreTakenRoundByRound() {
    assertThat(new Series(10, 40, 30).by(new Series(5, 10, 30)).rounds()).containsExactly(2, 4, 1);
    assertThatThrownBy(() -> new Series(1, 2).by(new Series(1))).hasMessageContaining("2 and 1");
    assertThatThrownBy(Series::new).hasMessageContaining("no round");
  }

  @Test
  void everybodyTakesTurnsInEveryRound() {
    List<String> order = new ArrayList<>();
    SHORT.measure(
        List.of(
            new Turn(1, () -> order.add("a") ? 1 : 0), new Turn(1, () -> order.add("b") ? 1 : 0)));
    assertThat(order).containsExactly("a", "b", "a", "b", "a", "b", "a", "b");
  }

  @Test
  void aFigureIsTheTimeOfOneUnit() {
    List<Series> nanos =
        SHORT
            .measure(
                List.of(
                    new Turn(1_000, MeasuringTest::aMillisecond),
                    new Turn(10, MeasuringTest::aMillisecond)))
            .nanosPerUnit();
    assertThat(nanos.get(0).least()).isGreaterThanOrEqualTo(1e3);
    assertThat(nanos.get(1).least()).isGreaterThanOrEqualTo(1e5);
  }

  private static long aMillisecond() {
    long until = System.nanoTime() + 1_000_000;
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    return until;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 3_000})
  void bothMatchersFindTheSameAndAboutAQuarterIsUnlisted(int patterns) {
    MatchLoad load = MatchLoad.compose(patterns);
    MatchBench.requireSame(
        load, new OwnMatching(load.catalog()), new SuffixWalk(load.catalog(), Scene.CLUSTER));
    SuffixWalk walk = new SuffixWalk(load.catalog(), Scene.CLUSTER);
    int unlisted = 0;
    for (String name : load.names()) {
      assertThat(load.listed().get(name)).isEqualTo(walk.find(name));
      unlisted += walk.find(name) == null ? 1 : 0;
    }
    if (patterns >= 100) {
      assertThat((double) unlisted / load.names().length).isCloseTo(0.25, within(0.15));
    }
  }

  @Test
  void theMatcherIsMeasuredWithItsSizeAndBuild() {
    MatchBench bench = MatchBench.run(100, SHORT);
    assertThat(bench.own().rounds()).hasSize(3);
    assertThat(bench.buildMillis()).isPositive();
    assertThat(bench.bytesPerPattern()).isBetween(1.0, 10_000.0);
  }

  @Test
  void shareOfTheFloorIsOfBytesNotOfRecords() {
    ReadBench bench = ReadBench.run(500, SHORT);
    double floor =
        bench.bytesPerRecord(LoadForm.LINES)
            / bench.nanos().get(LoadForm.LINES).get(Contestants.READ_FLOOR).rounds()[0];
    double legacy =
        bench.bytesPerRecord(LoadForm.LEGACY)
            / bench.nanos().get(LoadForm.LEGACY).get(Contestants.OWN).rounds()[0];
    assertThat(bench.shareOfReadFloor(LoadForm.LEGACY).rounds()[0])
        .isCloseTo(legacy / floor, within(1e-9));
    assertThat(bench.timesOurs(LoadForm.SHUFFLED, Contestants.TREE)).isNull();
  }
}
