package io.egresslens.jobs.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.catalog.CatalogUpdate;
import io.egresslens.ingest.LogBlock;
import io.egresslens.jobs.config.RunConfig;
import io.egresslens.jobs.io.CatalogWatchSource;
import io.egresslens.samples.SampleLogs;
import io.egresslens.window.Accounting;
import io.egresslens.window.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A catalog that changes under a running job. In the long form, {@code -Dlive.entries=1000000
 * -Dtest.heap=6g}, it has a million entries, and the test holds the job to its longest pause.
 */
class LiveCatalogTest {
  private static final int ENTRIES = Integer.getInteger("live.entries", 20_000);
  private static final boolean LONG_FORM = ENTRIES >= 1_000_000;
  private static final long MOST_MILLIS = 100;
  private static final int LINES = 50;
  private static final int BLOCKS_OF_OTHER_HOSTS = 10;
  private static final long PACE_NANOS = 500_000;
  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
  private static final FlowSettings SETTINGS =
      SampleSettings.of(Duration.ofMinutes(5), Duration.ZERO, Duration.ofHours(1));

  /** Logs without end, a block every millisecond or so, each a second of event time later. */
  private static final class Logs implements Fed.Feed<LogBlock> {
    volatile boolean ended;
    volatile long blocks;
    volatile boolean measured;
    volatile long longestGapNanos;
    private long handedOverNanos;

    @Override
    public LogBlock next() {
      long now = System.nanoTime();
      if (measured && handedOverNanos > 0) {
        longestGapNanos = Math.max(longestGapNanos, now - handedOverNanos);
      }
      LockSupport.parkNanos(PACE_NANOS);
      Instant time = START.plusSeconds(blocks);
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < LINES; i++) {
        lines.append(
            """
            {"category":"AZFWApplicationRule","time":"%s","resourceId":"/subscriptions/s/fw",\
            "properties":{"Protocol":"HTTPS","SourceIp":"10.20.1.%d","SourcePort":40000,\
            "DestinationPort":443,"Fqdn":"h%d.example","Action":"Allow"}}
            """
                .formatted(time, i, blocks % BLOCKS_OF_OTHER_HOSTS * LINES + i));
      }
      byte[] bytes = lines.toString().getBytes(UTF_8);
      LogBlock block = LogBlock.ofMessage("t", 0, blocks, time.toEpochMilli(), bytes);
      blocks++;
      handedOverNanos = System.nanoTime();
      return block;
    }

