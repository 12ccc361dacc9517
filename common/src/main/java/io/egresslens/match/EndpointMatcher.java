package io.egresslens.match;

import io.egresslens.flow.IpAddress;
import java.util.List;

/**
 * Says which catalog entry a destination hits, seen from one cluster or from a source that belongs
 * to none.
 *
 * <p>An entry counts when its names, cloud, time, path and port all fit. Of those that count the
 * winner is the one with the most telling pattern ({@link
 * io.egresslens.catalog.Pattern#MOST_SPECIFIC_FIRST}), then one whose path was really compared over
 * one known by its host only, then the smaller id. When the port is all that keeps entries from
 * counting, the best of them is the answer, marked {@link Match#wrongPort}.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface EndpointMatcher {
  /**
   * The winner for a name.
   *
   * @param host in normal form, see {@link io.egresslens.flow.HostName#normalize}; an address is
   *     never a host
   * @param protocol lower case; null when the log does not say
   * @param port 0 when the log does not say
   * @param path with its leading slash; null when it is not visible: then entries with a path are
   *     known by their host only
   * @param epochMillis event time
   * @return null when no entry is left, not even on another port
   */
  Match find(String host, String protocol, int port, String path, long epochMillis);

  /**
   * The winner for an address, by longest prefix, then by the fewest addresses that the entry is
   * for, then by id; otherwise as {@link #find}.
   */
  Match find(IpAddress address, String protocol, int port, long epochMillis);

  /**
   * Every entry whose names fit, the winner first and the others by rank, each with the reason why
   * it lost. For people: allocates freely.
   */
  List<Candidate> candidates(String host, String protocol, int port, String path, long epochMillis);

  /** Every entry whose range holds the address, as {@link #candidates}. */
  List<Candidate> candidates(IpAddress address, String protocol, int port, long epochMillis);
}
