package io.egresslens.jobs.flow.operator;

import io.egresslens.window.PartialSum;
import org.apache.flink.streaming.api.windowing.triggers.Trigger;
import org.apache.flink.streaming.api.windowing.triggers.TriggerResult;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;

/**
 * When a window speaks: at its end, again for every correction within the lateness, and a last time
 * when it is corrected no more. A roll-up, made of parts that are final already, speaks only that
 * last time.
 */
final class SummaryTrigger extends Trigger<PartialSum, TimeWindow> {
  private final long latenessMillis;
  private final boolean lastWordOnly;

  SummaryTrigger(long latenessMillis, boolean lastWordOnly) {
    this.latenessMillis = latenessMillis;
    this.lastWordOnly = lastWordOnly;
  }

  /** Event time at which a window is closed: the engine forgets it at the same moment. */
  static long closingTime(TimeWindow window, long latenessMillis) {
    return window.maxTimestamp() + latenessMillis;
  }

  @Override
  public TriggerResult onElement(
      PartialSum element, long timestamp, TimeWindow window, TriggerContext context) {
    context.registerEventTimeTimer(closingTime(window, latenessMillis));
    if (lastWordOnly) {
      return TriggerResult.CONTINUE;
    }
    if (window.maxTimestamp() <= context.getCurrentWatermark()) {
      return TriggerResult.FIRE;
    }
    context.registerEventTimeTimer(window.maxTimestamp());
    return TriggerResult.CONTINUE;
  }

  @Override
  public TriggerResult onEventTime(long time, TimeWindow window, TriggerContext context) {
    boolean end = !lastWordOnly && time == window.maxTimestamp();
    return end || time == closingTime(window, latenessMillis)
        ? TriggerResult.FIRE
        : TriggerResult.CONTINUE;
  }

  @Override
  public TriggerResult onProcessingTime(long time, TimeWindow window, TriggerContext context) {
    return TriggerResult.CONTINUE;
  }

  @Override
  public void clear(TimeWindow window, TriggerContext context) {
    context.deleteEventTimeTimer(window.maxTimestamp());
    context.deleteEventTimeTimer(closingTime(window, latenessMillis));
  }
}
