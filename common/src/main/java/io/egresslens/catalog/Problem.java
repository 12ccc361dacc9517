package io.egresslens.catalog;

import java.util.Comparator;
import java.util.Objects;

/**
 * One thing wrong with a configuration, and where. Ordered by place.
 *
 * @param kind what sort of thing it is
 * @param message what is wrong, and what would be right, in one plain sentence
 */
public record Problem(Location location, ProblemKind kind, String message)
    implements Comparable<Problem> {
  private static final Comparator<Problem> ORDER =
      Comparator.comparing(Problem::location)
          .thenComparing(Problem::message)
          .thenComparing(Problem::kind);

  public Problem {
    Objects.requireNonNull(location, "location");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(message, "message");
  }

  @Override
  public int compareTo(Problem other) {
    return ORDER.compare(this, other);
  }

  /** {@code file:line: message}. */
  @Override
  public String toString() {
    return location + ": " + message;
  }
}
