package io.egresslens.names;

import io.egresslens.flow.Labels;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What names an address had for a time.
 *
 * @param basis how that is known
 * @param from first instant that was seen
 * @param to last instant that is covered
 * @param port the port that was connected to; 0 when it is of no account
 * @param names the surest first; with equal confidence by name
 * @param oneOf whether it is open which of the names it was, or it was several: then none of them
 *     is to be taken for the name
 * @param occasions how many connections or answers this rests on
 * @param sources from how many addresses they came
 */
public record NameRange(
    Basis basis,
    Instant from,
    Instant to,
    int port,
    List<CandidateName> names,
    boolean oneOf,
    int occasions,
    int sources) {

  /** How a name is known. */
  public enum Basis {
    /** A logged DNS answer said so. */
    LOGGED,
    /** Those who connected had asked for it shortly before. */
    INFERRED;

    private final String label = Labels.kebab(name());

    /** Spelling in reports: lower-case kebab. */
    public String label() {
      return label;
    }
  }

  public NameRange {
    Objects.requireNonNull(basis, "basis");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    names = List.copyOf(names);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("no names");
    }
  }

  /** The name, when there is one to be taken: not one of several, and at least this sure. */
  public String name(double confidence) {
    return !oneOf && names.get(0).confidence() >= confidence ? names.get(0).name() : null;
  }
}
