package io.egresslens.jobs.flow;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.catalog.ClusterInventoryLoader;
import io.egresslens.ingest.EventTimeBounds;
import io.egresslens.samples.SampleLogs;
import java.time.Duration;
import java.util.List;

/** Settings with the shipped catalog and the clusters of the sample logs. */
public final class SampleSettings {
  private static final Catalog CATALOG = CatalogLoader.load(List.of());
  private static final ClusterInventory INVENTORY =
      ClusterInventoryLoader.load(SampleLogs.folder().resolve("clusters.yaml").toString(), CATALOG);

  private SampleSettings() {}

  /** Windows of this length, corrected for so long, with these roll-ups. */
  public static FlowSettings of(Duration window, Duration lateness, Duration... rollUps) {
    return withLimit(FlowSettings.DEFAULT_MAX_PARTIAL_SUMS, window, lateness, rollUps);
  }

  /** The same with a limit to the rows that an ingest step holds. */
  public static FlowSettings withLimit(
      int maxPartialSums, Duration window, Duration lateness, Duration... rollUps) {
    return new FlowSettings(
        CATALOG,
        INVENTORY,
        EventTimeBounds.DEFAULT,
        window,
        List.of(rollUps),
        lateness,
        maxPartialSums);
  }
}
