package io.egresslens.parse;

import io.egresslens.flow.IpAddress;
import java.nio.charset.StandardCharsets;

/** Reads an address from bytes: IPv4 by words and without a loop, anything else as text. */
final class AddressScan {
  private static final long V4_MARK = 0xffffL << 32;
  private static final long LOWEST = Swar.ONES;

  /** Gathers the lowest bits of eight bytes into the uppermost byte. */
  private static final long GATHER = 0x0102040810204080L;

  /** How far the reading of an IPv4 address reaches. */
  private static final int READS = 24;

  /** For an address too near to the end of its array. */
  private final byte[] padded = new byte[READS];

  private long high;
  private long low;

  long high() {
    return high;
  }

  long low() {
    return low;
  }

  /** Reads the address of {@code [from, to)}; false when it is none. */
  boolean read(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length <= 15) {
      long value;
      if (from + READS <= bytes.length) {
        value = v4(bytes, from, length);
      } else {
        System.arraycopy(bytes, from, padded, 0, length);
        value = v4(padded, 0, length);
      }
      if (value >= 0) {
        high = 0;
        low = V4_MARK | value;
        return true;
      }
    }
    if (length > 64) {
      return false;
    }
    IpAddress address =
        IpAddress.parse(new String(bytes, from, length, StandardCharsets.ISO_8859_1));
    if (address == null) {
      return false;
    }
    high = address.high();
    low = address.low();
    return true;
  }

  /**
   * Reads the dotted quad that begins at {@code from}.
   *
   * @return the place behind it, or -1 when there is none
   */
  int readV4(byte[] bytes, int from) {
    if (from + READS > bytes.length) {
      return -1;
    }
    long head = Swar.word(bytes, from);
    long tail = Swar.word(bytes, from + 8);
    int others =
        (gather(Swar.nonDigits(head) >>> 7) | (gather(Swar.nonDigits(tail) >>> 7) << 8))
            & ~(dots(head) | (dots(tail) << 8));
    int length = Integer.numberOfTrailingZeros(others);
    long value = length > 15 ? -1 : v4(bytes, from, length);
    high = 0;
    low = V4_MARK | value;
    return value < 0 ? -1 : from + length;
  }

  /** The 32 bits of a dotted quad, or -1 when it is none; at least 24 bytes can be read. */
  private static long v4(byte[] bytes, int from, int length) {
    int dots =
        (dots(Swar.word(bytes, from)) | (dots(Swar.word(bytes, from + 8)) << 8))
            & ((1 << length) - 1);
    if (Integer.bitCount(dots) != 3) {
      return -1;
    }
    int first = Integer.numberOfTrailingZeros(dots);
    dots &= dots - 1;
    int second = Integer.numberOfTrailingZeros(dots);
    dots &= dots - 1;
    int third = Integer.numberOfTrailingZeros(dots);
    long a = octet(Swar.word(bytes, from), first);
    long b = octet(Swar.word(bytes, from + first + 1), second - first - 1);
    long c = octet(Swar.word(bytes, from + second + 1), third - second - 1);
    long d = octet(Swar.word(bytes, from + third + 1), length - third - 1);
    // An octet that is none is negative, and so is then the whole.
    return (a << 24) | (b << 16) | (c << 8) | d;
  }

  /** Bit by bit, which of the eight bytes are dots. */
  private static int dots(long word) {
    long other = word ^ (LOWEST * '.');
    long folded = other | (other >>> 4);
    folded |= folded >>> 2;
    folded |= folded >>> 1;
    // The lowest bit of each byte is now 0 for a dot: bits of the next byte only reach upper ones.
    return gather(~folded);
  }

  /** The lowest bits of eight bytes side by side. */
  private static int gather(long bits) {
    return (int) (((bits & LOWEST) * GATHER) >>> 56);
  }

  /** The number of the first {@code length} bytes, or a negative one when it is no octet. */
  private static long octet(long word, int length) {
    int unused = 64 - 8 * length;
    long digits = ((word ^ (LOWEST * '0')) << unused) >>> 40;
    long hundreds = digits & 0xff;
    long tens = digits >>> 8 & 0xff;
    long ones = digits >>> 16;
    long value = hundreds * 100 + tens * 10 + ones;
    // Each of these is negative when something is wrong.
    long wrong =
        (length - 1)
            | (3 - length)
            | (9 - hundreds)
            | (9 - tens)
            | (9 - ones)
            | (255 - value)
            | (length == 2 ? tens - 1 : length == 3 ? hundreds - 1 : 0);
    return wrong < 0 ? -1 : value;
  }
}
