package io.egresslens.catalog;

import java.time.Instant;
import java.time.ZoneOffset;

/**
 * When something counts, in event time. Immutable.
 *
 * @param from first instant at which it counts; null means always did
 * @param to first instant at which it no longer counts; null means never ends
 */
public record Period(Instant from, Instant to) {
  /** Without beginning and end. */
  public static final Period ALWAYS = new Period(null, null);

  /** Whether there is no instant in it. */
  public boolean isEmpty() {
    return from != null && to != null && !from.isBefore(to);
  }

  public boolean contains(Instant time) {
    return (from == null || !time.isBefore(from)) && (to == null || time.isBefore(to));
  }

  /** What both have in common; may be empty. */
  public Period and(Period other) {
    return new Period(
        from == null || (other.from != null && other.from.isAfter(from)) ? other.from : from,
        to == null || (other.to != null && other.to.isBefore(to)) ? other.to : to);
  }

  /** Whether some instant is in both. */
  public boolean overlaps(Period other) {
    return !and(other).isEmpty();
  }

  /** The same with a side of another where this one is open. */
  public Period orElse(Period other) {
    return new Period(from == null ? other.from : from, to == null ? other.to : to);
  }

  /** A day when it is midnight, else the instant. */
  public static String day(Instant time) {
    boolean midnight = time.getEpochSecond() % 86_400 == 0 && time.getNano() == 0;
    return midnight ? time.atOffset(ZoneOffset.UTC).toLocalDate().toString() : time.toString();
  }

  /** {@code 2025-01-01 until 2026-01-01}, one of the two, or {@code always}. */
  @Override
  public String toString() {
    if (from == null && to == null) {
      return "always";
    }
    return to == null
        ? "from " + day(from)
        : (from == null ? "" : day(from) + " ") + "until " + day(to);
  }
}
