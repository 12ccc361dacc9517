package io.egresslens.jobs.io;

import io.egresslens.ingest.EventTimeBounds;
import io.egresslens.ingest.EventTimePeek;
import io.egresslens.ingest.LogBlock;
import io.egresslens.jobs.config.RunConfig.EventTime;
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
 */
public final class LogWatermarks {
  private LogWatermarks() {}

  /** The strategy that the configuration describes. */
  public static WatermarkStrategy<LogBlock> of(EventTime time) {
    WatermarkStrategy<LogBlock> bounded =
        WatermarkStrategy.<LogBlock>forBoundedOutOfOrderness(time.maxDisorder())
            .withIdleness(time.idleness());
    EventTimeBounds bounds = time.bounds();
    return WatermarkStrategy.<LogBlock>forGenerator(
            context -> new OnlyPlausible(bounded.createWatermarkGenerator(context)))
        .withTimestampAssigner(
            (block, brokerTime) ->
                EventTimePeek.peekMillis(block.bytes(), bounds, block.timestampMillis()));
  }

  private record OnlyPlausible(WatermarkGenerator<LogBlock> generator)
      implements WatermarkGenerator<LogBlock> {
    @Override
    public void onEvent(LogBlock block, long eventMillis, WatermarkOutput output) {
      if (eventMillis != Long.MIN_VALUE) {
        generator.onEvent(block, eventMillis, output);
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      generator.onPeriodicEmit(output);
    }
  }
}
