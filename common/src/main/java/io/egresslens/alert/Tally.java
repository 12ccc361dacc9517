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
    int at = size > 0 && start > starts[size - 1] ? -size - 1 : likelyPlace(start);
    if (at >= 0) {
      flows[at] += count;
      return;
    }
    int free = -at - 1;
    makeRoom(1);
    System.arraycopy(starts, free, starts, free + 1, size - free);
    System.arraycopy(flows, free, flows, free + 1, size - free);
    starts[free] = start;
    flows[free] = count;
    size++;
  }

  /** Adds all panes; those behind the last at once. */
  void add(Timeline timeline) {
    int panes = timeline.panes();
    int at = 0;
    while (at < panes && size > 0 && timeline.starts()[at] <= starts[size - 1]) {
      add(timeline.starts()[at], timeline.flows()[at]);
      at++;
    }
    makeRoom(panes - at);
    System.arraycopy(timeline.starts(), at, starts, size, panes - at);
    System.arraycopy(timeline.flows(), at, flows, size, panes - at);
    size += panes - at;
  }

  private void makeRoom(int more) {
    if (starts.length - size < more) {
      int room = Math.max(2 * size, size + more);
      starts = Arrays.copyOf(starts, room);
      flows = Arrays.copyOf(flows, room);
    }
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

  /** Where most panes have flows, a pane is where it would be if all had. */
  private int likelyPlace(long start) {
    if (size > FIRST_PANES && start >= starts[0]) {
      long span = starts[size - 1] - starts[0];
      int guess = (int) ((double) (start - starts[0]) / span * (size - 1) + 0.5);
      if (guess < size && starts[guess] == start) {
        return guess;
      }
    }
    return place(start);
  }

  private int place(long start) {
    return Arrays.binarySearch(starts, 0, size, start);
  }
}
