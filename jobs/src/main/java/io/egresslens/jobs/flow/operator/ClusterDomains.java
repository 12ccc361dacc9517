package io.egresslens.jobs.flow.operator;

import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.window.DomainRollup;
import io.egresslens.window.SummaryKey;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What destinations roll up to, given each cluster's own domain. Asked once a summary, never once a
 * flow. Not thread-safe.
 *
 * <p>A destination is asked for again in every window, and finding its registrable domain takes
 * longer than all else that a summary needs: the last answers are kept in a table of fixed size.
 */
final class ClusterDomains implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int TABLE_SIZE = 1 << 12;

  private final Map<String, String> byCluster;
  private transient Answer[] answers;

  /** What was answered for a destination. */
  private record Answer(String destination, String clusterDomain, String domain) {
    boolean isFor(String otherDestination, String otherDomain) {
      return destination.equals(otherDestination) && Objects.equals(clusterDomain, otherDomain);
    }
  }

  private ClusterDomains(Map<String, String> byCluster) {
    this.byCluster = byCluster;
  }

  static ClusterDomains of(ClusterInventory inventory) {
    Map<String, String> byCluster = new HashMap<>();
    for (Cluster cluster : inventory.clusters()) {
      if (cluster.domain() != null) {
        byCluster.put(cluster.name(), cluster.domain());
      }
    }
    return new ClusterDomains(byCluster);
  }

  /** Null for addresses and where there is no destination. */
  String rollUp(SummaryKey key) {
    String destination = key.destination();
    String clusterDomain = byCluster.get(key.cluster());
    if (destination == null) {
      return DomainRollup.domainOf(null, clusterDomain);
    }
    if (answers == null) {
      answers = new Answer[TABLE_SIZE];
    }
    int hash = destination.hashCode();
    int slot = (hash ^ (hash >>> 16)) & (TABLE_SIZE - 1);
    Answer known = answers[slot];
    if (known == null || !known.isFor(destination, clusterDomain)) {
      String domain = DomainRollup.domainOf(destination, clusterDomain);
      known = new Answer(destination, clusterDomain, domain);
      answers[slot] = known;
    }
    return known.domain();
  }
}
