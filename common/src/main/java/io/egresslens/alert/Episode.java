package io.egresslens.alert;

import java.util.List;
import java.util.Objects;

/**
 * One stretch of time in which a rule complains of a subject. Times are event time, epoch
 * milliseconds; {@link #NEVER} for what has not happened.
 *
 * @param startsAt start of the first bad pane
 * @param firedAt when it had lasted for long enough; {@link #NEVER} while it is pending, and for
 *     one that ended before: that is told to nobody
 * @param lastBad end of the last bad pane
 * @param endsAt when it healed; {@link #NEVER} while it lasts
 * @param end why it ended; null while it lasts
 * @param count flows in its bad panes
 * @param flapping whether it is a stretch of going on and off
 * @param firings how often it fired: more than once only for flapping, and then with those firings
 *     before it that made it so
 * @param transitions what happened, ascending; empty unless it fired
 */
public record Episode(
    long startsAt,
    long firedAt,
    long lastBad,
    long endsAt,
    End end,
    long count,
    boolean flapping,
    int firings,
    List<Transition> transitions) {
  public static final long NEVER = Long.MAX_VALUE;

  /** Why an episode can end. */
  public enum End {
    /** A pane in which all was well. */
    HEALED,
    /** Nothing bad for long enough, while other flows went on. */
    QUIET
  }

  public Episode {
    transitions = List.copyOf(transitions);
    if ((end == null) != (endsAt == NEVER) || (firedAt == NEVER) != transitions.isEmpty()) {
      throw new IllegalArgumentException(
          "from " + startsAt + ", fired " + firedAt + ", ended " + endsAt + " by " + end);
    }
  }

  public boolean hasFired() {
    return firedAt != NEVER;
  }

  public boolean hasEnded() {
    return endsAt != NEVER;
  }

  /** Whether it goes on at a point in time at or after its start. */
  boolean isBadAt(long millis) {
    return startsAt <= millis && millis < endsAt;
  }

  /** Says of itself what a message needs. */
  @Override
  public String toString() {
    return "from %d, fired %d, ended %d %s, %d flows, %s"
        .formatted(startsAt, firedAt, endsAt, Objects.toString(end, "-"), count, transitions);
  }
}
