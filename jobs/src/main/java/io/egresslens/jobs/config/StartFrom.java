package io.egresslens.jobs.config;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;

/**
 * Where reading starts when there is no checkpoint to go on from.
 *
 * @param time the earliest broker time that counts; null unless {@code kind} is {@code TIME}
 */
public record StartFrom(Kind kind, Instant time) {
  /** The four places to start from. */
  public enum Kind {
    EARLIEST,
    LATEST,
    COMMITTED,
    TIME
  }

  public StartFrom {
    Objects.requireNonNull(kind, "kind");
    if ((kind == Kind.TIME) != (time != null)) {
      throw new IllegalArgumentException(kind + " with time " + time);
    }
  }

  /**
   * Reads {@code earliest}, {@code latest}, {@code committed} or a time.
   *
   * @throws IllegalArgumentException for anything else, with a message for the user
   */
  public static StartFrom parse(String text) {
    return switch (text) {
      case "earliest" -> new StartFrom(Kind.EARLIEST, null);
      case "latest" -> new StartFrom(Kind.LATEST, null);
      case "committed" -> new StartFrom(Kind.COMMITTED, null);
      default -> {
        try {
          yield new StartFrom(Kind.TIME, Instant.parse(text));
        } catch (DateTimeException e) {
          throw new IllegalArgumentException(
              "'"
                  + text
                  + "' is no place to start from: one of earliest, latest, committed,"
                  + " or a time such as 2026-03-01T00:00:00Z",
              e);
        }
      }
    };
  }
}
