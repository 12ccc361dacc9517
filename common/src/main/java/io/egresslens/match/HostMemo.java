package io.egresslens.match;

import io.egresslens.catalog.CatalogEntry;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Names that were asked for before, and the rules that fit them. Grows with what is asked, to a
 * fixed size. Not thread-safe.
 */
final class HostMemo {
  /*
   * Layout. Slots of eight longs in one array. The first holds the length of the name (7 bits), the
   * view it was asked in (16), whether it was asked again (1), whether this is the second half of a
   * long name (1), the number of its rule's terms (7), and what was found (32); then come six words
   * of the name. A name has two slots to stand in, neighbours; one of more than 48 bytes takes both,
   * its first 48 bytes and its last 48. A parallel array holds the entry of a name with one plain
   * rule, so such a hit reads one slot and one reference.
   *
   * Lookup. A name of 16 to 48 bytes is read as six words whatever its length: four from its start
   * on, two from its end, which overlap when it is short. So nothing branches on the length, nothing
   * behind the name is read, and every byte is in some word: the same words and the same length are
   * the same name. The place is the top of a sum of products of the words with odd random numbers.
   *
   * Replacement. A name that was asked for again keeps its slot once when another one comes, then
   * gives way. So what is asked for all the time is not driven out by what comes once.
   *
   * Size. A memory that has to drive out a quarter of what it can hold forgets everything and is
   * twice as large from then on, up to 128 Ki slots: a search costs many times a look, also one that
   * has to fetch a slot from the third-level cache. Few names stay in few lines of cache.
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

  /** The complement of a place. */
  static final int NO_PLACE = -1;

  private static final int FIRST_BITS = 10;
  private static final int LAST_BITS = 17;

  private static final int SLOT = 8;
  private static final int VIEW_SHIFT = 7;
  private static final int LAST_VIEW = 0xffff;
  private static final long ASKED_AGAIN = 1L << 23;
  private static final long SECOND_HALF = 1L << 24;
  private static final long KEY = SECOND_HALF | (ASKED_AGAIN - 1);
  private static final int TERMS_SHIFT = 25;
  private static final int LAST_TERMS = 0x7f;
  private static final int FOUND_SHIFT = 32;

  /** Room for at least one list of rules, however small the memo is. */
  private static final int FEWEST_LISTS = 64;

  private final int lastBits;
  private int bits;
  private int shift;
  private long[] slots;
  private CatalogEntry[] entries;

  /** Lists one after the other: how many, then the numbers. An int a slot. */
  private int[] lists;

  private int listsEnd;

  /** How many names came for which there was no room but another one's. */
  private int crowded;

  private int views;

  private final long m0;
  private final long m1;
  private final long m2;
  private final long m3;
  private final long m4;
  private final long m5;

  /**
   * @param seed of the places; no answer depends on it
   */
  HostMemo(long seed) {
    this(FIRST_BITS, LAST_BITS, seed);
  }

  /**
   * @param bits the memo has 2 to the power of this many slots at first; 1 to 24
   * @param lastBits the same at last
   */
  HostMemo(int bits, int lastBits, long seed) {
    this.lastBits = lastBits;
    clear(bits);
    SplittableRandom random = new SplittableRandom(seed);
    this.m0 = random.nextLong() | 1;
    this.m1 = random.nextLong() | 1;
    this.m2 = random.nextLong() | 1;
    this.m3 = random.nextLong() | 1;
    this.m4 = random.nextLong() | 1;
    this.m5 = random.nextLong() | 1;
  }

  private void clear(int newBits) {
    bits = newBits;
    shift = Long.SIZE - bits;
    slots = new long[SLOT << bits];
    entries = new CatalogEntry[1 << bits];
    lists = new int[Math.max(FEWEST_LISTS, 1 << bits)];
    listsEnd = 0;
    crowded = 0;
  }

  boolean hasViews() {
    return views < LAST_VIEW;
  }

  /** A view of names of its own, if it {@link #hasViews}. Never 0 in a slot that is full. */
  int newView() {
    return ++views;
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
    return length == 0 ? 0 : LabelHash.last(bytes, from, from + Math.min(8, length));
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

  /** The number of the one rule's terms. */
  int termsNumber(int place) {
    return (int) (slots[place * SLOT] >>> TERMS_SHIFT) & LAST_TERMS;
  }

  /** The entry of the one rule. */
  CatalogEntry entry(int place) {
    return entries[place];
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
    if (fits.size() >= lists.length) {
      return;
    }
    int at = length > HALF ? bothPlaces(place) : onePlace(place);
    if (crowded > slots.length / SLOT / 4 && bits < lastBits) {
      clear(bits + 1);
      return;
    }
    if (at < 0) {
      return;
    }
    int found = found(fits, rules);
    long terms = found < 0 ? 0 : rules.termsNumber(found);
    long key = key(view, length) | terms << TERMS_SHIFT | (long) found << FOUND_SHIFT;
    fill(at, key, bytes, from, Math.min(length, HALF));
    if (length > HALF) {
      fill(at ^ 1, key | SECOND_HALF, bytes, from + length - HALF, HALF);
    }
    entries[at] = found < 0 ? null : rules.entry(found);
  }

  /** Where a name that fits in one slot may stand, or {@link #NO_PLACE}. */
  private int onePlace(int place) {
    if (slots[place * SLOT] == 0) {
      return place;
    }
    if (slots[(place ^ 1) * SLOT] == 0) {
      return place ^ 1;
    }
    crowded++;
    return givesWay(place) ? place : givesWay(place ^ 1) ? place ^ 1 : NO_PLACE;
  }

  private int bothPlaces(int place) {
    if ((slots[place * SLOT] | slots[(place ^ 1) * SLOT]) != 0) {
      crowded++;
    }
    boolean first = givesWay(place);
    boolean second = givesWay(place ^ 1);
    return first && second ? place : NO_PLACE;
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
    int only = fits.numbers()[0];
    if (size == 1 && rules.isPlain(only) && rules.termsNumber(only) <= LAST_TERMS) {
      return only;
    }
    if (listsEnd + size + 1 > lists.length) {
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
