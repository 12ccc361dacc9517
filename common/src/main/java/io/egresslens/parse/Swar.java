package io.egresslens.parse;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes at a time: loads, and masks that have the highest bit of every byte set that is of
 * some class. Of such a mask only the lowest bit set is sure, a borrow may set others above it.
 */
final class Swar {
  static final long ONES = 0x0101010101010101L;
  static final long HIGHS = 0x8080808080808080L;

  /** Quotes, backslashes. */
  private static final long QUOTES = ONES * '"';

  private static final long BACKSLASHES = ONES * '\\';
  private static final long SPACES = ONES * ' ';
  private static final long ZEROS = ONES * '0';

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Swar() {}

  /** The eight bytes from there; all of them must lie in the array. */
  static long word(byte[] bytes, int at) {
    return (long) WORDS.get(bytes, at);
  }

  /** The eight bytes from there; zeros where the array has ended. */
  static long wordOrZeros(byte[] bytes, int at) {
    return at <= bytes.length - 8 ? (long) WORDS.get(bytes, at) : lastWord(bytes, at);
  }

  private static long lastWord(byte[] bytes, int at) {
    long word = 0;
    for (int i = bytes.length - 1; i >= at; i--) {
      word = word << 8 | (bytes[i] & 0xff);
    }
    return word;
  }

  /** Bytes that a JSON string cannot hold as they are, or that need a closer look. */
  static long specials(long word) {
    long quote = word ^ QUOTES;
    long backslash = word ^ BACKSLASHES;
    return (((quote - ONES) & ~quote)
            | ((backslash - ONES) & ~backslash)
            | ((word - SPACES) & ~word)
            | word)
        & HIGHS;
  }

  /** Bytes that are a quote. */
  static long quotes(long word) {
    long quote = word ^ QUOTES;
    return (quote - ONES) & ~quote & HIGHS;
  }

  /** Bytes that are no decimal digit. */
  static long nonDigits(long word) {
    long digits = word ^ ZEROS;
    return ((digits + 0x7676767676767676L) | digits) & HIGHS;
  }

  /** Upper-case letters and colons, for a word of ASCII. */
  static long uppersAndColons(long word) {
    long colon = word ^ (ONES * ':');
    long upper = (word + ONES * (0x80 - 'A')) & ~(word + ONES * (0x80 - 'Z' - 1));
    return (upper | ((colon - ONES) & ~colon)) & HIGHS;
  }

  /** How many bytes lie before the first one that a mask, not 0, names. */
  static int before(long mask) {
    return Long.numberOfTrailingZeros(mask) >>> 3;
  }

  /** The number that the first {@code count} bytes of the word say, digits all, one to eight. */
  static int decimal(long word, int count) {
    long digits = (word << (64 - 8 * count)) & 0x0f0f0f0f0f0f0f0fL;
    digits = (digits * 10 + (digits >>> 8)) & 0x00ff00ff00ff00ffL;
    digits = (digits * 100 + (digits >>> 16)) & 0x0000ffff0000ffffL;
    return (int) ((digits * 10_000 + (digits >>> 32)) & 0xffff_ffffL);
  }
}
