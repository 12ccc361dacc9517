package io.egresslens.jobs.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.egresslens.jobs.io.EmbeddedBroker;
import io.egresslens.jobs.io.KafkaFeed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An hour of two clusters' traffic with thirty scripted outages of required endpoints among noise,
 * through broker, job and topic: each is one alert that heals, and there is no other.
 */
class ScriptedOutagesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SEED = 20260302;
  private static final int ENTRIES = 40;
  private static final int OUTAGES = 30;
  private static final int PARTITIONS = 4;
  private static final int RECORDS_PER_MESSAGE = 5;
  private static final Duration PANE = Duration.ofSeconds(10);
  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
  private static final int SECONDS = 3600;
  private static final List<String> CLUSTERS = List.of("aro-one", "aro-two");

  /** A required endpoint that one cluster is denied for a time, by a rule of its own. */
  private record Outage(int entry, int cluster, int fromSecond, int toSecond, String rule) {
    boolean covers(int anEntry, int aCluster, int second) {
      return entry == anEntry && cluster == aCluster && second >= fromSecond && second < toSecond;
    }
  }

  /** One record: when, and what the firewall wrote. */
  private record Logged(int second, String line) {}

  /**
   * What must be found: by cluster and entry, the first denied flow and the first allowed after.
   */
  private record Truth(Instant from, Instant to, String rule) {}

  /** How the last row of an alert's instance stands, without what depends on when it was told. */
  private record Found(
      String alertId, String instanceId, Instant startsAt, Instant firedAt, Instant endsAt) {}

  private static EmbeddedBroker broker;
  private static List<Logged> traffic;
  private static Map<String, Truth> truths;
  private static Set<Found> reference;

  @TempDir Path folder;

  @BeforeAll
  static void composeTraffic() {
    broker = EmbeddedBroker.start(0);
    traffic = new ArrayList<>();
    truths = new TreeMap<>();
    Random random = new Random(SEED);
    List<Outage> outages = new ArrayList<>();
    List<Integer> entries = new ArrayList<>();
    for (int i = 0; i < ENTRIES; i++) {
      entries.add(i);
    }
    Collections.shuffle(entries, random);
    for (int i = 0; i < OUTAGES; i++) {
      int from = 300 + random.nextInt(2100);
      int to = from + 180 + random.nextInt(420);
      // Three of one cause at once would be one outage of its own.
      String rule = i < 2 ? "" : "deny-" + i;
      outages.add(new Outage(entries.get(i), random.nextInt(2), from, to, rule));
    }
    for (int cluster = 0; cluster < 2; cluster++) {
      for (int entry = 0; entry < ENTRIES; entry++) {
        for (int second = random.nextInt(15); second < SECONDS; second += 8 + random.nextInt(14)) {
          logRequired(entry, cluster, second, outages, random);
        }
      }
      for (int second = 0; second < SECONDS; second += 1 + random.nextInt(3)) {
        boolean allowed = random.nextInt(3) > 0;
        String host = "noise-" + random.nextInt(30) + ".partner.example";
        traffic.add(logged(second, cluster, random, host, allowed, allowed ? "any" : ""));
      }
    }
    traffic.sort(Comparator.comparingInt(Logged::second));
    assertThat(truths).hasSize(OUTAGES);
  }

  private static void logRequired(
      int entry, int cluster, int second, List<Outage> outages, Random random) {
    Outage outage =
        outages.stream().filter(one -> one.covers(entry, cluster, second)).findAny().orElse(null);
    String host = "svc-" + entry + ".required.example";
    String rule = outage == null ? "allow-required" : outage.rule();
    traffic.add(logged(second, cluster, random, host, outage == null, rule));
    String key = CLUSTERS.get(cluster) + " required." + entry;
    Instant time = START.plusSeconds(second);
    Truth known = truths.get(key);
    if (outage != null && known == null) {
      String decided = rule.isEmpty() ? "Default Action" : "rc/" + rule;
      truths.put(key, new Truth(time, null, decided));
    } else if (outage == null && known != null && known.to() == null) {
      truths.put(key, new Truth(known.from(), time, known.rule()));
    }
  }

  private static Logged logged(
      int second, int cluster, Random random, String host, boolean allowed, String rule) {
    String line =
        """
        {"category":"AZFWApplicationRule","time":"%s","resourceId":"/subscriptions/s/fw",\
        "properties":{"Protocol":"HTTPS","SourceIp":"10.%d.1.%d","SourcePort":%d,\
        "DestinationPort":443,"Fqdn":"%s","Action":"%s","RuleCollection":"%s","Rule":"%s"}}"""
            .formatted(
                START.plusSeconds(second).plusMillis(random.nextInt(1000)),
                10 * (cluster + 1),
                1 + random.nextInt(5),
                40_000 + random.nextInt(1000),
                host,
                allowed ? "Allow" : "Deny",
                rule.isEmpty() ? "" : "rc",
                rule);
    return new Logged(second, line);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @ParameterizedTest(name = "parallelism {0}, each record up to {1} s late, {2} s of that in time")
  @CsvSource({"1, 0, 60", "2, 0, 60", "4, 0, 60", "2, 50, 60", "4, 900, 60"})
  void thirtyOutagesAreThirtyAlertsThatHealAndNothingElse(
      int parallelism, int delay, int maxDisorder) throws Exception {
    String name = "outages-%d-%d".formatted(parallelism, delay);
    FlowJob job = job(name, parallelism, maxDisorder, true);
    createTopics(job);
    send(name, delayed(delay));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, job.engineConfiguration());
    job.build(env);
    env.execute(name);
    mustBeTheScript(changes(name), delay == 0);
  }

  @Test
  void aJobThatIsKilledInTheMiddleAndRestoredTellsTheSame() throws Exception {
    String name = "outages-killed";
    FlowJob job = job(name, 2, 60, false);
    createTopics(job);
    List<Logged> all = delayed(0);
    send(name, all.subList(0, all.size() / 2));
    JobClient client = start(job, null);
    long half = all.size() / 2;
    await(() -> read(name + "-accounting").stream().anyMatch(b -> records(b) >= half), "half read");
    long before = checkpoints().newest();
    await(() -> checkpoints().newest() > before + 1, "a checkpoint behind it");
    send(name, all.subList(all.size() / 2, all.size() * 3 / 4));
    long most = all.size() * 3L / 4;
    await(() -> read(name + "-accounting").stream().anyMatch(b -> records(b) >= most), "more read");
    client.cancel().get(30, TimeUnit.SECONDS);
    String checkpoint = checkpoints().newestPath();
    send(name, all.subList(all.size() * 3 / 4, all.size()));
    JobClient restored = start(job(name, 2, 60, false), checkpoint);
    await(() -> read(name + "-accounting").stream().anyMatch(b -> records(b) == all.size()), "all");
    await(() -> resolved(changes(name)) == OUTAGES, "everything healed");
    restored.cancel().get(30, TimeUnit.SECONDS);
    mustBeTheScript(changes(name), false);
  }

  private static long resolved(List<JsonNode> changes) {
    return changes.stream()
        .filter(change -> change.get("status").asText().equals("resolved"))
        .map(change -> change.get("instanceId").asText())
        .distinct()
        .count();
  }

  private static long records(JsonNode books) {
    return books.get("records").asLong();
  }

  /**
   * @param inOrder whether nothing came later than something younger, so that no start moved
   */
  private static void mustBeTheScript(List<JsonNode> changes, boolean inOrder) {
    Map<String, JsonNode> last = new LinkedHashMap<>();
    Map<String, Set<String>> paged = new HashMap<>();
    for (JsonNode change : changes) {
      assertThat(change.get("rule").asText()).as("%s", change).isEqualTo("EgressRequiredDenied");
      last.merge(
          change.get("instanceId").asText(),
          change,
          (one, other) ->
              one.get("sequence").asLong() > other.get("sequence").asLong() ? one : other);
      if (change.get("page").asBoolean()) {
        paged
            .computeIfAbsent(change.get("alertId").asText(), id -> new TreeSet<>())
            .add(change.get("instanceId").asText());
      }
    }
    Set<Found> found = new HashSet<>();
    Map<String, String> seen = new TreeMap<>();
    for (JsonNode change : last.values()) {
      if (change.get("status").asText().equals("superseded")) {
        continue;
      }
      assertThat(change.get("status").asText()).as("%s", change).isEqualTo("resolved");
      String key = change.get("cluster").asText() + ' ' + change.get("catalogEntry").asText();
      Truth truth = truths.get(key);
      assertThat(truth).as("scripted: %s", change).isNotNull();
      assertThat(seen.put(key, change.get("instanceId").asText())).as("twice: %s", key).isNull();
      Instant startsAt = instant(change, "startsAt");
      Instant endsAt = instant(change, "endsAt");
      assertThat(startsAt).as(key).isBetween(truth.from().minus(PANE), truth.from().plusSeconds(1));
      assertThat(endsAt).as(key).isBetween(truth.to().minus(PANE), truth.to().plus(PANE));
      assertThat(change.get("firewallRule").asText()).as(key).isEqualTo(truth.rule());
      found.add(
          new Found(
              change.get("alertId").asText(),
              change.get("instanceId").asText(),
              startsAt,
              instant(change, "firedAt"),
              endsAt));
    }
    assertThat(seen.keySet()).isEqualTo(truths.keySet());
    assertThat(paged).as("alerts that paged").hasSize(OUTAGES);
    assertThat(paged.values()).as("pages of each").allMatch(instances -> instances.size() == 1);
    if (inOrder) {
      assertThat(last).as("instances, superseded ones among them").hasSizeLessThan(2 * OUTAGES);
    }
    if (reference == null) {
      reference = found;
    }
    assertThat(found).as("the same ids and transitions as every other run").isEqualTo(reference);
  }

  private static Instant instant(JsonNode change, String field) {
    return Instant.parse(change.get(field).asText());
  }

  /** In order of arrival: each record up to so many seconds late. */
  private static List<Logged> delayed(int seconds) {
    if (seconds == 0) {
      return traffic;
    }
    Random random = new Random(SEED + seconds);
    record Arrival(double at, Logged logged) {}
    return traffic.stream()
        .map(one -> new Arrival(one.second() + seconds * random.nextDouble(), one))
        .sorted(Comparator.comparingDouble(Arrival::at))
        .map(Arrival::logged)
        .toList();
  }

  private FlowJob job(String name, int parallelism, int maxDisorder, boolean bounded)
      throws IOException {
    StringBuilder entries = new StringBuilder("entries:\n");
    for (int i = 0; i < ENTRIES; i++) {
      entries
          .append("  - {id: required.")
          .append(i)
          .append(", group: g, level: required, match: svc-")
          .append(i)
          .append(".required.example, ports: [\"https:443\"], source: {document: d}}\n");
    }
    Files.writeString(folder.resolve("mine.yaml"), entries);
    Files.writeString(
        folder.resolve("clusters.yaml"),
        """
        clusters:
          - {name: aro-one, cloud: public, region: eastus, domain: one.example, sources: [10.10.1.0/24]}
          - {name: aro-two, cloud: public, region: eastus, domain: two.example, sources: [10.20.1.0/24]}
        """);
    Path config =
        Files.writeString(
            folder.resolve("run.yaml"),
            """
            name: %1$s
            kafka: {bootstrapServers: "%2$s", topics: [%1$s], bounded: %3$s}
            catalog: [mine.yaml]
            clusters: clusters.yaml
            catalogUpdates: {interval: 0s}
            time: {maxDisorder: %4$ds, idleness: 500ms, plausibleBefore: 365d, plausibleAfter: 365d}
            window: {size: 5m, rollUps: [], lateness: 1h}
            alerts: {delay: 200ms}
            output:
              format: json
              guarantee: at-least-once
              topics:
                summaries: %1$s-summaries
                deadLetters: %1$s-deadletters
                lateFlows: %1$s-late
                signals: %1$s-signals
                accounting: %1$s-accounting
                alerts: %1$s-alerts
            checkpoint: {interval: 200ms, directory: checkpoints}
            parallelism: %5$d
            """
                .formatted(name, broker.bootstrapServers(), bounded, maxDisorder, parallelism));
    return FlowJob.load(config.toString());
  }

  private static void createTopics(FlowJob job) {
    broker.topics().create(job.config().topicsRead(), PARTITIONS);
    broker.topics().create(job.config().topicsWritten(), 1);
  }

  private static JobClient start(FlowJob job, String checkpoint) throws Exception {
    Configuration engine = job.engineConfiguration();
    if (checkpoint != null) {
      engine.set(StateRecoveryOptions.SAVEPOINT_PATH, checkpoint);
    }
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, engine);
    job.build(env);
    return env.executeAsync("killed");
  }

  private void send(String topic, List<Logged> records) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < records.size(); i += RECORDS_PER_MESSAGE) {
      lines.append(
          records.subList(i, Math.min(records.size(), i + RECORDS_PER_MESSAGE)).stream()
              .map(Logged::line)
              .collect(Collectors.joining(",", "{\"records\":[", "]}\n")));
    }
    try (KafkaFeed feed = new KafkaFeed(broker.bootstrapServers(), topic)) {
      feed.sendLines(Files.writeString(folder.resolve("lines"), lines));
      feed.flush();
    }
  }

  private static List<JsonNode> changes(String name) {
    return read(name + "-alerts").stream().map(event -> event.get("data")).toList();
  }

  private static List<JsonNode> read(String topic) {
    List<JsonNode> rows = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> row : consumer.poll(Duration.ofMillis(100))) {
          rows.add(JSON.readTree(row.value()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  private SavedCheckpoints checkpoints() {
    return new SavedCheckpoints(folder.resolve("checkpoints"));
  }

  private static void await(BooleanSupplier condition, String what) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("in a minute not: " + what);
      }
      new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
    }
  }
}
