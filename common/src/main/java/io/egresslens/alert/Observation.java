package io.egresslens.alert;

import io.egresslens.window.PartialSum;
import io.egresslens.window.Timeline;
import java.util.Objects;

/**
 * What some flows of one summary key say to the alert rules: their sum, and when within its window
 * they were. What an ingest step hands over as a sum it hands over as an observation too; adding up
 * either gives the same whatever the order.
 *
 * @param sum the flows
 * @param timeline the same flows by pane
 */
public record Observation(PartialSum sum, Timeline timeline) {
  public Observation {
    Objects.requireNonNull(sum, "sum");
    Objects.requireNonNull(timeline, "timeline");
  }
}
