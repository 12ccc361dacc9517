package io.egresslens.window;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import io.egresslens.flow.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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
    long[] merged = mergeSorted(addresses, other.addresses);
    if (sketch == null && other.sketch == null && merged.length / 2 <= EXACT_LIMIT) {
      return new SourceSet(merged, null);
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
      for (int i = 0; i < addresses.length; i += 2) {
        counter.add(HASHER.hashLongLongToLong(addresses[i], addresses[i + 1]));
      }
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
    int byHigh = Long.compareUnsigned(a[i], b[j]);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(a[i + 1], b[j + 1]);
  }

  /** Collects addresses one by one. Not thread-safe. */
  public static final class Builder {
    private final Set<IpAddress> seen = new HashSet<>();
    private final TreeSet<IpAddress> smallest = new TreeSet<>();
    private UltraLogLog counter;

    /** Adds an address; one that is there already changes nothing. */
    public void add(IpAddress address) {
      if (counter != null) {
        count(address);
      } else if (seen.add(address) && seen.size() > EXACT_LIMIT) {
        counter = UltraLogLog.create(SKETCH_PRECISION);
        seen.forEach(this::count);
        seen.clear();
      }
    }

    private void count(IpAddress address) {
      counter.add(HASHER.hashLongLongToLong(address.high(), address.low()));
      if (smallest.size() < SAMPLE_SIZE) {
        smallest.add(address);
      } else if (address.compareTo(smallest.last()) < 0 && smallest.add(address)) {
        smallest.pollLast();
      }
    }

    /** What was collected so far. */
    public SourceSet build() {
      TreeSet<IpAddress> kept = counter == null ? new TreeSet<>(seen) : smallest;
      long[] addresses = new long[2 * kept.size()];
      int n = 0;
      for (IpAddress address : kept) {
        addresses[n++] = address.high();
        addresses[n++] = address.low();
      }
      return new SourceSet(addresses, counter == null ? null : counter.getState());
    }
  }
}
