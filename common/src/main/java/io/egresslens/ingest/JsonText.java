package io.egresslens.ingest;

import com.google.common.collect.ImmutableList;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks at JSON text as bytes without reading it: where a value ends, where a line ends. Knows
 * strings and brackets and nothing else, so what it accepts need not be JSON.
 */
public final class JsonText {
  /** Values nested deeper than this are no log records. */
  public static final int MAX_DEPTH = 32;

  private static final ImmutableList<String> OPENER =
      ImmutableList.of("{", "\"records\"", ":", "[");

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;

  private JsonText() {}

  /**
   * The place behind the array or object that begins at {@code from}.
   *
   * @return -1 when it does not end before {@code to}, is nested deeper than {@link #MAX_DEPTH}, or
   *     a string in it holds a raw line break, which JSON forbids and cut lines show
   */
  public static int valueEnd(byte[] bytes, int from, int to) {
    int depth = 0;
    for (int i = from; i < to; i++) {
      switch (bytes[i]) {
        case '"' -> {
          i = stringEnd(bytes, i, to);
          if (i < 0) {
            return -1;
          }
        }
        case '{', '[' -> {
          if (++depth > MAX_DEPTH) {
            return -1;
          }
        }
        case '}', ']' -> {
          if (--depth <= 0) {
            return i + 1;
          }
        }
        default -> {}
      }
    }
    return -1;
  }

  /** The place of the quote that closes the string opened at {@code from}, or -1. */
  private static int stringEnd(byte[] bytes, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      byte b = bytes[i];
      if (b == '"') {
        return i;
      }
      if (b == '\n') {
        return -1;
      }
      // A backslash hides a quote, but no line break.
      if (b == '\\' && i + 1 < to && bytes[i + 1] != '\n') {
        i++;
      }
    }
    return -1;
  }

  /** The place of the next line feed, or {@code to}. */
  public static int lineEnd(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  /** How many line feeds there are. Eight bytes at a time: whole files are counted. */
  public static int countLines(byte[] bytes, int from, int to) {
    int lines = 0;
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      // A line feed becomes a zero byte; then the highest bit of every zero byte, and no other.
      long feeds = (long) LONGS.get(bytes, at) ^ 0x0a0a0a0a0a0a0a0aL;
      long low = (feeds & LOW_BITS) + LOW_BITS;
      lines += Long.bitCount(~(low | feeds | LOW_BITS));
    }
    for (; at < to; at++) {
      lines += bytes[at] == '\n' ? 1 : 0;
    }
    return lines;
  }

  /** The place of the next byte that is no JSON white space, or {@code to}. */
  public static int skipSpace(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && isSpace(bytes[at])) {
      at++;
    }
    return at;
  }

  /** Whether the byte is white space between JSON tokens. */
  public static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /** Whether a UTF-8 byte order mark begins there. */
  public static boolean isByteOrderMark(byte[] bytes, int from, int to) {
    return to - from >= 3
        && bytes[from] == (byte) 0xef
        && bytes[from + 1] == (byte) 0xbb
        && bytes[from + 2] == (byte) 0xbf;
  }

  /** Whether the bytes say this ASCII text, whatever its case. */
  public static boolean startsWithIgnoreCase(byte[] bytes, int from, int to, String ascii) {
    if (to - from < ascii.length()) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (Character.toLowerCase((char) bytes[from + i]) != Character.toLowerCase(ascii.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * The place behind the bracket that opens the records of an envelope, or -1 when no envelope
   * begins there that has them first. Brackets with nothing between them open no records: the
   * object may be a record that has them empty.
   */
  public static int envelopeOpener(byte[] bytes, int from, int to) {
    int at = from;
    for (String token : OPENER) {
      at = skipSpace(bytes, at, to);
      if (!startsWithIgnoreCase(bytes, at, to, token)) {
        return -1;
      }
      at += token.length();
    }
    int first = skipSpace(bytes, at, to);
    return first < to && bytes[first] == ']' ? -1 : at;
  }
}
