package io.egresslens.alert;

/** What can be part of an alert's identity: never a count, a time, or text that changes. */
public enum LabelName {
  FIREWALL("firewall"),
  CLUSTER("cluster"),
  CATALOG_ENTRY("catalogEntry"),
  DESTINATION("destination"),
  PORT("port"),
  DOMAIN("domain"),
  CAUSE("cause"),
  CATEGORY("category"),
  REASON("reason"),
  CATALOG("catalog");

  private final String label;

  LabelName(String label) {
    this.label = label;
  }

  /** As written; outlets that want snake case make it of this. */
  public String label() {
    return label;
  }
}
