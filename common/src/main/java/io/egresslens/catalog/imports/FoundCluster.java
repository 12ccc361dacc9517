package io.egresslens.catalog.imports;

import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.Location;
import io.egresslens.catalog.Lockdown;
import io.egresslens.flow.AddressPrefix;
import java.util.List;
import java.util.Objects;

/**
 * What Azure's and a cluster's own resources say of one cluster. What they do not say is null,
 * {@code UNKNOWN}, or not complete; it is never presumed.
 *
 * @param name unique among what was found
 * @param cloud never null: where nothing says it, the region does
 * @param region normal form, or null
 * @param domain its own domain in normal form, or null
 * @param lockdown {@code UNKNOWN} when the cluster's own resource is not at hand
 * @param gatewayDomains in normal form; null when the cluster's own resource is not at hand
 * @param sources the prefixes of its subnets, as far as they are known
 * @param complete whether that is all of them
 * @param location where it stands
 */
public record FoundCluster(
    String name,
    Cloud cloud,
    String region,
    String domain,
    Lockdown lockdown,
    List<String> gatewayDomains,
    List<AddressPrefix> sources,
    boolean complete,
    Location location) {

  public FoundCluster {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(cloud, "cloud");
    Objects.requireNonNull(lockdown, "lockdown");
    Objects.requireNonNull(location, "location");
    gatewayDomains = gatewayDomains == null ? null : List.copyOf(gatewayDomains);
    sources = List.copyOf(sources);
  }

  /** The same under another name. */
  FoundCluster named(String other) {
    return new FoundCluster(
        other, cloud, region, domain, lockdown, gatewayDomains, sources, complete, location);
  }
}
