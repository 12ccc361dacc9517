package io.egresslens.parse;

import io.egresslens.ingest.LogBlock;

/**
 * Reads records whose like was read before. Between the few values that differ from record to
 * record (time, addresses, ports, host, numbers) their bytes repeat, for hundreds of bytes: such a
 * run is compared with one remembered instead of being read again.
 *
 * <p><b>How.</b> {@link RunLearner} cuts records that {@link RecordScan} accepted, or legacy ones
 * that {@link UnitReader} read, into runs and values and puts them into a {@link RunTree}. A record
 * goes down that tree: its bytes choose a child, are compared with the child's run, and {@link
 * RunValues} reads the value behind it. At a leaf lies the {@link RecordShape} of the record that
 * made it: everything but those values, and right for every record that comes there.
 *
 * <p><b>Why it is safe.</b> A record comes to a leaf only when all its bytes outside those values
 * are the same bytes at the same places as in a record that was accepted, and each of the values is
 * again one whole token of its kind, not empty and of a form that needs no second look. So both
 * have the same tokens. Whatever fails is scanned from its beginning, as if this were not there.
 *
 * <p><b>Bounds.</b> Where fewer than half of the records come to a leaf, everything is forgotten,
 * and nothing is tried or learned for a while that doubles each time. Allocates nothing. Not
 * thread-safe.
 */
final class RunTable {
  /** After so many records it is judged whether this pays. */
  private static final int PERIOD = 4096;

  private static final int MAX_PAUSE = 1 << 20;

  /** Bytes compared at once. */
  private static final int STEP = 32;

  private final RunTree tree;
  private final ScannedFlow flow;
  private final RunValues values;

  private int left = PERIOD;
  private int hits;
  private int pause = PERIOD;
  private boolean resting;

  RunTable(RunTree tree, ScannedFlow flow) {
    this.tree = tree;
    this.flow = flow;
    values = new RunValues(flow);
  }

  /** Whether nothing is tried, nor to be learned. */
  boolean isResting() {
    return resting;
  }

  /**
   * Reads the record that begins at {@code from} into the flow.
   *
   * @return the place behind its closing brace, or -1 when it must be scanned
   */
  int read(byte[] bytes, int from, int end, LogBlock block) {
    if (--left < 0) {
      judge();
    }
    if (resting) {
      return -1;
    }
    int[] numbers = tree.numbers();
    byte[] runs = tree.runs();
    int node = 0;
    int at = from;
    while (at < end) {
      int first = bytes[at] & 0xff;
      int child = numbers[node + RunTree.CHILD];
      int empty = 0;
      while (child != 0 && numbers[child + RunTree.FIRST] != first) {
        empty = numbers[child + RunTree.FIRST] < 0 ? child : empty;
        child = numbers[child + RunTree.SIBLING];
      }
      if (child == 0) {
        if (empty == 0) {
          return -1;
        }
        child = empty;
      } else {
        int length = numbers[child + RunTree.LENGTH];
        if (length > end - at || !matches(bytes, at, runs, numbers[child + RunTree.AT], length)) {
          return -1;
        }
        at += length;
      }
      int next = numbers[child + RunTree.FOLLOWS];
      if (next == RunTree.END) {
        flow.take(tree.leaf(child), bytes, from, at);
        hits++;
        return at;
      }
      if (next != RunTree.BRANCH) {
        at = values.read(bytes, at, end, next, block.timestampMillis());
        if (at < 0) {
          return -1;
        }
      }
      node = child;
    }
    return -1;
  }

  /** Compares without loops where it can, for the lengths of runs vary and are hard to foretell. */
  private static boolean matches(byte[] bytes, int at, byte[] known, int run, int length) {
    if (length < 8) {
      long differences = Swar.wordOrZeros(bytes, at) ^ Swar.word(known, run);
      return differences << (64 - 8 * length) == 0;
    }
    if (length > STEP) {
      int end = length - STEP;
      for (int i = 0; i < end; i += STEP) {
        if (differ(bytes, at + i, known, run + i) != 0) {
          return false;
        }
      }
      return differ(bytes, at + end, known, run + end) == 0;
    }
    int last = length - 8;
    int second = Math.min(8, last);
    int third = Math.min(16, last);
    return ((Swar.word(bytes, at) ^ Swar.word(known, run))
            | (Swar.word(bytes, at + second) ^ Swar.word(known, run + second))
            | (Swar.word(bytes, at + third) ^ Swar.word(known, run + third))
            | (Swar.word(bytes, at + last) ^ Swar.word(known, run + last)))
        == 0;
  }

  /** 0 when 32 bytes are the same. */
  private static long differ(byte[] bytes, int at, byte[] known, int run) {
    return (Swar.word(bytes, at) ^ Swar.word(known, run))
        | (Swar.word(bytes, at + 8) ^ Swar.word(known, run + 8))
        | (Swar.word(bytes, at + 16) ^ Swar.word(known, run + 16))
        | (Swar.word(bytes, at + 24) ^ Swar.word(known, run + 24));
  }

  /** Forgets everything when too few records were like those seen, and rests for a while. */
  private void judge() {
    if (resting) {
      resting = false;
      left = PERIOD;
    } else if (hits < PERIOD / 2) {
      resting = hits < PERIOD / 8 || tree.isHalfFull();
      left = resting ? pause : PERIOD;
      pause = resting ? Math.min(2 * pause, MAX_PAUSE) : pause;
      if (resting) {
        tree.clear();
      }
    } else {
      left = PERIOD;
      pause = PERIOD;
    }
    hits = 0;
  }
}
