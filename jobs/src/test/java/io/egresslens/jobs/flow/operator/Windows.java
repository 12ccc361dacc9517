package io.egresslens.jobs.flow.operator;

import io.egresslens.jobs.flow.FlowSettings;
import io.egresslens.jobs.flow.wire.CompactTypeInfo;
import io.egresslens.window.Accounting;
import io.egresslens.window.PartialSum;
import io.egresslens.window.Summary;
import io.egresslens.window.WindowKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.StreamOperatorFactory;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/**
 * The base windows and their roll-ups in a row, each in a harness, where the test says when time
 * passes. Shorter windows hand their closed sums over before the watermark moves on, as a channel
 * of the engine does.
 */
final class Windows implements AutoCloseable {
  private final List<KeyedOneInputStreamOperatorTestHarness<WindowKey, PartialSum, Summary>>
      levels = new ArrayList<>();

  /** Summaries of all levels, in the order in which they were said. */
  final List<Summary> said = new ArrayList<>();

  /** What was too late for its base window. */
  final List<PartialSum> late = new ArrayList<>();

  /** What the base windows entered into the books. */
  Accounting counted = Accounting.NONE;

  private Windows() {}

  static Windows of(FlowSettings settings) throws Exception {
    return restored(settings, null);
  }

  /**
   * Windows that go on where others were.
   *
   * @param states of each level as {@link #snapshot} gave them; null to begin anew
   */
  static Windows restored(FlowSettings settings, List<OperatorSubtaskState> states)
      throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    // Stands for the ingest step; never run.
    DataStream<PartialSum> sums =
        env.fromSequence(0, 0).map(n -> null, CompactTypeInfo.PARTIAL_SUM);
    List<SingleOutputStreamOperator<Summary>> steps = new ArrayList<>();
    List<Duration> sizes = new ArrayList<>(List.of(settings.window()));
    sizes.addAll(settings.rollUps());
    steps.add(SummaryWindows.base(sums, settings));
    settings.rollUps().forEach(size -> steps.add(SummaryWindows.rollUp(sums, size, settings)));
    Windows windows = new Windows();
    for (SingleOutputStreamOperator<Summary> step : steps) {
      var harness =
          new KeyedOneInputStreamOperatorTestHarness<WindowKey, PartialSum, Summary>(
              factory(step),
              SummaryWindows.keyedBy(sizes.get(windows.levels.size())),
              CompactTypeInfo.WINDOW_KEY);
      if (states != null) {
        harness.initializeState(states.get(windows.levels.size()));
      }
      harness.open();
      windows.levels.add(harness);
    }
    return windows;
  }

  @SuppressWarnings("unchecked") // windows over sums have one input of sums
  private static StreamOperatorFactory<Summary> factory(SingleOutputStreamOperator<Summary> step) {
    return ((OneInputTransformation<PartialSum, Summary>) step.getTransformation())
        .getOperatorFactory();
  }

  void add(PartialSum sum) throws Exception {
    levels.get(0).processElement(sum, sum.windowStartMillis());
    collect();
  }

  void watermark(long millis) throws Exception {
    for (var level : levels) {
      level.processWatermark(millis);
      collect();
    }
  }

  List<OperatorSubtaskState> snapshot() throws Exception {
    List<OperatorSubtaskState> states = new ArrayList<>();
    for (var level : levels) {
      states.add(level.snapshot(1, 1));
    }
    return states;
  }

  /** Entries of keyed state and timers, over all levels. */
  int held() {
    return levels.stream()
        .mapToInt(level -> level.numKeyedStateEntries() + level.numEventTimeTimers())
        .sum();
  }

  private void collect() throws Exception {
    for (int i = 0; i < levels.size(); i++) {
      var level = levels.get(i);
      said.addAll(level.extractOutputValues());
      level.getOutput().clear();
      for (StreamRecord<PartialSum> record : taken(i, FlowOutputTags.LATE_FLOW)) {
        if (i > 0) {
          throw new AssertionError("late for a roll-up: " + record);
        }
        late.add(record.getValue());
      }
      for (StreamRecord<Accounting> record : taken(i, FlowOutputTags.COUNTED)) {
        counted = counted.plus(record.getValue());
      }
      for (StreamRecord<PartialSum> record : taken(i, FlowOutputTags.CLOSED)) {
        if (i + 1 < levels.size()) {
          levels.get(i + 1).processElement(record);
        }
      }
    }
  }

  private <T> List<StreamRecord<T>> taken(int level, OutputTag<T> tag) {
    Queue<StreamRecord<T>> queue = levels.get(level).getSideOutput(tag);
    List<StreamRecord<T>> records = new ArrayList<>();
    if (queue != null) {
      records.addAll(queue);
      queue.clear();
    }
    return records;
  }

  @Override
  public void close() {
    for (var level : levels) {
      try {
        level.close();
      } catch (Exception e) {
        throw new AssertionError("a window operator does not close", e);
      }
    }
  }
}
