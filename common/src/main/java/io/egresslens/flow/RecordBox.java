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
  DEAD_LETTER;

  /**
   * The box of an understood record (design section 4).
   *
   * @param action null when the record is no decision
   */
  public static RecordBox of(FlowKind kind, Action action) {
    return switch (kind) {
      case NAT -> INBOUND;
      case APPLICATION, NETWORK, THREAT_INTEL, IDPS -> action == Action.ALERT ? SIGNAL : FLOW;
      case DNS, FQDN_FAILURE, DNS_TRACE, FAT_FLOW, FLOW_TRACE, AGGREGATION -> OTHER_CATEGORY;
    };
  }
}
