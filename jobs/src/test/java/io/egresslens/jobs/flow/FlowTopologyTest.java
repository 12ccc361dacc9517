package io.egresslens.jobs.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.flow.RecordBox;
import io.egresslens.ingest.LogBlock;
import io.egresslens.ingest.RejectReason;
import io.egresslens.jobs.io.LogFileSource;
import io.egresslens.jobs.io.LogFiles;
import io.egresslens.samples.Entry;
import io.egresslens.samples.SampleLogs;
import io.egresslens.samples.Truth;
import io.egresslens.window.Accounting;
import io.egresslens.window.Summary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole graph over the sample logs, held to what their author means by them. */
class FlowTopologyTest {
  private static final SampleLogs LOGS = SampleLogs.generate();
  private static final String WEEK_1 = "event-hub/week-1.jsonl";
  private static final String WEEK_2 = "event-hub/week-2.jsonl";
  private static final List<LogBlock> MESSAGES = messages();
  private static final long CHECKPOINT_MILLIS = 20;
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final Duration LATENESS = Duration.ofMinutes(10);
  private static final Duration DISORDER = Duration.ofMinutes(10);
  private static final Duration[] ROLL_UPS = {Duration.ofHours(1), Duration.ofDays(1)};

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  @Test
  void aStreamIsSummarisedToTheLastFlow() throws Exception {
    CollectedOutlets collected = new CollectedOutlets();
    StreamExecutionEnvironment env = environment(RuntimeExecutionMode.STREAMING);
    FlowTopology.build(timed(messages(env)), collected.outlets(), settings(LATENESS));
    env.execute();

    Truth truth = LOGS.truth(entry -> entry.folder().equals("event-hub"));
    Set<Entry> late = lateEntries();
    assertThat(late).as("late flows of the sample logs").hasSizeGreaterThan(10);
    mustBalance(collected, truth, late.size());
    mustCount(
        collected,
        entry ->
            entry.folder().equals("event-hub")
                && entry.meant().box() == RecordBox.FLOW
                && !late.contains(entry));
    assertThat(collected.lateFlows().stream().mapToLong(Summary::flows).sum())
        .isEqualTo(late.size());
    assertThat(byDestination(collected.lateFlows())).isEqualTo(destinations(late::contains));
    assertThat(collected.deadLetters())
        .allMatch(letter -> letter.position().source().equals("logs"))
        .allMatch(letter -> letter.position().line() == 0);
  }

  @Test
  void filesAreSummarisedToTheLastFlow() throws Exception {
    CollectedOutlets collected = new CollectedOutlets();
    StreamExecutionEnvironment env = environment(RuntimeExecutionMode.BATCH);
    List<Path> files = LogFiles.under(List.of(SampleLogs.folder()));
    DataStream<LogBlock> blocks =
        env.fromSource(LogFileSource.of(files), WatermarkStrategy.noWatermarks(), "source")
            .uid("source");
    FlowTopology.build(blocks, collected.outlets(), settings(Duration.ZERO));
    env.execute();

    mustBalance(collected, LOGS.truth(), 0);
    mustCount(collected, entry -> entry.meant().box() == RecordBox.FLOW);
    assertThat(collected.accounting()).hasSize(1);
    assertThat(collected.summaries()).allMatch(said -> said.isFinal() && said.revision() == 0);
    assertThat(collected.deadLetters())
        .extracting(
            letter ->
                SampleLogs.folder().relativize(Path.of(letter.position().source()))
                    + ":"
                    + letter.position().line()
                    + " "
                    + letter.reason().label())
        .containsExactlyInAnyOrderElementsOf(
            LOGS.index().stream()
                .filter(entry -> entry.meant().box() == RecordBox.DEAD_LETTER)
                .map(
                    entry ->
                        entry.file() + ":" + entry.line() + " " + entry.meant().reason().label())
                .toList());
  }

