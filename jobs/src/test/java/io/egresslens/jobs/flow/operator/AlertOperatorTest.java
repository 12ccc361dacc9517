package io.egresslens.jobs.flow.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.alert.AlertChange;
import io.egresslens.alert.AlertRule;
import io.egresslens.alert.AlertSettings;
import io.egresslens.alert.AlertStatus;
import io.egresslens.alert.Observation;
import io.egresslens.classify.Expectation;
import io.egresslens.flow.Action;
import io.egresslens.jobs.flow.FlowSettings;
import io.egresslens.jobs.flow.SampleSettings;
import io.egresslens.jobs.flow.wire.AlertInput;
import io.egresslens.jobs.flow.wire.AlertInput.Intake;
import io.egresslens.window.PartialSum;
import io.egresslens.window.SourceSet;
import io.egresslens.window.SummaryKey;
import io.egresslens.window.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When books are asked, where they are kept, and that nothing is told twice. */
@SuppressWarnings("try") // the close() of the engine's harness may throw anything
class AlertOperatorTest {
  private static final long START = Instant.parse("2026-03-02T10:00:00Z").toEpochMilli();
  private static final int MAX_PARALLELISM = 16;
  private static final FlowSettings LIVE =
      settings(new FlowSettings.Alerts(AlertSettings.DEFAULT, Duration.ofSeconds(5)));
  private static final FlowSettings FILES =
      settings(FlowSettings.Alerts.atTheEnd(AlertSettings.DEFAULT));

  private static FlowSettings settings(FlowSettings.Alerts alerts) {
    return SampleSettings.of(Duration.ofMinutes(5), Duration.ofMinutes(10)).withAlerts(alerts);
  }

  /** So many seconds after the start, ten flows to one host, which the clusters need. */
  private static AlertInput flows(String firewall, int second, Action action) {
    long millis = START + second * 1_000L;
    SummaryKey key =
        new SummaryKey(
            firewall,
            "aro-prod",
            "quay.io",
            443,
            "https",
            action,
            Expectation.REQUIRED,
            "container-registries.quay.io");
    PartialSum sum =
        new PartialSum(
            key,
            Math.floorDiv(millis, 300_000L) * 300_000L,
            "v1",
            0,
            null,
            10,
            SourceSet.EMPTY,
            Instant.ofEpochMilli(millis),
            Instant.ofEpochMilli(millis),
            Map.of());
    return AlertInput.of(
        new Observation(sum, Timeline.of(Math.floorDiv(millis, 10_000L) * 10_000L, 10)));
  }

  /** Denied for five minutes, from the first on; before and after it allowed. */
  private static List<AlertInput> outage(String firewall) {
    List<AlertInput> inputs = new ArrayList<>();
    for (int second = 5; second < 1_200; second += 10) {
      boolean denied = second >= 60 && second < 360;
      inputs.add(flows(firewall, second, denied ? Action.DENY : Action.ALLOW));
    }
    return inputs;
  }

  /** What became of each outage; that it grows is told in between, as often as somebody looks. */
  private static List<String> told(List<AlertChange> changes) {
    return changes.stream()
        .filter(change -> change.rule() == AlertRule.REQUIRED_DENIED)
        .map(
            change ->
                change.labels().get("firewall")
                    + ' '
                    + change.status().label()
                    + ' '
                    + Duration.ofMillis(change.startsAt().toEpochMilli() - START).toSeconds()
                    + ' '
                    + change.instanceId())
        .distinct()
        .sorted()
        .toList();
  }

  private static Harness open(FlowSettings settings) throws Exception {
    Harness harness = new Harness(settings, 1, 0);
    harness.open();
    return harness;
  }

  /** What one subtask of the step tells. */
  private static final class Harness
      extends KeyedOneInputStreamOperatorTestHarness<String, AlertInput, AlertChange> {
    Harness(FlowSettings settings, int parallelism, int subtask) throws Exception {
      super(
          (OneInputStreamOperator<AlertInput, AlertChange>) new AlertOperator(settings),
          AlertInput::firewall,
          Types.STRING,
          MAX_PARALLELISM,
          parallelism,
          subtask);
      setProcessingTime(START);
    }

    /** Takes in flows as they come live, with a clock that is a minute ahead of them. */
    void live(List<AlertInput> inputs) throws Exception {
      for (AlertInput input : inputs) {
        long millis = input.observation().sum().lastSeen().toEpochMilli();
        setProcessingTime(Math.max(getProcessingTime(), millis + 60_000));
        processElement(input, millis);
        processWatermark(millis - 30_000);
      }
    }

    void all(List<AlertInput> inputs) throws Exception {
      for (AlertInput input : inputs) {
        processElement(input, 0);
      }
    }

    void end() throws Exception {
      processWatermark(Watermark.MAX_WATERMARK);
      endInput();
    }
  }

  @Test
  void aRunningJobTellsWithinASecondOfItsClock() throws Exception {
    try (Harness harness = open(LIVE)) {
      List<AlertInput> outage = outage("/fw-a");
      harness.live(outage.subList(0, 34));
      assertThat(harness.extractOutputValues())
          .extracting(AlertChange::status)
          .containsOnly(AlertStatus.FIRING);
      AlertChange fired = harness.extractOutputValues().get(0);
      assertThat(fired.startsAt()).isEqualTo(Instant.ofEpochMilli(START + 60_000));
      assertThat(fired.page()).isTrue();
      harness.live(outage.subList(34, outage.size()));
      List<AlertChange> changes = harness.extractOutputValues();
      assertThat(changes).filteredOn(AlertChange::page).containsExactly(fired);
      assertThat(changes)
          .filteredOn(change -> change.status() != AlertStatus.FIRING)
          .extracting(AlertChange::status)
          .containsExactly(AlertStatus.RESOLVED);
    }
  }

