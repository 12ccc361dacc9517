package io.egresslens.match;

import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.Pattern;
import io.egresslens.catalog.PortSpec;

/**
 * A catalog entry made ready for comparison: its pattern bound, its times as numbers, its answers
 * made once. Immutable.
 */
final class Rule {
  final CatalogEntry entry;

  /** Null for an address entry. */
  final Pattern pattern;

  private final boolean hasPath;
  private final long validFrom;
  private final long validTo;
  private final PortSpec[] ports;
  private final Match hostOnly;
  private final Match withPath;
  private final Match onOtherPort;

  /**
   * @param entry a name or address entry
   * @param pattern the entry's pattern, bound; null for an address entry
   */
  Rule(CatalogEntry entry, Pattern pattern) {
    this.entry = entry;
    this.pattern = pattern;
    this.hasPath = pattern != null && pattern.path() != null;
    this.validFrom = entry.validFrom() == null ? Long.MIN_VALUE : entry.validFrom().toEpochMilli();
    this.validTo = entry.validTo() == null ? Long.MAX_VALUE : entry.validTo().toEpochMilli();
    this.ports = entry.ports().toArray(PortSpec[]::new);
    this.hostOnly = new Match(entry, false, false);
    this.withPath = new Match(entry, false, true);
    this.onOtherPort = new Match(entry, true, false);
  }

  /**
   * {@link Standing#WINS} as far as this rule alone can say; otherwise why it cannot win.
   *
   * @param cloud null when it is not known: then every cloud counts
   */
  Standing standing(Cloud cloud, String protocol, int port, String path, long epochMillis) {
    if (cloud != null && !entry.appliesTo(cloud)) {
      return Standing.OTHER_CLOUD;
    }
    if (epochMillis < validFrom) {
      return Standing.NOT_YET_VALID;
    }
    if (epochMillis >= validTo) {
      return Standing.NO_LONGER_VALID;
    }
    if (hasPath && path != null && !pattern.matchesPath(path)) {
      return Standing.OTHER_PATH;
    }
    for (PortSpec spec : ports) {
      if (spec.covers(protocol, port)) {
        return Standing.WINS;
      }
    }
    return Standing.OTHER_PORT;
  }

  /** Whether this wins over another rule that fits as well; rarely needed, so not precomputed. */
  boolean ranksBefore(Rule other, boolean pathVisible) {
    int order =
        pattern == null
            ? Integer.compare(other.entry.prefix().bits(), entry.prefix().bits())
            : Pattern.MOST_SPECIFIC_FIRST.compare(pattern, other.pattern);
    if (order != 0) {
      return order < 0;
    }
    if (pathVisible && hasPath != other.hasPath) {
      return hasPath;
    }
    return entry.id().compareTo(other.entry.id()) < 0;
  }

  Match fit(boolean pathVisible) {
    return pathVisible && hasPath ? withPath : hostOnly;
  }

  Match onOtherPort() {
    return onOtherPort;
  }
}
