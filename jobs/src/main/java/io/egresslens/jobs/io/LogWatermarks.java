package io.egresslens.jobs.io;

import io.egresslens.ingest.EventTimeBounds;
import io.egresslens.ingest.EventTimePeek;
import io.egresslens.ingest.LogBlock;
import io.egresslens.jobs.config.RunConfig.EventTime;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * How far event time is complete, per partition: the newest plausible time seen, less the disorder
 * that is allowed for.
 *
 * <p>A block without plausible time says nothing about time. It neither moves the watermark nor
 * counts as activity: a partition with nothing but garbage becomes idle, as if it were empty, and
 * does not hold the others back.
 *
 * <p>Besides the engine's rhythm the watermark is also said whenever it enters a new minute: a
 * backlog that is read in a second would otherwise pass without one, and what is late would depend
 * on how fast it was read.
 */
public final class LogWatermarks {
  private static final long STEP_MILLIS = 60_000;

  private LogWatermarks() {}

  /** The strategy that the configuration describes. */
  public static WatermarkStrategy<LogBlock> of(EventTime time) {
    WatermarkStrategy<LogBlock> bounded =
        WatermarkStrategy.<LogBlock>forBoundedOutOfOrderness(time.maxDisorder())
            .withIdleness(time.idleness());
    EventTimeBounds bounds = time.bounds();
    long disorderMillis = time.maxDisorder().toMillis();
    return WatermarkStrategy.<LogBlock>forGenerator(
            context -> new OnlyPlausible(bounded.createWatermarkGenerator(context), disorderMillis))
        .withTimestampAssigner(
            (block, brokerTime) ->
                EventTimePeek.peekMillis(block.bytes(), bounds, block.timestampMillis()));
  }

  private static final class OnlyPlausible implements WatermarkGenerator<LogBlock> {
    private final WatermarkGenerator<LogBlock> generator;
    private final long disorderMillis;
    private long newestMinute = Long.MIN_VALUE;

    OnlyPlausible(WatermarkGenerator<LogBlock> generator, long disorderMillis) {
      this.generator = generator;
      this.disorderMillis = disorderMillis;
    }

    @Override
    public void onEvent(LogBlock block, long eventMillis, WatermarkOutput output) {
      if (eventMillis == Long.MIN_VALUE) {
        return;
      }
      generator.onEvent(block, eventMillis, output);
      long minute = Math.floorDiv(eventMillis - disorderMillis, STEP_MILLIS);
      if (minute > newestMinute) {
        newestMinute = minute;
        output.emitWatermark(new Watermark(minute * STEP_MILLIS - 1));
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      generator.onPeriodicEmit(output);
    }
  }
}
