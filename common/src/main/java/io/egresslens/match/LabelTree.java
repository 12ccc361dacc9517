package io.egresslens.match;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Rules by the names they end in, label by label from the right. Immutable and thread-safe. */
final class LabelTree {
  /*
   * Layout. A tree of labels whose edges stand in one hash table: the root has a node for every last
   * label, "com" one for every label before it. Three flat arrays hold it all.
   *
   *   records  one node after the other: its parent (4 bytes), its rules (4), the length of its label
   *            (1), the label. A node's number is where its record starts; the root is at 0. A name
   *            shares the nodes of its suffix with all others, so only its own labels are stored.
   *   slots    open addressing, two of three slots full: 32 bits of hash, which are the fingerprint
   *            and give the place too, and 32 bits of node.
   *   cells    rules of nodes with more than one: a rule, and the cell that follows.
   *
   * What a node holds of a rule is an int: the rule's number, and in the two lowest bits how it fits.
   * WHOLE: the name must end here (exact names). BELOW: it must go on (*.name). ASK: the rule has to
   * look itself (*name, templates, globs, hung on the longest run of whole labels that all their
   * names end in).
   *
   * Lookup. The host is read once, from its right end. Where its dots are is worked out beforehand,
   * eight bytes at a time, as bits of one long, so that no step depends on how long a label is. For
   * each label the hash of the label and of the node reached so far gives a slot; a slot with the same
   * 32 bits gives a record, whose parent and bytes are then compared. Where no node is found the
   * search is over: every node leads to some rule, so a name that is not listed stops at its first
   * label that no pattern has, without markers. On the way the rules of every node are collected; the
   * caller compares ranks.
   *
   * Cost. Per label some multiplications and usually one cache line each of slots and records, the
   * upper ones hot. No name costs more labels than the longest pattern has, however long it is.
   *
   * Collisions. A fingerprint only sorts out; what decides is the parent and the label's bytes.
   * Equality of all labels up to the root is equality of the names. The keys are the catalog's and
   * the hash is seeded, so no name that is asked for can lengthen a run of full slots.
   */
  static final int ROOT = 0;

  /** Where a search ends; the only negative node. */
  static final int NOWHERE = -1;

  /** No rule. */
  static final int NONE = -1;

  static final int WHOLE = 0;
  static final int BELOW = 1;
  static final int ASK = 2;

  /** The rest of the int is the first cell, not a rule. */
  private static final int SEVERAL = 3;

  private static final long DOTS = 0x2E2E2E2E2E2E2E2EL;
  private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int RULES = 4;
  private static final int LENGTH = 8;
  private static final int LABEL = 9;

  /** The longest name whose dots fit in a long. */
  static final int DOTTED = 64;

  private static final long GATHER_BITS = 0x0102040810204080L;

  private final long[] slots;
  private final byte[] records;
  private final int[] cells;

  private LabelTree(long[] slots, byte[] records, int[] cells) {
    this.slots = slots;
    this.records = records;
    this.cells = cells;
  }

  /**
   * The node of a label below another node.
   *
   * @param hash of both, see {@link LabelHash#below}
   * @return {@link #NOWHERE} when no pattern ends so
   */
  int child(int node, int hash, byte[] bytes, int from, int to) {
    return child(slots, records, node, hash, bytes, from, to);
  }

  /** What stands at a node: {@link #NONE}, or the first of one or more, for {@link #next}. */
  int first(int node) {
    return (int) INTS.get(records, node + RULES);
  }

  /** The rule at this point, with its two bits. */
  int rule(int point) {
    return (point & 3) == SEVERAL ? cells[point >>> 2] : point;
  }

  /** The point behind this one, or {@link #NONE}. */
  int next(int point) {
    return (point & 3) == SEVERAL ? cells[(point >>> 2) + 1] : NONE;
  }

  /**
   * Which bytes of a name of at most {@link #DOTTED} bytes are dots, the first in the lowest bit.
   */
  static long dots(byte[] bytes, int from, int to) {
    long all = 0;
    int length = to - from;
    int at = 0;
    for (; at + 8 <= length; at += 8) {
      all |= gathered((long) LabelHash.WORDS.get(bytes, from + at)) << at;
    }
    if (at < length) {
      all |= gathered(LabelHash.last(bytes, from + at, to)) << at;
    }
    return all;
  }

  /** A bit for every byte of a word that is a dot. */
  private static long gathered(long word) {
    return ((dots(word) >>> 7) * GATHER_BITS) >>> 56;
  }

  /** The highest bit of every byte that is a dot, exactly. */
  private static long dots(long word) {
    long zeros = word ^ DOTS;
    return ~(((zeros & LOW_BITS) + LOW_BITS) | zeros | LOW_BITS);
  }

  /**
   * Where the label that ends at {@code end} starts: behind the dot before it, or at from.
   *
   * @param dots of the name from {@code from} on
   * @param end behind {@code from}, at most {@link #DOTTED} bytes
   */
  static int labelStart(long dots, int from, int end) {
    return from + 64 - Long.numberOfLeadingZeros(dots & (-1L >>> (64 - (end - from))));
  }

