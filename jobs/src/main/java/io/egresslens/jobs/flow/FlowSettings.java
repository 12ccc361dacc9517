package io.egresslens.jobs.flow;

import io.egresslens.alert.AlertSettings;
import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEdition;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.ingest.EventTimeBounds;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What the main job decides by. Shipped to every operator with the job graph, never written to
 * state.
 *
 * @param catalog what is expected
 * @param inventory whose traffic it is
 * @param bounds the door for event times
 * @param window length of the windows
 * @param rollUps longer windows made of closed ones, each a multiple of the one before
 * @param lateness how long after its end a window is still corrected
 * @param maxPartialSums rows an ingest subtask holds before it sends them on: bounds its memory
 * @param shadow what judges beside the catalog, and of which only differences are told; null for
 *     nothing
 * @param alerts how there are alerts; null for none
 */
public record FlowSettings(
    Catalog catalog,
    ClusterInventory inventory,
    EventTimeBounds bounds,
    Duration window,
    List<Duration> rollUps,
    Duration lateness,
    int maxPartialSums,
    CatalogEdition shadow,
    Alerts alerts)
    implements Serializable {

  /**
   * How there are alerts.
   *
   * @param settings what their owner says of them
   * @param delay after how long by the wall clock, at the latest, the rules know what was read;
   *     zero for a job that ends soon, where they know at the end
   */
  public record Alerts(AlertSettings settings, Duration delay) implements Serializable {
    public Alerts {
      Objects.requireNonNull(settings, "settings");
      if (delay.isNegative()) {
        throw new IllegalArgumentException("a delay of " + delay);
      }
    }

    /** For a job that tells when it has read everything. */
    public static Alerts atTheEnd(AlertSettings settings) {
      return new Alerts(settings, Duration.ZERO);
    }

    /** Whether alerts are told while the job runs. */
    public boolean isLive() {
      return !delay.isZero();
    }
  }

  /** Enough to catch the repeats of a busy hub; about 50 MB of heap when rows are small. */
  public static final int DEFAULT_MAX_PARTIAL_SUMS = 100_000;

  public FlowSettings {
    Objects.requireNonNull(catalog, "catalog");
    Objects.requireNonNull(inventory, "inventory");
    Objects.requireNonNull(bounds, "bounds");
    rollUps = List.copyOf(rollUps);
    if (window.isZero() || window.isNegative() || lateness.isNegative() || maxPartialSums < 1) {
      throw new IllegalArgumentException(
          "window " + window + ", lateness " + lateness + ", maxPartialSums " + maxPartialSums);
    }
    Duration part = window;
    for (Duration rollUp : rollUps) {
      if (rollUp.compareTo(part) <= 0 || rollUp.toMillis() % part.toMillis() != 0) {
        throw new IllegalArgumentException("a roll-up of " + rollUp + " over " + part);
      }
      part = rollUp;
    }
  }

  /** Settings without a shadow and without alerts. */
  public FlowSettings(
      Catalog catalog,
      ClusterInventory inventory,
      EventTimeBounds bounds,
      Duration window,
      List<Duration> rollUps,
      Duration lateness,
      int maxPartialSums) {
    this(catalog, inventory, bounds, window, rollUps, lateness, maxPartialSums, null, null);
  }

  /** The same beside a shadow; null for none. */
  public FlowSettings withShadow(CatalogEdition other) {
    return new FlowSettings(
        catalog, inventory, bounds, window, rollUps, lateness, maxPartialSums, other, alerts);
  }

  /** The same with alerts; null for none. */
  public FlowSettings withAlerts(Alerts other) {
    return new FlowSettings(
        catalog, inventory, bounds, window, rollUps, lateness, maxPartialSums, shadow, other);
  }

  /** What the job is started with, as the first of its editions. */
  public CatalogEdition edition() {
    return new CatalogEdition(0, catalog.image(), inventory);
  }
}
