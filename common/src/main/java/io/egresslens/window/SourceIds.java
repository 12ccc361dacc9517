package io.egresslens.window;

import io.egresslens.flow.IpAddress;
import io.egresslens.flow.SeededHash;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Dense numbers for source addresses, and the viewpoint of each address at each firewall, so that
 * the classifier is asked once per pair and not per record. A look-up of a known pair allocates
 * nothing. Not thread-safe.
 */
final class SourceIds {
  /*
   * Layout. Two open-addressing tables, at most half full. The one that every record asks goes from
   * (address, firewall) to both answers, four words a slot: upper half, lower half, firewall and
   * source numbers, cluster number plus one (0: the slot is free). The other goes from an address
   * to its number and is asked only when a pair is new: one address may be seen at two firewalls
   * and still is one source.
   */
  private static final int SLOT_WORDS = 4;
  private static final int FIRST_SLOTS = 64;
  private static final long FIREWALL_SPREAD = 0x9E3779B97F4A7C15L;

  private final Viewpoints viewpoints;
  private final SeededHash hash;
  private final long hashMask;

  private long[] pairs;
  private int pairShift;
  private int pairCount;
  private int[] slots;
  private long[] addresses;
  private int size;
  private int[] ranks;
  private int[] byRank;
  private SourceSet[] alone;

  /** Zero between calls of {@link #ascending}. */
  private final long[] ranked = new long[SourceBits.LIMIT >>> 6];

  SourceIds(Viewpoints viewpoints, SeededHash hash, long hashMask) {
    this.viewpoints = viewpoints;
    this.hash = hash;
    this.hashMask = hashMask;
    clear();
  }

  /** Forgets every source, and the memory that they took. */
  void clear() {
    pairs = new long[FIRST_SLOTS * SLOT_WORDS];
    pairShift = Long.numberOfLeadingZeros(FIRST_SLOTS) + 1;
    pairCount = 0;
    slots = new int[FIRST_SLOTS];
    addresses = new long[FIRST_SLOTS];
    size = 0;
    ranks = new int[0];
    byRank = new int[0];
    alone = new SourceSet[FIRST_SLOTS];
  }

  /**
   * Where the pair's answers stand: an argument for {@link #source} and {@link #cluster}, good
   * until the next call.
   *
   * @param firewallId number of the firewall
   * @param firewall the firewall itself
   */
  int find(long high, long low, int firewallId, String firewall) {
    long spread = (addressHash(high, low) ^ firewallId * FIREWALL_SPREAD) & hashMask;
    long[] table = pairs;
    for (int at = slotOf(spread); ; at = at + SLOT_WORDS & table.length - 1) {
      if (table[at + 3] == 0) {
        return put(high, low, firewallId, firewall);
      }
      if (table[at + 1] == low && table[at] == high && (int) (table[at + 2] >>> 32) == firewallId) {
        return at;
      }
    }
  }

  /** The number of the address. */
  int source(int at) {
    return (int) pairs[at + 2];
  }

  /** The number of the viewpoint, see {@link Viewpoints}. */
  int cluster(int at) {
    return (int) pairs[at + 3] - 1;
  }

  /** How many addresses are known; pairs count where they are more. */
  int size() {
    return Math.max(size, pairCount);
  }

  long high(int source) {
    return addresses[2 * source];
  }

  long low(int source) {
    return addresses[2 * source + 1];
  }

  /** The set of this one source; the same instance for the sources that came first. */
  SourceSet alone(int source) {
    if (source < alone.length && alone[source] != null) {
      return alone[source];
    }
    SourceSet set = new SourceSet(new long[] {high(source), low(source)}, null);
    if (source < SourceBits.LIMIT) {
      alone = source < alone.length ? alone : Arrays.copyOf(alone, grown(source));
      alone[source] = set;
    }
    return set;
  }

