package io.egresslens.match;

import java.util.Arrays;

/** The numbers of the rules that fit one name. Reused by its owner; not thread-safe. */
final class Fits {
  private int[] numbers = new int[8];
  private int size;

  void clear() {
    size = 0;
  }

  void add(int number) {
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * size);
    }
    numbers[size++] = number;
  }

  /** Puts the most telling rule first. */
  void sort(Rules rules) {
    for (int i = 1; i < size; i++) {
      int number = numbers[i];
      int at = i;
      for (; at > 0 && rules.ranksBefore(number, numbers[at - 1]); at--) {
        numbers[at] = numbers[at - 1];
      }
      numbers[at] = number;
    }
  }

  int size() {
    return size;
  }

  /** Holds {@link #size} numbers, and room behind them. Not to be written to. */
  int[] numbers() {
    return numbers;
  }
}
