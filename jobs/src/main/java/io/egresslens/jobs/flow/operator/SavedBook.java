package io.egresslens.jobs.flow.operator;

import java.util.Objects;

/**
 * What the alert step knew of one firewall when a checkpoint passed; state of that step.
 *
 * @param book as the book itself writes it
 * @param newestMillis event time of the newest event; {@link io.egresslens.alert.AlertClock#NEVER}
 *     when there was none
 * @param completeMillis how far time was complete, the same
 * @param reachedMillis how far time was reached, the same
 */
public record SavedBook(byte[] book, long newestMillis, long completeMillis, long reachedMillis) {
  public SavedBook {
    Objects.requireNonNull(book, "book");
  }
}
