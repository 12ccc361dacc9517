package io.egresslens.window;

import java.util.Arrays;

/**
 * Ascending distinct addresses in few bytes: what a {@link SourceSet} keeps, sends and saves.
 *
 * <p>No addresses are no bytes. Otherwise three varints, the number of addresses, of those below
 * and of those above the IPv4-mapped range, then the addresses in order: an IPv4 address as the
 * varint of its distance from the one before, any other as its 16 bytes. The clients of a firewall
 * sit in a few subnets, so most distances take one byte, where a pair of longs takes sixteen; sets
 * are merged, sent and saved in this form and never unpacked on the way. The same addresses give
 * the same bytes. Every method costs O(addresses).
 */
final class PackedAddresses {
  static final byte[] NONE = {};

  private static final long V4_LOW = 0xffffL << 32;
  private static final int MAX_VARINT_BYTES = 5;
  private static final int MAX_HEAD_BYTES = 3 * MAX_VARINT_BYTES;
  private static final int ADDRESS_BYTES = 16;

  private PackedAddresses() {}

  /**
   * Packs these addresses.
   *
   * @param pairs high and low half, ascending and distinct
   */
  static byte[] pack(long[] pairs) {
    int below = 0;
    int above = 0;
    for (int i = 0; i < pairs.length; i += 2) {
      int side = side(pairs[i], pairs[i + 1]);
      below += side < 0 ? 1 : 0;
      above += side > 0 ? 1 : 0;
    }
    int count = pairs.length / 2;
    if (count == 0) {
      return NONE;
    }
    int others = below + above;
    byte[] out =
        new byte[MAX_HEAD_BYTES + ADDRESS_BYTES * others + MAX_VARINT_BYTES * (count - others)];
    int at = putHead(out, count, below, above);
    long last = 0;
    for (int i = 0; i < count; i++) {
      long low = pairs[2 * i + 1];
      if (i < below || i >= count - above) {
        at = putLong(out, at, pairs[2 * i]);
        at = putLong(out, at, low);
      } else {
        at = putVarint(out, at, (int) ((low & 0xffff_ffffL) - last));
        last = low & 0xffff_ffffL;
      }
    }
    return Arrays.copyOf(out, at);
  }

  /** How many addresses. */
  static int count(byte[] packed) {
    return packed.length == 0 ? 0 : (int) varint(packed, 0);
  }

  /**
   * The addresses as pairs of high and low half.
   *
   * @param limit of that many only the smallest
   */
  static long[] unpack(byte[] packed, int limit) {
    if (packed.length == 0) {
      return new long[0];
    }
    int count = (int) varint(packed, 0);
    int at = skip(packed, 0);
    int below = (int) varint(packed, at);
    at = skip(packed, at);
    int above = (int) varint(packed, at);
    at = skip(packed, at);
    long[] pairs = new long[2 * Math.min(count, limit)];
    long last = 0;
    for (int i = 0; 2 * i < pairs.length; i++) {
      if (i < below || i >= count - above) {
        pairs[2 * i] = getLong(packed, at);
        pairs[2 * i + 1] = getLong(packed, at + 8);
        at += ADDRESS_BYTES;
      } else {
        last += varint(packed, at);
        at = skip(packed, at);
        pairs[2 * i + 1] = V4_LOW | last;
      }
    }
    return pairs;
  }

  /** The addresses of both; one of the two arrays itself when it has all of them. */
  static byte[] union(byte[] a, byte[] b) {
    if (b.length == 0 || Arrays.equals(a, b)) {
      return a;
    }
    if (a.length == 0) {
      return b;
    }
    if (isV4Only(a) && isV4Only(b)) {
      return unionV4(a, b);
    }
    return pack(mergeSorted(unpack(a, Integer.MAX_VALUE), unpack(b, Integer.MAX_VALUE)));
  }

