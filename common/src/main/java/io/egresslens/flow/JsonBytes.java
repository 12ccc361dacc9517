package io.egresslens.flow;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * JSON being written, in ASCII: names are chosen by attackers, and a terminal obeys characters (C1
 * controls, text direction) that plain JSON lets through. One buffer, used for record after record;
 * text goes into it without a detour. Not thread-safe.
 *
 * <p>Two things repeat from record to record and are not written anew each time: long texts, such
 * as the resource id of a firewall, whose escaped form is kept in a small table once they were seen
 * twice, and the day of a time.
 */
public final class JsonBytes {
  private static final int TABLE_SIZE = 256;

  /** Shorter texts are written as fast as they are found. */
  private static final int LONG_TEXT = 24;

  private static final int LONGEST_ESCAPE = 6;
  private static final int LONGEST_TIME = 40;
  private static final int LONGEST_NUMBER = 20;
  private static final long DAY_SECONDS = 86_400;
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LEAST_LONG =
      String.valueOf(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);

  /** The years that the ordinary form has four digits for. */
  private static final long FIRST_SECOND = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();

  private static final long LAST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private byte[] bytes = new byte[1024];
  private int size;

  private String[] knownTexts;
  private byte[][] knownForms;
  private long knownDay = Long.MIN_VALUE;
  private byte[] dayText;

  /** Empties the buffer. */
  public void clear() {
    size = 0;
  }

  /** How many bytes were written. */
  public int size() {
    return size;
  }

  /** The buffer itself; valid up to {@link #size} and until the next write. */
  public byte[] buffer() {
    return bytes;
  }

  /** A copy of what was written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /** Writes one byte as it is. */
  public void raw(int value) {
    require(1);
    bytes[size++] = (byte) value;
  }

  /** Writes bytes as they are. */
  public void raw(byte[] value) {
    require(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  /** Takes the last byte back. */
  void dropLast() {
    size--;
  }

  /** The last byte written. */
  int last() {
    return bytes[size - 1];
  }

  /** Writes text in quotes. */
  public void text(String text) {
    if (text.length() < LONG_TEXT) {
      escaped(text);
      return;
    }
    if (knownTexts == null) {
      knownTexts = new String[TABLE_SIZE];
      knownForms = new byte[TABLE_SIZE][];
    }
    int hash = text.hashCode();
    int slot = (hash ^ (hash >>> 16)) & (TABLE_SIZE - 1);
    if (!text.equals(knownTexts[slot])) {
      knownTexts[slot] = text;
      knownForms[slot] = null;
      escaped(text);
    } else if (knownForms[slot] != null) {
      raw(knownForms[slot]);
    } else {
      int from = size;
      escaped(text);
      knownForms[slot] = Arrays.copyOfRange(bytes, from, size);
    }
  }

  private void escaped(String text) {
    int length = text.length();
    require(LONGEST_ESCAPE * length + 2);
    byte[] out = bytes;
    int at = size;
    out[at++] = '"';
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x80 && c != '"' && c != '\\') {
        out[at++] = (byte) c;
      } else {
        at = escape(c, out, at);
      }
    }
    out[at++] = '"';
    size = at;
  }

  private static int escape(char c, byte[] out, int from) {
    int at = from;
    out[at++] = '\\';
    switch (c) {
      case '"', '\\' -> out[at++] = (byte) c;
      case '\b' -> out[at++] = 'b';
      case '\t' -> out[at++] = 't';
      case '\n' -> out[at++] = 'n';
      case '\f' -> out[at++] = 'f';
      case '\r' -> out[at++] = 'r';
      default -> {
        out[at++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
          out[at++] = HEX[(c >> shift) & 0xf];
        }
      }
    }
    return at;
  }

  /** Writes a number. */
  public void number(long number) {
    if (number == Long.MIN_VALUE) {
      raw(LEAST_LONG);
      return;
    }
    require(LONGEST_NUMBER);
    long rest = Math.abs(number);
    if (number < 0) {
      bytes[size++] = '-';
    }
    int digits = 1;
    for (long bound = 10; digits < 19 && rest >= bound; bound *= 10) {
      digits++;
    }
    for (int at = size + digits - 1; at >= size; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += digits;
  }

  /** Writes a time in quotes, as {@link Instant#toString} does. */
  public void time(Instant time) {
    long second = time.getEpochSecond();
    if (second < FIRST_SECOND || second > LAST_SECOND) {
      escaped(time.toString());
      return;
    }
    long day = Math.floorDiv(second, DAY_SECONDS);
    if (day != knownDay) {
      dayText = (LocalDate.ofEpochDay(day) + "T").getBytes(StandardCharsets.US_ASCII);
      knownDay = day;
    }
    require(LONGEST_TIME);
    bytes[size++] = '"';
    raw(dayText);
    int ofDay = (int) (second - day * DAY_SECONDS);
    digits(ofDay / 3600, 2);
    bytes[size++] = ':';
    digits(ofDay / 60 % 60, 2);
    bytes[size++] = ':';
    digits(ofDay % 60, 2);
    int nano = time.getNano();
    if (nano != 0) {
      bytes[size++] = '.';
      if (nano % 1_000_000 == 0) {
        digits(nano / 1_000_000, 3);
      } else if (nano % 1_000 == 0) {
        digits(nano / 1_000, 6);
      } else {
        digits(nano, 9);
      }
    }
    bytes[size++] = 'Z';
    bytes[size++] = '"';
  }

  private void digits(int number, int count) {
    int rest = number;
    for (int at = size + count - 1; at >= size; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += count;
  }

  private void require(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}
