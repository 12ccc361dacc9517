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
import io.egresslens.match.Match;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

  /** Its own domain in ASCII; null when it has none. */
  private final byte[] domain;

  private final List<SharedSuffix> sharedSuffixes;

  /** The same with a dot in front, in ASCII. */
  private final byte[][] sharedSuffixBytes;

  private final List<BoundAccept> accepts;
  private final boolean hasAcceptedPaths;

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
    this.sharedSuffixBytes =
        sharedSuffixes.stream().map(suffix -> ascii("." + suffix.suffix())).toArray(byte[][]::new);
    this.domain = cluster == null || cluster.domain() == null ? null : ascii(cluster.domain());
    Map<String, String> variables = cluster == null ? Map.of() : CompiledMatcher.variables(cluster);
    this.accepts =
        accepts.stream()
            .filter(accept -> accept.appliesTo(name))
            .map(accept -> bind(accept, variables))
            .toList();
    this.hasAcceptedPaths =
        this.accepts.stream()
            .anyMatch(accept -> accept.pattern != null && accept.pattern.path() != null);
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

  CompiledMatcher matcher() {
    return matcher;
  }

  /**
   * What is said of a name.
   *
   * @param bytes holds the name in normal form in {@code [from, to)}
   * @param path null when it does not show
   */
  Outcome judge(
      byte[] bytes, int from, int to, String protocol, int port, String path, long epochMillis) {
    Match match = matcher.find(bytes, from, to, protocol, port, path, epochMillis);
    Expectation expectation = beforeAcceptances(match, bytes, from, to);
    if (isAcceptable(expectation) && !accepts.isEmpty()) {
      String host = new String(bytes, from, to - from, StandardCharsets.US_ASCII);
      if (accept(host, protocol, port, path, epochMillis) != null) {
        expectation = Expectation.ACCEPTED;
      }
    }
    return Outcome.of(expectation, match);
  }

  /**
   * What is expected of a name before acceptances have their say.
   *
   * @param match what the catalog says of it; null for nothing
   */
  Expectation beforeAcceptances(Match match, byte[] bytes, int from, int to) {
    if (isOwnDomain(bytes, from, to)) {
      return Expectation.LOCAL;
    }
    if (match == null) {
      return isBelowSharedSuffix(bytes, from, to)
          ? Expectation.SHARED_SUFFIX
          : Expectation.UNLISTED;
    }
    return match.wrongPort() ? Expectation.WRONG_PORT : expectation(match.entry());
  }

  /**
   * What is said of an address.
   *
   * @param address null when there is none
   */
  Outcome judge(IpAddress address, String protocol, int port, long epochMillis) {
    if (address == null) {
      return Outcome.of(Expectation.NO_DESTINATION, null);
    }
    Match match = matcher.find(address, protocol, port, epochMillis);
    Expectation expectation = beforeAcceptances(match, address);
    if (isAcceptable(expectation) && accept(address, protocol, port, epochMillis) != null) {
      expectation = Expectation.ACCEPTED;
    }
    return Outcome.of(expectation, match);
  }

  /** The same of an address; a private one is local on every port that no entry lists. */
  Expectation beforeAcceptances(Match match, IpAddress address) {
    if (match != null && !match.wrongPort()) {
      return expectation(match.entry());
    }
    if (address.isLocal()) {
      return Expectation.LOCAL;
    }
    return match == null ? Expectation.UNLISTED : Expectation.WRONG_PORT;
  }

  private static boolean isAcceptable(Expectation expectation) {
    return switch (expectation) {
      case OPTED_OUT, SHARED_SUFFIX, WRONG_PORT, UNLISTED -> true;
      case REQUIRED, OPTIONAL, ACCEPTED, PROXIED, LOCAL, NO_DESTINATION -> false;
    };
  }

  /** Whether a name is the cluster's own domain or below it. */
  private boolean isOwnDomain(byte[] bytes, int from, int to) {
    if (domain == null) {
      return false;
    }
    int start = to - domain.length;
    return start >= from
        && Arrays.equals(bytes, start, to, domain, 0, domain.length)
        && (start == from || bytes[start - 1] == '.');
  }

  /** The same of a text. */
  boolean isOwnDomain(String host) {
    byte[] bytes = host.getBytes(StandardCharsets.US_ASCII);
    return isOwnDomain(bytes, 0, bytes.length);
  }

  private boolean isBelowSharedSuffix(byte[] bytes, int from, int to) {
    for (byte[] suffix : sharedSuffixBytes) {
      int start = to - suffix.length;
      if (start > from && Arrays.equals(bytes, start, to, suffix, 0, suffix.length)) {
        return true;
      }
    }
    return false;
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

  /**
   * Whether a visible path can change what is said of the name in {@code [from, to)}, at any time,
   * on any port.
   */
  boolean pathMatters(byte[] bytes, int from, int to) {
    if (pathEntries != null && pathEntries.find(bytes, from, to, null, 0, null, 0) != null) {
      return true;
    }
    if (!hasAcceptedPaths) {
      return false;
    }
    String host = new String(bytes, from, to - from, StandardCharsets.US_ASCII);
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

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
