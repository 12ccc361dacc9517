package io.egresslens.match;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * The hash of a label and of its place in a {@link LabelTree}. Seeded, because the names that are
 * asked for come from attackers; no answer depends on the seed. Immutable and thread-safe.
 */
final class LabelHash {
  static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private final long seed;
  private final long odd;
  private final int mask;

  /** A hash of its own, different in every process. */
  LabelHash() {
    this(new SecureRandom().nextLong(), -1);
  }

  /**
   * @param mask which bits of a place's hash are kept: all of them but in tests, which force
   *     collisions with few
   */
  LabelHash(long seed, int mask) {
    this.seed = seed;
    this.odd = fold(seed + FACTOR, FACTOR) | 1;
    this.mask = mask;
  }

  /** The hash of the label {@code [from, to)}, which is not empty. */
  long label(byte[] bytes, int from, int to) {
    long hash = seed ^ (to - from);
    for (int at = from; at < to - 8; at += 8) {
      hash = fold(hash ^ (long) WORDS.get(bytes, at), odd);
    }
    return fold(hash ^ last(bytes, from, to), odd);
  }

  /** The hash of a label below a node. */
  int below(int node, long label) {
    return (int) (fold(label ^ node, odd) >>> 32) & mask;
  }

  /** The last eight bytes of a label, or all of a shorter one with zeros behind. */
  static long last(byte[] bytes, int from, int to) {
    if (to >= 8) {
      // Read backwards, because in front of a label there is mostly another one, behind it less.
      return (long) WORDS.get(bytes, to - 8) >>> Math.max(0, 64 - 8 * (to - from));
    }
    long word = 0;
    for (int at = to - 1; at >= from; at--) {
      word = word << 8 | (bytes[at] & 0xff);
    }
    return word;
  }

  private static long fold(long a, long b) {
    return Math.multiplyHigh(a, b) ^ a * b;
  }
}