  /** The same of a name of any length. */
  static int labelStart(byte[] bytes, int from, int end) {
    int at = end;
    for (; at - 8 >= from; at -= 8) {
      long dots = dots((long) LabelHash.WORDS.get(bytes, at - 8));
      if (dots != 0) {
        return at - (Long.numberOfLeadingZeros(dots) >>> 3);
      }
    }
    while (at > from && bytes[at - 1] != '.') {
      at--;
    }
    return at;
  }

  private static int child(
      long[] slots, byte[] records, int node, int hash, byte[] bytes, int from, int to) {
    for (int slot = slot(hash, slots.length); ; slot = slot + 1 == slots.length ? 0 : slot + 1) {
      long found = slots[slot];
      if (found == 0) {
        return NOWHERE;
      }
      if ((int) (found >>> 32) == hash && is(records, (int) found, node, bytes, from, to)) {
        return (int) found;
      }
    }
  }

  private static boolean is(
      byte[] records, int candidate, int parent, byte[] bytes, int from, int to) {
    int length = to - from;
    if ((int) INTS.get(records, candidate) != parent || records[candidate + LENGTH] != length) {
      return false;
    }
    int label = candidate + LABEL;
    long different =
        LabelHash.last(bytes, from, to) ^ LabelHash.last(records, label, label + length);
    for (int at = 0; at < length - 8; at += 8) {
      different |=
          (long) LabelHash.WORDS.get(bytes, from + at)
              ^ (long) LabelHash.WORDS.get(records, label + at);
    }
    return different == 0;
  }

  private static int slot(int hash, int slots) {
    return (int) (((hash & 0xffffffffL) * slots) >>> 32);
  }

  /** Grows a tree. Not thread-safe; for one tree. */
  static final class Builder {
    private final LabelHash hash;
    private final byte[] name = new byte[256];
    private long[] slots;
    private byte[] records;
    private int recordsEnd;
    private int[] cells = new int[64];
    private int cellsEnd;
    private int nodes;

    /**
     * @param names how many are to be expected, more or less
     */
    Builder(LabelHash hash, int names) {
      this.hash = hash;
      this.slots = new long[names + names / 2 + 16];
      this.records = new byte[Math.addExact(Math.multiplyExact(names, 20), 256)];
      addRecord(NOWHERE, 0, 0);
    }

    /**
     * Hangs a rule on a name.
     *
     * @param anchor whole labels in normal form, at most 253 characters
     * @param rule its number and, in the lowest two bits, how it fits
     */
    // Takes the low bytes of the characters, without a copy: names are ASCII.
    @SuppressWarnings("deprecation")
    void add(String anchor, int rule) {
      int end = anchor.length();
      anchor.getBytes(0, end, name, 0);
      int node = ROOT;
      while (true) {
        int start = labelStart(name, 0, end);
        node = childOrNew(node, start, end);
        if (start == 0) {
          break;
        }
        end = start - 1;
      }
      hang(node, rule);
    }

    private int childOrNew(int node, int from, int to) {
      int place = hash.below(node, hash.label(name, from, to));
      int found = child(slots, records, node, place, name, from, to);
      if (found != NOWHERE) {
        return found;
      }
      int added = addRecord(node, from, to);
      nodes++;
      if (3L * nodes > 2L * slots.length) {
        slots = resized(Math.toIntExact(2L * slots.length));
      }
      put(slots, (long) place << 32 | added);
      return added;
    }

    private int addRecord(int parent, int from, int to) {
      int node = recordsEnd;
      int end = Math.addExact(node + LABEL, to - from);
      if (end > records.length) {
        records = Arrays.copyOf(records, Math.max(end + 256, end + (end >> 1)));
      }
      INTS.set(records, node, parent);
      INTS.set(records, node + RULES, NONE);
      records[node + LENGTH] = (byte) (to - from);
      System.arraycopy(name, from, records, node + LABEL, to - from);
      recordsEnd = end;
      return node;
    }

    private void hang(int node, int rule) {
      int present = (int) INTS.get(records, node + RULES);
      int point = rule;
      if (present != NONE) {
        point = cell(rule, (present & 3) == SEVERAL ? present : cell(present, NONE));
      }
      INTS.set(records, node + RULES, point);
    }

    private int cell(int rule, int next) {
      if (cellsEnd + 2 > cells.length) {
        cells = Arrays.copyOf(cells, 2 * cells.length);
      }
      cells[cellsEnd] = rule;
      cells[cellsEnd + 1] = next;
      cellsEnd += 2;
      return (cellsEnd - 2) << 2 | SEVERAL;
    }

    /** The tree, without spare room. The builder is of no use afterwards. */
    LabelTree build() {
      return new LabelTree(
          resized(Math.toIntExact(nodes + nodes / 2L + 2)),
          Arrays.copyOf(records, recordsEnd),
          Arrays.copyOf(cells, cellsEnd));
    }

    /** Slots keep their order, so this reads and writes memory in order, too. */
    private long[] resized(int length) {
      if (length == slots.length) {
        return slots;
      }
      long[] resized = new long[length];
      for (long full : slots) {
        if (full != 0) {
          put(resized, full);
        }
      }
      return resized;
    }

    private static void put(long[] slots, long full) {
      int slot = slot((int) (full >>> 32), slots.length);
      while (slots[slot] != 0) {
        slot = slot + 1 == slots.length ? 0 : slot + 1;
      }
      slots[slot] = full;
    }
  }
}
