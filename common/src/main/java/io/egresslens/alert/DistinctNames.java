package io.egresslens.alert;

import com.dynatrace.hash4j.hashing.Hashing;
import java.util.Arrays;

/**
 * How many distinct names there were: exact up to {@value #LIMIT}, beyond that estimated from the
 * smallest hashes, with a standard error of about 6 %. The same whatever the order, and however the
 * names were shared out. Immutable.
 *
 * @param hashes the smallest hashes, ascending as unsigned numbers; must not be written to
 */
record DistinctNames(long[] hashes) {
  static final int LIMIT = 256;
  static final DistinctNames NONE = new DistinctNames(new long[0]);

  private static final double HASHES = 0x1p64;

  /** One name. */
  static DistinctNames of(String name) {
    return new DistinctNames(new long[] {hash(name)});
  }

  /** What a name is known by. */
  static long hash(String name) {
    return Hashing.komihash5_0().hashCharsToLong(name);
  }

  /** The names of both. */
  DistinctNames plus(DistinctNames other) {
    long[] all = new long[Math.min(LIMIT, hashes.length + other.hashes.length)];
    int to = 0;
    int mine = 0;
    int theirs = 0;
    while (to < all.length && (mine < hashes.length || theirs < other.hashes.length)) {
      int order =
          mine == hashes.length
              ? 1
              : theirs == other.hashes.length
                  ? -1
                  : Long.compareUnsigned(hashes[mine], other.hashes[theirs]);
      all[to++] = order <= 0 ? hashes[mine] : other.hashes[theirs];
      mine += order <= 0 ? 1 : 0;
      theirs += order >= 0 ? 1 : 0;
    }
    return new DistinctNames(to == all.length ? all : Arrays.copyOf(all, to));
  }

  long count() {
    if (hashes.length < LIMIT) {
      return hashes.length;
    }
    double largest = (hashes[LIMIT - 1] >>> 1) * 2.0;
    return Math.round((LIMIT - 1) * (HASHES / largest));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DistinctNames that && Arrays.equals(hashes, that.hashes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hashes);
  }

  @Override
  public String toString() {
    return count() + " names";
  }
}
