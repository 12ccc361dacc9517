package io.egresslens.jobs.flow.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.alert.AlertSettings;
import io.egresslens.alert.Observation;
import io.egresslens.ingest.LogBlock;
import io.egresslens.jobs.flow.FlowSettings;
import io.egresslens.jobs.flow.SampleSettings;
import io.egresslens.jobs.flow.wire.AlertInput;
import io.egresslens.jobs.flow.wire.AlertInput.Intake;
import io.egresslens.jobs.flow.wire.CompactTypeInfo;
import io.egresslens.samples.SampleLogs;
import io.egresslens.samples.Truth;
import io.egresslens.window.PartialSum;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** What the ingest step tells the alert rules, and when. */
@SuppressWarnings("try") // the close() of the engine's harness may throw anything
class ObservedTest {
  private static final SampleLogs LOGS = SampleLogs.generate();
  private static final String WEEK = "event-hub/week-1.jsonl";
  private static final Truth TRUTH = LOGS.truth(entry -> entry.file().equals(WEEK));
  private static final LogBlock BLOCK = LogBlock.ofFile(WEEK, 0, 1, LOGS.files().get(WEEK));
  private static final FlowSettings NONE =
      SampleSettings.of(Duration.ofMinutes(5), Duration.ofMinutes(10));

  private static final class Harness
      extends OneInputStreamOperatorTestHarness<LogBlock, PartialSum> {
    Harness(FlowSettings settings) throws Exception {
      super(
          new IngestOperator(settings),
          TypeInformation.of(LogBlock.class).createSerializer(new SerializerConfigImpl()),
          new MockEnvironmentBuilder().setMetricGroup(new CountedMetrics().task()).build());
      setup(CompactTypeInfo.PARTIAL_SUM.createSerializer(new SerializerConfigImpl()));
      setProcessingTime(0);
      open();
    }

    List<AlertInput> observed() {
      Collection<StreamRecord<AlertInput>> records = getSideOutput(FlowOutputTags.OBSERVED);
      List<AlertInput> values = new ArrayList<>();
      if (records != null) {
        records.forEach(record -> values.add(record.getValue()));
      }
      return values;
    }

    List<Observation> observations() {
      return observed().stream().map(AlertInput::observation).filter(Objects::nonNull).toList();
    }

    List<Intake> intakes() {
      return observed().stream().map(AlertInput::intake).filter(Objects::nonNull).toList();
    }
  }

  private static Harness harness(FlowSettings.Alerts alerts) throws Exception {
    return new Harness(NONE.withAlerts(alerts));
  }

  /** However long windows and watermarks wait. */
  @Test
  void whatWasReadIsObservedAfterTheDelayAtTheLatest() throws Exception {
    try (Harness harness =
        harness(new FlowSettings.Alerts(AlertSettings.DEFAULT, Duration.ofSeconds(5)))) {
      harness.processElement(BLOCK, 0);
      harness.setProcessingTime(4_999);
      assertThat(harness.observed()).isEmpty();
      harness.setProcessingTime(5_000);
      mustHoldTheWeek(harness, 1);
      harness.processElement(BLOCK, 0);
      harness.setProcessingTime(10_000);
      mustHoldTheWeek(harness, 2);
    }
  }

  @Test
  void overFilesWhatWasReadIsObservedAtTheEnd() throws Exception {
    try (Harness harness = harness(FlowSettings.Alerts.atTheEnd(AlertSettings.DEFAULT))) {
      harness.processElement(BLOCK, 0);
      harness.setProcessingTime(1_000_000);
      assertThat(harness.observed()).isEmpty();
      harness.endInput();
      mustHoldTheWeek(harness, 1);
    }
  }

  @Test
  void withoutAlertsNothingIsObserved() throws Exception {
    try (Harness harness = new Harness(NONE)) {
      harness.processElement(BLOCK, 0);
      harness.setProcessingTime(1_000_000);
      harness.endInput();
      assertThat(harness.observed()).isEmpty();
      assertThat(harness.extractOutputValues()).isNotEmpty();
    }
  }

  private static void mustHoldTheWeek(Harness harness, int times) {
    assertThat(harness.observations())
        .extracting(Observation::sum)
        .containsExactlyElementsOf(harness.extractOutputValues());
    assertThat(harness.observations())
        .allSatisfy(
            observed -> {
              assertThat(observed.timeline().total()).isEqualTo(observed.sum().flows());
              long first = observed.sum().firstSeen().toEpochMilli();
              assertThat(observed.timeline().first()).isEqualTo(first - first % 10_000);
            });
    assertThat(harness.observations().stream().mapToLong(o -> o.sum().flows()).sum())
        .isEqualTo(times * TRUTH.flows());
    // Records of other categories show no time here, and are not counted.
    long read = harness.intakes().stream().mapToLong(Intake::records).sum();
    long rejected =
        harness.intakes().stream()
            .flatMap(intake -> intake.rejected().values().stream())
            .mapToLong(Long::longValue)
            .sum();
    long deadLetters = TRUTH.deadLetters().values().stream().mapToLong(Long::longValue).sum();
    assertThat(rejected).isEqualTo(times * deadLetters);
    assertThat(read)
        .isBetween(
            times * (TRUTH.flows() + TRUTH.inbound() + TRUTH.signals() + deadLetters),
            times * TRUTH.records());
    assertThat(harness.intakes()).allMatch(intake -> intake.millis() % 10_000 == 0);
  }
}
