package io.egresslens.bench;

import java.util.Arrays;

/**
 * Strings by their characters, so that a text seen lately is not made again. A table that forgets:
 * each place holds the last text that fell there. Not thread-safe.
 */
final class TextPool {
  private static final int PLACES = 1 << 12;

  private final char[][] texts = new char[PLACES][];
  private final String[] strings = new String[PLACES];

  String text(char[] buffer, int from, int length) {
    if (length == 0) {
      return "";
    }
    // The end of a text tells most; all of a resource id would cost more than a string of it.
    int hash = length;
    for (int at = Math.max(0, length - 12); at < length; at++) {
      hash = 31 * hash + buffer[from + at];
    }
    for (int at = Math.min(length, 8) - 1; at >= 0; at--) {
      hash = 31 * hash + buffer[from + at];
    }
    int place = (hash ^ (hash >>> 12)) & (PLACES - 1);
    char[] text = texts[place];
    if (text == null || !Arrays.equals(text, 0, text.length, buffer, from, from + length)) {
      texts[place] = Arrays.copyOfRange(buffer, from, from + length);
      strings[place] = new String(buffer, from, length);
    }
    return strings[place];
  }
}
