package io.egresslens.alert;

import io.egresslens.window.Timeline;
import java.util.Arrays;

/**
 * A {@link Timeline} that grows: flows that belong to a pane that is there, or behind the last, are
 * added in place. The order of adding leaves no trace. Not thread-safe.
 */
final class Tally {
  private static final int FIRST_PANES = 4;

  private long[] starts = new long[FIRST_PANES];
  private long[] flows = new long[FIRST_PANES];
  private int size;

  void add(long start, long count) {
    int at = size > 0 && start > starts[size - 1] ? -size - 1 : place(start);
    if (at >= 0) {
      flows[at] += count;
      return;
    }
    int free = -at - 1;
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, 2 * size);
      flows = Arrays.copyOf(flows, 2 * size);
    }
    System.arraycopy(starts, free, starts, free + 1, size - free);
    System.arraycopy(flows, free, flows, free + 1, size - free);
    starts[free] = start;
    flows[free] = count;
    size++;
  }

  /** A copy. */
  Timeline timeline() {
    return size == 0
        ? Timeline.EMPTY
        : new Timeline(Arrays.copyOf(starts, size), Arrays.copyOf(flows, size));
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Start of the last pane; {@link Long#MIN_VALUE} when there is none. */
  long last() {
    return size == 0 ? Long.MIN_VALUE : starts[size - 1];
  }

  /** Forgets the panes that start earlier. */
  void forgetBefore(long start) {
    int found = place(start);
    int gone = found < 0 ? -found - 1 : found;
    if (gone > 0) {
      size -= gone;
      int room = Math.max(FIRST_PANES, size);
      starts = Arrays.copyOfRange(starts, gone, gone + room);
      flows = Arrays.copyOfRange(flows, gone, gone + room);
    }
  }

  private int place(long start) {
    return Arrays.binarySearch(starts, 0, size, start);
  }
}
