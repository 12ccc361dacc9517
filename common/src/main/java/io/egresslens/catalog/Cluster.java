package io.egresslens.catalog;

import io.egresslens.flow.AddressPrefix;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * An ARO cluster that we know. Immutable.
 *
 * @param name unique in an inventory
 * @param cloud the cloud it runs in
 * @param region normal form of the Azure region, {@code eastus}: binds {@code ${region}}
 * @param domain its own domain in normal form: binds {@code ${clusterDomain}}; null when not set
 * @param egressLockdown whether the gateway carries the proxied endpoints
 * @param gatewayDomains exact names, in normal form, that its own resource lists as proxied
 * @param sources the ranges its flows come from, never empty; the longest of all clusters wins
 * @param firewalls resource ids, in lower case, of the firewalls it stands behind; empty means any
 * @param features what it chose, by group; see {@link #feature}
 */
public record Cluster(
    String name,
    Cloud cloud,
    String region,
    String domain,
    Lockdown egressLockdown,
    List<String> gatewayDomains,
    List<AddressPrefix> sources,
    Set<String> firewalls,
    Map<String, FeatureState> features)
    implements Serializable {

  public Cluster {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(cloud, "cloud");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(egressLockdown, "egressLockdown");
    if (sources.isEmpty()) {
      throw new IllegalArgumentException(name + " has no source range");
    }
    gatewayDomains = List.copyOf(gatewayDomains);
    sources = List.copyOf(sources);
    firewalls = Set.copyOf(firewalls);
    features = Map.copyOf(features);
  }

  /** What the cluster chose for a group, or the group's default. */
  public FeatureState feature(String group) {
    FeatureState chosen = features.get(group);
    return chosen != null ? chosen : FeatureState.defaultOf(group);
  }

  /** Whether the cluster stands behind this firewall; null means the log named none. */
  public boolean isBehind(String firewall) {
    return firewalls.isEmpty() || (firewall != null && firewalls.contains(firewall));
  }
}
