package io.egresslens.jobs.io;

import static io.egresslens.jobs.flow.FlowOperatorId.ACCOUNTING;
import static io.egresslens.jobs.flow.FlowOperatorId.ALERTS;
import static io.egresslens.jobs.flow.FlowOperatorId.CATALOG_UPDATES;
import static io.egresslens.jobs.flow.FlowOperatorId.DEAD_LETTERS;
import static io.egresslens.jobs.flow.FlowOperatorId.LATE_FLOWS;
import static io.egresslens.jobs.flow.FlowOperatorId.SHADOW;
import static io.egresslens.jobs.flow.FlowOperatorId.SIGNALS;
import static io.egresslens.jobs.flow.FlowOperatorId.SUMMARIES;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.egresslens.alert.AlertChange;
import io.egresslens.catalog.CatalogUpdate;
import io.egresslens.flow.Flow;
import io.egresslens.ingest.DeadLetter;
import io.egresslens.ingest.EventTimeBounds;
import io.egresslens.jobs.config.ClientProperties;
import io.egresslens.jobs.config.Guarantee;
import io.egresslens.jobs.config.OutputFormat;
import io.egresslens.jobs.config.RunConfig.AlertPosts;
import io.egresslens.jobs.config.RunConfig.EventTime;
import io.egresslens.jobs.config.RunConfig.KafkaInput;
import io.egresslens.jobs.config.RunConfig.KafkaOutput;
import io.egresslens.jobs.config.RunConfig.Topics;
import io.egresslens.jobs.config.StartFrom;
import io.egresslens.jobs.flow.FlowOutlets;
import io.egresslens.window.Accounting;
import io.egresslens.window.ShadowDifference;
import io.egresslens.window.Summary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Source and outlet on a real broker, in a real (small) engine. */
class KafkaRoundTripTest {
  private static final int ROWS = 2_000;

  private static EmbeddedBroker broker;

