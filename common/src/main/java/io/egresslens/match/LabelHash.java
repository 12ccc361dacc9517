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
    int at = from;
    for (; to - at > 8; at += 8) {
      hash = fold(hash ^ word(bytes, at, 8), odd);
    }
    return fold(hash ^ word(bytes, at, to - at), odd);
  }

  /** The hash of a label below a node. */
  int below(int node, long label) {
    return (int) (fold(label ^ node, odd) >>> 32) & mask;
  }

  /** The next bytes, 1 to 8, as one number; zeros behind them. */
  static long word(byte[] bytes, int at, int count) {
    if (at + 8 <= bytes.length) {
      return (long) WORDS.get(bytes, at) & (-1L >>> (64 - 8 * count));
    }
    long word = 0;
    for (int i = count - 1; i >= 0; i--) {
      word = word << 8 | (bytes[at + i] & 0xff);
    }
    return word;
  }

  private static long fold(long a, long b) {
    return Math.multiplyHigh(a, b) ^ a * b;
  }
}
