package io.egresslens.match;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.Level;
import io.egresslens.catalog.Pattern;
import io.egresslens.catalog.SharedSuffix;
import io.egresslens.flow.RentedSuffixes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Says of a name that no entry takes which entry it is close to and how: the next of numbered
 * hosts, another region or port, a level more or less, a slip, or a name of somebody else that may
 * pass for it. Immutable and thread-safe. Start with {@link #of} and derive one per cluster with
 * {@link #boundTo}; a cluster costs what it has of its own.
 *
 * <p>An answer depends on the name, the catalog and the cluster alone, never on their order. It
 * takes some microseconds, by the length of the name and not by the size of the catalog. What the
 * rules are, and what they leave out on purpose, stands in {@link NearRules}.
 */
public final class NearMisses {
  private final Catalog catalog;
  private final Set<String> tabled;
  private final NearIndex shared;
  private final NearIndex own;
  private final Set<String> rentedSuffixes;
  private final int mostHomeLabels;
  private final CompiledMatcher matcher;
  private final Cluster cluster;

  /** The own domain's home, below which the other clusters have theirs; null without domain. */
  private final String siblingDomains;

  private NearMisses(
      Catalog catalog,
      Set<String> tabled,
      NearIndex shared,
      NearIndex own,
      CompiledMatcher matcher,
      Cluster cluster) {
    this.catalog = catalog;
    this.tabled = tabled;
    this.shared = shared;
    this.own = own;
    this.matcher = matcher;
    this.cluster = cluster;
    this.rentedSuffixes = new HashSet<>(tabled);
    rentedSuffixes.addAll(shared.rentedSuffixes);
    rentedSuffixes.addAll(own.rentedSuffixes);
    int most = Math.max(shared.mostHomeLabels, own.mostHomeLabels);
    for (String suffix : rentedSuffixes) {
      most = Math.max(most, NearRules.count(suffix) + 1);
    }
    this.mostHomeLabels = most;
    Home home =
        cluster == null || cluster.domain() == null ? null : Home.of(cluster.domain(), tabled);
    this.siblingDomains = home == null ? null : home.name();
  }

  /** Sees the catalog from no known cluster. Reads it once. */
  public static NearMisses of(Catalog catalog) {
    Set<String> tabled = new HashSet<>(RentedSuffixes.ALL);
    for (SharedSuffix suffix : catalog.sharedSuffixes()) {
      tabled.add(suffix.suffix());
    }
    List<CatalogEntry> plain =
        catalog.entries().stream()
            .filter(entry -> entry.pattern() != null && entry.pattern().variables().isEmpty())
            .toList();
    return new NearMisses(
        catalog,
        Set.copyOf(tabled),
        new NearIndex(targets(plain, Map.of(), tabled)),
        new NearIndex(targets(templates(catalog), Map.of(), tabled)),
        CompiledMatcher.of(catalog),
        null);
  }

  /** Sees the same catalog from a cluster. */
  public NearMisses boundTo(Cluster other) {
    List<CatalogEntry> entries = new ArrayList<>(templates(catalog));
    for (String name : other.gatewayDomains()) {
      entries.add(CompiledMatcher.gatewayEntry(other, name));
    }
    return new NearMisses(
        catalog,
        tabled,
        shared,
        new NearIndex(targets(entries, CompiledMatcher.variables(other), tabled)),
        matcher.boundTo(other),
        other);
  }

  private static List<CatalogEntry> templates(Catalog catalog) {
    return catalog.entries().stream()
        .filter(entry -> entry.pattern() != null && !entry.pattern().variables().isEmpty())
        .toList();
  }

  private static Collection<NearTarget> targets(
      List<CatalogEntry> entries, Map<String, String> variables, Set<String> rentedSuffixes) {
    Map<String, List<CatalogEntry>> byPattern = new TreeMap<>();
    for (CatalogEntry entry : entries) {
      Pattern bound = entry.pattern().bind(variables);
      if (!bound.variables().contains(Pattern.CLUSTER_DOMAIN)) {
        String text = bound.text();
        int path = bound.path() == null ? 0 : bound.path().length();
        byPattern
            .computeIfAbsent(text.substring(0, text.length() - path), name -> new ArrayList<>())
            .add(entry);
      }
    }
    List<NearTarget> targets = new ArrayList<>();
    byPattern.forEach(
        (pattern, same) -> {
          NearTarget target = NearTarget.of(pattern, same, rentedSuffixes);
          if (target != null) {
            targets.add(target);
          }
        });
    return targets;
  }

  /**
   * What a name is close to.
   *
   * @param host in normal form, see {@link io.egresslens.flow.HostName#normalize}; an address is
   *     never a host
   * @param protocol lower case; null when the log does not say
   * @param port 0 when the log does not say
   * @param epochMillis event time, for ports and for the entry that is named; names of entries that
   *     do not count then are compared too
   * @return null when an entry takes the name, and when it is close to none
   */
  public NearMiss find(String host, String protocol, int port, long epochMillis) {
    Match match = matcher.find(host, protocol, port, null, epochMillis);
    if (match != null) {
      // What is local is so on every port.
      boolean fits = !match.wrongPort() || match.entry().level() == Level.LOCAL;
      return fits ? null : listed(Standing.OTHER_PORT, host, protocol, port, epochMillis);
    }
    NearMiss listed = listed(null, host, protocol, port, epochMillis);
    if (listed != null) {
      return listed;
    }
    NearMiss sibling = otherCluster(host, protocol, port, epochMillis);
    if (sibling != null) {
      return sibling;
    }
    NearName name = name(host);
    Set<NearTarget> found = new LinkedHashSet<>();
    shared.collect(name, found);
    own.collect(name, found);
    return told(name, NearRules.best(name, found), epochMillis);
  }

  /** Everything that a name can be close to, in no order. */
  Set<NearTarget> targets() {
    Set<NearTarget> all = new LinkedHashSet<>(shared.targets);
    all.addAll(own.targets);
    return all;
  }

  NearName name(String host) {
    return new NearName(
        host,
        mostHomeLabels,
        home -> shared.homes.contains(home) || own.homes.contains(home),
        rentedSuffixes);
  }

  /** The name stands in the catalog, but does not count. */
  private NearMiss listed(
      Standing wanted, String host, String protocol, int port, long epochMillis) {
    for (Candidate candidate : matcher.candidates(host, protocol, port, null, epochMillis)) {
      if (wanted == null || candidate.standing() == wanted) {
        return NearTexts.listed(candidate, host, protocol, port);
      }
    }
    return null;
  }

  /** The name would be the cluster's own, were its domain another one. */
  private NearMiss otherCluster(String host, String protocol, int port, long epochMillis) {
    if (siblingDomains == null || !host.endsWith("." + siblingDomains)) {
      return null;
    }
    int cut = host.length();
    for (int i = NearRules.count(cluster.domain()); i > 0 && cut > 0; i--) {
      cut = host.lastIndexOf('.', cut - 1);
    }
    if (cut <= 0) {
      return null;
    }
    String mine = host.substring(0, cut + 1) + cluster.domain();
    Match match = matcher.find(mine, protocol, port, null, epochMillis);
    boolean template =
        match != null
            && match.entry().pattern() != null
            && match.entry().pattern().variables().contains(Pattern.CLUSTER_DOMAIN);
    return template ? NearTexts.otherCluster(match.entry(), host, mine, cluster) : null;
  }

  private static NearMiss told(NearName name, NearRules.Finding finding, long epochMillis) {
    return finding == null ? null : NearTexts.of(name, finding, epochMillis);
  }
}
