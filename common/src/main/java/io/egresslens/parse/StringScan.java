package io.egresslens.parse;

import java.util.Arrays;

/**
 * Reads the JSON strings that hold more than plain ASCII: escapes and UTF-8, decoded to UTF-8 in a
 * buffer that lasts for one record. Refuses whatever is not surely a good string; an escape of half
 * a character becomes the replacement mark, as in {@link RecordFields}. Not thread-safe.
 */
final class StringScan {
  /** More than this of one record is refused; also the longest string. */
  private static final int MAX_BYTES = UnitReader.MAX_STRING;

  private static final int REPLACEMENT = 0xfffd;

  /** Some room behind the last string, so that words can be read there. */
  private byte[] decoded = new byte[1024];

  private int used;
  private int from;

  void clear() {
    used = 0;
  }

  /** Holds every string decoded since the last {@link #clear}. Not the same array for ever. */
  byte[] bytes() {
    return decoded;
  }

  /** Where the string read last begins. */
  int from() {
    return from;
  }

  /** Where the string read last ends. */
  int to() {
    return used;
  }

  /**
   * Reads a string.
   *
   * @param start its first byte, behind the quote
   * @param plainTo up to where it is known to be plain
   * @return the place of the closing quote, or -1 when there is none or anything is odd
   */
  int read(byte[] bytes, int start, int plainTo, int end) {
    from = used;
    if (!reserve(plainTo - start)) {
      return -1;
    }
    System.arraycopy(bytes, start, decoded, used, plainTo - start);
    used += plainTo - start;
    int at = plainTo;
    while (at < end) {
      int b = bytes[at];
      if (b == '"') {
        return at;
      }
      if ((b >= 0 && b < ' ') || !reserve(8)) {
        return -1;
      }
      if (b == '\\') {
        at = escape(bytes, at, end);
      } else if (b > 0) {
        decoded[used++] = (byte) b;
        at++;
      } else {
        at = utf8(bytes, at, end);
      }
      if (at < 0) {
        return -1;
      }
    }
    return -1;
  }

  private boolean reserve(int count) {
    int needed = used + count + 64;
    if (needed > MAX_BYTES) {
      return false;
    }
    if (needed > decoded.length) {
      decoded = Arrays.copyOf(decoded, Math.max(needed, 2 * decoded.length));
    }
    return true;
  }

  /** Reads an escape; returns the place behind it, or -1. */
  private int escape(byte[] bytes, int at, int end) {
    if (at + 1 >= end) {
      return -1;
    }
    int plain =
        switch (bytes[at + 1]) {
          case '"' -> '"';
          case '\\' -> '\\';
          case '/' -> '/';
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          default -> -1;
        };
    if (plain >= 0) {
      decoded[used++] = (byte) plain;
      return at + 2;
    }
    int unit = unit(bytes, at, end);
    if (unit < 0) {
      return -1;
    }
    int behind = at + 6;
    if (Character.isHighSurrogate((char) unit)) {
      int low = unit(bytes, behind, end);
      if (low >= 0 && Character.isLowSurrogate((char) low)) {
        put(Character.toCodePoint((char) unit, (char) low));
        return behind + 6;
      }
    }
    put(Character.isSurrogate((char) unit) ? REPLACEMENT : unit);
    return behind;
  }

  /** The number of an escape of six characters, or -1 when none begins there. */
  private static int unit(byte[] bytes, int at, int end) {
    if (at + 6 > end || bytes[at] != '\\' || bytes[at + 1] != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = at + 2; i < at + 6; i++) {
      int b = bytes[i];
      int digit =
          b >= '0' && b <= '9' ? b - '0' : (b | 32) >= 'a' && (b | 32) <= 'f' ? (b | 32) - 87 : -1;
      if (digit < 0) {
        return -1;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  private void put(int codePoint) {
    if (codePoint < 0x80) {
      decoded[used++] = (byte) codePoint;
    } else if (codePoint < 0x800) {
      decoded[used++] = (byte) (0xc0 | codePoint >> 6);
      decoded[used++] = (byte) (0x80 | (codePoint & 63));
    } else if (codePoint < 0x1_0000) {
      decoded[used++] = (byte) (0xe0 | codePoint >> 12);
      decoded[used++] = (byte) (0x80 | (codePoint >> 6 & 63));
      decoded[used++] = (byte) (0x80 | (codePoint & 63));
    } else {
      decoded[used++] = (byte) (0xf0 | codePoint >> 18);
      decoded[used++] = (byte) (0x80 | (codePoint >> 12 & 63));
      decoded[used++] = (byte) (0x80 | (codePoint >> 6 & 63));
      decoded[used++] = (byte) (0x80 | (codePoint & 63));
    }
  }

  /** Copies a character of two to four bytes in its only valid form; returns the place behind. */
  private int utf8(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xff;
    int length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (length == 0 || at + length > end) {
      return -1;
    }
    int codePoint = lead & (0x7f >> length);
    for (int i = 1; i < length; i++) {
      int b = bytes[at + i];
      if ((b & 0xc0) != 0x80) {
        return -1;
      }
      codePoint = codePoint << 6 | (b & 63);
    }
    boolean shortest = length == 2 || codePoint >= (length == 3 ? 0x800 : 0x1_0000);
    boolean surrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
    if (!shortest || surrogate || codePoint > Character.MAX_CODE_POINT) {
      return -1;
    }
    put(codePoint);
    return at + length;
  }
}
