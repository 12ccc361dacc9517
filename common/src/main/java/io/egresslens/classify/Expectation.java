package io.egresslens.classify;

import io.egresslens.flow.Labels;

/** What catalog and cluster together say of a flow's destination (design section 4). */
public enum Expectation {
  REQUIRED,
  OPTIONAL,
  ACCEPTED,
  PROXIED,
  OPTED_OUT,
  SHARED_SUFFIX,
  WRONG_PORT,
  UNLISTED,
  LOCAL,
  NO_DESTINATION;

  private final String label = Labels.kebab(name());

  /** Spelling in records and reports: lower-case kebab. */
  public String label() {
    return label;
  }
}
