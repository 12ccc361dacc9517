package io.egresslens.parse;

import java.util.Arrays;

/**
 * The runs of bytes that {@link RunTable} compares records with, as a radix tree over bytes.
 *
 * <p><b>Layout.</b> Each node is a run and what comes behind it: a value of some kind, the end of
 * the record, or the children at once, where records part whose bytes were the same so far.
 * Children begin with different bytes; one of them may be empty and stands for the value that
 * begins there in some records. A leaf is a run that ends the record and holds the {@link
 * RecordShape} of the record that it was learned from. The numbers of a node lie side by side in
 * one array, so that a step touches one line of the cache; all runs lie in another, in the order in
 * which they were learned, which is the order in which a record meets them.
 *
 * <p><b>Bounds.</b> Nodes, bytes and children a node are limited: what does not fit is not learned.
 * Not thread-safe.
 */
final class RunTree {
  /** How many numbers a node has. */
  static final int STRIDE = 8;

  /** Of a node: where its run begins in {@link #runs}, how long it is, what follows. */
  static final int AT = 0;

  static final int LENGTH = 1;
  static final int FOLLOWS = 2;

  /** The first byte of the run; -1 of an empty one. */
  static final int FIRST = 3;

  static final int CHILD = 4;
  static final int SIBLING = 5;

  /** What follows a run. */
  static final int END = 0;

  static final int TIME = 1;
  static final int SOURCE = 2;
  static final int DESTINATION = 3;
  static final int DESTINATION_PORT = 4;
  static final int HOST = 5;
  static final int PORT = 6;
  static final int ADDRESS = 7;
  static final int NUMBER = 8;
  static final int TEXT = 9;
  static final int FIREWALL = 10;
  static final int WORD = 11;

  /** Of a legacy text: anything without spaces that does not end in a dot. */
  static final int TOKEN = 12;

  /** The children, without a value between. */
  static final int BRANCH = 13;

  private static final int MAX_NODES = 1 << 15;
  private static final int MAX_BYTES = 1 << 21;
  private static final int MAX_CHILDREN = 64;
  private static final int MAX_RUN = 4096;

  private byte[] runs = new byte[1 << 14];
  private int used;

  /** Node 0 is the root, so 0 is no child. */
  private final int[] numbers = new int[MAX_NODES * STRIDE];

  private final RecordShape[] leaves = new RecordShape[MAX_NODES];
  private int nodes = 1;

  /** Holds every run. Not the same array for ever. */
  byte[] runs() {
    return runs;
  }

  /** Of every node {@link #STRIDE} numbers side by side; a node is named by where its own begin. */
  int[] numbers() {
    return numbers;
  }

  /** What was learned of a record that ended at that node; null when it was not asked for yet. */
  RecordShape leaf(int node) {
    return leaves[node / STRIDE];
  }

  void leaf(int node, RecordShape shape) {
    leaves[node / STRIDE] = shape;
  }

  boolean isHalfFull() {
    return nodes > MAX_NODES / 2;
  }

  /** Forgets everything. */
  void clear() {
    nodes = 1;
    used = 0;
    numbers[CHILD] = 0;
    Arrays.fill(leaves, null);
  }

  /**
   * The node below {@code node} at which the run ends that way, made when there is none; -1 when
   * there is no room.
   */
  int child(int node, byte[] bytes, int from, int to, int next) {
    int at = from;
    int parent = node;
    while (true) {
      int child = childOf(parent, at < to ? bytes[at] & 0xff : -1);
      if (child == 0) {
        return add(parent, bytes, at, to, next);
      }
      int length = numbers[child + LENGTH];
      int run = numbers[child + AT];
      int common = Arrays.mismatch(runs, run, run + length, bytes, at, to);
      common = common < 0 ? length : common;
      boolean ends = at + common == to;
      if (common == length && ends && numbers[child + FOLLOWS] == next) {
        return child;
      }
      if (common < length || numbers[child + FOLLOWS] != BRANCH) {
        if (length == 0 || !split(child, common)) {
          return -1;
        }
      }
      at += common;
      parent = child;
    }
  }

  private int childOf(int node, int first) {
    int child = numbers[node + CHILD];
    while (child != 0 && numbers[child + FIRST] != first) {
      child = numbers[child + SIBLING];
    }
    return child;
  }

  private int add(int parent, byte[] bytes, int from, int to, int next) {
    int length = to - from;
    int siblings = 0;
    for (int child = numbers[parent + CHILD]; child != 0; child = numbers[child + SIBLING]) {
      siblings++;
    }
    boolean fits = length <= MAX_RUN && used + length <= MAX_BYTES;
    if (!fits || siblings >= MAX_CHILDREN || nodes >= MAX_NODES) {
      return -1;
    }
    while (used + length + 8 > runs.length) {
      runs = Arrays.copyOf(runs, 2 * runs.length);
    }
    System.arraycopy(bytes, from, runs, used, length);
    int child = node(used, length, next, 0);
    used += length;
    numbers[child + SIBLING] = numbers[parent + CHILD];
    numbers[parent + CHILD] = child;
    return child;
  }

  /** Cuts a node's run; what was behind the cut becomes its only child, be it empty. */
  private boolean split(int node, int at) {
    if (nodes >= MAX_NODES) {
      return false;
    }
    int rest =
        node(
            numbers[node + AT] + at,
            numbers[node + LENGTH] - at,
            numbers[node + FOLLOWS],
            numbers[node + CHILD]);
    leaves[rest / STRIDE] = leaves[node / STRIDE];
    leaves[node / STRIDE] = null;
    numbers[node + LENGTH] = at;
    numbers[node + FOLLOWS] = BRANCH;
    numbers[node + CHILD] = rest;
    return true;
  }

  private int node(int run, int length, int next, int firstChild) {
    int node = nodes++ * STRIDE;
    numbers[node + AT] = run;
    numbers[node + LENGTH] = length;
    numbers[node + FOLLOWS] = next;
    numbers[node + FIRST] = length == 0 ? -1 : runs[run] & 0xff;
    numbers[node + CHILD] = firstChild;
    numbers[node + SIBLING] = 0;
    leaves[node / STRIDE] = null;
    return node;
  }
}
