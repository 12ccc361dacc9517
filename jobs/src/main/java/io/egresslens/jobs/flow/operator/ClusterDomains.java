package io.egresslens.jobs.flow.operator;

import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.window.DomainRollup;
import io.egresslens.window.SummaryKey;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/**
 * What destinations roll up to, given each cluster's own domain. Asked once a summary, never once a
 * flow.
 */
record ClusterDomains(Map<String, String> byCluster) implements Serializable {
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
    return DomainRollup.domainOf(key.destination(), byCluster.get(key.cluster()));
  }
}
