package io.egresslens.parse;

import io.egresslens.ingest.EventTimeBounds;

/**
 * A time that was read and lies within the bounds: {@link EventTimeBounds#admits} in primitives.
 * Allocates nothing. Not thread-safe.
 */
final class AdmittedTime {
  private final TimeScan time = new TimeScan();
  private final long earliestMillis;
  private final long latestMillis;
  private final long beforeMillis;
  private final long afterMillis;

  AdmittedTime(EventTimeBounds bounds) {
    earliestMillis = bounds.earliest().toEpochMilli();
    latestMillis = bounds.latest().toEpochMilli();
    beforeMillis = bounds.before().toMillis();
    afterMillis = bounds.after().toMillis();
  }

  long epochNanos() {
    return time.epochNanos();
  }

  /** Takes the time of {@code [from, to)}; false when it is not sure to be a plausible one. */
  boolean read(byte[] bytes, int from, int to, long brokerMillis) {
    return time.read(bytes, from, to) && isAdmitted(time.epochMillis(), brokerMillis);
  }

  /** Takes the time that begins there; the place behind it, or -1 when it is not sure to be one. */
  int read(byte[] bytes, int from, long brokerMillis) {
    int to = time.read(bytes, from);
    return to >= 0 && isAdmitted(time.epochMillis(), brokerMillis) ? to : -1;
  }

  private boolean isAdmitted(long millis, long broker) {
    return millis >= earliestMillis
        && millis < latestMillis
        && (broker == Long.MIN_VALUE
            || (millis >= broker - beforeMillis && millis <= broker + afterMillis));
  }
}
