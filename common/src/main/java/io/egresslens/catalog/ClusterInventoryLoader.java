package io.egresslens.catalog;

import io.egresslens.flow.AddressPrefix;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads a cluster inventory and checks it against the catalog that its clusters are judged by:
 * their features name groups, their variables bind templates.
 */
public final class ClusterInventoryLoader {
  /** Groups that a cluster may name though no loaded entry belongs to them. */
  private static final Set<String> KNOWN_GROUPS =
      Set.of(
          "aro-proxied",
          "container-registries",
          "red-hat-telemetry",
          "openshift-services",
          "cluster-apps",
          "container-insights",
          "docker-hub");

  private static final Map<String, Lockdown> LOCKDOWN =
      Map.of("true", Lockdown.ON, "false", Lockdown.OFF, "unknown", Lockdown.UNKNOWN);

  /** What flows of no known cluster are counted under. */
  private static final String RESERVED_NAME = "unassigned";

  private final Catalog catalog;
  private final Problems problems;
  private final Set<String> groups;
  private final Map<String, Location> names = new LinkedHashMap<>();
  private final Map<AddressPrefix, List<Owner>> bySource = new HashMap<>();

  /**
   * Who has a source range: known also of a cluster that is refused for something else, so that one
   * run reports both.
   *
   * @param label what to call the cluster in a problem
   * @param firewalls empty means any
   */
  private record Owner(String label, Set<String> firewalls) {
    boolean sharesFirewall(Owner other) {
      return firewalls.isEmpty()
          || other.firewalls.isEmpty()
          || !Collections.disjoint(firewalls, other.firewalls);
    }
  }

  private ClusterInventoryLoader(Catalog catalog, Problems problems) {
    this.catalog = catalog;
    this.problems = problems;
    this.groups = new HashSet<>(KNOWN_GROUPS);
    groups.addAll(catalog.groups());
  }

  /**
   * Reads an inventory.
   *
   * @throws InvalidConfigException with every problem of the file
   */
  public static ClusterInventory load(String path, Catalog catalog) {
    Problems problems = new Problems();
    ClusterInventory inventory = load(path, catalog, problems);
    problems.throwIfAny();
    return inventory;
  }

  /**
   * The same for a caller who has more to check before giving up.
   *
   * @return what was fine; of use only while there is no problem
   */
  public static ClusterInventory load(String path, Catalog catalog, Problems problems) {
    byte[] content = YamlDocument.content(path, problems);
    return content == null ? ClusterInventory.EMPTY : load(path, content, catalog, problems);
  }

  /**
   * The same of a text from elsewhere.
   *
   * @param name of the text in problems
   */
  static ClusterInventory load(String name, byte[] content, Catalog catalog, Problems problems) {
    YamlMap file = YamlDocument.parse(name, content, problems);
    return file == null
        ? ClusterInventory.EMPTY
        : new ClusterInventoryLoader(catalog, problems).inventory(file);
  }

  private ClusterInventory inventory(YamlMap file) {
    List<Cluster> clusters = file.list("clusters", node -> cluster(node.map()));
    List<Accept> accepts = file.list("accept", node -> accept(node.map()));
    file.refuseOthers();
    return new ClusterInventory(clusters, accepts);
  }

  private Cluster cluster(YamlMap map) {
    if (map == null) {
      return null;
    }
    String name = map.required("name", this::newName);
    Cloud cloud = map.required("cloud", node -> node.choice("cloud", EndpointFields.CLOUDS));
    String region = map.required("region", node -> node.parsed(ClusterInventoryLoader::region));
    String domain = map.optional("domain", EndpointFields::host, null);
    Lockdown lockdown =
        map.optional(
            "egressLockdown", node -> node.choice("lockdown state", LOCKDOWN), Lockdown.UNKNOWN);
    List<String> gatewayDomains = map.distinct("gatewayDomains", EndpointFields::host);
    List<AddressPrefix> sources =
        map.requiredList("sources", node -> node.parsed(AddressPrefix::parse));
    Set<String> firewalls =
        Set.copyOf(
            map.distinct("firewalls", node -> node.parsed(ClusterInventoryLoader::resourceId)));
    Map<String, FeatureState> features = features(map.optional("features", YamlNode::map, null));
    map.refuseOthers();
    if (cloud != null && map.get("domain") == null) {
      refuseUnsetDomain(map, cloud);
    }
    String label = name == null ? "the cluster at " + map.location() : "cluster '" + name + "'";
    refuseSharedSources(map, sources, new Owner(label, firewalls));
    if (name == null || cloud == null || region == null || lockdown == null || sources.isEmpty()) {
      return null;
    }
    return new Cluster(
        name, cloud, region, domain, lockdown, gatewayDomains, sources, firewalls, features);
  }

