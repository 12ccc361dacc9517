package io.egresslens.flow;

/** What the firewall did with a flow. Never what we think of it: that is a verdict. */
public enum Action {
  ALLOW,
  DENY,
  /** Threat intelligence or IDPS in alert mode: a signal, the traffic was not blocked by it. */
  ALERT;

  private final String label = Labels.kebab(name());

  /** Spelling in records and reports: lower-case kebab. */
  public String label() {
    return label;
  }
}
