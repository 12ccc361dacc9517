package io.egresslens.flow;

/** Which of the firewall's engines wrote the record. */
public enum FlowKind {
  APPLICATION,
  NETWORK,
  NAT,
  THREAT_INTEL,
  IDPS,
  DNS,
  FQDN_FAILURE,
  DNS_TRACE,
  FAT_FLOW,
  FLOW_TRACE,
  AGGREGATION;

  private final String label = Labels.kebab(name());

  /** Spelling in records and reports: lower-case kebab. */
  public String label() {
    return label;
  }
}
