package io.egresslens.bench;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.catalog.Lockdown;
import io.egresslens.flow.AddressPrefix;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The catalog and the one cluster before which everybody judges. */
final class Scene {
  /** All sources of the loads are its. */
  static final Cluster CLUSTER =
      new Cluster(
          "bench",
          Cloud.PUBLIC,
          "eastus",
          "d5xm5iut.eastus.aroapp.io",
          Lockdown.UNKNOWN,
          List.of(),
          List.of(AddressPrefix.parse("10.0.0.0/8")),
          Set.of(),
          Map.of());

  static final ClusterInventory CLUSTERS = new ClusterInventory(List.of(CLUSTER), List.of());

  static final long HOUR_MILLIS = 3_600_000;

  private Scene() {}

  /** What is shipped. */
  static Catalog catalog() {
    return CatalogLoader.load(List.of());
  }
}
