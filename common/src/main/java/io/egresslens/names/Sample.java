package io.egresslens.names;

import io.egresslens.flow.IpAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Something for each address, within bounds: what is kept depends on what came and never on its
 * order. Not thread-safe.
 *
 * <p>An address that grows beyond its own bound is left out. When all together are too many,
 * addresses are left out by chance, half of them each time, by a fixed hash: those that stay are
 * kept whole, because half of what somebody did would testify falsely.
 */
final class Sample<T> {
  private static final class Kept<T> {
    private final T value;
    private int size;

    Kept(T value) {
      this.value = value;
    }
  }

  private final int each;
  private final int total;
  private final Supplier<T> empty;
  private final Map<IpAddress, Kept<T>> kept = new HashMap<>();
  private final Set<IpAddress> floods = new HashSet<>();

  /** Addresses whose hash has a bit of it set are left out. */
  private long mask;

  private int size;

  /**
   * @param each how much one address may grow
   * @param total how much all may
   */
  Sample(int each, int total, Supplier<T> empty) {
    this.each = each;
    this.total = total;
    this.empty = empty;
  }

  /** What is kept for an address, to be added to; null when it is left out. */
  T of(IpAddress address) {
    if ((hash(address) & mask) != 0 || floods.contains(address)) {
      return null;
    }
    return kept.computeIfAbsent(address, any -> new Kept<>(empty.get())).value;
  }

  /** Says that what {@link #of} gave has grown by one. */
  void grew(IpAddress address) {
    Kept<T> one = kept.get(address);
    one.size++;
    size++;
    if (one.size > each) {
      kept.remove(address);
      floods.add(address);
      // It still takes a place: that it is one must be remembered.
      size -= one.size - 1;
    }
    while (size > total) {
      mask = mask << 1 | 1;
      kept.keySet().removeIf(other -> (hash(other) & mask) != 0);
      floods.removeIf(other -> (hash(other) & mask) != 0);
      size = floods.size() + kept.values().stream().mapToInt(other -> other.size).sum();
    }
  }

  /** What is kept for an address, or null. */
  T find(IpAddress address) {
    Kept<T> one = kept.get(address);
    return one == null ? null : one.value;
  }

  /** Everything that is kept, in the order of addresses. */
  Map<IpAddress, T> all() {
    Map<IpAddress, T> all = new TreeMap<>();
    kept.forEach((address, one) -> all.put(address, one.value));
    return all;
  }

  /** How many addresses grew beyond their bound, among those that the sample looks at. */
  int floods() {
    return floods.size();
  }

  /** One address in so many is looked at; 1 when all are. */
  long oneIn() {
    return mask + 1;
  }

  /** The same in every process: a second run must leave out the same addresses. */
  private static long hash(IpAddress address) {
    long hash = (address.high() ^ 0x9E3779B97F4A7C15L) * 0xC2B2AE3D27D4EB4FL;
    hash = (Long.rotateLeft(hash, 29) ^ address.low()) * 0x9E3779B97F4A7C15L;
    return hash ^ hash >>> 32;
  }
}
