package io.egresslens.alert;

import io.egresslens.window.Timeline;
import java.util.Objects;

/**
 * A subject's flows as one rule sees them.
 *
 * @param bad what it complains of
 * @param good what shows that all is well again: a pane with both is bad
 * @param lively panes in which the subject's surroundings were seen at all; where they were not,
 *     that nothing bad is seen says nothing
 */
public record Signal(Timeline bad, Timeline good, Timeline lively) {
  public Signal {
    Objects.requireNonNull(bad, "bad");
    Objects.requireNonNull(good, "good");
    Objects.requireNonNull(lively, "lively");
  }

  /** Without the panes that start earlier. */
  Signal from(long start) {
    return start == Long.MIN_VALUE
        ? this
        : new Signal(from(bad, start), from(good, start), from(lively, start));
  }

  private static Timeline from(Timeline timeline, long start) {
    return timeline.between(start, Long.MAX_VALUE);
  }
}
