package io.egresslens.flow;

import java.io.Serializable;

/**
 * An IP address as 128 bits; IPv4 is held as its IPv4-mapped IPv6 form, so {@code ::ffff:10.0.0.1}
 * and {@code 10.0.0.1} are the same address. Immutable; ordered by unsigned value, hence IPv4
 * addresses in their usual order.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 */
public record IpAddress(long high, long low) implements Comparable<IpAddress>, Serializable {
  private static final long V4_MARK = 0xffffL << 32;

  /** The IPv4 address of these 32 bits. */
  public static IpAddress ofV4(int bits) {
    return new IpAddress(0, V4_MARK | (bits & 0xffff_ffffL));
  }

  /**
   * Reads strict dotted-quad IPv4 or RFC 4291 IPv6, the latter with or without brackets and without
   * zone. Numbers with leading zeros, hexadecimal or fewer than four parts are no address: they are
   * spellings that products read differently.
   *
   * @return null when the text is no address; never throws
   */
  public static IpAddress parse(String text) {
    if (text == null || text.isEmpty() || text.length() > 47) {
      return null;
    }
    if (text.indexOf(':') < 0) {
      long v4 = parseV4(text, 0, text.length());
      return v4 < 0 ? null : ofV4((int) v4);
    }
    boolean bracketed = text.charAt(0) == '[' && text.charAt(text.length() - 1) == ']';
    return bracketed ? parseV6(text, 1, text.length() - 1) : parseV6(text, 0, text.length());
  }

  /** The 32 bits of a dotted quad, or -1. */
  private static long parseV4(String text, int from, int to) {
    long value = 0;
    int parts = 0;
    int at = from;
    while (at < to) {
      int part = 0;
      int start = at;
      while (at < to && text.charAt(at) != '.') {
        int digit = text.charAt(at) - '0';
        if (digit < 0 || digit > 9 || at - start == 3) {
          return -1;
        }
        part = part * 10 + digit;
        at++;
      }
      boolean leadingZero = at - start > 1 && text.charAt(start) == '0';
      if (at == start || leadingZero || part > 255 || ++parts > 4) {
        return -1;
      }
      value = value << 8 | part;
      if (at < to && ++at == to) {
        return -1;
      }
    }
    return parts == 4 ? value : -1;
  }

  private static IpAddress parseV6(String text, int from, int to) {
    int[] groups = new int[8];
    int count = 0;
    int gap = -1;
    int at = from;
    if (at + 1 < to && text.charAt(at) == ':' && text.charAt(at + 1) == ':') {
      gap = 0;
      at += 2;
    }
    while (at < to) {
      int end = at;
      while (end < to && text.charAt(end) != ':') {
        end++;
      }
      if (end == to && text.indexOf('.', at) >= 0) {
        long v4 = parseV4(text, at, to);
        if (v4 < 0 || count > 6) {
          return null;
        }
        groups[count++] = (int) (v4 >> 16);
        groups[count++] = (int) (v4 & 0xffff);
        break;
      }
      int group = hexGroup(text, at, end);
      if (group < 0 || count == 8) {
        return null;
      }
      groups[count++] = group;
      if (end == to) {
        break;
      }
      at = end + 1;
      if (at < to && text.charAt(at) == ':') {
        if (gap >= 0) {
          return null;
        }
        gap = count;
        at++;
      } else if (at == to) {
        return null;
      }
    }
    if (gap < 0 ? count != 8 : count > 7) {
      return null;
    }
    return fromGroups(groups, count, gap);
  }

  private static int hexGroup(String text, int from, int to) {
    if (to == from || to - from > 4) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private static IpAddress fromGroups(int[] groups, int count, int gap) {
    long[] halves = new long[2];
    int missing = 8 - count;
    for (int i = 0; i < count; i++) {
      int place = gap >= 0 && i >= gap ? i + missing : i;
      halves[place >> 2] |= (long) groups[i] << (48 - 16 * (place & 3));
    }
    return new IpAddress(halves[0], halves[1]);
  }

  /** Whether this is an IPv4 (or IPv4-mapped) address. */
  public boolean isV4() {
    return high == 0 && (low & ~0xffff_ffffL) == V4_MARK;
  }

  /**
   * Whether the address lies outside the public internet: private, shared, link-local, loopback,
   * unspecified, multicast or broadcast, or Azure's platform address 168.63.129.16.
   */
  public boolean isLocal() {
    if (isV4()) {
      int bits = (int) low;
      int first = bits >>> 24;
      int second = bits >>> 16 & 0xff;
      return first == 10
          || first == 127
          || first == 0
          || first >= 224
          || (first == 172 && second >= 16 && second < 32)
          || (first == 192 && second == 168)
          || (first == 169 && second == 254)
          || (first == 100 && second >= 64 && second < 128)
          || bits == 0xa83f8110;
    }
    int top = (int) (high >>> 48);
    return (high == 0 && (low == 0 || low == 1))
        || (top & 0xfe00) == 0xfc00
        || (top & 0xffc0) == 0xfe80
        || (top & 0xff00) == 0xff00;
  }

  @Override
  public int compareTo(IpAddress other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  /** Dotted quad, or RFC 5952 IPv6 text. */
  @Override
  public String toString() {
    if (isV4()) {
      int bits = (int) low;
      return (bits >>> 24)
          + "."
          + (bits >>> 16 & 0xff)
          + "."
          + (bits >>> 8 & 0xff)
          + "."
          + (bits & 0xff);
    }
    return textV6();
  }

  private String textV6() {
    int gapStart = -1;
    int gapLength = 1;
    for (int i = 0; i < 8; i++) {
      int length = 0;
      while (i + length < 8 && group(i + length) == 0) {
        length++;
      }
      if (length > gapLength) {
        gapStart = i;
        gapLength = length;
      }
      i += length;
    }
    StringBuilder out = new StringBuilder(39);
    for (int i = 0; i < 8; i++) {
      if (i == gapStart) {
        out.append("::");
        i += gapLength - 1;
      } else {
        if (i > 0 && out.charAt(out.length() - 1) != ':') {
          out.append(':');
        }
        out.append(Integer.toHexString(group(i)));
      }
    }
    return out.toString();
  }

  private int group(int i) {
    return (int) ((i < 4 ? high : low) >>> (48 - 16 * (i & 3))) & 0xffff;
  }
}