  @Test
  void aJobOverFilesTellsTheSameAtItsEnd() throws Exception {
    List<String> live;
    try (Harness harness = open(LIVE)) {
      harness.live(outage("/fw-a"));
      harness.end();
      live = told(harness.extractOutputValues());
    }
    try (Harness harness = open(FILES)) {
      List<AlertInput> shuffled = new ArrayList<>(outage("/fw-a"));
      Collections.shuffle(shuffled, new Random(3));
      harness.all(shuffled);
      harness.setProcessingTime(START + 900_000_000);
      assertThat(harness.extractOutputValues()).as("no clock").isEmpty();
      harness.end();
      assertThat(told(harness.extractOutputValues())).isEqualTo(live).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 34, 70})
  void aRestoredJobGoesOnWhereItWas(int before) throws Exception {
    List<AlertInput> outage = outage("/fw-a");
    List<AlertChange> undisturbed;
    try (Harness harness = open(LIVE)) {
      harness.live(outage);
      undisturbed = harness.extractOutputValues();
    }
    List<AlertChange> changes = new ArrayList<>();
    OperatorSubtaskState state;
    try (Harness harness = open(LIVE)) {
      harness.live(outage.subList(0, before));
      state = harness.snapshot(1, 1);
      changes.addAll(harness.extractOutputValues());
      assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
    }
    try (Harness harness = new Harness(LIVE, 1, 0)) {
      harness.initializeState(state);
      harness.open();
      harness.live(outage.subList(before, outage.size()));
      changes.addAll(harness.extractOutputValues());
    }
    assertThat(changes).isEqualTo(undisturbed);
  }

  /** From one subtask to three and back, with twelve firewalls in the middle of their outages. */
  @Test
  void booksMoveWithTheirKeysWhenTheParallelismChanges() throws Exception {
    List<String> firewalls = IntStream.range(0, 12).mapToObj(i -> "/fw-" + i).toList();
    List<AlertInput> first = new ArrayList<>();
    List<AlertInput> second = new ArrayList<>();
    List<AlertInput> third = new ArrayList<>();
    for (String firewall : firewalls) {
      List<AlertInput> outage = outage(firewall);
      first.addAll(outage.subList(0, 20));
      second.addAll(outage.subList(20, 34));
      third.addAll(outage.subList(34, outage.size()));
    }
    List<AlertChange> changes = new ArrayList<>();
    OperatorSubtaskState state = run(LIVE, null, 1, first, changes);
    state = run(LIVE, state, 3, second, changes);
    run(LIVE, state, 1, third, changes);

    List<AlertChange> undisturbed = new ArrayList<>();
    List<AlertInput> all = new ArrayList<>(first);
    all.addAll(second);
    all.addAll(third);
    run(LIVE, null, 1, all, undisturbed);
    assertThat(told(changes)).isEqualTo(told(undisturbed)).hasSize(24);
  }

  /** Flows of one time to all subtasks, then a tick. */
  private static OperatorSubtaskState run(
      FlowSettings settings,
      OperatorSubtaskState before,
      int parallelism,
      List<AlertInput> inputs,
      List<AlertChange> changes)
      throws Exception {
    Map<Long, List<AlertInput>> byTime = new TreeMap<>();
    for (AlertInput input : inputs) {
      byTime
          .computeIfAbsent(
              input.observation().sum().lastSeen().toEpochMilli(), time -> new ArrayList<>())
          .add(input);
    }
    List<OperatorSubtaskState> states = new ArrayList<>();
    for (int subtask = 0; subtask < parallelism; subtask++) {
      try (Harness harness = new Harness(settings, parallelism, subtask)) {
        if (before != null) {
          harness.initializeState(
              AbstractStreamOperatorTestHarness.repartitionOperatorState(
                  before, MAX_PARALLELISM, 1, parallelism, subtask));
        }
        harness.open();
        for (List<AlertInput> together : byTime.values()) {
          List<AlertInput> own = new ArrayList<>();
          for (AlertInput input : together) {
            if (isOf(input.firewall(), parallelism, subtask)) {
              own.add(input);
            }
          }
          harness.live(own);
        }
        changes.addAll(harness.extractOutputValues());
        states.add(harness.snapshot(1, 1));
      }
    }
    return AbstractStreamOperatorTestHarness.repackageState(
        states.toArray(new OperatorSubtaskState[0]));
  }

  private static boolean isOf(String firewall, int parallelism, int subtask) {
    return org.apache.flink.runtime.state.KeyGroupRangeAssignment.assignKeyToParallelOperator(
            firewall, MAX_PARALLELISM, parallelism)
        == subtask;
  }

  /** However the files were shared out, and however far time was where they were read. */
  @Test
  void whatCouldNotBeReadWhereNothingElseWasIsCountedAsAWhole() throws Exception {
    List<AlertChange> withoutAny;
    try (Harness harness = open(FILES)) {
      harness.all(outage("/fw-a"));
      harness.end();
      withoutAny = harness.extractOutputValues();
    }
    List<List<AlertChange>> runs = new ArrayList<>();
    for (int parts : new int[] {1, 5}) {
      try (Harness harness = open(FILES)) {
        harness.all(outage("/fw-a"));
        for (int part = 0; part < parts; part++) {
          harness.processElement(
              AlertInput.of(
                  new Intake(Long.MIN_VALUE, 100 / parts, Map.of("not-json", 50L / parts))),
              0);
        }
        harness.end();
        runs.add(harness.extractOutputValues());
      }
    }
    assertThat(runs.get(1)).isEqualTo(runs.get(0));
    assertThat(runs.get(0)).containsAll(withoutAny);
  }
}
