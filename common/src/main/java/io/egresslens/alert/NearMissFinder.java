package io.egresslens.alert;

/** Finds the entry that a destination is close to though it hits none. Thread-safe. */
@FunctionalInterface
interface NearMissFinder {
  /** Nothing is close to anything. */
  NearMissFinder NONE = (cluster, destination, port, millis) -> null;

  /**
   * An entry that is close.
   *
   * @param entry its id
   * @param explanation how it is close, one sentence
   * @param lookalike whether the name may pass for the entry's though somebody else owns it
   */
  record Found(String entry, String explanation, boolean lookalike) {}

  /**
   * The closest entry.
   *
   * @param cluster name of a cluster, known or not
   * @param destination in normal form
   * @param port 0 when it does not matter
   * @param millis event time
   * @return null when there is none
   */
  Found find(String cluster, String destination, int port, long millis);
}
