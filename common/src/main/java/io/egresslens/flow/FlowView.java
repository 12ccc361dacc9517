package io.egresslens.flow;

/**
 * A {@link Flow} as the hot path sees it: primitives, texts that are the same instance again and
 * again, and the host as a range of bytes. Says of every part exactly what {@link #flow()} says of
 * it. Reused for the next record: valid only during the call that hands it over.
 */
public interface FlowView {
  Category category();

  FlowKind kind();

  /** Null when the record is no decision. */
  Action action();

  /** Nanoseconds since the epoch. */
  long epochNanos();

  /** ARM resource id in lower case, or null. Most of the time the same instance for the same id. */
  String firewall();

  /** Lower case, or null. Most of the time the same instance for the same protocol. */
  String protocol();

  /** {@link RuleRef#shortName}, or null. Most of the time the same instance for the same rule. */
  String rule();

  boolean hasSource();

  /** Upper half of the source address; meaningless without one. */
  long sourceHigh();

  /** Lower half of the source address. */
  long sourceLow();

  /** 0 when there is none. */
  int destinationPort();

  /** Holds {@link Flow#destinationFqdn} in UTF-8 from {@link #hostFrom} to {@link #hostTo}. */
  byte[] hostBytes();

  int hostFrom();

  /** Equal to {@link #hostFrom} when there is no name. */
  int hostTo();

  boolean hasDestinationAddress();

  /** Upper half of the destination address; meaningless without one. */
  long destinationHigh();

  /** Lower half of the destination address. */
  long destinationLow();

  /** Whether the log shows a URL. */
  boolean hasUrl();

  /** The whole flow, made anew on each call. */
  Flow flow();

  /** Which box of the accounting the record belongs in. */
  default RecordBox box() {
    return RecordBox.of(kind(), action());
  }
}
