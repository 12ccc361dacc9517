package io.egresslens.jobs.bench;

import io.egresslens.catalog.Accept;
import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.catalog.ClusterInventoryLoader;
import io.egresslens.catalog.FeatureState;
import io.egresslens.catalog.Lockdown;
import io.egresslens.catalog.Pattern;
import io.egresslens.catalog.PortSpec;
import io.egresslens.catalog.SharedSuffix;
import io.egresslens.flow.AddressPrefix;
import io.egresslens.match.CompiledMatcher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a peer has to know of catalog and clusters, as plain rows: every entry as each cluster sees
 * it on the day of the data, with what would be expected if it won. Stands in for the matcher and
 * the classifier, so that a peer uses neither.
 *
 * <p>Rows whose validity begins or ends within the day, and names with more than one hole, are
 * refused: the generated records need none.
 */
record PeerCatalog(List<Source> sources, List<Rule> rules, List<Rule> accepts, List<Rule> shared) {
  static final String UNASSIGNED = "unassigned";

  /**
   * A range of source addresses of a cluster.
   *
   * @param prefixes texts that an address of it begins with
   */
  record Source(String cluster, String domain, List<String> prefixes, Set<String> firewalls) {}

  /**
   * A name or address row.
   *
   * @param head what the name begins with; the whole name when {@code tail} is null
   * @param tail what it ends in
   * @param oneLabel whether the hole takes one label only
   * @param range the addresses; null for a name
   * @param ports {@code protocol:port}; empty for any
   * @param rank the smallest of those that fit wins
   * @param entry null when the row is no entry
   */
  record Rule(
      String cluster,
      String head,
      String tail,
      boolean oneLabel,
      AddressPrefix range,
      Set<String> ports,
      int rank,
      String expectation,
      String entry) {

    boolean fitsHost(String host) {
      if (range != null) {
        return false;
      }
      if (tail == null) {
        return host.equals(head);
      }
      int room = host.length() - head.length() - tail.length();
      if (room < 0 || !host.startsWith(head) || !host.endsWith(tail)) {
        return false;
      }
      int dot = host.indexOf('.', head.length());
      return !oneLabel || (room > 0 && (dot < 0 || dot >= head.length() + room));
    }

    boolean fitsPort(String protocol, int port) {
      return ports.isEmpty() || ports.contains(protocol + ':' + port);
    }
  }

  /** The default catalog, as the clusters of this file see it at that time. */
  static PeerCatalog load(String clustersFile, Instant day) {
    Catalog catalog = CatalogLoader.load(List.of());
    ClusterInventory inventory = ClusterInventoryLoader.load(clustersFile, catalog);
    List<Cluster> clusters = new ArrayList<>(inventory.clusters());
    clusters.add(null);
    List<Source> sources = new ArrayList<>();
    List<Rule> rules = new ArrayList<>();
    List<Rule> accepts = new ArrayList<>();
    List<Rule> shared = new ArrayList<>();
    for (Cluster cluster : clusters) {
      String name = cluster == null ? UNASSIGNED : cluster.name();
      Map<String, String> variables =
          cluster == null ? Map.of() : CompiledMatcher.variables(cluster);
      if (cluster != null) {
        sources.add(source(cluster));
        if (!cluster.gatewayDomains().isEmpty()) {
          throw new IllegalArgumentException("gateway domains are not exported: " + name);
        }
      }
      rules.addAll(rules(catalog, cluster, name, variables, day));
      for (SharedSuffix suffix : catalog.sharedSuffixes()) {
        if (cluster == null || suffix.appliesTo(cluster.cloud())) {
          shared.add(
              new Rule(name, "", '.' + suffix.suffix(), false, null, Set.of(), 0, null, null));
        }
      }
      for (Accept accept : inventory.accepts()) {
        if (accept.appliesTo(name) && day.isBefore(accept.until())) {
          Pattern pattern = accept.pattern().bind(variables);
          accepts.add(row(name, pattern, null, accept.ports(), 0, "accepted", null));
        }
      }
    }
    return new PeerCatalog(sources, rules, accepts, shared);
  }

