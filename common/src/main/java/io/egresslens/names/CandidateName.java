package io.egresslens.names;

import java.util.Objects;

/**
 * A name that an address may have had.
 *
 * @param name in normal form
 * @param confidence from 0 to 1; 1 for a logged answer
 * @param seen how many answers said so, or how many occasions it fits
 */
public record CandidateName(String name, double confidence, int seen) {
  public CandidateName {
    Objects.requireNonNull(name, "name");
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException(name + " with confidence " + confidence);
    }
  }
}
