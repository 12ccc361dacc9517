package io.egresslens.window;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How many flows fell into which short pane of time. Adding two is commutative and associative, so
 * the result depends neither on order nor on how the flows were shared out. Immutable; the arrays
 * must not be written to.
 *
 * @param starts where the panes start, epoch milliseconds, ascending, each once
 * @param flows how many fell into each, more than none; as many as {@code starts}
 */
public record Timeline(long[] starts, long[] flows) implements Serializable {
  public static final Timeline EMPTY = new Timeline(new long[0], new long[0]);

  public Timeline {
    if (starts.length != flows.length) {
      throw new IllegalArgumentException(starts.length + " panes, " + flows.length + " counts");
    }
  }

  /** Of one pane. */
  public static Timeline of(long start, long flows) {
    return new Timeline(new long[] {start}, new long[] {flows});
  }

  public boolean isEmpty() {
    return starts.length == 0;
  }

  /** How many panes have flows. */
  public int panes() {
    return starts.length;
  }

  /**
   * Start of the first pane.
   *
   * @throws ArrayIndexOutOfBoundsException when there is none
   */
  public long first() {
    return starts[0];
  }

  /**
   * Start of the last pane.
   *
   * @throws ArrayIndexOutOfBoundsException when there is none
   */
  public long last() {
    return starts[starts.length - 1];
  }

  /** All flows. */
  public long total() {
    return Arrays.stream(flows).sum();
  }

  /** Both together; costs the panes of both. */
  public Timeline plus(Timeline other) {
    if (isEmpty()) {
      return other;
    }
    if (other.isEmpty()) {
      return this;
    }
    long[] allStarts = new long[starts.length + other.starts.length];
    long[] allFlows = new long[allStarts.length];
    int to = 0;
    int mine = 0;
    int theirs = 0;
    while (mine < starts.length || theirs < other.starts.length) {
      long start =
          Math.min(
              mine < starts.length ? starts[mine] : Long.MAX_VALUE,
              theirs < other.starts.length ? other.starts[theirs] : Long.MAX_VALUE);
      allStarts[to] = start;
      if (mine < starts.length && starts[mine] == start) {
        allFlows[to] += flows[mine++];
      }
      if (theirs < other.starts.length && other.starts[theirs] == start) {
        allFlows[to] += other.flows[theirs++];
      }
      to++;
    }
    return new Timeline(Arrays.copyOf(allStarts, to), Arrays.copyOf(allFlows, to));
  }

  /** The panes that start in {@code [from, to)}. */
  public Timeline between(long from, long to) {
    int first = place(from);
    int end = place(to);
    if (first == 0 && end == starts.length) {
      return this;
    }
    return first >= end
        ? EMPTY
        : new Timeline(
            Arrays.copyOfRange(starts, first, end), Arrays.copyOfRange(flows, first, end));
  }

  /** Index of the first pane that starts no earlier. */
  private int place(long millis) {
    int found = Arrays.binarySearch(starts, millis);
    return found < 0 ? -found - 1 : found;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Timeline that
        && Arrays.equals(starts, that.starts)
        && Arrays.equals(flows, that.flows);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(starts) + Arrays.hashCode(flows);
  }

  @Override
  public String toString() {
    return total() + " flows in " + starts.length + " panes";
  }
}
