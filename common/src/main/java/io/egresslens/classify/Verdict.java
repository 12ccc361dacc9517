package io.egresslens.classify;

import io.egresslens.flow.Action;
import io.egresslens.flow.Labels;

/** Expectation and action together (the table of design section 4). */
public enum Verdict {
  EXPECTED,
  REQUIRED_DENIED,
  OPTIONAL_DENIED,
  PROXIED_DIRECT,
  UNEXPECTED_ALLOWED,
  UNEXPECTED_DENIED,
  LOCAL,
  NO_DESTINATION;

  private final String label = Labels.kebab(name());

  /** Spelling in records and reports: lower-case kebab. */
  public String label() {
    return label;
  }

  /**
   * The verdict on a decision.
   *
   * @param action allow or deny; an alert is a signal and is not judged
   * @throws IllegalArgumentException for an alert
   */
  public static Verdict of(Expectation expectation, Action action) {
    if (action == Action.ALERT) {
      throw new IllegalArgumentException("a signal is no decision");
    }
    boolean allowed = action == Action.ALLOW;
    return switch (expectation) {
      case REQUIRED -> allowed ? EXPECTED : REQUIRED_DENIED;
      case OPTIONAL, ACCEPTED -> allowed ? EXPECTED : OPTIONAL_DENIED;
      case PROXIED -> PROXIED_DIRECT;
      case OPTED_OUT, SHARED_SUFFIX, WRONG_PORT, UNLISTED ->
          allowed ? UNEXPECTED_ALLOWED : UNEXPECTED_DENIED;
      case LOCAL -> LOCAL;
      case NO_DESTINATION -> NO_DESTINATION;
    };
  }
}
