package io.egresslens.jobs.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.egresslens.jobs.io.EmbeddedBroker;
import io.egresslens.jobs.io.KafkaFeed;
import io.egresslens.jobs.io.RealAlertmanager;
import io.egresslens.jobs.io.RealAlertmanager.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way in real time: a broker, the job of {@code run} and Debian's Alertmanager. Three
 * endpoints are denied by one rule, the job is stopped hard in the middle, and they heal.
 */
class AlertmanagerJobTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration HOLD = Duration.ofSeconds(2);

  /** What the issue allows beside the time that a rule waits. */
  private static final Duration MOST = Duration.ofSeconds(10);

  private static final List<String> ENTRIES = List.of("one", "two", "three");

  @TempDir Path folder;

  @Test
  void threeEndpointsOneCauseOnePageAndOneHealThroughARestart() throws Exception {
    try (RealAlertmanager alertmanager = RealAlertmanager.start(folder);
        EmbeddedBroker broker = EmbeddedBroker.start(0)) {
      FlowJob job = job(broker, alertmanager);
      broker.topics().create(job.config().topicsRead(), 2);
      broker.topics().create(job.config().topicsWritten(), 1);
      JobClient client = start(job, null);
      send(broker, "Allow", "allow-required");
      awaitCheckpointAfter(0);
      assertThat(alertmanager.shown()).isEmpty();

      long sent = System.nanoTime();
      send(broker, "Deny", "deny-all");
      List<Shown> shown = alertmanager.await("the outage", all -> !all.isEmpty());
      Duration waited = Duration.ofNanos(System.nanoTime() - sent);
      assertThat(waited).as("from the broker to Alertmanager").isLessThan(MOST.plus(HOLD));
      assertThat(shown).hasSize(1);
      assertThat(shown.get(0).label("alertname")).isEqualTo("EgressOutage");
      assertThat(shown.get(0).label("cluster")).isEqualTo("aro-live");
      assertThat(shown.get(0).label("cause")).isEqualTo("rc/deny-all");
      assertThat(shown.get(0).receiver()).isEqualTo("on-call");
      assertThat(shown.get(0).alert().at("/annotations/description").asText())
          .contains("3 required endpoints");

      awaitCheckpointAfter(checkpoints().newest());
      client.cancel().get(30, TimeUnit.SECONDS);
      JobClient restored = start(job, checkpoints().newestPath());
      long end = System.nanoTime() + Duration.ofSeconds(8).toNanos();
      while (System.nanoTime() < end) {
        assertThat(alertmanager.shown()).as("while the job starts again").hasSize(1);
        Thread.sleep(200);
      }

      sent = System.nanoTime();
      send(broker, "Allow", "allow-required");
      alertmanager.await("all has healed", List::isEmpty);
      waited = Duration.ofNanos(System.nanoTime() - sent);
      // A pane has to end before it can be said to be all good.
      assertThat(waited).as("until it is healed").isLessThan(MOST.plusSeconds(10));
      restored.cancel().get(30, TimeUnit.SECONDS);
      assertThat(told(broker))
          .filteredOn(change -> change.get("page").asBoolean())
          .extracting(change -> change.get("instanceId").asText())
          .as("pages")
          .hasSize(1);
    }
  }

  private FlowJob job(EmbeddedBroker broker, RealAlertmanager alertmanager) throws IOException {
    StringBuilder entries = new StringBuilder("entries:\n");
    for (String entry : ENTRIES) {
      entries.append(
          """
            - {id: live.%1$s, group: g, level: required, match: %1$s.required.example,
               ports: ["https:443"], source: {document: d}}
          """
              .formatted(entry));
    }
    Files.writeString(folder.resolve("mine.yaml"), entries);
    Files.writeString(
        folder.resolve("clusters.yaml"),
        """
        clusters:
          - {name: aro-live, cloud: public, region: eastus, domain: live.example,
             sources: [10.10.1.0/24]}
        """);
    Files.writeString(
        folder.resolve("alerts.yaml"),
        """
        rules:
          EgressRequiredDenied: {for: %ds}
        """
            .formatted(HOLD.toSeconds()));
    Path config =
        Files.writeString(
            folder.resolve("run.yaml"),
            """
            kafka: {bootstrapServers: "%s", topics: [live-logs]}
            catalog: [mine.yaml]
            clusters: clusters.yaml
            output: {format: json}
            alerts:
              settings: alerts.yaml
              alertmanager: {url: "%s", resend: 3s}
            checkpoint: {interval: 1s, directory: checkpoints}
            parallelism: 2
            """
                .formatted(broker.bootstrapServers(), alertmanager.receiver().url()));
    return FlowJob.load(config.toString());
  }

  private static JobClient start(FlowJob job, String checkpoint) throws Exception {
    Configuration engine = job.engineConfiguration();
    if (checkpoint != null) {
      engine.set(StateRecoveryOptions.SAVEPOINT_PATH, checkpoint);
    }
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, engine);
    job.build(env);
    return env.executeAsync("live");
  }

  /** Five flows to each endpoint, now. */
  private void send(EmbeddedBroker broker, String action, String rule) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String entry : ENTRIES) {
      for (int i = 0; i < 5; i++) {
        lines.append(
            """
            {"category":"AZFWApplicationRule","time":"%s","resourceId":"/subscriptions/s/fw",\
            "properties":{"Protocol":"HTTPS","SourceIp":"10.10.1.%d","SourcePort":%d,\
            "DestinationPort":443,"Fqdn":"%s.required.example","Action":"%s",\
            "RuleCollection":"rc","Rule":"%s"}}
            """
                .formatted(Instant.now(), 4 + i, 40_000 + i, entry, action, rule));
      }
    }
    try (KafkaFeed feed = new KafkaFeed(broker.bootstrapServers(), "live-logs")) {
      feed.sendLines(Files.writeString(folder.resolve("lines"), lines));
      feed.flush();
    }
  }

  private static List<JsonNode> told(EmbeddedBroker broker) throws IOException {
    List<JsonNode> changes = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition("egress.alerts", 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> row : consumer.poll(Duration.ofMillis(100))) {
          changes.add(JSON.readTree(row.value()).get("data"));
        }
      }
    }
    return changes;
  }

  private void awaitCheckpointAfter(long number) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (checkpoints().newest() <= number) {
      assertThat(System.nanoTime()).as("a checkpoint after %s", number).isLessThan(end);
      Thread.sleep(100);
    }
  }

  private SavedCheckpoints checkpoints() {
    return new SavedCheckpoints(folder.resolve("checkpoints"));
  }
}