  @TempDir Path folder;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.start(0);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  private static StreamExecutionEnvironment environment() {
    Configuration settings = new Configuration();
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(100));
    return StreamExecutionEnvironment.createLocalEnvironment(1, settings);
  }

  private static KafkaOutput output(Guarantee guarantee, Map<String, String> properties) {
    return new KafkaOutput(
        broker.bootstrapServers(),
        new ClientProperties(properties),
        OutputFormat.JSON,
        guarantee,
        Duration.ofMinutes(1),
        null);
  }

  private static KafkaSink<Long> numbers(KafkaOutput output, String topic) {
    return KafkaOutlet.create(
        output, "test", topic, row -> "key-" + row, row -> row.toString().getBytes(UTF_8));
  }

  /** With kafka-clients 4.3 or newer this fails: the connector's transactions never commit. */
  @ParameterizedTest
  @EnumSource
  void everyRowIsCommittedOnceAndStampedByTheBrokerNotByTheEvent(Guarantee guarantee)
      throws Exception {
    String topic = "numbers-" + guarantee;
    broker.topics().create(List.of(topic), 2);
    long before = System.currentTimeMillis();
    StreamExecutionEnvironment environment = environment();
    environment
        .fromSequence(1, ROWS)
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<Long>forMonotonousTimestamps()
                .withTimestampAssigner((row, time) -> row))
        .sinkTo(numbers(output(guarantee, Map.of()), topic));
    environment.execute();

    var rows = TopicReader.committedRows(broker, topic);
    assertThat(rows)
        .extracting(row -> Long.valueOf(TopicReader.text(row)))
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, ROWS).boxed().toList());
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(new String(row.key(), UTF_8)).isEqualTo("key-" + TopicReader.text(row));
              assertThat(row.timestamp()).isBetween(before, System.currentTimeMillis());
            });
  }

  @Test
  void aRecordHasNoTimeOfItsOwn() {
    var record =
        new RowSerializer<Long>("t", null, row -> row.toString().getBytes(UTF_8))
            .serialize(7L, null, 1_000L);
    assertThat(record.timestamp()).isNull();
    assertThat(record.key()).isNull();
    assertThat(record.partition()).isNull();
    assertThat(record.value()).asString(UTF_8).isEqualTo("7");
  }

  @Test
  void aBoundedSourceReadsAllMessagesWithValueAndEnds() throws Exception {
    broker.topics().create(List.of("logs-a", "logs-b"), 2);
    TopicReader.send(broker, "logs-a", Arrays.asList("one", null, "two"));
    TopicReader.send(broker, "logs-b", List.of("not {json"));
    KafkaInput input = input(List.of("logs-a", "logs-b"), Map.of());
    StreamExecutionEnvironment environment = environment();
    var time = new EventTime(Duration.ofMinutes(1), Duration.ofMinutes(1), EventTimeBounds.DEFAULT);
    List<String> read =
        environment
            .fromSource(KafkaLogSource.create(input), LogWatermarks.of(time), "logs")
            .map(block -> block.source() + " " + new String(block.bytes(), UTF_8))
            .returns(Types.STRING)
            .executeAndCollect(100);
    assertThat(read).containsExactlyInAnyOrder("logs-a one", "logs-a two", "logs-b not {json");
  }

  @Test
  void secretsAreResolvedInTheClientAndAreNoPartOfTheGraph() throws Exception {
    broker.topics().create(List.of("secret"), 1);
    Path secrets =
        Files.writeString(folder.resolve("hub.properties"), "codec=gzip-CANARY\ngz=gzip");
    Map<String, String> good = Map.of("compression.type", "${file:" + secrets + ":gz}");
    StreamExecutionEnvironment environment = environment();
    environment
        .fromSequence(1, 10)
        .sinkTo(numbers(output(Guarantee.AT_LEAST_ONCE, good), "secret"));
    environment.execute();
    assertThat(TopicReader.committedRows(broker, "secret")).hasSize(10);

    // The client sees the value: it complains of it.
    Map<String, String> bad = Map.of("compression.type", "${file:" + secrets + ":codec}");
    assertThatThrownBy(
            () ->
                new org.apache.kafka.clients.producer.ProducerConfig(
                    KafkaClient.properties("b:1", Map.of(), new ClientProperties(bad))))
        .hasMessageContaining("gzip-CANARY");
    KafkaSink<Long> sink = numbers(output(Guarantee.AT_LEAST_ONCE, bad), "secret");
    assertThat(serialized(sink)).contains("${file:").doesNotContain("CANARY");
    assertThat(serialized(KafkaLogSource.create(input(List.of("secret"), bad))))
        .contains("${file:")
        .doesNotContain("CANARY");
  }

  @Test
  void rowsLeaveInBatchesUnlessTheUserSaysOtherwise() {
    assertThat(KafkaOutlet.settings(output(Guarantee.EXACTLY_ONCE, Map.of())))
        .containsEntry("batch.size", "131072")
        .containsEntry("linger.ms", "50");
    assertThat(
            KafkaOutlet.settings(
                output(Guarantee.AT_LEAST_ONCE, Map.of("linger.ms", "0", "batch.size", "16384"))))
        .containsEntry("batch.size", "16384")
        .containsEntry("linger.ms", "0")
        .containsEntry("transaction.timeout.ms", "60000");
  }

  @Test
  void everyKindOfRowReachesItsTopicUnderItsKey() throws Exception {
    Topics topics =
        new Topics(
            "k-summaries",
            "k-dead",
            "k-late",
            "k-signals",
            "k-books",
            "k-updates",
            "k-shadow",
            "k-alerts");
    broker.topics().create(topics.all(), 1);
    KafkaOutput output =
        new KafkaOutput(
            broker.bootstrapServers(),
            ClientProperties.NONE,
            OutputFormat.AVRO,
            Guarantee.AT_LEAST_ONCE,
            Duration.ofMinutes(1),
            topics);
    FlowOutlets outlets = KafkaOutlets.of(output, "job", new AlertPosts(null, null, null));
    StreamExecutionEnvironment environment = environment();
    outlets.summaries().attach(rows(environment, Samples.SUMMARIES, Summary.class), SUMMARIES);
    outlets.lateFlows().attach(rows(environment, Samples.SUMMARIES, Summary.class), LATE_FLOWS);
    outlets.signals().attach(rows(environment, Samples.SIGNALS, Flow.class), SIGNALS);
    outlets
        .deadLetters()
        .attach(rows(environment, Samples.DEAD_LETTERS, DeadLetter.class), DEAD_LETTERS);
    outlets.accounting().attach(rows(environment, Samples.BOOKS, Accounting.class), ACCOUNTING);
    outlets
        .catalogUpdates()
        .attach(rows(environment, Samples.UPDATES, CatalogUpdate.class), CATALOG_UPDATES);
    outlets.shadow().attach(rows(environment, Samples.SHADOW, ShadowDifference.class), SHADOW);
    outlets.alerts().attach(rows(environment, Samples.ALERTS, AlertChange.class), ALERTS);
    environment.execute();

    assertRows("k-alerts", Contract.ALERT, Samples.ALERTS, AlertChange::alertId);
    assertRows("k-shadow", Contract.SHADOW, Samples.SHADOW, ShadowDifference::id);
    assertRows("k-updates", Contract.CATALOG_UPDATE, Samples.UPDATES, row -> "job");
    assertRows("k-summaries", Contract.SUMMARY, Samples.SUMMARIES, Summary::id);
    assertRows("k-late", Contract.LATE_FLOW, Samples.SUMMARIES, Summary::id);
    assertRows("k-signals", Contract.SIGNAL, Samples.SIGNALS, row -> null);
    assertRows("k-dead", Contract.DEAD_LETTER, Samples.DEAD_LETTERS, row -> null);
    assertRows("k-books", Contract.ACCOUNTING, Samples.BOOKS, row -> "job");
  }

  private static <T> DataStream<T> rows(
      StreamExecutionEnvironment environment, List<T> rows, Class<T> type) {
    return environment.fromData(rows, TypeInformation.of(type));
  }

  private static <T> void assertRows(
      String topic, Contract<T> contract, List<T> rows, Function<T, String> key) {
    assertThat(TopicReader.committedRows(broker, topic))
        .as(topic)
        .extracting(row -> row.key() == null ? null : new String(row.key(), UTF_8))
        .containsExactlyElementsOf(rows.stream().map(key).toList());
    assertThat(TopicReader.committedRows(broker, topic))
        .as(topic)
        .extracting(ConsumerRecord::value)
        .containsExactlyElementsOf(rows.stream().map(contract::toAvro).toList());
  }

  @Test
  void aTopicThatIsNotThereIsOneLine() {
    broker.topics().create(List.of("there"), 1);
    assertThatThrownBy(
            () -> broker.topics().verify("output.kafka", List.of("gone", "there", "away")))
        .isInstanceOf(KafkaUnavailableException.class)
        .hasMessage(
            "output.kafka: %s has no topic away, gone: create it, or correct the name",
            broker.bootstrapServers());
  }

  private static KafkaInput input(List<String> topics, Map<String, String> properties) {
    return new KafkaInput(
        broker.bootstrapServers(),
        topics,
        "group",
        new StartFrom(StartFrom.Kind.EARLIEST, null),
        true,
        new ClientProperties(properties));
  }

  private static String serialized(Object graphPart) throws IOException {
    return new String(InstantiationUtil.serializeObject(graphPart), StandardCharsets.ISO_8859_1);
  }
}
