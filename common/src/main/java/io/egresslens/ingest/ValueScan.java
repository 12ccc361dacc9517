package io.egresslens.ingest;

/**
 * Finds where top-level values end in a stream of JSON bytes, without holding them: the brackets of
 * arrays and of {@code records} envelopes at the top count as separators, so their elements are the
 * values. Separators are overwritten with spaces, which keeps every offset and leaves blocks that
 * hold nothing but values.
 *
 * <p>Notices text that is no JSON (a quote or bracket too many or too few) within a few tokens and
 * then takes the next object that follows a separator for the beginning of a value again, so one
 * damaged element does not swallow the file.
 */
final class ValueScan {
  /** More than any opener of an envelope needs; the caller keeps that much behind the scan. */
  static final int LOOKAHEAD = 64;

  private int depth;
  private long objects;
  private boolean string;
  private boolean escaped;
  private boolean damaged;

  /** The last byte outside strings that was no space; a quote for a string, 'x' for a literal. */
  private byte before = ',';

  /**
   * Reads on.
   *
   * @param bytes separators in it are overwritten
   * @param from where to read on; everything before was read by earlier calls
   * @param scanTo where to stop
   * @param to how far bytes are known; lookahead may use them
   * @return the place of the first boundary: values end before it, and the next one begins at or
   *     after it; -1 when there is none before {@code scanTo}
   */
  int boundary(byte[] bytes, int from, int scanTo, int to) {
    for (int i = from; i < scanTo; i++) {
      byte b = bytes[i];
      if (string) {
        inString(b);
      } else if (b == '{' && damaged && opensElement(bytes, i, to)) {
        damaged = false;
        depth = 0;
        before = ',';
        return i;
      } else if (damaged || JsonText.isSpace(b)) {
        // In damaged text only a new element counts; what stands between is some record's remains.
        if (damaged && (b == '\n' || !JsonText.isSpace(b))) {
          before = b;
        }
      } else if (depth == 0) {
        int opener = b == '{' ? JsonText.envelopeOpener(bytes, i, to) : -1;
        if (opener > 0) {
          blank(bytes, i, opener);
          i = opener - 1;
        } else if (b == '{') {
          open(b);
        } else if (",[]}".indexOf(b) >= 0) {
          bytes[i] = ' ';
        }
      } else {
        inValue(b);
        if (depth == 0) {
          return i + 1;
        }
      }
    }
    return -1;
  }

  private static void blank(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!JsonText.isSpace(bytes[i])) {
        bytes[i] = ' ';
      }
    }
  }

  private void inString(byte b) {
    if (b == '\n') {
      string = false;
      escaped = false;
      before = '\n';
      damaged = true;
    } else if (escaped) {
      escaped = false;
    } else if (b == '\\') {
      escaped = true;
    } else if (b == '"') {
      string = false;
      before = '"';
    }
  }

  private void inValue(byte b) {
    boolean inObject = (objects & 1) != 0;
    boolean mayOpen = before == ':' || (!inObject && (before == '[' || before == ','));
    switch (b) {
      case '{', '[' -> {
        damaged = !mayOpen || depth == JsonText.MAX_DEPTH;
        open(b);
      }
      case '}', ']' -> {
        damaged = inObject != (b == '}');
        depth -= damaged ? 0 : 1;
        objects >>>= damaged ? 0 : 1;
        before = b;
      }
      case '"' -> {
        damaged = !mayOpen && !(inObject && (before == '{' || before == ','));
        string = !damaged;
        before = b;
      }
      case ',', ':' -> before = b;
      default -> {
        damaged = !mayOpen && before != 'x';
        before = 'x';
      }
    }
  }

  private void open(byte bracket) {
    depth++;
    objects = objects << 1 | (bracket == '{' ? 1 : 0);
    before = bracket;
  }

  /** Whether an object that follows a separator begins here. */
  private boolean opensElement(byte[] bytes, int at, int to) {
    int quote = JsonText.skipSpace(bytes, at + 1, to);
    boolean separated = ",[}\n".indexOf(before) >= 0;
    return separated && quote < to && bytes[quote] == '"';
  }
}