  private String newName(YamlNode node) {
    String name = node.text();
    if (name == null) {
      return null;
    }
    if (name.equals(RESERVED_NAME)) {
      node.problem("'" + name + "' is the name for flows of no known cluster");
    }
    Location first = names.putIfAbsent(name, node.location());
    if (first != null) {
      node.problem("cluster '" + name + "' stands already at " + first);
    }
    return name;
  }

  private Map<String, FeatureState> features(YamlMap map) {
    Map<String, FeatureState> features = new LinkedHashMap<>();
    for (String group : map == null ? List.<String>of() : map.keys()) {
      YamlNode node = map.get(group);
      if (!groups.contains(group)) {
        node.problem("unknown group '" + group + "': known are " + String.join(", ", sorted()));
      }
      FeatureState state = node.choice("feature state", EndpointFields.STATES);
      if (state != null) {
        features.put(group, state);
      }
    }
    return features;
  }

  private List<String> sorted() {
    return groups.stream().sorted().toList();
  }

  /** The region is a key that must be there; the domain only if the catalog has a use for it. */
  private void refuseUnsetDomain(YamlMap map, Cloud cloud) {
    catalog.entries().stream()
        .filter(entry -> entry.pattern() != null && entry.appliesTo(cloud))
        .filter(entry -> entry.pattern().variables().contains(Pattern.CLUSTER_DOMAIN))
        .findFirst()
        .ifPresent(
            entry ->
                map.problem("'domain' is not set, but entry " + entry.id() + " is bound by it"));
  }

  /** Two clusters with one range behind one firewall: a flow would belong to both. */
  private void refuseSharedSources(YamlMap map, List<AddressPrefix> sources, Owner owner) {
    for (AddressPrefix source : new HashSet<>(sources)) {
      List<Owner> owners = bySource.computeIfAbsent(source, any -> new ArrayList<>());
      owners.stream()
          .filter(owner::sharesFirewall)
          .forEach(
              other ->
                  map.problem(
                      "source "
                          + source
                          + " belongs to "
                          + other.label()
                          + " too, on the same firewall"));
      owners.add(owner);
    }
  }

  private Accept accept(YamlMap map) {
    if (map == null) {
      return null;
    }
    Pattern pattern = acceptPattern(map);
    List<PortSpec> ports = map.list("ports", EndpointFields::port);
    List<String> clusters = map.distinct("clusters", this::knownName);
    String owner = map.required("owner", YamlNode::text);
    String reason = map.required("reason", YamlNode::text);
    LocalDate until = map.required("until", YamlNode::date);
    map.refuseOthers();
    if (pattern == null || owner == null || reason == null || until == null) {
      return null;
    }
    return new Accept(
        pattern,
        ports,
        Set.copyOf(clusters),
        owner,
        reason,
        until.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
        map.location());
  }

  private Pattern acceptPattern(YamlMap map) {
    EndpointFields.Match match = EndpointFields.match(map);
    if (match == null) {
      return null;
    }
    if (match.pattern() == null) {
      match
          .node()
          .problem(
              "'"
                  + match.prefix()
                  + "' is an address: accepts are for names only for now, so the destination of a"
                  + " network rule cannot be accepted");
      return null;
    }
    CatalogDraft.checkWildcard(
        catalog.sharedSuffixes(), match.pattern(), match.node().location(), problems);
    return match.pattern();
  }

  private String knownName(YamlNode node) {
    String name = node.text();
    if (name != null && !names.containsKey(name)) {
      node.problem("there is no cluster '" + name + "'");
    }
    return name;
  }

  private static String region(String text) {
    if (!text.matches("[a-z0-9]+")) {
      throw new IllegalArgumentException(
          "region '" + text + "' is not in Azure's short form, for example eastus");
    }
    return text;
  }

  private static String resourceId(String text) {
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException("'" + text + "' is no resource id: it starts with /");
    }
    return text.toLowerCase(Locale.ROOT);
  }
}
