package io.egresslens.parse;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * Reads the two spellings of time that the firewall writes, {@code 2026-01-20T08:15:42.1182730Z}
 * and the same with {@code +00:00}, with zero to nine digits of fraction. Remembers the day read
 * last. Not thread-safe.
 */
final class TimeScan {
  /** Seconds beyond this do not fit into nanoseconds; far beyond any year of a log. */
  private static final long MAX_SECONDS = 9_000_000_000L;

  private static final int[] POWERS = {
    1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1
  };

  /** How far the reading of a time reaches. */
  private static final int READS = 64;

  /** For a time too near to the end of its array. */
  private final byte[] padded = new byte[READS];

  /** The words that {@code 2026-01-20T} begins and ends with. */
  private long dayHead;

  private long dayTail = -1;
  private long daySeconds;

  private long seconds;
  private int nanos;

  long epochMillis() {
    return seconds * 1_000 + nanos / 1_000_000;
  }

  long epochNanos() {
    return seconds * 1_000_000_000 + nanos;
  }

  /** Reads {@code [from, to)}; false when it is of any other form, be it a time or not. */
  boolean read(byte[] bytes, int from, int to) {
    return to - from >= 20 && read(bytes, from) == to;
  }

  /** Reads the time that begins at {@code from}; the place behind it, or -1 when there is none. */
  int read(byte[] bytes, int from) {
    if (from + READS > bytes.length) {
      int left = Math.min(bytes.length - from, padded.length - 1);
      System.arraycopy(bytes, from, padded, 0, left);
      Arrays.fill(padded, left, padded.length, (byte) 0);
      return readWords(padded, 0, from);
    }
    return readWords(bytes, from, 0);
  }

  private int readWords(byte[] bytes, int from, int offset) {
    long head = Swar.word(bytes, from);
    long tail = Swar.word(bytes, from + 3);
    if ((head != dayHead || tail != dayTail) && !day(bytes, from)) {
      return -1;
    }
    // HH:mm:ss, eight bytes
    long clock = Swar.word(bytes, from + 11);
    long digits = clock ^ 0x30303a30303a3030L;
    if ((((digits + 0x7676767676767676L) | digits) & Swar.HIGHS) != 0
        || (digits & 0x0000ff0000ff0000L) != 0) {
      return -1;
    }
    int hour = pair(digits);
    int minute = pair(digits >>> 24);
    int second = pair(digits >>> 48);
    if (hour > 23 || minute > 59 || second > 59) {
      return -1;
    }
    seconds = daySeconds + hour * 3_600L + minute * 60L + second;
    nanos = 0;
    int at = from + 19;
    if (bytes[at] == '.') {
      at++;
      long rest = Swar.nonDigits(Swar.word(bytes, at));
      int count = rest == 0 ? 8 : Swar.before(rest);
      if (count == 0) {
        return -1;
      }
      nanos = Swar.decimal(Swar.word(bytes, at), count) * POWERS[count];
      at += count;
      if (count == 8 && bytes[at] >= '0' && bytes[at] <= '9') {
        nanos += bytes[at++] - '0';
      }
    }
    if (bytes[at] == 'Z') {
      return offset + at + 1;
    }
    boolean zero = (Swar.word(bytes, at) & 0xffff_ffff_ffffL) == 0x30303a30302bL;
    return zero ? offset + at + 6 : -1;
  }

  private static int pair(long digits) {
    return (int) (digits & 15) * 10 + (int) (digits >>> 8 & 15);
  }

  private boolean day(byte[] bytes, int from) {
    for (int i = 0; i < 10; i++) {
      boolean dash = i == 4 || i == 7;
      int b = bytes[from + i];
      if (dash ? b != '-' : b < '0' || b > '9') {
        return false;
      }
    }
    if (bytes[from + 10] != 'T') {
      return false;
    }
    long date = Swar.word(bytes, from);
    int year = Swar.decimal(date, 4);
    int month = Swar.decimal(date >>> 40, 2);
    int dayOfMonth = Swar.decimal(Swar.word(bytes, from + 8), 2);
    long seconds;
    try {
      seconds = LocalDate.of(year, month, dayOfMonth).toEpochDay() * 86_400;
    } catch (DateTimeException e) {
      return false;
    }
    if (Math.abs(seconds) > MAX_SECONDS) {
      return false;
    }
    daySeconds = seconds;
    dayHead = date;
    dayTail = Swar.word(bytes, from + 3);
    return true;
  }
}
