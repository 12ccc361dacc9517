package io.egresslens.alert;

/** What kinds of things alerts are about. */
public enum SubjectKind {
  /** A catalog entry, as a cluster uses it. */
  ENTRY,
  /** A destination and port, as a cluster uses it. */
  DESTINATION,
  /** All names below a roll-up domain, as a cluster uses them. */
  DOMAIN,
  /** A cluster. */
  CLUSTER,
  /** The firewall as a whole. */
  FIREWALL
}
