package io.egresslens.jobs.flow;

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
 */
public record FlowSettings(
    Catalog catalog,
    ClusterInventory inventory,
    EventTimeBounds bounds,
    Duration window,
    List<Duration> rollUps,
    Duration lateness,
    int maxPartialSums,
    CatalogEdition shadow)
    implements Serializable {

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

  /** Settings without a shadow. */
  public FlowSettings(
      Catalog catalog,
      ClusterInventory inventory,
      EventTimeBounds bounds,
      Duration window,
      List<Duration> rollUps,
      Duration lateness,
      int maxPartialSums) {
    this(catalog, inventory, bounds, window, rollUps, lateness, maxPartialSums, null);
  }

  /** The same beside a shadow; null for none. */
  public FlowSettings withShadow(CatalogEdition other) {
    return new FlowSettings(
        catalog, inventory, bounds, window, rollUps, lateness, maxPartialSums, other);
  }

  /** What the job is started with, as the first of its editions. */
  public CatalogEdition edition() {
    return new CatalogEdition(0, catalog.image(), inventory);
  }
}
