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
import io.egresslens.flow.IpAddress;
import io.egresslens.match.CompiledMatcher;
import io.egresslens.match.DestinationSpec;
import io.egresslens.match.EndpointMatcher;
import java.util.List;
import java.util.Map;

/**
 * What one cluster, or a source of no known cluster, expects of a destination: the catalog bound to
 * it, its features, its lockdown, what was accepted for it. Immutable and thread-safe.
 */
final class ClusterView {
  /**
   * @param pattern null for an acceptance of addresses
   */
  private record BoundAccept(Accept accept, Pattern pattern, long untilMillis) {
    boolean fits(String host) {
      return pattern != null && pattern.matchesHost(host);
    }

    boolean fits(IpAddress address) {
      return pattern == null && accept.prefix().contains(address);
    }
  }

  private final int index;
  private final Cluster cluster;
  private final String name;
  private final CompiledMatcher matcher;

  /** Over the entries with a path alone; null when there are none. */
  private final CompiledMatcher pathEntries;

  private final List<SharedSuffix> sharedSuffixes;
  private final List<BoundAccept> accepts;

  /**
   * @param index its number in the classifier
   * @param cluster null for the view from no known cluster
   * @param unbound the catalog's matcher, not yet bound to a cluster
   * @param unboundPaths the same of {@link #withPathOnly}; null when no entry has a path
   */
  ClusterView(
      int index,
      Cluster cluster,
      Catalog catalog,
      CompiledMatcher unbound,
      CompiledMatcher unboundPaths,
      List<Accept> accepts) {
    this.index = index;
    this.cluster = cluster;
    this.name = cluster == null ? Judgement.UNASSIGNED : cluster.name();
    this.matcher = cluster == null ? unbound : unbound.boundTo(cluster);
    this.pathEntries =
        cluster == null || unboundPaths == null
            ? unboundPaths
            : unboundPaths.boundTo(withoutGatewayDomains(cluster));
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

  /**
   * The entries that have a path, for any port and any time: their hosts are those whose judgement
   * can depend on the path.
   */
  static List<CatalogEntry> withPathOnly(Catalog catalog) {
    return catalog.entries().stream()
        .filter(entry -> !entry.isAddress() && entry.pattern().path() != null)
        .map(
            entry ->
                new CatalogEntry(
                    entry.id(),
                    entry.group(),
                    entry.level(),
                    entry.pattern(),
                    null,
                    List.of(PortSpec.ANY),
                    entry.clouds(),
                    null,
                    null,
                    null,
                    null,
                    entry.source(),
                    entry.location()))
        .toList();
  }

  int index() {
    return index;
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
          && bound.fits(host)
          && (path == null || bound.pattern.matchesPath(path))
          && covers(bound.accept.ports(), protocol, port)) {
        return bound.accept;
      }
    }
    return null;
  }

  /** The same for an address. */
  Accept accept(IpAddress address, String protocol, int port, long epochMillis) {
    for (BoundAccept bound : accepts) {
      if (epochMillis < bound.untilMillis
          && bound.fits(address)
          && covers(bound.accept.ports(), protocol, port)) {
        return bound.accept;
      }
    }
    return null;
  }

  /**
   * Every acceptance for the cluster whose names or addresses fit, ended or not, in the order of
   * the file.
   */
  List<Accept> accepts(DestinationSpec asked) {
    return accepts.stream()
        .filter(
            bound -> asked.host() != null ? bound.fits(asked.host()) : bound.fits(asked.address()))
        .map(BoundAccept::accept)
        .toList();
  }

  /** Whether an acceptance that fits is for this path and port, too. */
  boolean coversPathAndPort(Accept accept, DestinationSpec asked) {
    boolean anyPath = accept.pattern() == null || asked.path() == null;
    return (anyPath || accept.pattern().matchesPath(asked.path()))
        && covers(accept.ports(), asked.protocol(), asked.port());
  }

  /** Whether a visible path can change what is said of a name, at any time, on any port. */
  boolean pathMatters(String host) {
    if (pathEntries != null && pathEntries.find(host, null, 0, null, 0) != null) {
      return true;
    }
    for (BoundAccept bound : accepts) {
      if (bound.fits(host) && bound.pattern.path() != null) {
        return true;
      }
    }
    return false;
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

  /** Gateway domains become entries of their own when a matcher is bound, and have no path. */
  private static Cluster withoutGatewayDomains(Cluster cluster) {
    return new Cluster(
        cluster.name(),
        cluster.cloud(),
        cluster.region(),
        cluster.domain(),
        cluster.egressLockdown(),
        List.of(),
        cluster.sources(),
        cluster.firewalls(),
        cluster.features());
  }

  private static BoundAccept bind(Accept accept, Map<String, String> variables) {
    Pattern pattern = accept.pattern() == null ? null : accept.pattern().bind(variables);
    return new BoundAccept(accept, pattern, accept.until().toEpochMilli());
  }
}
