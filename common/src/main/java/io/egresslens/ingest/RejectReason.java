package io.egresslens.ingest;

import io.egresslens.flow.Labels;

/** Why a record became a dead letter. A closed list: it is a metric label. */
public enum RejectReason {
  /** Not JSON, or cut off. */
  NOT_JSON,
  /** JSON, but none of the envelopes. */
  ENVELOPE,
  /** A firewall record of a category that does not exist. */
  UNKNOWN_CATEGORY,
  /** Legacy text of none of the known shapes. */
  UNKNOWN_SHAPE,
  /** A field without which the record says nothing. */
  MISSING_FIELD,
  /** A field whose value is none of those it can have (action, port, number). */
  BAD_VALUE,
  /** No event time, or one outside the plausible interval. */
  BAD_TIME,
  /** An address that is none. */
  BAD_ADDRESS,
  /** Longer or deeper than the limits. */
  TOO_LARGE;

  private final String label = Labels.kebab(name());

  /** Spelling in records and metrics: lower-case kebab. */
  public String label() {
    return label;
  }
}
