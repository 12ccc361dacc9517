package io.egresslens.match;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Numbers by hash, several of one hash too: says what is worth a comparison, and sometimes what is
 * not. Immutable and thread-safe.
 */
final class Clues {
  private static final long FREE = -1;

  private final long[] slots;

  private Clues(long[] slots) {
    this.slots = slots;
  }

  /** Takes every number of a hash; those of some other hash now and then. */
  void find(long hash, IntConsumer numbers) {
    int mask = slots.length - 1;
    for (int at = (int) hash & mask; slots[at] != FREE; at = (at + 1) & mask) {
      if ((int) (slots[at] >>> 32) == (int) (hash >>> 32)) {
        numbers.accept((int) slots[at]);
      }
    }
  }

  /** Gathers pairs. */
  static final class Builder {
    private long[] hashes = new long[64];
    private int[] numbers = new int[64];
    private int size;

    /** Adds a number, not negative. */
    void add(long hash, int number) {
      if (size == hashes.length) {
        hashes = Arrays.copyOf(hashes, 2 * size);
        numbers = Arrays.copyOf(numbers, 2 * size);
      }
      hashes[size] = hash;
      numbers[size++] = number;
    }

    Clues build() {
      long[] slots = new long[Integer.highestOneBit(Math.max(size, 1)) * 4];
      Arrays.fill(slots, FREE);
      int mask = slots.length - 1;
      for (int i = 0; i < size; i++) {
        long slot = hashes[i] >>> 32 << 32 | numbers[i];
        int at = (int) hashes[i] & mask;
        while (slots[at] != FREE && slots[at] != slot) {
          at = (at + 1) & mask;
        }
        slots[at] = slot;
      }
      return new Clues(slots);
    }
  }
}
