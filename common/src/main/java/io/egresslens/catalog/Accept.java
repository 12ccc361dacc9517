package io.egresslens.catalog;

import io.egresslens.flow.AddressPrefix;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A destination that its owner accepts for a time, although no document lists it.
 *
 * @param pattern the names; null when it is about addresses
 * @param prefix the addresses; null when it is about names
 * @param ports empty means any
 * @param clusters names of the clusters it counts for; empty means all
 * @param owner who answers for it
 * @param reason why, for example a ticket
 * @param until first instant at which it no longer counts: the end, in UTC, of the day in the file
 * @param location where it was read
 */
public record Accept(
    Pattern pattern,
    AddressPrefix prefix,
    List<PortSpec> ports,
    Set<String> clusters,
    String owner,
    String reason,
    Instant until,
    Location location)
    implements Serializable {

  public Accept {
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(until, "until");
    Objects.requireNonNull(location, "location");
    if ((pattern == null) == (prefix == null)) {
      throw new IllegalArgumentException("an acceptance is about names or about addresses");
    }
    ports = List.copyOf(ports);
    clusters = Set.copyOf(clusters);
  }

  /** An acceptance of names. */
  public Accept(
      Pattern pattern,
      List<PortSpec> ports,
      Set<String> clusters,
      String owner,
      String reason,
      Instant until,
      Location location) {
    this(pattern, null, ports, clusters, owner, reason, until, location);
  }

  /** The names or the range as text. */
  public String match() {
    return pattern != null ? pattern.text() : prefix.toString();
  }

  /** Whether the acceptance still counts at this event time. */
  public boolean validAt(Instant time) {
    return time.isBefore(until);
  }

  /** Whether it counts for the cluster of this name. */
  public boolean appliesTo(String cluster) {
    return clusters.isEmpty() || clusters.contains(cluster);
  }
}
