package io.egresslens.jobs.flow.operator;

import io.egresslens.window.DomainRollup;
import io.egresslens.window.PartialSum;
import java.io.Serializable;
import java.util.Objects;

/**
 * What destinations roll up to, each under the own domain of its cluster, which comes with the sum:
 * whoever judged knows it, and a job may learn of clusters while it runs. Asked once a summary,
 * never once a flow. Not thread-safe.
 *
 * <p>A destination is asked for again in every window, and finding its registrable domain takes
 * longer than all else that a summary needs: the last answers are kept in a table of fixed size.
 */
final class Domains implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int TABLE_SIZE = 1 << 12;

  private transient Answer[] answers;

  /** What was answered for a destination. */
  private record Answer(String destination, String clusterDomain, String domain) {
    boolean isFor(String otherDestination, String otherDomain) {
      return destination.equals(otherDestination) && Objects.equals(clusterDomain, otherDomain);
    }
  }

  /** Null for addresses and where there is no destination. */
  String rollUp(PartialSum sum) {
    String destination = sum.key().destination();
    String clusterDomain = sum.clusterDomain();
    if (destination == null) {
      return DomainRollup.domainOf(null, clusterDomain);
    }
    if (answers == null) {
      answers = new Answer[TABLE_SIZE];
    }
    int hash = destination.hashCode();
    int slot = (hash ^ (hash >>> 16)) & (TABLE_SIZE - 1);
    Answer known = answers[slot];
    if (known == null || !known.isFor(destination, clusterDomain)) {
      String domain = DomainRollup.domainOf(destination, clusterDomain);
      known = new Answer(destination, clusterDomain, domain);
      answers[slot] = known;
    }
    return known.domain();
  }
}