  private static List<Rule> rules(
      Catalog catalog, Cluster cluster, String name, Map<String, String> variables, Instant day) {
    record Bound(CatalogEntry entry, Pattern pattern) {}
    List<Bound> bound = new ArrayList<>();
    List<CatalogEntry> addresses = new ArrayList<>();
    for (CatalogEntry entry : catalog.entries()) {
      if (!entry.validAt(day) || (cluster != null && !entry.appliesTo(cluster.cloud()))) {
        continue;
      }
      if (entry.isAddress()) {
        addresses.add(entry);
        continue;
      }
      Pattern pattern = entry.pattern().bind(variables);
      if (!pattern.variables().contains(Pattern.CLUSTER_DOMAIN)) {
        bound.add(new Bound(entry, pattern));
      }
    }
    bound.sort(
        Comparator.comparing(Bound::pattern, Pattern.MOST_SPECIFIC_FIRST)
            .thenComparing(rule -> rule.entry().id()));
    addresses.sort(
        Comparator.comparingInt((CatalogEntry entry) -> -entry.prefix().bits())
            .thenComparing(CatalogEntry::id));
    List<Rule> rules = new ArrayList<>();
    for (Bound rule : bound) {
      CatalogEntry entry = rule.entry();
      String expectation = expectation(cluster, entry);
      rules.add(
          row(name, rule.pattern(), null, entry.ports(), rules.size(), expectation, entry.id()));
    }
    for (CatalogEntry entry : addresses) {
      String expectation = expectation(cluster, entry);
      rules.add(
          row(name, null, entry.prefix(), entry.ports(), rules.size(), expectation, entry.id()));
    }
    return rules;
  }

  private static Rule row(
      String cluster,
      Pattern pattern,
      AddressPrefix range,
      List<PortSpec> specs,
      int rank,
      String expectation,
      String entry) {
    Set<String> ports = ports(specs);
    if (pattern == null) {
      return new Rule(cluster, null, null, false, range, ports, rank, expectation, entry);
    }
    String text = pattern.text();
    text = pattern.path() == null ? text : text.substring(0, text.indexOf('/'));
    boolean oneLabel = text.contains("${");
    int from = text.indexOf(oneLabel ? "${" : "*");
    int to = oneLabel ? text.indexOf('}') + 1 : from + 1;
    if (from < 0) {
      return new Rule(cluster, text, null, false, null, ports, rank, expectation, entry);
    }
    String tail = text.substring(to);
    if (tail.contains("*") || tail.contains("${")) {
      throw new IllegalArgumentException("two holes: " + text);
    }
    return new Rule(
        cluster, text.substring(0, from), tail, oneLabel, null, ports, rank, expectation, entry);
  }

  private static Set<String> ports(List<PortSpec> specs) {
    Set<String> ports = new TreeSet<>();
    for (PortSpec spec : specs) {
      if (spec.port() == 0) {
        return Set.of();
      }
      ports.add(spec.toString());
      if (spec.protocol().equals("tcp")) {
        for (String over : List.of("https", "http", "mssql")) {
          ports.add(over + ':' + spec.port());
        }
      }
    }
    return ports;
  }

  private static String expectation(Cluster cluster, CatalogEntry entry) {
    FeatureState state =
        cluster == null ? FeatureState.defaultOf(entry.group()) : cluster.feature(entry.group());
    boolean lockdown = cluster != null && cluster.egressLockdown() == Lockdown.ON;
    return switch (entry.level()) {
      case LOCAL -> "local";
      case PROXIED -> lockdown ? "proxied" : "required";
      case REQUIRED -> state == FeatureState.OPTED_OUT ? "opted-out" : "required";
      case OPTIONAL, NOISE -> state.label();
    };
  }

  /** As texts that addresses begin with, which needs prefixes of at most 24 bits. */
  private static Source source(Cluster cluster) {
    List<String> prefixes = new ArrayList<>();
    for (AddressPrefix range : cluster.sources()) {
      int whole = (range.length() + 7) / 8;
      if (!range.address().isV4() || whole < 1 || whole > 3) {
        throw new IllegalArgumentException("a source range of " + range);
      }
      int step = 32 - 8 * whole;
      for (int i = 0; i < 1 << (8 * whole - range.length()); i++) {
        int bits = (int) range.address().low() + (i << step);
        StringBuilder text = new StringBuilder();
        for (int part = 0; part < whole; part++) {
          text.append(bits >>> (24 - 8 * part) & 0xff).append('.');
        }
        prefixes.add(text.toString());
      }
    }
    return new Source(cluster.name(), cluster.domain(), prefixes, cluster.firewalls());
  }
}
