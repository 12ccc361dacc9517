package io.egresslens.window;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import io.egresslens.flow.IpAddress;
import java.util.ArrayList;
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
      long[] addresses = addresses();
      for (int i = 0; i < addresses.length; i += 2) {
        counter.add(HASHER.hashLongLongToLong(addresses[i], addresses[i + 1]));
      }
    }
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