  /** Also the late ones: a restored job must not take them for the first of their windows. */
  @Test
  void aFailureChangesNothing() throws Exception {
    CollectedOutlets undisturbed = new CollectedOutlets();
    StreamExecutionEnvironment env = environment(RuntimeExecutionMode.STREAMING);
    FlowTopology.build(timed(messages(env)), undisturbed.outlets(), settings(LATENESS));
    env.execute();

    Set<Long> lateOffsets = new HashSet<>();
    lateEntries().forEach(entry -> lateOffsets.add(offset(entry)));
    CollectedOutlets failing = new CollectedOutlets();
    env = environment(RuntimeExecutionMode.STREAMING);
    env.enableCheckpointing(CHECKPOINT_MILLIS);
    FailsOnce.failed.set(false);
    DataStream<LogBlock> blocks =
        messages(env)
            .map(new FailsOnce(lateOffsets), TypeInformation.of(LogBlock.class))
            .uid("fails-once");
    FlowTopology.build(timed(blocks), failing.outlets(), settings(LATENESS));
    env.execute();

    assertThat(FailsOnce.failed).as("the job failed on its way").isTrue();
    assertThat(failing.books()).isEqualTo(undisturbed.books());
    assertThat(lastRevisions(failing)).isEqualTo(lastRevisions(undisturbed));
    assertThat(new HashSet<>(failing.lateFlows()))
        .isEqualTo(new HashSet<>(undisturbed.lateFlows()));
  }

  private static FlowSettings settings(Duration lateness) {
    return SampleSettings.of(WINDOW, lateness, ROLL_UPS);
  }

