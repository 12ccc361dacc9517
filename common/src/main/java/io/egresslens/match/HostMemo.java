package io.egresslens.match;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Names that were asked for before, and the rules that fit them. Fixed in size whatever is asked.
 * Not thread-safe.
 */
final class HostMemo {
  /*
   * Layout. Slots of eight longs in one array. The first holds the length of the name (8 bits), the
   * view it was asked in (16), whether it was asked again (1), whether this is the second half of a
   * long name (1), and what was found (32); then come six words of the name. A name has two slots to
   * stand in, neighbours; one of more than 48 bytes takes both, its first 48 bytes and its last 48.
   * The parallel arrays hold what a name with one plain rule needs for its answer, so such a hit
   * reads one slot and two references.
   *
   * Lookup. A name of 16 to 48 bytes is read as six words whatever its length: four from its start
   * on, two from its end, which overlap when it is short. So nothing branches on the length, nothing
   * behind the name is read, and every byte is in some word: the same words and the same length are
   * the same name. The place is the top of a sum of products of the words with odd random numbers.
   *
   * Replacement. A name that was asked for again keeps its slot once when another one comes, then
   * gives way. So what is asked for all the time is not driven out by what comes once.
   *
   * Collisions cost the search that the memo would have saved, no more. Whoever found out the numbers
   * could make names collide, and would gain what new names give him anyway.
   */
  /** The longest name that has a place. */
  static final int LONGEST = 96;

  /** The longest name that takes one slot. */
  static final int HALF = 48;

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
  }

  /** A view of names of its own; 0 when there are no more. Never 0 in a slot that is full. */
  int newView() {
    return views == LAST_VIEW ? 0 : ++views;
  }

  /**
   * Looks for a name of at most {@link #HALF} bytes, and notes that it was asked for again.
   *
   * @return its place, or the complement of the first one where it may be {@link #put}
   */
  int find(int view, byte[] bytes, int from, int length) {
    long w0;
    long w1;
    long w2 = 0;
    long w3 = 0;
    long w4 = 0;
    long w5 = 0;
    if (length >= 16) {
      int to = from + length;
      w0 = word(bytes, from);
      w1 = word(bytes, from + 8);
      w2 = word(bytes, from + Math.min(16, length - 8));
      w3 = word(bytes, from + Math.min(24, length - 8));
      w4 = word(bytes, to - 16);
      w5 = word(bytes, to - 8);
    } else {
      w0 = start(bytes, from, length);
      w1 = end(bytes, from, length);
    }
    int place = (int) ((w0 * m0 + w1 * m1 + w2 * m2 + w3 * m3 + w4 * m4 + w5 * m5) >>> shift);
    long key = (long) view << VIEW_SHIFT | length;
    int slot = place * SLOT;
    long first = slots[slot];
    if (((first ^ key) & KEY) != 0
        || ((slots[slot + 1] ^ w0)
                | (slots[slot + 2] ^ w1)
                | (slots[slot + 3] ^ w2)
                | (slots[slot + 4] ^ w3)
                | (slots[slot + 5] ^ w4)
                | (slots[slot + 6] ^ w5))
            != 0) {
      slot ^= SLOT;
      first = slots[slot];
      if (((first ^ key) & KEY) != 0
          || ((slots[slot + 1] ^ w0)
                  | (slots[slot + 2] ^ w1)
                  | (slots[slot + 3] ^ w2)
                  | (slots[slot + 4] ^ w3)
                  | (slots[slot + 5] ^ w4)
                  | (slots[slot + 6] ^ w5))
              != 0) {
        return ~place;
      }
      place ^= 1;
    }
    if ((first & ASKED_AGAIN) == 0) {
      slots[slot] = first | ASKED_AGAIN;
    }
    return place;
  }

  /** {@link #find} for a name of more than {@link #HALF} bytes and at most {@link #LONGEST}. */
  int findLong(int view, byte[] bytes, int from, int length) {
    int second = from + length - HALF;
    long sum = 0;
    for (int i = 0; i < HALF; i += 8) {
      sum = (sum ^ word(bytes, from + i)) * m0 + word(bytes, second + i) * m1;
      sum ^= sum >>> 32;
    }
    int place = (int) ((sum * m2) >>> shift) & ~1;
    int slot = place * SLOT;
    long key = key(view, length);
    if (((slots[slot] ^ key) & KEY) != 0
        || ((slots[slot + SLOT] ^ key ^ SECOND_HALF) & KEY) != 0
        || !isHalf(slot, bytes, from)
        || !isHalf(slot + SLOT, bytes, second)) {
      return ~place;
    }
    slots[slot] |= ASKED_AGAIN;
    slots[slot + SLOT] |= ASKED_AGAIN;
    return place;
  }

  private boolean isHalf(int slot, byte[] bytes, int from) {
    long different = 0;
    for (int i = 0; i < HALF / 8; i++) {
      different |= slots[slot + 1 + i] ^ word(bytes, from + 8 * i);
    }
    return different == 0;
  }

  /** The first word of a name of less than 16 bytes. */
  private static long start(byte[] bytes, int from, int length) {
    return length == 0 ? 0 : LabelHash.word(bytes, from, Math.min(8, length));
  }

  /** The last word of such a name; the same as the first when that holds all of it. */
  private static long end(byte[] bytes, int from, int length) {
    return start(bytes, from + Math.max(0, length - 8), Math.min(8, length));
  }

  private static long key(int view, int length) {
    return (long) view << VIEW_SHIFT | length;
  }

  private static long word(byte[] bytes, int at) {
    return (long) LabelHash.WORDS.get(bytes, at);
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

  /** Notes what fits a name, unless names that were asked for again hold its places. */
  void put(int place, int view, byte[] bytes, int from, int length, Fits fits, Rules rules) {
    boolean isLong = length > HALF;
    if (fits.size() >= LISTS) {
      return;
    }
    int at = place;
    if (isLong) {
      boolean first = givesWay(place);
      boolean second = givesWay(place ^ 1);
      if (!first || !second) {
        return;
      }
    } else if (slots[place * SLOT] != 0) {
      boolean otherIsFree = slots[(place ^ 1) * SLOT] == 0;
      if (otherIsFree || !givesWay(place)) {
        at = place ^ 1;
        if (!otherIsFree && !givesWay(at)) {
          return;
        }
      }
    }
    int found = found(fits, rules);
    long key = key(view, length) | (long) found << FOUND_SHIFT;
    fill(at, key, bytes, from, Math.min(length, HALF));
    if (isLong) {
      fill(at ^ 1, key | SECOND_HALF, bytes, from + length - HALF, HALF);
    }
    terms[at] = found < 0 ? null : rules.plainTerms(found);
    matches[at] = found < 0 ? null : rules.plainMatch(found);
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

  /** The words that {@link #find} reads; of a half, these are its six words in order. */
  private void fill(int place, long first, byte[] bytes, int from, int length) {
    int slot = place * SLOT;
    int to = from + length;
    boolean isShort = length < 16;
    slots[slot] = first;
    slots[slot + 1] = isShort ? start(bytes, from, length) : word(bytes, from);
    slots[slot + 2] = isShort ? end(bytes, from, length) : word(bytes, from + 8);
    slots[slot + 3] = isShort ? 0 : word(bytes, from + Math.min(16, length - 8));
    slots[slot + 4] = isShort ? 0 : word(bytes, from + Math.min(24, length - 8));
    slots[slot + 5] = isShort ? 0 : word(bytes, to - 16);
    slots[slot + 6] = isShort ? 0 : word(bytes, to - 8);
  }
}
