package io.egresslens.ingest;

/**
 * How the records of a file are told apart: one a line, or as values that may span lines or stand
 * many on one. Seen from the beginning of the content, never from the file's name.
 */
enum Framing {
  /** JSON Lines, also with lines that hold a whole envelope, and text that is no JSON at all. */
  LINES,
  /** An array, an envelope too long for one line of a block, or pretty-printed values. */
  VALUES;

  /**
   * The framing of the content that begins with these bytes.
   *
   * @param length how many of the bytes count
   */
  static Framing of(byte[] head, int length) {
    int mark = JsonText.isByteOrderMark(head, 0, length) ? 3 : 0;
    int from = JsonText.skipSpace(head, mark, length);
    if (from == length || (head[from] != '{' && head[from] != '[')) {
      return LINES;
    }
    if (head[from] == '[') {
      return VALUES;
    }
    int lineEnd = JsonText.lineEnd(head, from, length);
    if (lineEnd == length && JsonText.envelopeOpener(head, from, length) > 0) {
      return VALUES;
    }
    if (lineEnd == length || JsonText.valueEnd(head, from, lineEnd) > 0) {
      return LINES;
    }
    return isCutLine(head, from, lineEnd, length) ? LINES : VALUES;
  }

  /** Whether a line that does not end its value is a cut one: whole lines follow it. */
  private static boolean isCutLine(byte[] head, int from, int lineEnd, int length) {
    int last = lineEnd - 1;
    while (last > from && JsonText.isSpace(head[last])) {
      last--;
    }
    int next = JsonText.skipSpace(head, lineEnd, length);
    if (head[last] == '[' || next == length || head[next] != '{') {
      return false;
    }
    int nextEnd = JsonText.lineEnd(head, next, length);
    int valueEnd = JsonText.valueEnd(head, next, nextEnd);
    return valueEnd > 0 && JsonText.skipSpace(head, valueEnd, nextEnd) == nextEnd;
  }
}
