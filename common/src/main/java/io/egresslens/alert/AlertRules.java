package io.egresslens.alert;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.ClusterInventory;

/**
 * What all books of a job share: settings, and what is known of entries and clusters. Immutable.
 */
public final class AlertRules {
  private final AlertSettings settings;
  private final Catalog catalog;
  private final ClusterInventory inventory;

  public AlertRules(AlertSettings settings, Catalog catalog, ClusterInventory inventory) {
    this.settings = settings;
    this.catalog = catalog;
    this.inventory = inventory;
  }

  public AlertSettings settings() {
    return settings;
  }

  public Catalog catalog() {
    return catalog;
  }

  public ClusterInventory inventory() {
    return inventory;
  }
}
