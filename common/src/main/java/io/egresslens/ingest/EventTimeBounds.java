package io.egresslens.ingest;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * The door for event times: what lies outside is a dead letter and never moves the watermark. One
 * record from the future would otherwise close everybody's windows.
 *
 * @param earliest no record is older than this, wherever it comes from
 * @param latest no record is younger than this, wherever it comes from
 * @param before how long before the broker's record time an event may lie
 * @param after how long after the broker's record time an event may lie
 */
public record EventTimeBounds(Instant earliest, Instant latest, Duration before, Duration after)
    implements Serializable {
  /** 7 days before and 5 minutes after the broker's time, years 2000 to 2099. */
  public static final EventTimeBounds DEFAULT =
      new EventTimeBounds(
          Instant.parse("2000-01-01T00:00:00Z"),
          Instant.parse("2100-01-01T00:00:00Z"),
          Duration.ofDays(7),
          Duration.ofMinutes(5));

  public EventTimeBounds {
    Objects.requireNonNull(earliest, "earliest");
    Objects.requireNonNull(latest, "latest");
    if (before.isNegative() || after.isNegative() || latest.isBefore(earliest)) {
      throw new IllegalArgumentException("event time bounds are upside down");
    }
  }

  /**
   * Whether an event time is plausible.
   *
   * @param eventMillis event time, epoch milliseconds
   * @param brokerMillis the broker's record time; {@link Long#MIN_VALUE} when there is none, as for
   *     files: then only the absolute range counts
   */
  public boolean admits(long eventMillis, long brokerMillis) {
    if (eventMillis < earliest.toEpochMilli() || eventMillis >= latest.toEpochMilli()) {
      return false;
    }
    return brokerMillis == Long.MIN_VALUE
        || (eventMillis >= brokerMillis - before.toMillis()
            && eventMillis <= brokerMillis + after.toMillis());
  }
}
