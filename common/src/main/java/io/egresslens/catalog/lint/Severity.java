package io.egresslens.catalog.lint;

import io.egresslens.flow.Labels;

/** How bad a finding is, the worst first. The labels are those of SARIF's levels. */
public enum Severity {
  /** The catalog cannot be used, or takes names of all the world. */
  ERROR,
  /** Most likely not what the author means. */
  WARNING,
  /** Worth knowing; often right as it is. */
  NOTE;

  private final String label = Labels.kebab(name());

  /** Spelling in reports and options: lower case. */
  public String label() {
    return label;
  }

  /** Whether this is as bad as another one, or worse. */
  public boolean isAtLeast(Severity other) {
    return compareTo(other) <= 0;
  }
}
