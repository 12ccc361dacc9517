package io.egresslens.parse;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.chrono.IsoChronology;

/**
 * Reads the time stamps of Azure logs: ISO 8601 with {@code T} or a space, zero to nine fraction
 * digits, {@code Z}, any offset or none (then UTC), and the US form {@code 11/14/2025 1:48:53 AM}
 * with or without leading zeros, fraction, AM/PM and offset. Reused, not thread-safe; linear in the
 * text and without any pattern, because it runs for every record.
 */
final class EventTime {
  private static final long FAILED = Long.MIN_VALUE;

  private String text = "";
  private int at;
  private boolean bad;

  /**
   * The instant that the text says.
   *
   * @return null when it is none of the forms or names a day or hour that does not exist
   */
  Instant parse(String stamp) {
    text = stamp.trim();
    at = 0;
    bad = false;
    long day = text.indexOf('/') > 0 ? usDay() : isoDay();
    int hour = number(1, 2);
    expect(':');
    int minute = number(2, 2);
    expect(':');
    int second = number(2, 2);
    int nanos = fraction();
    hour = halfDay(hour);
    int offset = offsetSeconds();
    if (bad || at < text.length() || day == FAILED) {
      return null;
    }
    if (hour > 23 || minute > 59 || second > 59) {
      return null;
    }
    return Instant.ofEpochSecond(
        day * 86_400 + hour * 3_600L + minute * 60L + second - offset, nanos);
  }

  private long isoDay() {
    int year = number(4, 4);
    expect('-');
    int month = number(2, 2);
    expect('-');
    int day = number(2, 2);
    char between = peek();
    bad |= between != 'T' && between != 't' && between != ' ';
    at++;
    return epochDay(year, month, day);
  }

  private long usDay() {
    int month = number(1, 2);
    expect('/');
    int day = number(1, 2);
    expect('/');
    int year = number(4, 4);
    expect(' ');
    return epochDay(year, month, day);
  }

  private static long epochDay(int year, int month, int day) {
    if (month < 1 || month > 12 || day < 1) {
      return FAILED;
    }
    boolean leap = IsoChronology.INSTANCE.isLeapYear(year);
    return day > Month.of(month).length(leap)
        ? FAILED
        : LocalDate.of(year, month, day).toEpochDay();
  }

  private int fraction() {
    if (peek() != '.') {
      return 0;
    }
    at++;
    int start = at;
    int nanos = number(1, 9);
    for (int digits = at - start; digits < 9; digits++) {
      nanos *= 10;
    }
    return nanos;
  }

  /** The hour of the day from an hour and the AM or PM that may follow. */
  private int halfDay(int hour) {
    int start = at;
    skipSpaces();
    char half = Character.toUpperCase(peek());
    if ((half != 'A' && half != 'P') || at + 1 >= text.length()) {
      at = start;
      return hour;
    }
    bad |= Character.toUpperCase(text.charAt(at + 1)) != 'M' || hour < 1 || hour > 12;
    at += 2;
    return hour % 12 + (half == 'P' ? 12 : 0);
  }

  private int offsetSeconds() {
    skipSpaces();
    char sign = peek();
    if (sign == 'Z' || sign == 'z') {
      at++;
      return 0;
    }
    if (sign != '+' && sign != '-') {
      return 0;
    }
    at++;
    int hours = number(2, 2);
    if (peek() == ':') {
      at++;
    }
    int minutes = at < text.length() ? number(2, 2) : 0;
    bad |= hours > 18 || minutes > 59;
    int seconds = hours * 3_600 + minutes * 60;
    return sign == '-' ? -seconds : seconds;
  }

  private int number(int minDigits, int maxDigits) {
    int value = 0;
    int start = at;
    while (at < text.length() && at - start < maxDigits) {
      int digit = text.charAt(at) - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      value = value * 10 + digit;
      at++;
    }
    bad |= at - start < minDigits;
    return value;
  }

  private void expect(char c) {
    bad |= peek() != c;
    at++;
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private void skipSpaces() {
    while (peek() == ' ') {
      at++;
    }
  }
}
