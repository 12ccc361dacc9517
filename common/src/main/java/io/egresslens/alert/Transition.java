package io.egresslens.alert;

import java.util.Objects;

/**
 * A point at which an episode changes, before anything is folded into a parent or silenced.
 *
 * @param time event time, epoch milliseconds
 * @param kind what happens
 * @param page whether somebody is to be woken
 */
public record Transition(long time, Kind kind, boolean page) {
  /** What can happen. */
  public enum Kind {
    /** It has lasted for long enough. */
    FIRED,
    /** It fired once too often: from here on nothing is told until it stands still. */
    FLAPPING,
    /** It was flapping, and has now fired for so long that it is an outage like any other. */
    STEADY,
    /** Somebody is to be woken again, or now, because the page was held back. */
    PAGED,
    /** It is over. */
    ENDED
  }

  public Transition {
    Objects.requireNonNull(kind, "kind");
  }
}
