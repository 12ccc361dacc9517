package io.egresslens.jobs.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.egresslens.jobs.io.EmbeddedBroker;
import io.egresslens.jobs.io.KafkaFeed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job of {@code run} while its files and its topic of catalogs change, well and badly. */
class CatalogUpdatesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

  private static final String MINE = entries("mine.first", "first.example", "");
  private static final String CLUSTERS =
      """
      clusters:
        - {name: aro-prod, cloud: public, region: eastus, domain: apps.example,
           sources: [10.10.1.0/24], features: {docker-hub: optional}}
      """;

  /** What somebody does wrong, to which file, and what the job must say. */
  private record Broken(String what, String file, byte[] content, String saying) {
    Broken(String what, String file, String content, String saying) {
      this(what, file, content == null ? null : content.getBytes(UTF_8), saying);
    }

    /** What is right there; a text of the topic is taken away. */
    byte[] mended() {
      return switch (file) {
        case "mine.yaml" -> MINE.getBytes(UTF_8);
        case "clusters.yaml" -> CLUSTERS.getBytes(UTF_8);
        default -> null;
      };
    }
  }

  private static final List<Broken> BROKEN =
      List.of(
          new Broken("syntax error", "mine.yaml", "entries: [\n", "mine.yaml:2: is not YAML"),
          new Broken(
              "duplicate id",
              "mine.yaml",
              MINE + MINE.substring(MINE.indexOf("  - ")),
              "id 'mine.first' stands already at"),
          new Broken(
              "unknown variable",
              "mine.yaml",
              entries("mine.first", "${zone}.example", ""),
              "mine.yaml:2: unknown variable ${zone}"),
          new Broken(
              "wildcard over a shared suffix",
              "mine.yaml",
              entries("mine.first", "*.blob.core.windows.net", ""),
              "takes any tenant of a shared suffix"),
          new Broken("empty file", "mine.yaml", "", "mine.yaml: is empty"),
          new Broken(
              "binary junk",
              "mine.yaml",
              new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, 2},
              "mine.yaml:1: is not UTF-8 text"),
          new Broken("too large", "mine.yaml", "#".repeat(1_100_000), "is larger than 1 MB"),
          new Broken("missing file", "mine.yaml", (byte[]) null, "mine.yaml: no such file"),
          new Broken(
              "replaces what there is not", "mine.yaml", "replaces: [nope]\n" + MINE, "'nope'"),
          new Broken(
              "bad date",
              "mine.yaml",
              entries("mine.first", "first.example", ", validFrom: 2026-02-30"),
              "2026-02-30"),
          new Broken(
              "unknown group in the clusters",
              "clusters.yaml",
              CLUSTERS.replace("docker-hub", "nope"),
              "clusters.yaml:3: unknown group 'nope'"),
          new Broken(
              "bad text in the topic",
              "topic:extra.yaml",
              entries("extra", "extra.example", "").replace("level: required", "level: urgent"),
              "updates-in/extra.yaml:2: unknown level 'urgent'"));

  private static final Map<String, Rows> TOPICS = new HashMap<>();
  private static EmbeddedBroker broker;

  @TempDir Path folder;

  private long messages;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.start(0);
  }

  @AfterAll
  static void stopBroker() {
    TOPICS.values().forEach(rows -> rows.consumer.close());
    broker.close();
  }

  @Test
  void brokenCatalogsAreRefusedAndGoodOnesTakenUpWhileTheJobGoesOnAndARestartKeepsThem()
      throws Exception {
    write("mine.yaml", MINE.getBytes(UTF_8));
    write("clusters.yaml", CLUSTERS.getBytes(UTF_8));
    FlowJob job = FlowJob.load(config().toString());
    String version = job.settings().catalog().version();
    long generation = 0;
    broker.topics().create(job.config().topicsRead(), 2);
    broker.topics().create(job.config().topicsWritten(), 1);
    JobClient client = start(job, null);
    sendLog("first.example");
    await(() -> books("records") == 1, "the job reads");
    assertThat(updates()).as("what it was started with is no change").isEmpty();

    for (Broken broken : BROKEN) {
      int before = updates().size();
      change(broken.file(), broken.content());
      await(() -> updates().size() > before, "the answer to " + broken.what());
      JsonNode answer = updates().get(updates().size() - 1);
      assertThat(answer.get("outcome").asText()).as(broken.what()).isEqualTo("refused");
      assertThat(texts(answer.get("problems")))
          .as(broken.what())
          .anyMatch(problem -> problem.contains(broken.saying()));
      assertThat(texts(answer.get("changed")))
          .as(broken.what())
          .anyMatch(name -> name.endsWith(broken.file().replace("topic:", "")));
      assertThat(answer.get("catalogVersion").asText()).as(broken.what()).isEqualTo(version);
      assertThat(answer.get("generation").asLong()).as(broken.what()).isEqualTo(generation);
      sendLog("first.example");
      long sent = messages;
      await(() -> books("records") == sent, "the job goes on after " + broken.what());
      change(broken.file(), broken.mended());
      await(() -> updates().size() > before + 1, "the mend of " + broken.what());
      JsonNode mended = updates().get(before + 1);
      assertThat(mended.get("outcome").asText()).as(broken.what()).isEqualTo("accepted");
      assertThat(mended.get("catalogVersion").asText()).as(broken.what()).isEqualTo(version);
      assertThat(mended.get("generation").asLong()).as(broken.what()).isGreaterThan(generation);
      generation = mended.get("generation").asLong();
    }

    change("mine.yaml", entries("mine.second", "second.example", "").getBytes(UTF_8));
    await(() -> summaryOf("second.example", "mine.second") != null, "the new entry judges");
    int before = updates().size();
    change("topic:more.yaml", entries("mine.more", "more.example", "").getBytes(UTF_8));
    await(() -> summaryOf("more.example", "mine.more") != null, "the topic's entry judges");
    assertThat(updates().get(before).get("outcome").asText()).isEqualTo("accepted");
    long checkpoint = checkpoints().newest();
    await(() -> checkpoints().newest() > checkpoint + 1, "two more checkpoints");
    client.cancel().get(30, TimeUnit.SECONDS);

    int after = updates().size();
    JobClient restored = start(FlowJob.load(config().toString()), checkpoints().newestPath());
    await(() -> summaryOf("more.example", "mine.more") != null, "the restored job judges by it");
    assertThat(updates()).as("nothing has changed for the restored job").hasSize(after);
    write("mine.yaml", entries("mine.third", "third.example", "").getBytes(UTF_8));
    await(() -> summaryOf("third.example", "mine.third") != null, "the restored job watches");
    assertThat(updates().get(after).get("generation").asLong())
        .isGreaterThan(updates().get(after - 1).get("generation").asLong());
    restored.cancel().get(30, TimeUnit.SECONDS);
  }

  private static String entries(String id, String match, String more) {
    return """
        entries:
          - {id: %s, group: mine, level: required, match: "%s", ports: [https:443], source: {document: d}%s}
        """
        .formatted(id, match, more);
  }

  private Path config() throws IOException {
    return Files.writeString(
        folder.resolve("run.yaml"),
        """
        kafka:
          bootstrapServers: "%s"
          topics: [updates-logs]
        catalog: [mine.yaml]
        clusters: clusters.yaml
        catalogUpdates: {interval: 100ms, topic: updates-in, maxFileMegabytes: 1}
        time: {maxDisorder: 0s, idleness: 300ms}
        window: {size: 1m, rollUps: [], lateness: 0s}
        output: {format: json, guarantee: at-least-once}
        checkpoint: {interval: 200ms, directory: checkpoints}
        parallelism: 2
        """
            .formatted(broker.bootstrapServers()));
  }

  private static JobClient start(FlowJob job, String checkpoint) throws Exception {
    Configuration engine = job.engineConfiguration();
    if (checkpoint != null) {
      engine.set(StateRecoveryOptions.SAVEPOINT_PATH, checkpoint);
    }
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, engine);
    job.build(env);
    return env.executeAsync("updates");
  }

  private void change(String file, byte[] content) throws IOException {
    if (file.startsWith("topic:")) {
      try (var producer =
          new KafkaProducer<>(
              Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
              new StringSerializer(),
              new ByteArraySerializer())) {
        producer.send(
            new ProducerRecord<>("updates-in", file.substring("topic:".length()), content));
      }
    } else if (content == null) {
      Files.delete(folder.resolve(file));
    } else {
      write(file, content);
    }
  }

  /** As editors and Kubernetes do: another file takes the name. */
  private void write(String file, byte[] content) throws IOException {
    Path next = Files.write(folder.resolve("next"), content);
    Files.move(next, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
  }

  /** A flow to this host, a minute later than the last, so that windows close. */
  private void sendLog(String host) {
    Instant time = START.plusSeconds(60 * messages++);
    try (KafkaFeed feed = new KafkaFeed(broker.bootstrapServers(), "updates-logs")) {
      feed.sendLines(
          Files.writeString(
              folder.resolve("line"),
              """
              {"category":"AZFWApplicationRule","time":"%s","resourceId":"/subscriptions/s/fw",\
              "properties":{"Protocol":"HTTPS","SourceIp":"10.10.1.4","SourcePort":40000,\
              "DestinationPort":443,"Fqdn":"%s","Action":"Deny"}}
              """
                  .formatted(time, host)));
      feed.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The newest summary of this host, after one more flow to it; null unless this entry won. */
  private JsonNode summaryOf(String host, String entry) {
    sendLog(host);
    List<JsonNode> rows = rows("egress.summaries");
    for (int i = rows.size() - 1; i >= 0; i--) {
      JsonNode row = rows.get(i);
      if (row.path("destination").asText().equals(host)) {
        return row.path("entry").asText().equals(entry)
                && row.get("verdict").asText().equals("required-denied")
            ? row
            : null;
      }
    }
    return null;
  }

  private static List<JsonNode> updates() {
    return rows("egress.catalog-updates");
  }

  private static long books(String field) {
    List<JsonNode> rows = rows("egress.accounting");
    return rows.isEmpty() ? 0 : rows.get(rows.size() - 1).get(field).asLong();
  }

  /** Everything that is in the topic by now; not to be changed. */
  private static List<JsonNode> rows(String topic) {
    return TOPICS.computeIfAbsent(topic, Rows::new).read();
  }

  private static final class Rows {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final List<JsonNode> rows = new ArrayList<>();

    Rows(String topic) {
      consumer =
          new KafkaConsumer<>(
              Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer());
      partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
    }

    List<JsonNode> read() {
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (ConsumerRecord<byte[], byte[]> row : consumer.poll(Duration.ofMillis(100))) {
          try {
            rows.add(JSON.readTree(row.value()));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      }
      return rows;
    }
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private SavedCheckpoints checkpoints() {
    return new SavedCheckpoints(folder.resolve("checkpoints"));
  }

  private static void await(BooleanSupplier condition, String what) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("in 30 s not: " + what + "; updates: " + updates());
      }
      new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
    }
  }
}
