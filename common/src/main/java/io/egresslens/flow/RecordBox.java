package io.egresslens.flow;

/**
 * Where a record ends. Every record ends in exactly one box, so on every run {@code records = flows
 * + inbound + signals + otherCategories + duplicates + deadLetters}.
 */
public enum RecordBox {
  /** A decision about egress: judged and summarised, or late. */
  FLOW,
  /** A NAT record. */
  INBOUND,
  /** Threat intelligence or IDPS in alert mode. */
  SIGNAL,
  /** Understood, but no decision: DNS, traces, aggregations, metrics, other resources. */
  OTHER_CATEGORY,
  /** Seen before. */
  DUPLICATE,
  /** Not understood. */
  DEAD_LETTER
}
