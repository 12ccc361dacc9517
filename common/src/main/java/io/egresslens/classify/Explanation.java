package io.egresslens.classify;

import io.egresslens.catalog.Accept;
import io.egresslens.catalog.SharedSuffix;
import io.egresslens.flow.Action;
import io.egresslens.match.Candidate;
import io.egresslens.match.DestinationSpec;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Why a destination is judged as it is.
 *
 * @param destination what was asked
 * @param at the event time it is judged at
 * @param catalogVersion the catalog it is judged by
 * @param judgement what a flow to it is given
 * @param because what decided the expectation, in words, the most important first
 * @param candidates every entry whose names fit, the winner first, each with its standing; then
 *     templates that fit with the values of another cluster
 * @param reasons why each candidate stands so, in words
 * @param sharedSuffix the suffix the name is rented from; null when the name is below none
 * @param accept the acceptance that changed the expectation; null when none did
 */
public record Explanation(
    DestinationSpec destination,
    Instant at,
    String catalogVersion,
    Judgement judgement,
    List<String> because,
    List<Candidate> candidates,
    List<String> reasons,
    SharedSuffix sharedSuffix,
    Accept accept) {

  public Explanation {
    Objects.requireNonNull(destination, "destination");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(catalogVersion, "catalogVersion");
    Objects.requireNonNull(judgement, "judgement");
    because = List.copyOf(because);
    candidates = List.copyOf(candidates);
    reasons = List.copyOf(reasons);
    if (reasons.size() != candidates.size()) {
      throw new IllegalArgumentException("every candidate has a reason");
    }
  }

  /** The verdict when the firewall lets the flow through. */
  public Verdict whenAllowed() {
    return judgement.verdict(Action.ALLOW);
  }

  /** The verdict when the firewall denies the flow. */
  public Verdict whenDenied() {
    return judgement.verdict(Action.DENY);
  }
}