  /** Merges the distances without unpacking: no distance of the result is longer than before. */
  private static byte[] unionV4(byte[] a, byte[] b) {
    int leftA = (int) varint(a, 0);
    int leftB = (int) varint(b, 0);
    int countA = leftA;
    int countB = leftB;
    int atA = skip(a, 0) + 2;
    int atB = skip(b, 0) + 2;
    byte[] out = new byte[MAX_HEAD_BYTES + a.length + b.length];
    int at = MAX_HEAD_BYTES;
    int count = 0;
    long last = 0;
    long nextA = varint(a, atA);
    long nextB = varint(b, atB);
    while (leftA > 0 || leftB > 0) {
      boolean takeA = leftB == 0 || (leftA > 0 && nextA <= nextB);
      boolean takeB = leftA == 0 || (leftB > 0 && nextB <= nextA);
      long next = takeA ? nextA : nextB;
      at = putVarint(out, at, (int) (next - last));
      last = next;
      count++;
      if (takeA) {
        atA = skip(a, atA);
        nextA = --leftA > 0 ? nextA + varint(a, atA) : 0;
      }
      if (takeB) {
        atB = skip(b, atB);
        nextB = --leftB > 0 ? nextB + varint(b, atB) : 0;
      }
    }
    if (count == countA) {
      return a;
    }
    if (count == countB) {
      return b;
    }
    byte[] head = new byte[MAX_HEAD_BYTES];
    int headBytes = putHead(head, count, 0, 0);
    int from = MAX_HEAD_BYTES - headBytes;
    System.arraycopy(head, 0, out, from, headBytes);
    return Arrays.copyOfRange(out, from, at);
  }

  /** The addresses of both, as pairs. */
  static long[] mergeSorted(long[] a, long[] b) {
    long[] out = new long[a.length + b.length];
    int i = 0;
    int j = 0;
    int n = 0;
    while (i < a.length || j < b.length) {
      int order = i == a.length ? 1 : j == b.length ? -1 : compare(a, i, b, j);
      long[] from = order <= 0 ? a : b;
      int at = order <= 0 ? i : j;
      out[n++] = from[at];
      out[n++] = from[at + 1];
      i += order <= 0 ? 2 : 0;
      j += order >= 0 ? 2 : 0;
    }
    return n == out.length ? out : Arrays.copyOf(out, n);
  }

  private static int compare(long[] a, int i, long[] b, int j) {
    int byHigh = Long.compareUnsigned(a[i], b[j]);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(a[i + 1], b[j + 1]);
  }

  /** Where an address lies: below (-1), in (0) or above (1) the IPv4-mapped range. */
  private static int side(long high, long low) {
    if (high != 0) {
      return 1;
    }
    return Long.compareUnsigned(low >>> 32, V4_LOW >>> 32);
  }

  private static boolean isV4Only(byte[] packed) {
    int at = skip(packed, 0);
    return packed[at] == 0 && packed[at + 1] == 0;
  }

  private static int putHead(byte[] out, int count, int below, int above) {
    return putVarint(out, putVarint(out, putVarint(out, 0, count), below), above);
  }

  /** Seven bits a byte, low ones first; the top bit says that more follow. */
  private static int putVarint(byte[] out, int at, int unsigned) {
    int rest = unsigned;
    int to = at;
    while ((rest & ~0x7f) != 0) {
      out[to++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    out[to++] = (byte) rest;
    return to;
  }

  private static long varint(byte[] in, int at) {
    long value = in[at] & 0x7f;
    for (int shift = 7; in[at + shift / 7 - 1] < 0; shift += 7) {
      value |= (in[at + shift / 7] & 0x7fL) << shift;
    }
    return value;
  }

  private static int skip(byte[] in, int at) {
    int to = at;
    while (in[to] < 0) {
      to++;
    }
    return to + 1;
  }

  private static int putLong(byte[] out, int at, long value) {
    for (int i = 0; i < Long.BYTES; i++) {
      out[at + i] = (byte) (value >>> (56 - 8 * i));
    }
    return at + Long.BYTES;
  }

  private static long getLong(byte[] in, int at) {
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = (value << 8) | (in[at + i] & 0xff);
    }
    return value;
  }
}
