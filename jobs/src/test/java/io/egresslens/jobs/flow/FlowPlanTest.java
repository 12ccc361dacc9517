package io.egresslens.jobs.flow;

import static org.apache.flink.api.common.RuntimeExecutionMode.STREAMING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.egresslens.alert.AlertSettings;
import io.egresslens.ingest.LogBlock;
import io.egresslens.jobs.io.LogFileSource;
import io.egresslens.samples.SampleLogs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.runtime.kryo.KryoSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.util.IterableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The plan that the engine makes of the graph; nothing runs. */
class FlowPlanTest {
  /** What the graph of a stream has beyond that of files. */
  private static final List<FlowOperatorId> OF_STREAMS =
      List.of(FlowOperatorId.CATALOG_UPDATES, FlowOperatorId.SHADOW);

  private static final FlowSettings.Alerts ALERTS =
      new FlowSettings.Alerts(AlertSettings.DEFAULT, Duration.ofSeconds(5));

  private static final FlowSettings.Alerts ALERTS_OF_FILES =
      FlowSettings.Alerts.atTheEnd(AlertSettings.DEFAULT);

  private static final Duration[] ROLL_UPS = {Duration.ofHours(1), Duration.ofDays(1)};

  @ParameterizedTest
  @EnumSource(names = {"STREAMING", "BATCH"})
  void everyOperatorHasItsOwnUidAndShowsIt(RuntimeExecutionMode mode) {
    List<String> expected = new ArrayList<>(List.of("roll-up-1", "roll-up-2"));
    for (FlowOperatorId id : FlowOperatorId.values()) {
      if (id != FlowOperatorId.ROLL_UP && (mode == STREAMING || !OF_STREAMS.contains(id))) {
        expected.add(id.uid());
      }
    }
    List<StreamNode> nodes = List.copyOf(plan(mode, ROLL_UPS).getStreamNodes());
    assertThat(nodes)
        .extracting(StreamNode::getTransformationUID)
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(nodes)
        .allSatisfy(
            node -> assertThat(node.getOperatorName()).contains(node.getTransformationUID()));
  }

  @ParameterizedTest
  @EnumSource(names = {"STREAMING", "BATCH"})
  void nothingTravelsByKryo(RuntimeExecutionMode mode) {
    for (StreamNode node : plan(mode, ROLL_UPS).getStreamNodes()) {
      List<TypeSerializer<?>> serializers = new ArrayList<>(List.of(node.getTypeSerializersIn()));
      serializers.add(node.getTypeSerializerOut());
      serializers.add(node.getStateKeySerializer());
      assertThat(serializers)
          .as(node.getOperatorName())
          .noneMatch(serializer -> serializer instanceof KryoSerializer);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"STREAMING", "BATCH"})
  void sourceAndIngestAreOneTask(RuntimeExecutionMode mode) {
    List<JobVertex> vertices =
        IterableUtils.toStream(plan(mode, ROLL_UPS).getJobGraph().getVertices()).toList();
    assertThat(vertices)
        .filteredOn(JobVertex::isInputVertex)
        .singleElement()
        .satisfies(reader -> assertThat(reader.getName()).contains("source").contains("ingest"));
  }

  @Test
  void theBooksAreKeptInOnePlace() {
    assertThat(plan(RuntimeExecutionMode.STREAMING, ROLL_UPS).getStreamNodes())
        .filteredOn(node -> "account".equals(node.getTransformationUID()))
        .extracting(StreamNode::getParallelism)
        .containsExactly(1);
  }

  /** The newest event of all firewalls is the end of each. */
  @Test
  void overFilesAlertsAreMadeInOnePlace() {
    assertThat(parallelismOf("alerts", RuntimeExecutionMode.BATCH)).isEqualTo(1);
    assertThat(parallelismOf("alerts", RuntimeExecutionMode.STREAMING)).isEqualTo(2);
  }

  private static int parallelismOf(String uid, RuntimeExecutionMode mode) {
    return plan(mode, ROLL_UPS).getStreamNodes().stream()
        .filter(node -> uid.equals(node.getTransformationUID()))
        .findFirst()
        .orElseThrow()
        .getParallelism();
  }

  @Test
  void withoutRollUpsTheBaseWindowsAreAll() {
    assertThat(plan(RuntimeExecutionMode.STREAMING).getStreamNodes())
        .extracting(StreamNode::getTransformationUID)
        .contains("summarise")
        .noneMatch(uid -> uid.startsWith("roll-up"));
  }

  /** The two options do what this class relies on. */
  @Test
  void aForgottenUidStopsTheBuild() {
    StreamExecutionEnvironment env = environment(RuntimeExecutionMode.STREAMING);
    env.fromData(1)
        .uid("numbers")
        .map(n -> n)
        .returns(Integer.class)
        .sinkTo(new DiscardingSink<>());
    assertThatThrownBy(() -> env.getStreamGraph().getJobGraph())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("UID");
  }

  private static StreamGraph plan(RuntimeExecutionMode mode, Duration... rollUps) {
    StreamExecutionEnvironment env = environment(mode);
    Path file = SampleLogs.folder().resolve("event-hub/week-1.jsonl");
    DataStream<LogBlock> blocks =
        env.fromSource(LogFileSource.of(List.of(file)), WatermarkStrategy.noWatermarks(), "source")
            .uid("source");
    FlowSettings settings =
        SampleSettings.of(Duration.ofMinutes(5), Duration.ofMinutes(10), rollUps);
    boolean stream = mode == STREAMING;
    FlowTopology.build(
        blocks,
        stream ? Fed.<CatalogChange>nothing() : null,
        new FlowOutlets(
            discard(), discard(), discard(), discard(), discard(), discard(), discard(), discard()),
        stream
            ? settings.withShadow(settings.edition()).withAlerts(ALERTS)
            : settings.withAlerts(ALERTS_OF_FILES));
    return env.getStreamGraph();
  }

  private static StreamExecutionEnvironment environment(RuntimeExecutionMode mode) {
    Configuration config = new Configuration();
    config.set(ExecutionOptions.RUNTIME_MODE, mode);
    config.set(PipelineOptions.GENERIC_TYPES, false);
    config.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
    env.setParallelism(2);
    return env;
  }

  private static <T> Outlet<T> discard() {
    return (records, id) -> records.sinkTo(new DiscardingSink<>()).name(id.uid()).uid(id.uid());
  }
}
