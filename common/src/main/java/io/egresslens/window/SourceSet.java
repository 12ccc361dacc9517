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
 * @param addresses ascending pairs of high and low half: all of them while exact, the {@link
 *     #SAMPLE_SIZE} smallest once there is a sketch
 * @param sketch state of the distinct counter; null while exact. Standard error about 1.2 %
 */
public record SourceSet(long[] addresses, byte[] sketch) {
  /** Up to this many distinct addresses the count is exact. */
  public static final int EXACT_LIMIT = 1000;

  /** How many of the smallest addresses are kept as samples. */
  public static final int SAMPLE_SIZE = 5;

  public static final SourceSet EMPTY = new SourceSet(new long[0], null);

  /** 2^12 registers of one byte. */
  private static final int SKETCH_PRECISION = 12;

  private static final Hasher64 HASHER = Hashing.komihash5_0();

  /** Whether {@link #count} is an estimate. */
  public boolean isEstimated() {
    return sketch != null;
  }

  /** How many distinct addresses. */
  public long count() {
    return sketch == null
        ? addresses.length / 2
        : Math.round(UltraLogLog.wrap(sketch).getDistinctCountEstimate());
  }

  /** The smallest addresses, at most {@link #SAMPLE_SIZE}, ascending. */
  public List<IpAddress> samples() {
    int n = Math.min(SAMPLE_SIZE, addresses.length / 2);
    List<IpAddress> samples = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      samples.add(address(i));
    }
    return samples;
  }

  /** The addresses of both. Neither is changed. */
  public SourceSet union(SourceSet other) {
    if (sketch == null && other.sketch == null && Arrays.equals(addresses, other.addresses)) {
      return this;
    }
    long[] merged = mergeSorted(addresses, other.addresses);
    if (sketch == null && other.sketch == null && merged.length / 2 <= EXACT_LIMIT) {
      return merged.length == addresses.length ? this : new SourceSet(merged, null);
    }
    UltraLogLog union = UltraLogLog.create(SKETCH_PRECISION);
    addTo(union);
    other.addTo(union);
    return new SourceSet(smallest(merged), union.getState());
  }

  private void addTo(UltraLogLog counter) {
    if (sketch != null) {
      counter.add(UltraLogLog.wrap(sketch));
    } else {
      addAll(addresses, counter);
    }
  }

  private IpAddress address(int i) {
    return new IpAddress(addresses[2 * i], addresses[2 * i + 1]);
  }

  private static long[] smallest(long[] sorted) {
    return Arrays.copyOf(sorted, Math.min(sorted.length, 2 * SAMPLE_SIZE));
  }

  private static long[] mergeSorted(long[] a, long[] b) {
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
    return compare(a, i, b[j], b[j + 1]);
  }

  private static int compare(long[] a, int i, long high, long low) {
    int byHigh = Long.compareUnsigned(a[i], high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(a[i + 1], low);
  }

  /**
   * The set of addresses that are all known already.
   *
   * @param ascending pairs of high and low half, ascending and distinct; becomes the set's own
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
        return new SourceSet(smallest.clone(), counter.getState());
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
