package io.egresslens.bench;

import java.util.List;

/**
 * Somebody who reads a {@link Load} record by record, asks a matcher for the entry of each
 * decision's destination, and sums the decisions by hour, firewall, destination, port, protocol,
 * action and entry. Not thread-safe.
 */
public interface Contestant {
  /**
   * Reads the load once more; the rows of earlier passes stay and grow, as they do within a window.
   *
   * @return a number that depends on all that was read, so that no compiler leaves anything out
   */
  long pass(Load load);

  /** Hands over what all passes since the last call counted; empty for those who only read. */
  List<Row> drain();
}
