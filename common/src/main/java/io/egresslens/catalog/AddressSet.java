package io.egresslens.catalog;

import io.egresslens.flow.AddressPrefix;
import io.egresslens.flow.IpAddress;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Ranges of addresses under one name, an Azure service tag for example; entries take them by {@code
 * match: "tag:NAME"}. Like entries, several of one name are versions whose periods are disjoint.
 * Immutable.
 *
 * @param name as its publisher spells it; case is of no account, see {@link #key}
 * @param prefixes kept sorted and distinct; some may lie in others
 * @param period when it counts
 * @param source who says so
 * @param location where it was read
 */
public record AddressSet(
    String name, List<AddressPrefix> prefixes, Period period, SourceRef source, Location location)
    implements Dated, Serializable {

  /** By name; versions of one set in the order of their periods. */
  public static final Comparator<AddressSet> BY_NAME =
      Comparator.comparing(AddressSet::key)
          .thenComparing(
              set -> set.period.from(), Comparator.nullsFirst(Comparator.naturalOrder()));

  public AddressSet {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(period, "period");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(location, "location");
    prefixes = sorted(prefixes);
  }

  private static List<AddressPrefix> sorted(List<AddressPrefix> prefixes) {
    AddressPrefix[] all = prefixes.toArray(AddressPrefix[]::new);
    boolean ascending = true;
    for (int i = 1; i < all.length && ascending; i++) {
      ascending = all[i - 1].compareTo(all[i]) < 0;
    }
    if (ascending) {
      return List.of(all);
    }
    Arrays.sort(all);
    return Arrays.stream(all).distinct().toList();
  }

  /** What names are compared by. */
  public static String keyOf(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The name as it is compared. */
  public String key() {
    return keyOf(name);
  }

  /** The longest of the prefixes that holds an address, or null. Looks at every prefix. */
  public AddressPrefix holding(IpAddress address) {
    AddressPrefix longest = null;
    for (AddressPrefix prefix : prefixes) {
      if (prefix.contains(address) && (longest == null || prefix.bits() > longest.bits())) {
        longest = prefix;
      }
    }
    return longest;
  }

  /** How many addresses are in it, each counted once. Looks at every prefix. */
  public BigInteger addresses() {
    BigInteger sum = BigInteger.ZERO;
    AddressPrefix last = null;
    for (AddressPrefix prefix : prefixes) {
      // Sorted: what lies in another follows that one, with nothing but such between.
      if (last == null || !last.contains(prefix.address())) {
        sum = sum.add(prefix.addresses());
        last = prefix;
      }
    }
    return sum;
  }

  /** Its name and size: never the prefixes, of which there may be tens of thousands. */
  @Override
  public String toString() {
    return name + " of " + prefixes.size() + " prefixes, " + period;
  }
}
