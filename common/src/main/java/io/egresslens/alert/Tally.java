package io.egresslens.alert;

import io.egresslens.window.Timeline;
import java.util.Arrays;

/**
 * A {@link Timeline} that grows: flows that belong to a pane that is there, or behind the last, are
 * added in place. The order of adding leaves no trace. Not thread-safe.
 */
final class Tally {
  /** Many are never added to, and many once. */
  private static final long[] NONE = {};

  private long[] starts = NONE;
  private long[] flows = NONE;
  private int size;

  void add(long start, long count) {
    int at = size > 0 && start > starts[size - 1] ? -size - 1 : place(start);
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

  /** Adds all panes. What is there is moved once, however many are new. */
  void add(Timeline timeline) {
    int panes = timeline.panes();
    if (panes == 0) {
      return;
    }
    long[] newStarts = timeline.starts();
    long[] newFlows = timeline.flows();
    if (size > 0 && newStarts[0] <= starts[size - 1]) {
      newStarts = new long[panes];
      newFlows = new long[panes];
      int missing = addKnown(timeline, newStarts, newFlows);
      int behind = size;
      makeRoom(missing);
      size += missing;
      while (missing > 0) {
        missing--;
        int place = Arrays.binarySearch(starts, 0, behind, newStarts[missing]);
        int free = -place - 1;
        System.arraycopy(starts, free, starts, free + missing + 1, behind - free);
        System.arraycopy(flows, free, flows, free + missing + 1, behind - free);
        starts[free + missing] = newStarts[missing];
        flows[free + missing] = newFlows[missing];
        behind = free;
      }
    } else {
      makeRoom(panes);
      System.arraycopy(newStarts, 0, starts, size, panes);
      System.arraycopy(newFlows, 0, flows, size, panes);
      size += panes;
    }
  }

  /**
   * Adds to the panes that are there.
   *
   * @return how many are not; they are put into the two arrays
   */
  private int addKnown(Timeline timeline, long[] missingStarts, long[] missingFlows) {
    int missing = 0;
    int at = 0;
    for (int i = 0; i < timeline.panes(); i++) {
      long start = timeline.starts()[i];
      at = placeFrom(at, start);
      if (at < size && starts[at] == start) {
        flows[at] += timeline.flows()[i];
      } else {
        missingStarts[missing] = start;
        missingFlows[missing++] = timeline.flows()[i];
      }
    }
    return missing;
  }

  /** The first place from there on that starts no earlier: it is near as a rule. */
  private int placeFrom(int from, long start) {
    int low = from;
    int step = 1;
    while (low + step < size && starts[low + step] < start) {
      low += step;
      step <<= 1;
    }
    int found = Arrays.binarySearch(starts, low, Math.min(size, low + step + 1), start);
    return found < 0 ? -found - 1 : found;
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
      starts = Arrays.copyOfRange(starts, gone, gone + size);
      flows = Arrays.copyOfRange(flows, gone, gone + size);
    }
  }

  private int place(long start) {
    return Arrays.binarySearch(starts, 0, size, start);
  }
}
