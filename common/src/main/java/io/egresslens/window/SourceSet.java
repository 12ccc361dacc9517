package io.egresslens.window;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import io.egresslens.flow.IpAddress;
import io.egresslens.flow.SeededHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The distinct source addresses of one key: exact up to {@link #EXACT_LIMIT}, beyond that an
 * estimate whose value does not depend on the order in which addresses came. Immutable; the arrays
 * must not be written to.
 *
 * <p>A union knows more than {@code EXACT_LIMIT} addresses exactly when the whole does, whichever
 * way it was put together, and registers of the sketch take the maximum: so any order of {@link
 * Builder#add} and {@link #union} gives the same bytes.
 *
 * @param packed the addresses in the form of {@link PackedAddresses}: all of them while exact, the
 *     {@link #SAMPLE_SIZE} smallest once there is a sketch
 * @param sketch state of the distinct counter; null while exact. Standard error about 1.2 %
 */
public record SourceSet(byte[] packed, byte[] sketch) {
  /** Up to this many distinct addresses the count is exact. */
  public static final int EXACT_LIMIT = 1000;

  /** How many of the smallest addresses are kept as samples. */
  public static final int SAMPLE_SIZE = 5;

  public static final SourceSet EMPTY = new SourceSet(PackedAddresses.NONE, null);

  /** 2^12 registers of one byte. */
  private static final int SKETCH_PRECISION = 12;

  private static final Hasher64 HASHER = Hashing.komihash5_0();

  /**
   * A set of these addresses.
   *
   * @param addresses ascending distinct pairs of high and low half
   */
  public SourceSet(long[] addresses, byte[] sketch) {
    this(PackedAddresses.pack(addresses), sketch);
  }

  /** Ascending pairs of high and low half, unpacked: what {@code packed} holds. */
  public long[] addresses() {
    return PackedAddresses.unpack(packed, Integer.MAX_VALUE);
  }

  /** Whether {@link #count} is an estimate. */
  public boolean isEstimated() {
    return sketch != null;
  }

  /** How many distinct addresses. */
  public long count() {
    return sketch == null
        ? PackedAddresses.count(packed)
        : Math.round(UltraLogLog.wrap(sketch).getDistinctCountEstimate());
  }

  /** The smallest addresses, at most {@link #SAMPLE_SIZE}, ascending. */
  public List<IpAddress> samples() {
    long[] pairs = PackedAddresses.unpack(packed, SAMPLE_SIZE);
    List<IpAddress> samples = new ArrayList<>(SAMPLE_SIZE);
    for (int i = 0; i < pairs.length; i += 2) {
      samples.add(new IpAddress(pairs[i], pairs[i + 1]));
    }
    return samples;
  }

  /** The addresses of both. Neither is changed. */
  public SourceSet union(SourceSet other) {
    byte[] merged = PackedAddresses.union(packed, other.packed);
    if (sketch == null && other.sketch == null && PackedAddresses.count(merged) <= EXACT_LIMIT) {
      return merged == packed ? this : merged == other.packed ? other : new SourceSet(merged, null);
    }
    UltraLogLog union = UltraLogLog.create(SKETCH_PRECISION);
    addTo(union);
    other.addTo(union);
    long[] smallest = PackedAddresses.unpack(merged, SAMPLE_SIZE);
    return new SourceSet(smallest, union.getState());
  }

  private void addTo(UltraLogLog counter) {
    if (sketch != null) {
      counter.add(UltraLogLog.wrap(sketch));
    } else {
      addAll(addresses(), counter);
    }
  }

  /**
   * The set of addresses that are all known already.
   *
   * @param ascending pairs of high and low half, ascending and distinct
   */
  static SourceSet ofAscending(long[] ascending) {
    int count = ascending.length / 2;
    if (count <= EXACT_LIMIT) {
      return count == 0 ? EMPTY : new SourceSet(ascending, null);
    }
    UltraLogLog counter = UltraLogLog.create(SKETCH_PRECISION);
    addAll(ascending, counter);
    return new SourceSet(Arrays.copyOf(ascending, 2 * SAMPLE_SIZE), counter.getState());
  }

  private static void addAll(long[] pairs, UltraLogLog counter) {
    for (int i = 0; i < pairs.length; i += 2) {
      counter.add(HASHER.hashLongLongToLong(pairs[i], pairs[i + 1]));
    }
  }

  /**
   * Collects addresses one by one. One that is known costs a look into a table and allocates
   * nothing. Not thread-safe.
   */
  public static final class Builder {
    private static final SeededHash HASH = new SeededHash();
    private static final int FIRST_SLOTS = 16;

    /** Open addressing, at most half full; {@code 0, 0} marks a free slot. */
    private long[] seen = new long[2 * FIRST_SLOTS];

    private int count;

    /** Whether the address {@code ::}, which looks like a free slot, is in. */
    private boolean zero;

    private UltraLogLog counter;

    /** Ascending pairs once there is a counter. */
    private long[] smallest;

    /** Adds an address; one that is there already changes nothing. */
    public void add(IpAddress address) {
      add(address.high(), address.low());
    }

    /** Adds the address of these two halves. */
    void add(long high, long low) {
      if (counter != null) {
        counter.add(HASHER.hashLongLongToLong(high, low));
        addSmallest(high, low);
      } else if (addSeen(high, low) && count > EXACT_LIMIT) {
        counter = UltraLogLog.create(SKETCH_PRECISION);
        long[] ascending = ascending();
        addAll(ascending, counter);
        smallest = Arrays.copyOf(ascending, 2 * SAMPLE_SIZE);
        seen = null;
      }
    }

    /** What was collected so far. */
    public SourceSet build() {
      if (counter != null) {
        return new SourceSet(smallest, counter.getState());
      }
      return count == 0 ? EMPTY : new SourceSet(ascending(), null);
    }

    /** Bytes of heap that this holds, about. */
    int weightBytes() {
      return counter != null ? 1 << SKETCH_PRECISION : 8 * seen.length;
    }

    private boolean addSeen(long high, long low) {
      if ((high | low) == 0) {
        boolean isNew = !zero;
        zero = true;
        count += isNew ? 1 : 0;
        return isNew;
      }
      int at = freeOrSame(high, low);
      if ((seen[at] | seen[at + 1]) != 0) {
        return false;
      }
      seen[at] = high;
      seen[at + 1] = low;
      if (++count * 4 > seen.length) {
        long[] old = seen;
        seen = new long[2 * old.length];
        for (int i = 0; i < old.length; i += 2) {
          if ((old[i] | old[i + 1]) != 0) {
            int to = freeOrSame(old[i], old[i + 1]);
            seen[to] = old[i];
            seen[to + 1] = old[i + 1];
          }
        }
      }
      return true;
    }

    private int freeOrSame(long high, long low) {
      long hash = high == 0 ? HASH.of(low) : HASH.of(low ^ HASH.of(high));
      int at = (int) hash & seen.length - 2;
      while ((seen[at] | seen[at + 1]) != 0 && (seen[at] != high || seen[at + 1] != low)) {
        at = at + 2 & seen.length - 2;
      }
      return at;
    }

    private long[] ascending() {
      List<IpAddress> all = new ArrayList<>(count);
      if (zero) {
        all.add(new IpAddress(0, 0));
      }
      for (int i = 0; i < seen.length; i += 2) {
        if ((seen[i] | seen[i + 1]) != 0) {
          all.add(new IpAddress(seen[i], seen[i + 1]));
        }
      }
      Collections.sort(all);
      long[] pairs = new long[2 * all.size()];
      for (int i = 0; i < all.size(); i++) {
        pairs[2 * i] = all.get(i).high();
        pairs[2 * i + 1] = all.get(i).low();
      }
      return pairs;
    }

    private static int compare(long[] a, int i, long high, long low) {
      int byHigh = Long.compareUnsigned(a[i], high);
      return byHigh != 0 ? byHigh : Long.compareUnsigned(a[i + 1], low);
    }

    private void addSmallest(long high, long low) {
      int at = smallest.length;
      while (at > 0 && compare(smallest, at - 2, high, low) > 0) {
        at -= 2;
      }
      boolean known = at > 0 && smallest[at - 2] == high && smallest[at - 1] == low;
      if (at < smallest.length && !known) {
        System.arraycopy(smallest, at, smallest, at + 2, smallest.length - at - 2);
        smallest[at] = high;
        smallest[at + 1] = low;
      }
    }
  }
}
