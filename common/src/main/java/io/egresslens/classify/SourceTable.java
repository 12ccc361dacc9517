package io.egresslens.classify;

import io.egresslens.flow.AddressPrefix;
import io.egresslens.flow.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * From a source address and a firewall to the cluster: the longest prefix wins; at equal length a
 * cluster that names this firewall wins over one that stands behind any. Immutable.
 *
 * <p>One hash table a prefix length, longest first: a look-up costs one probe for every length in
 * use, however many clusters there are.
 */
final class SourceTable {
  private record Owner(AddressPrefix prefix, ClusterView view) {}

  private record Length(int bits, Map<IpAddress, List<Owner>> owners) {}

  private final List<Length> lengths;

  SourceTable(List<ClusterView> views) {
    TreeMap<Integer, Map<IpAddress, List<Owner>>> byBits = new TreeMap<>();
    for (ClusterView view : views) {
      for (AddressPrefix prefix : view.cluster().sources()) {
        List<Owner> owners =
            byBits
                .computeIfAbsent(prefix.bits(), bits -> new HashMap<>())
                .computeIfAbsent(prefix.address(), address -> new ArrayList<>());
        boolean anyFirewall = view.cluster().firewalls().isEmpty();
        owners.add(anyFirewall ? owners.size() : 0, new Owner(prefix, view));
      }
    }
    List<Length> longestFirst = new ArrayList<>();
    byBits.descendingMap().forEach((bits, owners) -> longestFirst.add(new Length(bits, owners)));
    this.lengths = List.copyOf(longestFirst);
  }

  /** The cluster's view, or null when the source belongs to no cluster that we know. */
  ClusterView find(IpAddress source, String firewall) {
    for (Length length : lengths) {
      List<Owner> owners = length.owners().get(first(source, length.bits()));
      if (owners == null) {
        continue;
      }
      for (Owner owner : owners) {
        // The two families share one space of bits, so a very short IPv6 prefix needs this check.
        if (owner.prefix().contains(source) && owner.view().cluster().isBehind(firewall)) {
          return owner.view();
        }
      }
    }
    return null;
  }

  private static IpAddress first(IpAddress address, int bits) {
    long high = bits >= 64 ? -1 : bits == 0 ? 0 : -1L << (64 - bits);
    long low = bits <= 64 ? 0 : -1L << (128 - bits);
    return new IpAddress(address.high() & high, address.low() & low);
  }
}
