package io.egresslens.alert;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.catalog.SharedSuffix;
import io.egresslens.flow.IpAddress;
import io.egresslens.match.NearMiss;
import io.egresslens.match.NearMisses;
import io.egresslens.window.DomainRollup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What all books of a job share: settings, and what is known of entries and clusters. Immutable,
 * safe to share between threads.
 */
public final class AlertRules {
  /** Domains of content networks, below which strangers have any number of names. */
  private static final Set<String> CONTENT_NETWORKS =
      Set.of(
          "akadns.net",
          "akamai.net",
          "akamaiedge.net",
          "akamaihd.net",
          "akamaized.net",
          "cloudflare.net",
          "cloudfront.net",
          "edgekey.net",
          "edgesuite.net",
          "fastly.net",
          "fastlylb.net",
          "msedge.net");

  private final AlertSettings settings;
  private final Catalog catalog;
  private final ClusterInventory inventory;
  private final NearMisses nearMisses;

  /** By name; each is made when the first of its names is asked for. */
  private final Map<String, NearMisses> nearMissesByCluster = new ConcurrentHashMap<>();

  private final Map<String, List<CatalogEntry>> entries = new HashMap<>();
  private final Map<String, Cluster> clusters = new HashMap<>();
  private final Set<String> knownParents;

  /** Reads the catalog once. */
  public AlertRules(AlertSettings settings, Catalog catalog, ClusterInventory inventory) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.catalog = Objects.requireNonNull(catalog, "catalog");
    this.inventory = Objects.requireNonNull(inventory, "inventory");
    this.nearMisses = NearMisses.of(catalog);
    for (CatalogEntry entry : catalog.entries()) {
      entries.computeIfAbsent(entry.id(), any -> new ArrayList<>(1)).add(entry);
    }
    inventory.clusters().forEach(cluster -> clusters.put(cluster.name(), cluster));
    knownParents = new HashSet<>(CONTENT_NETWORKS);
    knownParents.addAll(DomainRollup.cloudSuffixes());
    knownParents.addAll(settings.knownParents());
    catalog.sharedSuffixes().stream().map(SharedSuffix::suffix).forEach(knownParents::add);
  }

  public AlertSettings settings() {
    return settings;
  }

  public Catalog catalog() {
    return catalog;
  }

  public ClusterInventory inventory() {
    return inventory;
  }

  /** The versions of an entry, in the order of their periods; empty when there is none. */
  List<CatalogEntry> entry(String id) {
    return entries.getOrDefault(id, List.of());
  }

  /** Null for one that is not known. */
  Cluster cluster(String name) {
    return clusters.get(name);
  }

  /**
   * What a destination is close to, as its cluster sees the catalog.
   *
   * @param millis event time
   * @return null for an address, for what an entry takes, and for what is close to none
   */
  NearMiss nearMiss(Subject destination, long millis) {
    if (IpAddress.parse(destination.name()) != null) {
      return null;
    }
    Cluster known = cluster(destination.cluster());
    NearMisses seen =
        known == null
            ? nearMisses
            : nearMissesByCluster.computeIfAbsent(known.name(), any -> nearMisses.boundTo(known));
    return seen.find(destination.name(), null, destination.port(), millis);
  }

  /** Whether any number of names below a domain says nothing. */
  boolean isKnownParent(String domain) {
    return knownParents.contains(domain);
  }

  /** When alerts of a rule about a subject fire and end. */
  public AlertPolicy policy(AlertRule rule, Subject subject) {
    return settings.policy(rule, subject.cluster(), group(subject), entryId(subject));
  }

  /**
   * How much an alert matters at an event time: as configured, and for an entry that ends soon high
   * at least.
   */
  public Severity severity(AlertRule rule, Subject subject, long millis) {
    Severity severity = policy(rule, subject).severity();
    if (rule != AlertRule.CATALOG_RETIREMENT || severity.compareTo(Severity.HIGH) >= 0) {
      return severity;
    }
    long urgent = duration(rule, AlertOption.URGENT_WITHIN, subject).toMillis();
    boolean isUrgent =
        entry(subject.name()).stream()
            .reduce((earlier, later) -> later)
            .map(CatalogEntry::validTo)
            .filter(end -> end.toEpochMilli() - urgent <= millis)
            .isPresent();
    return isUrgent ? Severity.HIGH : severity;
  }

  Duration duration(AlertRule rule, AlertOption option, Subject subject) {
    return (Duration) value(rule, option, subject);
  }

  long count(AlertRule rule, AlertOption option, Subject subject) {
    return (Long) value(rule, option, subject);
  }

  double number(AlertRule rule, AlertOption option, Subject subject) {
    return (Double) value(rule, option, subject);
  }

  private Object value(AlertRule rule, AlertOption option, Subject subject) {
    return settings.value(rule, option, subject.cluster(), group(subject), entryId(subject));
  }

  private static String entryId(Subject subject) {
    return subject.kind() == SubjectKind.ENTRY ? subject.name() : null;
  }

  private String group(Subject subject) {
    List<CatalogEntry> versions =
        subject.kind() == SubjectKind.ENTRY ? entry(subject.name()) : List.of();
    return versions.isEmpty() ? null : versions.get(0).group();
  }
}
