package io.egresslens.match;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Names that were asked for before, and the rules that fit them. Fixed in size whatever is asked.
 * Not thread-safe.
 */
final class HostMemo {
  /*
   * Layout. Direct-mapped: a name has one slot, of eight longs. The first holds the length of the
   * name (8 bits), the view it was asked in (16), whether it was asked again (1), whether this is the
   * second half of a long name (1), and what was found (32); the other seven hold 56 bytes of the
   * name, zeros behind it. A name of up to 112 bytes has its second half in the neighbour's slot. The
   * parallel arrays hold what a name with one plain rule needs for its answer, so such a hit reads
   * one slot and two references.
   *
   * Lookup. The name is read as seven words whatever its length, those behind its end masked to
   * zeros, so nothing branches on the length. The place is the top of a sum of products with odd
   * random numbers. All words are compared: equal words and length are the same name.
   *
   * Replacement. A name that was asked for again keeps its slot once when another one comes, then
   * gives way. So what is asked for all the time is not driven out by what comes once.
   *
   * Collisions cost the search that the memo would have saved, no more. Whoever found out the numbers
   * could make names collide, and would gain what new names give him anyway.
   */
  /** The longest name that has a place. */
  static final int LONGEST = 112;

  /** How much of a name a slot holds, and how many bytes are read whatever the name's length. */
  static final int HALF = 56;

  /** Found: no rule. */
  static final int NONE = -1;

  private static final int SLOT = 8;
  private static final int VIEW_SHIFT = 8;
  private static final int LAST_VIEW = 0xffff;
  private static final long ASKED_AGAIN = 1L << 24;
  private static final long SECOND_HALF = 1L << 25;
  private static final long KEY = SECOND_HALF | (ASKED_AGAIN - 1);
  private static final int FOUND_SHIFT = 32;

  /** Ints for lists of rules; about ten thousand lists. */
  private static final int LISTS = 1 << 15;

  /** From {@code HALF - length} on: as many ones as the name is long, then zeros. */
  private static final byte[] MASKS = new byte[2 * HALF];

  static {
    Arrays.fill(MASKS, 0, HALF, (byte) -1);
  }

  private final long[] slots;
  private final int shift;
  private final Terms[] terms;
  private final Match[] matches;

  /** Lists one after the other: how many, then the numbers. */
  private final int[] lists = new int[LISTS];

  private int listsEnd;
  private int views;

  private final long m0;
  private final long m1;
  private final long m2;
  private final long m3;
  private final long m4;
  private final long m5;
  private final long m6;

  /**
   * @param bits the memo has 2 to the power of this many slots; 1 to 24
   * @param seed of the places; no answer depends on it
   */
  HostMemo(int bits, long seed) {
    this.slots = new long[SLOT << bits];
    this.terms = new Terms[1 << bits];
    this.matches = new Match[1 << bits];
    this.shift = Long.SIZE - bits;
    SplittableRandom random = new SplittableRandom(seed);
    this.m0 = random.nextLong() | 1;
    this.m1 = random.nextLong() | 1;
    this.m2 = random.nextLong() | 1;
    this.m3 = random.nextLong() | 1;
    this.m4 = random.nextLong() | 1;
    this.m5 = random.nextLong() | 1;
    this.m6 = random.nextLong() | 1;
  }

  /** A view of names of its own; 0 when there are no more. Never 0 in a slot that is full. */
  int newView() {
    return views == LAST_VIEW ? 0 : ++views;
  }

  /** The place of a name of at most {@link #HALF} bytes, which many are readable from its start. */
  int place(byte[] bytes, int from, int length) {
    return (int) (sum(bytes, from, length) >>> shift);
  }

  /** The place of a longer name, of which {@link #LONGEST} bytes are readable. */
  int longPlace(byte[] bytes, int from, int length) {
    long sum = sum(bytes, from, HALF);
    return (int) ((sum * m1 + sum(bytes, from + HALF, length - HALF)) >>> shift);
  }

  private long sum(byte[] bytes, int from, int length) {
    int mask = HALF - length;
    return word(bytes, from, mask) * m0
        + word(bytes, from + 8, mask + 8) * m1
        + word(bytes, from + 16, mask + 16) * m2
        + word(bytes, from + 24, mask + 24) * m3
        + word(bytes, from + 32, mask + 32) * m4
        + word(bytes, from + 40, mask + 40) * m5
        + word(bytes, from + 48, mask + 48) * m6;
  }

  /** Whether a place holds a name; if so it is noted that it was asked for again. */
  boolean holds(int place, int view, byte[] bytes, int from, int length) {
    long first = slots[place * SLOT];
    if (((first ^ key(view, length)) & KEY) != 0 || !holds(place, bytes, from, length)) {
      return false;
    }
    if ((first & ASKED_AGAIN) == 0) {
      slots[place * SLOT] = first | ASKED_AGAIN;
    }
    return true;
  }

