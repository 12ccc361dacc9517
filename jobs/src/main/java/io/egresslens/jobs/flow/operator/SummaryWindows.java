package io.egresslens.jobs.flow.operator;

import io.egresslens.jobs.flow.FlowSettings;
import io.egresslens.jobs.flow.wire.CompactTypeInfo;
import io.egresslens.window.PartialSum;
import io.egresslens.window.Summary;
import io.egresslens.window.WindowKey;
import java.time.Duration;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;

/** The event-time windows of the main job: the same step for the base windows and the roll-ups. */
public final class SummaryWindows {
  private SummaryWindows() {}

  /** Windows over partial sums: first word at the end, corrections, last word. */
  public static SingleOutputStreamOperator<Summary> base(
      DataStream<PartialSum> sums, FlowSettings settings) {
    return windows(sums, settings.window(), settings, true);
  }

  /** Longer windows over the final sums of shorter ones: exact, and final at once. */
  public static SingleOutputStreamOperator<Summary> rollUp(
      DataStream<PartialSum> closed, Duration size, FlowSettings settings) {
    return windows(closed, size, settings, false);
  }

  /** What a late sum is written as: the summary that it is missing from. */
  public static MapFunction<PartialSum, Summary> late(FlowSettings settings) {
    Domains domains = new Domains();
    long windowMillis = settings.window().toMillis();
    return sum ->
        Summary.of(sum, sum.windowStartMillis() + windowMillis, 0, false, domains.rollUp(sum));
  }

  /** What sums are keyed by in windows of this length. */
  static KeySelector<PartialSum, WindowKey> keyedBy(Duration size) {
    long millis = size.toMillis();
    return sum -> WindowKey.of(sum, millis);
  }

  private static SingleOutputStreamOperator<Summary> windows(
      DataStream<PartialSum> sums, Duration size, FlowSettings settings, boolean base) {
    return sums.keyBy(keyedBy(size), CompactTypeInfo.WINDOW_KEY)
        .window(TumblingEventTimeWindows.of(size))
        .allowedLateness(settings.lateness())
        .sideOutputLateData(FlowOutputTags.LATE_FLOW)
        .trigger(new SummaryTrigger(settings.lateness().toMillis(), !base))
        .reduce(
            PartialSum::merge,
            new SummariseFunction(settings, base),
            TypeInformation.of(Summary.class));
  }
}
