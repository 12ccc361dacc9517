package io.egresslens.window;

import java.util.Objects;

/**
 * A key in one window: what sums are brought together by. The window is part of it so that a
 * bounded run, which sorts by the bytes of keys, sorts the windows of one key too instead of
 * comparing their long equal keys over and over.
 *
 * @param key what the sums have in common
 * @param windowStartMillis start of the window, epoch milliseconds
 */
public record WindowKey(SummaryKey key, long windowStartMillis) {
  public WindowKey {
    Objects.requireNonNull(key, "key");
  }

  /** The key of the window of this length that a sum falls into. */
  public static WindowKey of(PartialSum sum, long windowMillis) {
    long start = Math.floorDiv(sum.windowStartMillis(), windowMillis) * windowMillis;
    return new WindowKey(sum.key(), start);
  }

  /** The same on every machine, as {@link SummaryKey#hashCode} is. */
  @Override
  public int hashCode() {
    return 31 * key.hashCode() + Long.hashCode(windowStartMillis / 1000);
  }
}