  /**
   * Brings the first sources, as many as can be kept as bits, into the order of their addresses for
   * {@link #ascending}. Costs nothing while no new source came.
   */
  void rank() {
    int ranked = Math.min(SourceBits.LIMIT, size);
    if (ranks.length == ranked) {
      return;
    }
    byRank =
        IntStream.range(0, ranked)
            .boxed()
            .sorted((a, b) -> address(a).compareTo(address(b)))
            .mapToInt(id -> id)
            .toArray();
    ranks = new int[ranked];
    for (int rank = 0; rank < ranked; rank++) {
      ranks[byRank[rank]] = rank;
    }
  }

  /**
   * The addresses, as pairs of halves, of the sources whose bits are set: turned bit by bit into
   * ranks, which are in order, and these into addresses, so that no set is sorted by itself.
   */
  long[] ascending(long[] words, int from, int length) {
    int count = 0;
    for (int word = 0; word < length; word++) {
      for (long rest = words[from + word]; rest != 0; rest &= rest - 1) {
        int rank = ranks[word << 6 | Long.numberOfTrailingZeros(rest)];
        ranked[rank >>> 6] |= 1L << rank;
        count++;
      }
    }
    long[] pairs = new long[2 * count];
    int at = 0;
    for (int word = 0; at < pairs.length; word++) {
      for (long rest = ranked[word]; rest != 0; rest &= rest - 1) {
        int source = byRank[word << 6 | Long.numberOfTrailingZeros(rest)];
        pairs[at++] = high(source);
        pairs[at++] = low(source);
      }
      ranked[word] = 0;
    }
    return pairs;
  }

  private static int grown(int index) {
    return Integer.highestOneBit(index) << 1;
  }

  private IpAddress address(int source) {
    return new IpAddress(high(source), low(source));
  }

  private long addressHash(long high, long low) {
    return high == 0 ? hash.of(low) : hash.of(low ^ hash.of(high));
  }

  private int slotOf(long spread) {
    return (int) (spread >>> pairShift) * SLOT_WORDS;
  }

  private int put(long high, long low, int firewallId, String firewall) {
    if (2 * (pairCount + 1) * SLOT_WORDS > pairs.length) {
      growPairs();
    }
    int source = idOf(high, low);
    int cluster = viewpoints.of(new IpAddress(high, low), firewall);
    pairCount++;
    return place(high, low, (long) firewallId << 32 | source, cluster + 1L);
  }

  private int place(long high, long low, long numbers, long cluster) {
    int firewallId = (int) (numbers >>> 32);
    int at = slotOf((addressHash(high, low) ^ firewallId * FIREWALL_SPREAD) & hashMask);
    while (pairs[at + 3] != 0) {
      at = at + SLOT_WORDS & pairs.length - 1;
    }
    pairs[at] = high;
    pairs[at + 1] = low;
    pairs[at + 2] = numbers;
    pairs[at + 3] = cluster;
    return at;
  }

  private void growPairs() {
    long[] old = pairs;
    pairs = new long[2 * old.length];
    pairShift--;
    for (int at = 0; at < old.length; at += SLOT_WORDS) {
      if (old[at + 3] != 0) {
        place(old[at], old[at + 1], old[at + 2], old[at + 3]);
      }
    }
  }

  private int idOf(long high, long low) {
    if (2 * (size + 1) > slots.length) {
      slots = new int[2 * slots.length];
      for (int id = 0; id < size; id++) {
        slots[freeOrSame(high(id), low(id))] = id + 1;
      }
    }
    int slot = freeOrSame(high, low);
    if (slots[slot] == 0) {
      if (2 * size == addresses.length) {
        addresses = Arrays.copyOf(addresses, 2 * addresses.length);
      }
      addresses[2 * size] = high;
      addresses[2 * size + 1] = low;
      slots[slot] = ++size;
    }
    return slots[slot] - 1;
  }

  private int freeOrSame(long high, long low) {
    int slot = (int) ((addressHash(high, low) & hashMask) >>> 32) & slots.length - 1;
    while (slots[slot] != 0 && !(low(slots[slot] - 1) == low && high(slots[slot] - 1) == high)) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }
}
