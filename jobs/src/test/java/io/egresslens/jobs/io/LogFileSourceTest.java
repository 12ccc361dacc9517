package io.egresslens.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.ingest.LogBlock;
import io.egresslens.jobs.flow.FlowJob;
import io.egresslens.jobs.flow.FlowSettings;
import io.egresslens.jobs.flow.FlowTopology;
import io.egresslens.jobs.flow.SampleSettings;
import io.egresslens.samples.RecordGenerator;
import io.egresslens.samples.RecordOptions;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files read in ranges, by one graph and two subtasks, against the same file read as a whole. */
class LogFileSourceTest {
  private static final int RECORDS = 1_500;

  /** Every so many lines one is broken. */
  private static final int BROKEN_EVERY = 100;

  private static final String BROKEN = "{\"category\":\"AZFWNetworkRule\",";

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  @TempDir static Path folder;
  private static Path file;
  private static TreeMap<String, String> whole;

  @BeforeAll
  static void readTheFileAsAWhole() throws Exception {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    RecordGenerator.writeStructured(records, RECORDS, RecordOptions.DEFAULT);
    List<String> lines = new ArrayList<>();
    for (String line : records.toString(StandardCharsets.UTF_8).lines().toList()) {
      lines.add(lines.size() % BROKEN_EVERY == 7 ? BROKEN : line);
    }
    file = Files.writeString(folder.resolve("many.jsonl"), String.join("\n", lines) + "\n");
    whole = results(Long.MAX_VALUE, 1);
  }

  @Test
  void deadLettersHaveTheirLines() {
    assertThat(whole.get(FileOutlets.DEAD_LETTERS).lines())
        .hasSize(RECORDS / BROKEN_EVERY)
        .allMatch(line -> line.contains("\"reason\":\"not-json\""));
    List<String> lines =
        IntStream.range(0, RECORDS / BROKEN_EVERY)
            .mapToObj(i -> "\"line\":" + (i * BROKEN_EVERY + 8) + ",")
            .toList();
    assertThat(whole.get(FileOutlets.DEAD_LETTERS).lines().toList())
        .zipSatisfy(lines, (letter, line) -> assertThat(letter).contains(line));
  }

  /** Down to ranges in which no line begins. */
  @ParameterizedTest
  @ValueSource(longs = {200_000, 10_007, 300})
  void rangesGiveWhatTheWholeFileGives(long rangeBytes) throws Exception {
    assertThat(results(rangeBytes, 2)).isEqualTo(whole);
  }

  @Test
  void everySubtaskReadsRanges() throws Exception {
    Meeting.subtasks.clear();
    StreamExecutionEnvironment env = environment(2);
    source(env, 10_000)
        .map(new Meeting(), TypeInformation.of(LogBlock.class))
        .uid("meeting")
        .sinkTo(new DiscardingSink<>())
        .uid("blocks")
        .setParallelism(1);
    env.execute();
    assertThat(Meeting.subtasks).containsExactly(0, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"with space.jsonl", "per%20cent.jsonl", "a=b#c.jsonl", "what?.json"})
  void aFileMayHaveAnyName(String name) throws Exception {
    Path odd = Files.createDirectories(folder.resolve("odd names")).resolve(name);
    Files.writeString(odd, "no json\n".repeat(100));
    StreamExecutionEnvironment env = environment(2);
    Path output = folder.resolve("odd-" + name.length());
    FlowTopology.build(
        env.fromSource(
                LogFileSource.of(List.of(odd), 100), WatermarkStrategy.noWatermarks(), "source")
            .uid("source"),
        FileOutlets.in(output),
        settings());
    env.execute();
    List<String> letters = Files.readAllLines(output.resolve(FileOutlets.DEAD_LETTERS));
    assertThat(letters).hasSize(100).allMatch(line -> line.contains(name));
    assertThat(letters.get(99)).contains("\"line\":100,");
  }

  private static TreeMap<String, String> results(long rangeBytes, int parallelism)
      throws Exception {
    Path output = Files.createTempDirectory(folder, "results");
    StreamExecutionEnvironment env = environment(parallelism);
    FlowTopology.build(source(env, rangeBytes), FileOutlets.in(output), settings());
    env.execute();
    TreeMap<String, String> results = new TreeMap<>();
    for (String name :
        Set.of(
            FileOutlets.SUMMARIES,
            FileOutlets.DEAD_LETTERS,
            FileOutlets.LATE_FLOWS,
            FileOutlets.SIGNALS,
            FileOutlets.ACCOUNTING)) {
      results.put(name, Files.readString(output.resolve(name)));
    }
    return results;
  }

  private static DataStream<LogBlock> source(StreamExecutionEnvironment env, long rangeBytes) {
    return env.fromSource(
            LogFileSource.of(List.of(file), rangeBytes), WatermarkStrategy.noWatermarks(), "source")
        .uid("source");
  }

  private static FlowSettings settings() {
    return SampleSettings.of(Duration.ofHours(1), Duration.ZERO);
  }

  private static StreamExecutionEnvironment environment(int parallelism) {
    Configuration config = FlowJob.strict(new Configuration());
    config.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
    config.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
    env.setParallelism(parallelism);
    return env;
  }

  /** Holds each subtask at its first block until the other has one too. */
  private static final class Meeting extends RichMapFunction<LogBlock, LogBlock> {
    private static final long serialVersionUID = 1L;
    static final Set<Integer> subtasks = new ConcurrentSkipListSet<>();
    private static final CyclicBarrier BOTH = new CyclicBarrier(2);

    @Override
    public LogBlock map(LogBlock block) throws Exception {
      if (subtasks.add(getRuntimeContext().getTaskInfo().getIndexOfThisSubtask())) {
        BOTH.await(1, TimeUnit.MINUTES);
      }
      return block;
    }
  }
}
