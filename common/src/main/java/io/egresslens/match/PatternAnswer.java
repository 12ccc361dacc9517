package io.egresslens.match;

import io.egresslens.flow.Labels;
import java.util.Objects;

/**
 * Whether a pattern covers a destination, and why.
 *
 * @param dialect whose rules were applied, in plain words
 * @param reason in plain words
 */
public record PatternAnswer(Outcome outcome, String dialect, String reason) {
  /** The possible answers. */
  public enum Outcome {
    YES,
    NO,
    /** The dialect does not know such a pattern: it is to be refused when it is read. */
    INVALID,
    /** A dialect whose rules we do not apply. */
    UNSUPPORTED;

    private final String label = Labels.kebab(name());

    /** Spelling in tables: lower case. */
    public String label() {
      return label;
    }
  }

  public PatternAnswer {
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(dialect, "dialect");
    Objects.requireNonNull(reason, "reason");
  }
}
