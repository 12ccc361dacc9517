package io.egresslens.flow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * A 64-bit hash of bytes whose values nobody outside can foretell: the keys of our tables come from
 * names that attackers choose, and a table whose hash is known can be made slow. Not for anything
 * that leaves the process. Immutable and thread-safe.
 *
 * <p>Folded products of 64-bit words, eight bytes a step, no allocation; the last step overlaps the
 * one before, so no byte is read by itself beyond a text of seven.
 */
public final class SeededHash {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private final long seed;
  private final long odd;

  /** A hash of its own, different in every process. */
  public SeededHash() {
    this(new SecureRandom().nextLong());
  }

  /** The hash of this seed; for tests and measurements that are to be repeated. */
  public SeededHash(long seed) {
    this.seed = seed ^ FACTOR;
    this.odd = fold(seed + FACTOR, FACTOR) | 1;
  }

  /** The hash of {@code [from, to)}. */
  public long of(byte[] bytes, int from, int to) {
    int length = to - from;
    long hash = seed ^ length;
    if (length >= 8) {
      int last = to - 8;
      for (int at = from; at < last; at += 8) {
        hash = fold(hash ^ (long) WORDS.get(bytes, at), odd);
      }
      hash = fold(hash ^ (long) WORDS.get(bytes, last), odd);
    } else {
      long word = 0;
      for (int at = from; at < to; at++) {
        word = word << 8 | (bytes[at] & 0xff);
      }
      hash = fold(hash ^ word, odd);
    }
    return fold(hash, FACTOR);
  }

  /** The hash of one number. */
  public long of(long number) {
    return fold(fold(seed ^ number, odd), FACTOR);
  }

  private static long fold(long a, long b) {
    return Math.multiplyHigh(a, b) ^ a * b;
  }
}
