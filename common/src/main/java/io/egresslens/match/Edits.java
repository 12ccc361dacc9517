package io.egresslens.match;

import java.util.function.LongConsumer;

/** Strokes between two short texts: one letter more, one less, another one, or two swapped. */
final class Edits {
  private static final long BASE = 0x9E3779B97F4A7C15L;

  private Edits() {}

  /**
   * How many strokes lead from one text to the other, no letter being touched twice (the optimal
   * string alignment).
   *
   * @param most what is of interest, at least 1
   * @return the number, or anything above {@code most} when it is more. O(length of both)
   */
  static int between(String a, String b, int most) {
    int from = 0;
    int endA = a.length();
    int endB = b.length();
    if (Math.abs(endA - endB) > most) {
      return most + 1;
    }
    while (from < endA && from < endB && a.charAt(from) == b.charAt(from)) {
      from++;
    }
    while (endA > from && endB > from && a.charAt(endA - 1) == b.charAt(endB - 1)) {
      endA--;
      endB--;
    }
    int width = endB - from;
    int[] before = new int[width + 1];
    int[] last = new int[width + 1];
    int[] row = new int[width + 1];
    for (int j = 0; j <= width; j++) {
      last[j] = j;
    }
    for (int i = 1; i <= endA - from; i++) {
      row[0] = i;
      int least = i;
      for (int j = 1; j <= width; j++) {
        char x = a.charAt(from + i - 1);
        char y = b.charAt(from + j - 1);
        int strokes = Math.min(Math.min(last[j], row[j - 1]) + 1, last[j - 1] + (x == y ? 0 : 1));
        if (i > 1 && j > 1 && x == b.charAt(from + j - 2) && a.charAt(from + i - 2) == y) {
          strokes = Math.min(strokes, before[j - 2] + 1);
        }
        row[j] = strokes;
        least = Math.min(least, strokes);
      }
      if (least > most) {
        return most + 1;
      }
      int[] free = before;
      before = last;
      last = row;
      row = free;
    }
    return last[width];
  }

  /**
   * Hashes of the text and of what is left of it with up to so many letters taken out. Two texts
   * that are so many strokes apart share one of them.
   *
   * @param most 1 or 2
   * @param salt what is mixed in, so that texts in different places share none
   */
  static void withoutLetters(String text, int most, long salt, LongConsumer hashes) {
    int n = text.length();
    long[] heads = new long[n + 1];
    long[] powers = new long[n + 1];
    powers[0] = 1;
    for (int i = 0; i < n; i++) {
      heads[i + 1] = heads[i] * BASE + text.charAt(i) + 1;
      powers[i + 1] = powers[i] * BASE;
    }
    hashes.accept(mixed(heads[n], salt));
    for (int i = 0; i < n; i++) {
      long tail = heads[n] - heads[i + 1] * powers[n - i - 1];
      hashes.accept(mixed(heads[i] * powers[n - i - 1] + tail, salt));
      for (int j = i + 1; most > 1 && j < n; j++) {
        long middle = heads[j] - heads[i + 1] * powers[j - i - 1];
        long end = heads[n] - heads[j + 1] * powers[n - j - 1];
        long head = heads[i] * powers[j - i - 1] + middle;
        hashes.accept(mixed(head * powers[n - j - 1] + end, salt));
      }
    }
  }

  private static long mixed(long hash, long salt) {
    long sum = (hash ^ salt) * BASE;
    return sum ^ sum >>> 32;
  }
}
