package io.egresslens.window;

import java.util.Arrays;

/**
 * When the flows of each row of a {@link Pane} were, in ticks: the panes of a {@link Timeline},
 * counted from the one in which the window starts. Not thread-safe.
 */
final class RowTimes {
  /*
   * Layout. A row whose flows are all of one tick, as those of the millions that have one flow are,
   * has nothing here but an empty reference: its tick is that of its first flow, which the pane
   * knows, and the flows are all of the row's. From its second tick on a row has an array:
   *
   *   [0]   how many ticks there are (upper half), and which of them was counted last (lower half)
   *   [n]   the tick (24 bits from the high end) and its flows (40 bits), ascending by tick
   *
   * Flows come nearly in the order of time, so that the tick that was counted last is the right one
   * or the next one is new. Any other is found by bisection, and a tick in the middle that is new
   * moves those behind it, once: a window has a few hundred ticks.
   */
  private static final int TICK_SHIFT = 40;
  private static final long FLOWS = (1L << TICK_SHIFT) - 1;
  private static final int SIZE_SHIFT = 32;

  /** No window may have more. */
  static final int MAX_TICKS = 1 << (Long.SIZE - TICK_SHIFT);

  private static final int FIRST_ROOM = 4;
  private static final int ARRAY_HEADER_BYTES = 16;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final long tickMillis;
  private final long tickNanos;
  private final HeldRows held;

  /** Number since the epoch of the tick in which the window starts. */
  private long firstTick;

  /** The tick of the flow that was counted last, of whatever row: most likely the next one's. */
  private long tick;

  private long fromNanos = Long.MAX_VALUE;
  private long toNanos = Long.MIN_VALUE;

  private long[][] counts;

  RowTimes(long tickMillis, int capacity, HeldRows held) {
    this.tickMillis = tickMillis;
    this.tickNanos = tickMillis * NANOS_PER_MILLI;
    this.held = held;
    this.counts = new long[capacity][];
  }

  /** Begins anew with a window that starts here; no row has any flow. */
  void open(long windowStartMillis) {
    firstTick = Math.floorDiv(windowStartMillis, tickMillis);
    fromNanos = Long.MAX_VALUE;
    toNanos = Long.MIN_VALUE;
  }

  /** Makes room for more rows. */
  void grow(int capacity) {
    counts = Arrays.copyOf(counts, capacity);
  }

  /**
   * Counts a flow.
   *
   * @param before how many flows the row has without it
   * @param firstNanos event time of the earliest of those; of no meaning when there are none
   */
  void count(int row, long epochNanos, long before, long firstNanos) {
    if (epochNanos < fromNanos || epochNanos >= toNanos) {
      turnTo(epochNanos);
    }
    long[] ticks = counts[row];
    if (ticks == null) {
      if (before > 0 && (firstNanos < fromNanos || firstNanos >= toNanos)) {
        secondTick(row, before, firstNanos);
      }
      return;
    }
    int last = (int) ticks[0];
    if (ticks[last] >>> TICK_SHIFT == tick) {
      ticks[last]++;
    } else {
      otherTick(row, ticks);
    }
  }

  /** When the flows of a row were. */
  Timeline timeline(int row, long flows, long firstNanos) {
    long[] ticks = counts[row];
    if (ticks == null) {
      return Timeline.of(Math.floorDiv(firstNanos, tickNanos) * tickMillis, flows);
    }
    int size = (int) (ticks[0] >>> SIZE_SHIFT);
    long[] starts = new long[size];
    long[] each = new long[size];
    for (int i = 0; i < size; i++) {
      starts[i] = (firstTick + (ticks[i + 1] >>> TICK_SHIFT)) * tickMillis;
      each[i] = ticks[i + 1] & FLOWS;
    }
    return new Timeline(starts, each);
  }

  /** Forgets the flows of so many rows. */
  void clear(int rows) {
    for (int row = 0; row < rows; row++) {
      if (counts[row] != null) {
        held.bytes -= weightBytes(counts[row]);
        counts[row] = null;
      }
    }
  }

  private void turnTo(long epochNanos) {
    long number = Math.floorDiv(epochNanos, tickNanos);
    tick = number - firstTick;
    fromNanos = number * tickNanos;
    toNanos = fromNanos + tickNanos;
  }

  private void secondTick(int row, long before, long firstNanos) {
    long[] ticks = new long[FIRST_ROOM];
    ticks[0] = (1L << SIZE_SHIFT) | 1;
    ticks[1] = ((Math.floorDiv(firstNanos, tickNanos) - firstTick) << TICK_SHIFT) | before;
    counts[row] = ticks;
    held.bytes += weightBytes(ticks);
    otherTick(row, ticks);
  }

  private void otherTick(int row, long[] ticks) {
    int size = (int) (ticks[0] >>> SIZE_SHIFT);
    int place = ticks[size] >>> TICK_SHIFT < tick ? size + 1 : placeOf(tick, ticks, size);
    if (place > size || ticks[place] >>> TICK_SHIFT != tick) {
      long[] roomy = ticks;
      if (size + 1 == ticks.length) {
        roomy = Arrays.copyOf(ticks, 2 * ticks.length);
        counts[row] = roomy;
        held.bytes += weightBytes(roomy) - weightBytes(ticks);
      }
      System.arraycopy(roomy, place, roomy, place + 1, size + 1 - place);
      roomy[place] = (tick << TICK_SHIFT) | 1;
      roomy[0] = ((long) (size + 1) << SIZE_SHIFT) | place;
    } else {
      ticks[place]++;
      ticks[0] = ((long) size << SIZE_SHIFT) | place;
    }
  }

  /** The first place, from 1 on, whose tick is no earlier; there is one. */
  private static int placeOf(long tick, long[] ticks, int size) {
    int from = 1;
    int to = size;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (ticks[middle] >>> TICK_SHIFT < tick) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  private static long weightBytes(long[] ticks) {
    return ARRAY_HEADER_BYTES + (long) Long.BYTES * ticks.length;
  }
}
