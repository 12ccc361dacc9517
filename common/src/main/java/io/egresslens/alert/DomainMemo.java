package io.egresslens.alert;

import io.egresslens.window.DomainRollup;
import java.util.Objects;

/**
 * Domains of names that were asked for lately: a name comes with every window, and to find its
 * domain takes longer than all else that is done with a row. Not thread-safe.
 */
final class DomainMemo {
  private static final int SIZE = 1 << 12;

  private final Known[] known = new Known[SIZE];

  private record Known(String name, String clusterDomain, String domain) {}

  /** See {@link DomainRollup#domainOf}. */
  String domainOf(String name, String clusterDomain) {
    int hash = Objects.hashCode(name);
    int at = (hash ^ hash >>> 16) & (SIZE - 1);
    Known last = known[at];
    if (last == null
        || !Objects.equals(last.name, name)
        || !Objects.equals(last.clusterDomain, clusterDomain)) {
      last = new Known(name, clusterDomain, DomainRollup.domainOf(name, clusterDomain));
      known[at] = last;
    }
    return last.domain;
  }
}
