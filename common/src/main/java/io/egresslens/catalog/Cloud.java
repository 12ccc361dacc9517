package io.egresslens.catalog;

import io.egresslens.flow.Labels;

/** The Azure clouds that have endpoints of their own. ARO itself runs in the first two. */
public enum Cloud {
  PUBLIC,
  USGOV,
  CHINA;

  private final String label = Labels.kebab(name());

  /** Spelling in catalog and cluster files: lower case. */
  public String label() {
    return label;
  }
}
