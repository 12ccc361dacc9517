package io.egresslens.match;

import io.egresslens.catalog.AddressSet;
import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.flow.AddressPrefix;
import io.egresslens.flow.IpAddress;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The address entries of a catalog by longest prefix; of one prefix, by {@link
 * AddressRule#MOST_SPECIFIC_FIRST}. Immutable and thread-safe. A look-up is a binary search over
 * the borders of all ranges and a walk outwards; building sorts the prefixes of the sets that
 * entries name.
 */
final class AddressIndex {
  /*
   * Prefixes nest or are disjoint, so they cut the line of all addresses into stretches, each with
   * one innermost prefix. A stretch is its first address and the number of that prefix; a prefix is
   * its length, the number of the prefix around it, and its rules. A stretch of no prefix and what
   * is around the outermost have the number NONE. At most two stretches a prefix: with 100,000
   * prefixes 18 steps of search, and about 30 bytes a prefix.
   *
   * IPv4 addresses lie in a range of the IPv6 line, but no IPv6 prefix holds one: two lines.
   */
  private static final int NONE = -1;

  private final Line v4;
  private final Line v6;

  private AddressIndex(List<Placed> placed) {
    this.v4 = new Line(placed.stream().filter(one -> one.prefix.address().isV4()).toList());
    this.v6 = new Line(placed.stream().filter(one -> !one.prefix.address().isV4()).toList());
  }

  /** A prefix of a rule. */
  private record Placed(AddressPrefix prefix, AddressRule rule) {}

  static AddressIndex of(Catalog catalog) {
    Map<String, List<AddressSet>> sets = new HashMap<>();
    for (AddressSet set : catalog.addressSets()) {
      sets.computeIfAbsent(set.key(), key -> new ArrayList<>()).add(set);
    }
    IdentityHashMap<AddressSet, BigInteger> sizes = new IdentityHashMap<>();
    List<AddressRule> rules = new ArrayList<>();
    for (CatalogEntry entry : catalog.entries()) {
      if (entry.prefix() != null) {
        rules.add(new AddressRule(entry, null, entry.prefix().addresses()));
      } else if (entry.tag() != null) {
        for (AddressSet set : sets.getOrDefault(AddressSet.keyOf(entry.tag()), List.of())) {
          BigInteger size = sizes.computeIfAbsent(set, AddressSet::addresses);
          rules.add(new AddressRule(entry, set, size));
        }
      }
    }
    rules.sort(AddressRule.MOST_SPECIFIC_FIRST);
    List<Placed> placed = new ArrayList<>();
    for (AddressRule rule : rules) {
      List<AddressPrefix> prefixes =
          rule.set == null ? List.of(rule.entry.prefix()) : rule.set.prefixes();
      prefixes.forEach(prefix -> placed.add(new Placed(prefix, rule)));
    }
    // Stable: of one prefix the rules stay in their order.
    placed.sort(Comparator.comparing(Placed::prefix));
    return new AddressIndex(placed);
  }

  /** The winner, see {@link EndpointMatcher#find(IpAddress, String, int, long)}. */
  Match find(IpAddress address, int cloudBit, int protocolBit, int port, long epochMillis) {
    Line line = line(address);
    Match onOtherPort = null;
    for (int at = line.innermost(address); at != NONE; at = line.around[at]) {
      for (AddressRule rule : line.rules[at]) {
        Standing standing = rule.standing(cloudBit, protocolBit, port, epochMillis);
        if (standing == Standing.WINS) {
          return rule.match();
        }
        if (standing == Standing.OTHER_PORT && onOtherPort == null) {
          onOtherPort = rule.onOtherPort();
        }
      }
    }
    return onOtherPort;
  }

  /** Every rule that holds an address, by rank, with its longest prefix. For people. */
  List<Candidate> candidates(
      IpAddress address, int cloudBit, int protocolBit, int port, long epochMillis) {
    Line line = line(address);
    List<AddressRule> told = new ArrayList<>();
    List<Candidate> candidates = new ArrayList<>();
    boolean won = false;
    for (int at = line.innermost(address); at != NONE; at = line.around[at]) {
      AddressPrefix prefix = AddressPrefix.of(address, line.bits[at] & 0xff);
      for (AddressRule rule : line.rules[at]) {
        if (told.contains(rule)) {
          continue;
        }
        told.add(rule);
        Standing alone = rule.standing(cloudBit, protocolBit, port, epochMillis);
        boolean wins = alone == Standing.WINS && !won;
        Standing standing = alone == Standing.WINS && won ? Standing.OUTRANKED : alone;
        candidates.add(wins ? 0 : candidates.size(), rule.candidate(prefix, standing));
        won |= wins;
      }
    }
    return candidates;
  }

  private Line line(IpAddress address) {
    return address.isV4() ? v4 : v6;
  }

  /** The addresses of one family. */
  private static final class Line {
    /** First addresses of the stretches, in two halves, ascending without sign. */
    private long[] high;

    private long[] low;

    /** The innermost prefix of each stretch. */
    private int[] prefix;

    private int stretches;

    /** Of each prefix: its length, the prefix around it, its rules by rank. */
    private final byte[] bits;

    private final int[] around;
    private final AddressRule[][] rules;

    /**
     * @param placed in the order of prefixes, then of rank
     */
    Line(List<Placed> placed) {
      List<AddressPrefix> prefixes = new ArrayList<>();
      List<AddressRule[]> rulesOf = new ArrayList<>();
      Map<List<AddressRule>, AddressRule[]> shared = new HashMap<>();
      for (int from = 0, to; from < placed.size(); from = to) {
        AddressPrefix one = placed.get(from).prefix;
        List<AddressRule> of = new ArrayList<>(1);
        for (to = from; to < placed.size() && placed.get(to).prefix.equals(one); to++) {
          of.add(placed.get(to).rule);
        }
        prefixes.add(one);
        rulesOf.add(shared.computeIfAbsent(of, list -> list.toArray(AddressRule[]::new)));
      }
      int size = prefixes.size();
      high = new long[2 * size];
      low = new long[2 * size];
      prefix = new int[2 * size];
      bits = new byte[size];
      around = new int[size];
      rules = rulesOf.toArray(AddressRule[][]::new);
      int open = NONE;
      for (int number = 0; number < size; number++) {
        AddressPrefix one = prefixes.get(number);
        open = close(open, one.address(), prefixes);
        bits[number] = (byte) one.bits();
        around[number] = open;
        add(one.address(), number);
        open = number;
      }
      close(open, null, prefixes);
      high = Arrays.copyOf(high, stretches);
      low = Arrays.copyOf(low, stretches);
      prefix = Arrays.copyOf(prefix, stretches);
    }

    /** Ends the open prefixes that do not hold an address, from inside; null ends all. */
    private int close(int open, IpAddress before, List<AddressPrefix> prefixes) {
      int at = open;
      while (at != NONE && (before == null || !prefixes.get(at).contains(before))) {
        IpAddress behind = behind(prefixes.get(at));
        if (behind != null) {
          add(behind, around[at]);
        }
        at = around[at];
      }
      return at;
    }

    /** The address behind the last one of a prefix; null when there is none. */
    private static IpAddress behind(AddressPrefix prefix) {
      int free = 128 - prefix.bits();
      long lastHigh = prefix.address().high() | (free <= 64 ? 0 : -1L >>> (128 - free));
      long lastLow = prefix.address().low() | (free >= 64 ? -1L : (1L << free) - 1);
      long nextHigh = lastLow == -1 ? lastHigh + 1 : lastHigh;
      return nextHigh == 0 && lastHigh != 0 ? null : new IpAddress(nextHigh, lastLow + 1);
    }

    /** Starts a stretch; what starts at the same address has the last word. */
    private void add(IpAddress first, int of) {
      boolean again =
          stretches > 0 && high[stretches - 1] == first.high() && low[stretches - 1] == first.low();
      int at = again ? stretches - 1 : stretches++;
      high[at] = first.high();
      low[at] = first.low();
      prefix[at] = of;
    }

    /** The innermost prefix that holds an address. */
    int innermost(IpAddress address) {
      int from = 0;
      int to = stretches;
      while (from < to) {
        int middle = (from + to) >>> 1;
        int order = Long.compareUnsigned(high[middle], address.high());
        if (order == 0) {
          order = Long.compareUnsigned(low[middle], address.low());
        }
        if (order <= 0) {
          from = middle + 1;
        } else {
          to = middle;
        }
      }
      return from == 0 ? NONE : prefix[from - 1];
    }
  }
}
