package io.egresslens.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.ingest.EventTimeBounds;
import io.egresslens.ingest.LogBlock;
import io.egresslens.jobs.config.RunConfig.EventTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.clock.ManualClock;
import org.apache.flink.util.clock.RelativeClock;
import org.junit.jupiter.api.Test;

class LogWatermarksTest {
  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
  private static final long DISORDER = Duration.ofMinutes(10).toMillis();

  private final ManualClock clock = new ManualClock();
  private final Out out = new Out();
  private final WatermarkStrategy<LogBlock> strategy =
      LogWatermarks.of(
          new EventTime(Duration.ofMinutes(10), Duration.ofMinutes(10), EventTimeBounds.DEFAULT));
  private final TimestampAssigner<LogBlock> times =
      strategy.createTimestampAssigner(UnregisteredMetricsGroup::new);
  private final WatermarkGenerator<LogBlock> generator =
      strategy.createWatermarkGenerator(
          new org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier.Context() {
            @Override
            public MetricGroup getMetricGroup() {
              return new UnregisteredMetricsGroup();
            }

            @Override
            public RelativeClock getInputActivityClock() {
              return clock;
            }
          });

  private static final class Out implements WatermarkOutput {
    private long millis = Long.MIN_VALUE;
    private boolean idle;

    @Override
    public void emitWatermark(Watermark watermark) {
      millis = watermark.getTimestamp();
      idle = false;
    }

    @Override
    public void markIdle() {
      idle = true;
    }

    @Override
    public void markActive() {
      idle = false;
    }
  }

  /** A message whose record has that time, stamped by the broker now. */
  private void message(String time) {
    byte[] bytes = ("{\"time\":\"" + time + "\"}").getBytes(StandardCharsets.UTF_8);
    LogBlock block = LogBlock.ofMessage("logs", 0, 0, NOW.toEpochMilli(), bytes);
    generator.onEvent(block, times.extractTimestamp(block, NOW.toEpochMilli()), out);
    generator.onPeriodicEmit(out);
  }

  private void silence(Duration duration) {
    for (int i = 0; i < 3; i++) {
      clock.advanceTime(duration.plusMillis(1));
      generator.onPeriodicEmit(out);
    }
  }

  @Test
  void theWatermarkIsTheNewestTimeLessTheDisorder() {
    message("2026-03-02T09:58:00.1234567Z");
    message("2026-03-02T09:50:00Z");
    assertThat(out.millis)
        .isEqualTo(Instant.parse("2026-03-02T09:58:00.123Z").toEpochMilli() - DISORDER - 1);
  }

  @Test
  void aTimeFromTheFutureOrTheFarPastDoesNotMoveIt() {
    message("2026-03-02T09:58:00Z");
    long before = out.millis;
    message("2026-03-02T10:05:01Z");
    message("2036-03-02T09:58:00Z");
    message("9999-12-31T23:59:59Z");
    message("1999-03-02T09:58:00Z");
    message("no time at all");
    assertThat(out.millis).isEqualTo(before);
  }

  @Test
  void aPartitionOfNothingButGarbageBecomesIdle() {
    message("2036-03-02T09:58:00Z");
    silence(Duration.ofMinutes(6));
    message("2036-03-02T09:58:01Z");
    silence(Duration.ofMinutes(6));
    assertThat(out.idle).isTrue();
    assertThat(out.millis).as("no watermark").isLessThan(NOW.toEpochMilli() - 10 * DISORDER);
    message("2026-03-02T09:58:00Z");
    assertThat(out.idle).as("idle after a good record").isFalse();
  }

  @Test
  void aShortSilenceIsNotIdleness() {
    message("2026-03-02T09:58:00Z");
    silence(Duration.ofMinutes(3));
    assertThat(out.idle).isFalse();
  }
}