  private static StreamExecutionEnvironment environment(RuntimeExecutionMode mode) {
    Configuration config = FlowJob.strict(new Configuration());
    config.set(ExecutionOptions.RUNTIME_MODE, mode);
    config.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    config.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1);
    config.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
    // As a stream with one reader: which flows are late then depends on the logs alone.
    env.setParallelism(mode == RuntimeExecutionMode.STREAMING ? 1 : 2);
    return env;
  }

  /** The two weeks as messages, with the broker's time that the README gives them. */
  private static List<LogBlock> messages() {
    List<LogBlock> messages = new ArrayList<>();
    Instant broker = Instant.EPOCH;
    Map<String, Instant> times = brokerTimes();
    for (String week : List.of(WEEK_1, WEEK_2)) {
      List<String> lines = lines(week);
      for (int line = 1; line <= lines.size(); line++) {
        broker = times.getOrDefault(week + ':' + line, broker);
        byte[] bytes = lines.get(line - 1).getBytes(StandardCharsets.UTF_8);
        messages.add(LogBlock.ofMessage("logs", 0, messages.size(), broker.toEpochMilli(), bytes));
      }
    }
    return messages;
  }

  private static DataStream<LogBlock> messages(StreamExecutionEnvironment env) {
    return env.fromData(TypeInformation.of(LogBlock.class), MESSAGES.toArray(new LogBlock[0]))
        .name("source")
        .uid("source");
  }

  private static long offset(Entry entry) {
    return entry.line() - 1 + (entry.file().equals(WEEK_2) ? lines(WEEK_1).size() : 0);
  }

  private static List<String> lines(String file) {
    return new String(LOGS.files().get(file), StandardCharsets.UTF_8).lines().toList();
  }

  /** By file and line. */
  private static Map<String, Instant> brokerTimes() {
    Map<String, Instant> times = new HashMap<>();
    for (Entry entry : LOGS.index()) {
      if (entry.behind() != null) {
        times.put(entry.file() + ':' + entry.line(), entry.sample().time().plus(entry.behind()));
      }
    }
    return times;
  }

  /** A watermark behind every message, so that it is known what is late. */
  private static DataStream<LogBlock> timed(DataStream<LogBlock> blocks) {
    return blocks
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<LogBlock>forGenerator(context -> new EveryMessage())
                .withTimestampAssigner((block, ignored) -> block.timestampMillis()))
        .uid("times");
  }

  private static final class EveryMessage implements WatermarkGenerator<LogBlock> {
    @Override
    public void onEvent(LogBlock block, long millis, WatermarkOutput output) {
      output.emitWatermark(new Watermark(millis - DISORDER.toMillis()));
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {}
  }

  /**
   * Fails once, right behind a checkpoint after which the job goes on with one of these offsets.
   */
  private static final class FailsOnce extends RichMapFunction<LogBlock, LogBlock>
      implements CheckpointedFunction, CheckpointListener {
    private static final long serialVersionUID = 1L;
    static final AtomicBoolean failed = new AtomicBoolean();

    private final Set<Long> offsets;
    private final Map<Long, Long> nextOffsets = new HashMap<>();
    private long nextOffset;

    FailsOnce(Set<Long> offsets) {
      this.offsets = offsets;
    }

    @Override
    public LogBlock map(LogBlock block) throws InterruptedException {
      nextOffset = block.offset() + 1;
      if (!failed.get() && offsets.contains(nextOffset)) {
        // Long enough for a checkpoint to be asked for.
        Thread.sleep(5 * CHECKPOINT_MILLIS);
      }
      return block;
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) {
      nextOffsets.put(context.getCheckpointId(), nextOffset);
    }

    @Override
    public void initializeState(FunctionInitializationContext context) {}

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
      if (offsets.contains(nextOffsets.get(checkpointId)) && failed.compareAndSet(false, true)) {
        throw new IllegalStateException("a failure on purpose");
      }
    }
  }

  /** The flows whose window is corrected no more when their message comes. */
  private static Set<Entry> lateEntries() {
    Set<Entry> late = new HashSet<>();
    String message = "";
    long watermark = Long.MIN_VALUE;
    long next = Long.MIN_VALUE;
    for (Entry entry : LOGS.index()) {
      if (entry.behind() == null) {
        continue;
      }
      String at = entry.file() + ':' + entry.line();
      if (!at.equals(message)) {
        message = at;
        watermark = next;
        next = entry.sample().time().plus(entry.behind()).minus(DISORDER).toEpochMilli();
      }
      long start =
          Math.floorDiv(entry.sample().time().toEpochMilli(), WINDOW.toMillis())
              * WINDOW.toMillis();
      long closed = start + WINDOW.toMillis() - 1 + LATENESS.toMillis();
      if (entry.meant().box() == RecordBox.FLOW && closed <= watermark) {
        late.add(entry);
      }
    }
    return late;
  }

  private static void mustBalance(CollectedOutlets collected, Truth truth, long late) {
    Accounting books = collected.books();
    assertThat(books.imbalances(true)).isEmpty();
    assertThat(books)
        .isEqualTo(
            new Accounting(
                truth.records(),
                truth.flows(),
                truth.inbound(),
                truth.signals(),
                truth.otherCategories(),
                0,
                byLabel(truth.deadLetters()),
                truth.flows() - late,
                late));
    Map<RejectReason, Long> reasons = new TreeMap<>();
    collected.deadLetters().forEach(letter -> reasons.merge(letter.reason(), 1L, Long::sum));
    assertThat(reasons).isEqualTo(truth.deadLetters());
    assertThat(collected.signals()).hasSize((int) truth.signals());
  }

  /** Every length of window holds all of these flows, each where it belongs. */
  private static void mustCount(CollectedOutlets collected, Predicate<Entry> counted) {
    List<Summary> last = List.copyOf(lastRevisions(collected).values());
    assertThat(last).allMatch(Summary::isFinal);
    Map<String, Long> expected = destinations(counted);
    for (Duration size : List.of(WINDOW, ROLL_UPS[0], ROLL_UPS[1])) {
      List<Summary> ofSize =
          last.stream()
              .filter(said -> Duration.between(said.windowStart(), said.windowEnd()).equals(size))
              .toList();
      assertThat(byDestination(ofSize)).as("windows of %s", size).isEqualTo(expected);
    }
  }

  private static Map<String, Summary> lastRevisions(CollectedOutlets collected) {
    return collected.summaries().stream()
        .collect(
            Collectors.toMap(
                Summary::id, Function.identity(), (a, b) -> a.revision() > b.revision() ? a : b));
  }

  private static Map<String, Long> byDestination(List<Summary> summaries) {
    Map<String, Long> flows = new TreeMap<>();
    for (Summary said : summaries) {
      String key =
          String.join(
              " ",
              said.cluster(),
              said.protocol() + "://" + said.destination() + ":" + said.port(),
              said.expectation().label(),
              said.action().label());
      flows.merge(key, said.flows(), Long::sum);
    }
    return flows;
  }

  private static Map<String, Long> destinations(Predicate<Entry> counted) {
    Map<String, Long> flows = new TreeMap<>();
    for (Entry entry : LOGS.index()) {
      if (counted.test(entry)) {
        var meant = entry.meant();
        String key =
            String.join(
                " ",
                meant.cluster(),
                meant.protocol() + "://" + meant.destination() + ":" + meant.port(),
                meant.expectation().label(),
                meant.action().label());
        flows.merge(key, 1L, Long::sum);
      }
    }
    return flows;
  }

  private static Map<String, Long> byLabel(Map<RejectReason, Long> counts) {
    Map<String, Long> labels = new TreeMap<>();
    counts.forEach((reason, count) -> labels.put(reason.label(), count));
    return labels;
  }
}
