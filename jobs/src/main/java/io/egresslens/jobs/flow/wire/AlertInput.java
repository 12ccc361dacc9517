package io.egresslens.jobs.flow.wire;

import io.egresslens.alert.Observation;
import io.egresslens.catalog.CatalogUpdate;
import java.util.Map;
import java.util.Objects;

/**
 * What alerts are made of: one of the three is there. Immutable.
 *
 * @param observation flows of one row; null when it is something else
 * @param update what became of a change to the catalog; null when it is something else
 * @param intake how many records could not be read; null when it is something else
 */
public record AlertInput(Observation observation, CatalogUpdate update, Intake intake) {
  /** The firewall of what belongs to none. */
  public static final String NO_FIREWALL = "";

  /**
   * What an ingest subtask read in a stretch of its input.
   *
   * @param millis event time that was reached then, epoch milliseconds
   * @param records all of them
   * @param rejected those that could not be read, by reason
   */
  public record Intake(long millis, long records, Map<String, Long> rejected) {
    public Intake {
      Objects.requireNonNull(rejected, "rejected");
    }
  }

  public AlertInput {
    int parts = (observation == null ? 0 : 1) + (update == null ? 0 : 1) + (intake == null ? 0 : 1);
    if (parts != 1) {
      throw new IllegalArgumentException(parts + " of an observation, an update and an intake");
    }
  }

  public static AlertInput of(Observation observation) {
    return new AlertInput(observation, null, null);
  }

  public static AlertInput of(CatalogUpdate update) {
    return new AlertInput(null, update, null);
  }

  public static AlertInput of(Intake intake) {
    return new AlertInput(null, null, intake);
  }

  /** Whose book it belongs in: resource id, or {@link #NO_FIREWALL}; never null. */
  public String firewall() {
    String firewall = observation == null ? null : observation.sum().key().firewall();
    return firewall == null ? NO_FIREWALL : firewall;
  }
}
