package io.egresslens.parse;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Function;

/**
 * What was made of texts seen before, found by their bytes: the same bytes give the same instance,
 * without allocation. Bounded: a text that finds its few places taken throws one of them out. A
 * seeded hash over three words decides on the places, the bytes on the match. Not thread-safe.
 */
final class ByteTable<T> {
  private static final int SLOTS = 2048;
  private static final int PROBES = 8;

  /** Longer texts are not kept. */
  private static final int MAX_KEY = 1024;

  private record Entry<T>(byte[] key, T value) {}

  private final Function<String, T> made;
  private final long factor = new SecureRandom().nextLong() | 1;

  @SuppressWarnings("unchecked") // arrays of a generic type cannot be made otherwise
  private final Entry<T>[] entries = (Entry<T>[]) new Entry<?>[SLOTS];

  /**
   * @param made what a text becomes; never null
   */
  ByteTable(Function<String, T> made) {
    this.made = made;
  }

  /** What the text of {@code [from, to)}, UTF-8, becomes. */
  T of(byte[] bytes, int from, int to) {
    int first = place(bytes, from, to);
    for (int i = 0; i < PROBES; i++) {
      Entry<T> entry = entries[(first + i) & (SLOTS - 1)];
      if (entry == null) {
        return add(bytes, from, to, first + i);
      }
      if (Arrays.equals(entry.key, 0, entry.key.length, bytes, from, to)) {
        return entry.value;
      }
    }
    return add(bytes, from, to, first);
  }

  private T add(byte[] bytes, int from, int to, int place) {
    T value = made.apply(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    if (to - from <= MAX_KEY) {
      entries[place & (SLOTS - 1)] = new Entry<>(Arrays.copyOfRange(bytes, from, to), value);
    }
    return value;
  }

  private int place(byte[] bytes, int from, int to) {
    int length = to - from;
    long hash = length;
    if (length >= 8) {
      hash += Swar.word(bytes, from);
      hash = (hash ^ hash >>> 32) * factor;
      hash += Swar.word(bytes, from + (length >> 1) - 4);
      hash = (hash ^ hash >>> 32) * factor;
      hash += Swar.word(bytes, to - 8);
    } else {
      for (int i = from; i < to; i++) {
        hash = hash << 8 | (bytes[i] & 0xff);
      }
    }
    hash = (hash ^ hash >>> 32) * factor;
    return (int) (hash >>> 40);
  }
}
