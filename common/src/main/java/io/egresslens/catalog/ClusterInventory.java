package io.egresslens.catalog;

import java.io.Serializable;
import java.util.List;

/** The clusters that we know and what their owners accept; immutable, in the order of the file. */
public record ClusterInventory(List<Cluster> clusters, List<Accept> accepts)
    implements Serializable {
  /** No cluster is known: every flow is judged with every default. */
  public static final ClusterInventory EMPTY = new ClusterInventory(List.of(), List.of());

  public ClusterInventory {
    clusters = List.copyOf(clusters);
    accepts = List.copyOf(accepts);
  }
}
