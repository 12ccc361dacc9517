package io.egresslens.parse;

/**
 * White space in two meanings: what JSON allows between tokens of one line ({@link #isBlank}), and
 * what {@link String#strip} takes off a value, found in UTF-8 that is known to be valid.
 */
final class WhiteSpace {
  private WhiteSpace() {}

  /** White space of a line: a line feed is no part of it. */
  static boolean isBlank(int b) {
    return b == ' ' || b == '\t' || b == '\r';
  }

  /** The first place of {@code [from, to)} without white space. */
  static int skip(byte[] source, int from, int to) {
    int at = from;
    while (at < to) {
      int length = 1;
      int codePoint = source[at];
      if (codePoint < 0) {
        length = Integer.numberOfLeadingZeros(~codePoint << 24);
        codePoint = codePoint(source, at, length);
      }
      if (!Character.isWhitespace(codePoint)) {
        return at;
      }
      at += length;
    }
    return at;
  }

  /** Behind the last place of {@code [from, to)} without white space. */
  static int backOver(byte[] source, int from, int to) {
    int at = to;
    while (at > from) {
      int last = at - 1;
      while ((source[last] & 0xc0) == 0x80) {
        last--;
      }
      int codePoint = at - last == 1 ? source[last] : codePoint(source, last, at - last);
      if (!Character.isWhitespace(codePoint)) {
        return at;
      }
      at = last;
    }
    return at;
  }

  /** A character of valid UTF-8 of more than one byte. */
  private static int codePoint(byte[] source, int at, int length) {
    int codePoint = source[at] & (0x7f >> length);
    for (int i = 1; i < length; i++) {
      codePoint = codePoint << 6 | (source[at + i] & 63);
    }
    return codePoint;
  }
}
