package io.egresslens.alert;

import java.util.Arrays;

/** {@link DistinctNames} that grow; the order of adding leaves no trace. Not thread-safe. */
final class NameSlot {
  private static final int FIRST_ROOM = 4;

  /** The smallest hashes, ascending as unsigned numbers. */
  private long[] hashes = new long[FIRST_ROOM];

  private int size;

  static NameSlot of(DistinctNames names) {
    NameSlot slot = new NameSlot();
    slot.size = names.hashes().length;
    slot.hashes = Arrays.copyOf(names.hashes(), Math.max(FIRST_ROOM, slot.size));
    return slot;
  }

  /** Costs a look when the name is known, or its hash too large to be kept. */
  void add(long hash) {
    int from = 0;
    int to = size;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (Long.compareUnsigned(hashes[middle], hash) < 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    if (from == DistinctNames.LIMIT || (from < size && hashes[from] == hash)) {
      return;
    }
    if (size == hashes.length && size < DistinctNames.LIMIT) {
      hashes = Arrays.copyOf(hashes, Math.min(DistinctNames.LIMIT, 2 * size));
    }
    size = Math.min(DistinctNames.LIMIT, size + 1);
    System.arraycopy(hashes, from, hashes, from + 1, size - from - 1);
    hashes[from] = hash;
  }

  /** A copy. */
  DistinctNames names() {
    return new DistinctNames(Arrays.copyOf(hashes, size));
  }
}