  /** {@link #holds} for a name of more than {@link #HALF} bytes. */
  boolean holdsLong(int place, int view, byte[] bytes, int from, int length) {
    int rest = length - HALF;
    long second = slots[(place ^ 1) * SLOT];
    long first = slots[place * SLOT];
    if (((first ^ key(view, length)) & KEY) != 0
        || ((second ^ key(view, length) ^ SECOND_HALF) & KEY) != 0
        || !holds(place, bytes, from, HALF)
        || !holds(place ^ 1, bytes, from + HALF, rest)) {
      return false;
    }
    slots[place * SLOT] = first | ASKED_AGAIN;
    slots[(place ^ 1) * SLOT] = second | ASKED_AGAIN;
    return true;
  }

  private boolean holds(int place, byte[] bytes, int from, int length) {
    int slot = place * SLOT;
    int mask = HALF - length;
    return ((slots[slot + 1] ^ word(bytes, from, mask))
            | (slots[slot + 2] ^ word(bytes, from + 8, mask + 8))
            | (slots[slot + 3] ^ word(bytes, from + 16, mask + 16))
            | (slots[slot + 4] ^ word(bytes, from + 24, mask + 24))
            | (slots[slot + 5] ^ word(bytes, from + 32, mask + 32))
            | (slots[slot + 6] ^ word(bytes, from + 40, mask + 40))
            | (slots[slot + 7] ^ word(bytes, from + 48, mask + 48)))
        == 0;
  }

  private static long key(int view, int length) {
    return (long) view << VIEW_SHIFT | length;
  }

  private static long word(byte[] bytes, int at, int mask) {
    return (long) LabelHash.WORDS.get(bytes, at) & (long) LabelHash.WORDS.get(MASKS, mask);
  }

  /**
   * What was found for the name at a place: {@link #NONE}, the number of the one rule, which is
   * plain, or something lower, for {@link #list}.
   */
  int found(int place) {
    return (int) (slots[place * SLOT] >>> FOUND_SHIFT);
  }

  /** The terms of the one rule. */
  Terms terms(int place) {
    return terms[place];
  }

  /** The answer when the one rule's terms are met. */
  Match match(int place) {
    return matches[place];
  }

  /** Where the list starts in {@link #lists}: how many numbers, then those. */
  static int list(int found) {
    return -2 - found;
  }

  /** Not to be written to. */
  int[] lists() {
    return lists;
  }

  /**
   * Notes what fits a name, unless a name that was asked for again holds the place.
   *
   * @param length at most {@link #LONGEST}; if above {@link #HALF}, that many bytes are readable
   */
  void put(int place, int view, byte[] bytes, int from, int length, Fits fits, Rules rules) {
    boolean isLong = length > HALF;
    if (fits.size() >= LISTS) {
      return;
    }
    if (!givesWay(place) || (isLong && !givesWay(place ^ 1))) {
      return;
    }
    int found = found(fits, rules);
    long key = key(view, length);
    fill(place, key | (long) found << FOUND_SHIFT, bytes, from, Math.min(length, HALF));
    if (isLong) {
      fill(place ^ 1, key | SECOND_HALF, bytes, from + HALF, length - HALF);
    }
    terms[place] = found < 0 ? null : rules.plainTerms(found);
    matches[place] = found < 0 ? null : rules.plainMatch(found);
  }

  private boolean givesWay(int place) {
    long first = slots[place * SLOT];
    slots[place * SLOT] = first & ~ASKED_AGAIN;
    return (first & ASKED_AGAIN) == 0;
  }

  private int found(Fits fits, Rules rules) {
    int size = fits.size();
    if (size == 0) {
      return NONE;
    }
    if (size == 1 && rules.isPlain(fits.numbers()[0])) {
      return fits.numbers()[0];
    }
    if (listsEnd + size + 1 > LISTS) {
      // Lists of names that were driven out are never freed one by one; from time to time, all are.
      Arrays.fill(slots, 0);
      listsEnd = 0;
    }
    int list = listsEnd;
    lists[list] = size;
    System.arraycopy(fits.numbers(), 0, lists, list + 1, size);
    listsEnd = list + 1 + size;
    return -2 - list;
  }

  private void fill(int place, long first, byte[] bytes, int from, int length) {
    int slot = place * SLOT;
    slots[slot] = first;
    for (int i = 0; i < SLOT - 1; i++) {
      slots[slot + 1 + i] = word(bytes, from + 8 * i, HALF - length + 8 * i);
    }
  }
}
