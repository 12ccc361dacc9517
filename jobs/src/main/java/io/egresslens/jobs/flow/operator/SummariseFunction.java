package io.egresslens.jobs.flow.operator;

import io.egresslens.jobs.flow.FlowSettings;
import io.egresslens.window.Accounting;
import io.egresslens.window.PartialSum;
import io.egresslens.window.Summary;
import io.egresslens.window.WindowKey;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/**
 * Turns the sum of a window into its summary: bounds, revision, whether it is the last word. With
 * the last word the sum itself goes on to the longer windows, and the base window's flows into the
 * books.
 */
final class SummariseFunction
    extends ProcessWindowFunction<PartialSum, Summary, WindowKey, TimeWindow> {
  /** Revision in the window's state once the last word was said. */
  private static final int CLOSED = -1;

  private static final ValueStateDescriptor<Integer> NEXT_REVISION =
      new ValueStateDescriptor<>("next-revision", Types.INT);

  private final long latenessMillis;
  private final boolean accounted;
  private final Domains domains = new Domains();

  /**
   * @param accounted whether the flows of this window enter the books: those of the base windows
   *     do, a roll-up would count them again
   */
  SummariseFunction(FlowSettings settings, boolean accounted) {
    this.latenessMillis = settings.lateness().toMillis();
    this.accounted = accounted;
  }

  @Override
  public void process(
      WindowKey key, Context context, Iterable<PartialSum> sums, Collector<Summary> out)
      throws Exception {
    ValueState<Integer> next = context.windowState().getState(NEXT_REVISION);
    int revision = next.value() == null ? 0 : next.value();
    if (revision == CLOSED) {
      return;
    }
    TimeWindow window = context.window();
    PartialSum sum = sums.iterator().next().inWindow(window.getStart());
    boolean isFinal =
        context.currentWatermark() >= SummaryTrigger.closingTime(window, latenessMillis);
    out.collect(Summary.of(sum, window.getEnd(), revision, isFinal, domains.rollUp(sum)));
    next.update(isFinal ? CLOSED : revision + 1);
    if (isFinal) {
      context.output(FlowOutputTags.CLOSED, sum);
      if (accounted) {
        context.output(FlowOutputTags.COUNTED, Accounting.ofSummarised(sum.flows()));
      }
    }
  }

  @Override
  public void clear(Context context) throws Exception {
    context.windowState().getState(NEXT_REVISION).clear();
  }
}
