package io.egresslens.jobs.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.alert.AlertChange;
import io.egresslens.alert.AlertRule;
import io.egresslens.alert.AlertSettings;
import io.egresslens.alert.AlertStatus;
import io.egresslens.ingest.LogBlock;
import io.egresslens.jobs.io.LogFileSource;
import io.egresslens.jobs.io.LogFiles;
import io.egresslens.samples.SampleLogs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Records in, alerts out: the whole graph. */
class AlertsGraphTest {
  private static final Comparator<AlertChange> ORDER =
      Comparator.comparing(AlertChange::time)
          .thenComparing(AlertChange::instanceId)
          .thenComparing(AlertChange::sequence);

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  private static List<AlertChange> told(
      RuntimeExecutionMode mode, int parallelism, List<Path> paths, FlowSettings.Alerts alerts)
      throws Exception {
    Configuration config = FlowJob.strict(new Configuration());
    config.set(ExecutionOptions.RUNTIME_MODE, mode);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
    env.setParallelism(parallelism);
    DataStream<LogBlock> blocks =
        env.fromSource(
                LogFileSource.of(LogFiles.under(paths)), WatermarkStrategy.noWatermarks(), "source")
            .uid("source");
    CollectedOutlets collected = new CollectedOutlets();
    FlowTopology.build(
        blocks,
        collected.outlets(),
        SampleSettings.of(Duration.ofHours(1), Duration.ZERO).withAlerts(alerts));
    env.execute();
    return collected.alerts().stream().sorted(ORDER).toList();
  }

  @Test
  void theSameRecordsGiveTheSameAlertsAtAnyParallelism() throws Exception {
    FlowSettings.Alerts alerts = FlowSettings.Alerts.atTheEnd(AlertSettings.DEFAULT);
    Path logs = SampleLogs.folder();
    List<AlertChange> one = told(RuntimeExecutionMode.BATCH, 1, List.of(logs), alerts);
    assertThat(one)
        .anySatisfy(
            change -> {
              assertThat(change.rule()).isEqualTo(AlertRule.REQUIRED_DENIED);
              assertThat(change.status()).isEqualTo(AlertStatus.FIRING);
            });
    assertThat(told(RuntimeExecutionMode.BATCH, 2, List.of(logs), alerts)).isEqualTo(one);
    assertThat(told(RuntimeExecutionMode.BATCH, 4, List.of(logs), alerts)).isEqualTo(one);
  }

  /** A stream that has an end, read before the clock ticks: all is told at the end. */
  @Test
  void aStreamTellsWhatFilesTell() throws Exception {
    List<Path> week = List.of(SampleLogs.folder().resolve("event-hub/week-1.jsonl"));
    FlowSettings.Alerts live =
        new FlowSettings.Alerts(AlertSettings.DEFAULT, Duration.ofMillis(50));
    FlowSettings.Alerts files = FlowSettings.Alerts.atTheEnd(AlertSettings.DEFAULT);
    assertThat(told(RuntimeExecutionMode.STREAMING, 1, week, live))
        .extracting(AlertChange::instanceId, AlertChange::status, AlertChange::time)
        .isEqualTo(
            told(RuntimeExecutionMode.BATCH, 2, week, files).stream()
                .map(
                    change ->
                        org.assertj.core.groups.Tuple.tuple(
                            change.instanceId(), change.status(), change.time()))
                .toList());
  }
}
