package io.egresslens.catalog;

import io.egresslens.flow.Labels;

/** What the catalog says of an entry, before a cluster's lockdown and features have their say. */
public enum Level {
  /** Goes through the service's gateway on a cluster with egress lockdown, else required. */
  PROXIED,
  /** The cluster breaks without it. */
  REQUIRED,
  /** Needed by a feature that a cluster may choose. */
  OPTIONAL,
  /** Resolves inside the virtual network: should never reach the firewall. */
  LOCAL,
  /** Background talk of any Azure machine; harmless to block, no reason to allow. */
  NOISE;

  private final String label = Labels.kebab(name());

  /** Spelling in catalog files and reports: lower-case kebab. */
  public String label() {
    return label;
  }
}