    @Override
    public boolean hasEnded() {
      return ended;
    }
  }

  @TempDir Path folder;

  @Test
  void aLargeCatalogIsTakenUpInTheMiddleOfTheStreamAndNothingIsLostOrStopped() throws Exception {
    Logs logs = new Logs();
    CollectedOutlets collected = new CollectedOutlets();
    Path catalog = Files.writeString(folder.resolve("large.yaml"), "entries: []\n");
    RunConfig config = RunConfig.load(config().toString());
    JobClient job = start(logs, new CatalogWatchSource(config, SETTINGS.edition()), collected);

    await(() -> logs.blocks > 2_000, "the job reads");
    Path next = Files.writeString(folder.resolve("next"), largeCatalog());
    logs.measured = true;
    Files.move(next, catalog, StandardCopyOption.ATOMIC_MOVE);
    await(() -> !collected.catalogUpdates().isEmpty(), "the catalog is checked");
    CatalogUpdate update = collected.catalogUpdates().get(0);
    assertThat(update.problems()).isEmpty();
    assertThat(update.entries()).isEqualTo(SETTINGS.catalog().entries().size() + ENTRIES);
    await(
        () ->
            collected.summaries().stream()
                .anyMatch(row -> row.catalogVersion().equals(update.catalogVersion())),
        "the new catalog judges");
    logs.measured = false;
    long gapMillis = logs.longestGapNanos / 1_000_000;
    // Changes have no end, so the job is stopped; that closes every window.
    job.stopWithSavepoint(true, folder.toUri().toString(), SavepointFormatType.CANONICAL)
        .get(60, TimeUnit.SECONDS);
    job.getJobExecutionResult().get(60, TimeUnit.SECONDS);

    System.err.printf(
        "swap of %d entries: %d blocks read, longest gap between two %d ms%n",
        ENTRIES, logs.blocks, gapMillis);
    Accounting books = collected.books();
    assertThat(books.imbalances(true)).isEmpty();
    assertThat(books.records()).isEqualTo(logs.blocks * LINES);
    assertThat(books.flows()).isEqualTo(logs.blocks * LINES);
    assertThat(books.late()).isZero();
    Map<Duration, Long> flows = new TreeMap<>();
    for (Summary row : collected.summaries()) {
      if (row.isFinal()) {
        flows.merge(Duration.between(row.windowStart(), row.windowEnd()), row.flows(), Long::sum);
      }
    }
    assertThat(flows)
        .isEqualTo(
            Map.of(
                Duration.ofMinutes(5), logs.blocks * LINES,
                Duration.ofHours(1), logs.blocks * LINES));
    mustTurnOnce(collected.summaries(), update.catalogVersion());
    if (LONG_FORM) {
      assertThat(gapMillis).isLessThan(MOST_MILLIS);
    }
  }

  /** Windows before the swap name the old catalog, those after it the new one. */
  private static void mustTurnOnce(List<Summary> summaries, String version) {
    Instant lastOld =
        summaries.stream()
            .filter(row -> !row.catalogVersion().equals(version))
            .filter(row -> Duration.between(row.windowStart(), row.windowEnd()).toMinutes() == 5)
            .map(Summary::windowStart)
            .max(Instant::compareTo)
            .orElseThrow();
    assertThat(summaries)
        .filteredOn(row -> row.windowStart().isAfter(lastOld))
        .isNotEmpty()
        .allMatch(row -> row.catalogVersion().equals(version));
    assertThat(summaries)
        .filteredOn(row -> !row.catalogVersion().equals(version))
        .allMatch(row -> row.catalogVersion().equals(SETTINGS.catalog().version()));
  }

  /** Though changes have no end. */
  @Test
  void aJobThatWatchesEndsWithItsLogs() throws Exception {
    Logs logs = new Logs();
    CollectedOutlets collected = new CollectedOutlets();
    JobClient job = start(logs, Fed.nothing(), collected);
    await(() -> logs.blocks > 1_000, "the job reads");
    assertThat(collected.summaries())
        .allMatch(row -> !row.windowEnd().isAfter(START.plusSeconds(logs.blocks)));
    logs.ended = true;
    job.getJobExecutionResult().get(60, TimeUnit.SECONDS);
    assertThat(collected.books().summarised()).isEqualTo(logs.blocks * LINES);
    assertThat(collected.books().late()).isZero();
  }

  /** Names the files; broker and topics are those of no one. */
  private Path config() throws IOException {
    return Files.writeString(
        folder.resolve("run.yaml"),
        """
        kafka: {bootstrapServers: "b:1", topics: [t]}
        catalog: [large.yaml]
        clusters: %s
        catalogUpdates: {interval: 100ms}
        """
            .formatted(SampleLogs.folder().resolve("clusters.yaml").toAbsolutePath()));
  }

  private JobClient start(
      Logs logs, Source<CatalogChange, ?, ?> changes, CollectedOutlets collected) throws Exception {
    Configuration config = FlowJob.strict(new Configuration());
    config.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.STREAMING);
    config.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
    config.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    config.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder.toUri().toString());
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, config);
    DataStream<LogBlock> blocks =
        env.fromSource(
                new Fed<>(logs),
                WatermarkStrategy.<LogBlock>forMonotonousTimestamps()
                    .withTimestampAssigner((block, ignored) -> block.timestampMillis()),
                "source",
                TypeInformation.of(LogBlock.class))
            .uid("source");
    FlowTopology.build(blocks, changes, collected.outlets(), SETTINGS);
    return env.executeAsync();
  }

  private static String largeCatalog() {
    StringBuilder yaml = new StringBuilder("entries:\n");
    for (int i = 0; i < ENTRIES; i++) {
      yaml.append("  - {id: filler.").append(i);
      yaml.append(", group: filler, level: optional, match: \"");
      yaml.append(i % 4 == 0 ? "*." : "").append("filler-").append(i).append(".site-");
      yaml.append(i % 977)
          .append(".example.net\", ports: [\"https:443\"], source: {document: d}}\n");
    }
    return yaml.toString();
  }

  private static void await(BooleanSupplier condition, String what) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("in two minutes not: " + what);
      }
      new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS);
    }
  }
}
