package io.egresslens.classify;

import io.egresslens.catalog.Accept;
import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.FeatureState;
import io.egresslens.catalog.Lockdown;
import io.egresslens.catalog.Pattern;
import io.egresslens.catalog.PortSpec;
import io.egresslens.catalog.SharedSuffix;
import io.egresslens.match.CompiledMatcher;
import io.egresslens.match.EndpointMatcher;
import java.util.List;
import java.util.Map;

/**
 * What one cluster, or a source of no known cluster, expects of a destination: the catalog bound to
 * it, its features, its lockdown, what was accepted for it. Immutable and thread-safe.
 */
final class ClusterView {
  private record BoundAccept(Accept accept, Pattern pattern, long untilMillis) {}

  private final Cluster cluster;
  private final String name;
  private final CompiledMatcher matcher;
  private final List<SharedSuffix> sharedSuffixes;
  private final List<BoundAccept> accepts;

  /**
   * @param cluster null for the view from no known cluster
   * @param unbound the catalog's matcher, not yet bound to a cluster
   */
  ClusterView(Cluster cluster, Catalog catalog, CompiledMatcher unbound, List<Accept> accepts) {
    this.cluster = cluster;
    this.name = cluster == null ? Judgement.UNASSIGNED : cluster.name();
    this.matcher = cluster == null ? unbound : unbound.boundTo(cluster);
    this.sharedSuffixes =
        catalog.sharedSuffixes().stream()
            .filter(suffix -> cluster == null || suffix.appliesTo(cluster.cloud()))
            .toList();
    Map<String, String> variables = cluster == null ? Map.of() : CompiledMatcher.variables(cluster);
    this.accepts =
        accepts.stream()
            .filter(accept -> accept.appliesTo(name))
            .map(accept -> bind(accept, variables))
            .toList();
  }

  /** Null for the view from no known cluster. */
  Cluster cluster() {
    return cluster;
  }

  String name() {
    return name;
  }

  EndpointMatcher matcher() {
    return matcher;
  }

  /** Whether a name is the cluster's own domain or below it. */
  boolean isOwnDomain(String host) {
    if (cluster == null || cluster.domain() == null || !host.endsWith(cluster.domain())) {
      return false;
    }
    int dot = host.length() - cluster.domain().length() - 1;
    return dot < 0 || host.charAt(dot) == '.';
  }

  /** What is expected of a destination that an entry lists with this port. */
  Expectation expectation(CatalogEntry entry) {
    return switch (entry.level()) {
      case LOCAL -> Expectation.LOCAL;
      case PROXIED ->
          cluster != null && cluster.egressLockdown() == Lockdown.ON
              ? Expectation.PROXIED
              : Expectation.REQUIRED;
      case REQUIRED ->
          feature(entry) == FeatureState.OPTED_OUT ? Expectation.OPTED_OUT : Expectation.REQUIRED;
      // Harmless to block, so nobody needs to hear of it either way.
      case OPTIONAL, NOISE ->
          switch (feature(entry)) {
            case REQUIRED -> Expectation.REQUIRED;
            case OPTIONAL -> Expectation.OPTIONAL;
            case OPTED_OUT -> Expectation.OPTED_OUT;
          };
    };
  }

  /** The suffix that an unlisted name rents its place from, or null. */
  SharedSuffix sharedSuffix(String host) {
    for (SharedSuffix suffix : sharedSuffixes) {
      if (suffix.covers(host)) {
        return suffix;
      }
    }
    return null;
  }

  /** The first acceptance, in the order of the file, that covers this; null when there is none. */
  Accept accept(String host, String protocol, int port, String path, long epochMillis) {
    for (BoundAccept bound : accepts) {
      if (epochMillis < bound.untilMillis
          && bound.pattern.matchesHost(host)
          && (path == null || bound.pattern.matchesPath(path))
          && covers(bound.accept.ports(), protocol, port)) {
        return bound.accept;
      }
    }
    return null;
  }

  private FeatureState feature(CatalogEntry entry) {
    return cluster == null ? FeatureState.defaultOf(entry.group()) : cluster.feature(entry.group());
  }

  private static boolean covers(List<PortSpec> ports, String protocol, int port) {
    for (PortSpec spec : ports) {
      if (spec.covers(protocol, port)) {
        return true;
      }
    }
    return ports.isEmpty();
  }

  private static BoundAccept bind(Accept accept, Map<String, String> variables) {
    return new BoundAccept(accept, accept.pattern().bind(variables), accept.until().toEpochMilli());
  }
}
