package io.egresslens.classify;

import io.egresslens.catalog.CatalogEntry;
import io.egresslens.match.Match;
import java.util.Objects;

/**
 * What we say of a destination, whoever asks by whatever text: a {@link Judgement} without cluster
 * and destination.
 *
 * @param expectation what catalog and cluster say
 * @param entry id of the winning catalog entry; null when none matched
 */
public record Outcome(Expectation expectation, String entry) {
  public Outcome {
    Objects.requireNonNull(expectation, "expectation");
  }

  /**
   * An expectation with the answer of the catalog that it rests on.
   *
   * @param match null when no entry lists the destination
   */
  static Outcome of(Expectation expectation, Match match) {
    CatalogEntry entry = match == null ? null : match.entry();
    // What is local is so on every port, so there is no wrong one to speak of.
    boolean unsaid = expectation == Expectation.LOCAL && match != null && match.wrongPort();
    return new Outcome(expectation, entry == null || unsaid ? null : entry.id());
  }
}
