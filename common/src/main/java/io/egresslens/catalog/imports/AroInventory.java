package io.egresslens.catalog.imports;

import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.Location;
import io.egresslens.catalog.Lockdown;
import io.egresslens.catalog.Problem;
import io.egresslens.catalog.Problems;
import io.egresslens.catalog.imports.AroResources.Resource;
import io.egresslens.flow.AddressPrefix;
import io.egresslens.flow.HostName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Joins what Azure and the clusters themselves say into clusters of an inventory. Everything that
 * is missing or strange is a note with its place.
 *
 * <p>Facts: the operator of ARO leaves {@code spec.gatewayDomains} out of the cluster's resource
 * when egress lockdown is off; managed domains are {@code name.region.aroapp.io}, on Azure
 * Government {@code name.region.aroapp.azure.us} (reference page endpoint-catalog, sections 0 and
 * 1.2).
 */
public final class AroInventory {
  private static final String PUBLIC_DOMAIN = ".aroapp.io";
  private static final String USGOV_DOMAIN = ".aroapp.azure.us";
  private static final Map<String, Cloud> ENVIRONMENTS =
      Map.of("azurepubliccloud", Cloud.PUBLIC, "azureusgovernmentcloud", Cloud.USGOV);

  private final Problems notes;
  private final AroResources resources;

  /**
   * What was found.
   *
   * @param clusters in the order of the documents
   * @param notes what is missing or strange, by place
   */
  public record Found(List<FoundCluster> clusters, List<Problem> notes) {
    public Found {
      clusters = List.copyOf(clusters);
      notes = List.copyOf(notes);
    }
  }

  private AroInventory(Problems notes) {
    this.notes = notes;
    this.resources = new AroResources(notes);
  }

  /**
   * Reads documents, JSON or YAML, in any order and each of any kind.
   *
   * @param documents by their name in notes
   * @param problems gets what is no JSON and no YAML; the rest is read all the same
   */
  public static Found read(Map<String, String> documents, Problems problems) {
    Problems notes = new Problems();
    AroInventory inventory = new AroInventory(notes);
    documents.forEach(
        (file, text) -> {
          Tree tree = TreeReader.read(file, text, problems);
          if (tree != null) {
            inventory.resources.add(file, tree);
          }
        });
    List<FoundCluster> clusters = inventory.unique(inventory.join());
    return new Found(clusters, notes.list());
  }

  private List<FoundCluster> join() {
    List<FoundCluster> found = new ArrayList<>();
    resources.clusters().forEach((id, cluster) -> add(found, id, cluster));
    resources
        .own()
        .forEach(
            (id, own) -> {
              if (!resources.clusters().containsKey(id)) {
                notes.add(own.location(), "nothing of az aro is at hand for this cluster");
                add(found, id, own);
              }
            });
    return found;
  }

  private void add(List<FoundCluster> found, String id, Resource from) {
    String name = from.tree().at("name").text();
    if (name.isEmpty()) {
      name = id.substring(id.lastIndexOf('/') + 1);
    }
    if (!name.matches("[\\p{L}\\p{N}][\\p{L}\\p{N}._()-]{0,99}")) {
      notes.add(from.location(), "the cluster's name is none that Azure gives");
      return;
    }
    Resource own = resources.own().get(id);
    Tree spec = own == null ? Tree.MISSING : own.tree().at("spec");
    String region = region(first(from.tree().at("location"), spec.at("location")));
    if (region == null) {
      notes.add(from.location(), "cluster '" + name + "' has no location");
    }
    Set<AddressPrefix> sources = new LinkedHashSet<>();
    boolean complete = sources(name, from, sources);
    Cloud cloud = cloud(region, spec, from);
    List<String> gatewayDomains = own == null ? null : gatewayDomains(own);
    Lockdown lockdown =
        own == null
            ? Lockdown.UNKNOWN
            : spec.at("gatewayDomains").elements().isEmpty() ? Lockdown.OFF : Lockdown.ON;
    String domain = domain(name, from, spec, region, cloud);
    found.add(
        new FoundCluster(
            name,
            cloud,
            region,
            domain,
            lockdown,
            gatewayDomains,
            List.copyOf(sources),
            complete,
            from.location()));
  }

  /** Adds the prefixes of a cluster's subnets; says whether all are known. */
  private boolean sources(String name, Resource cluster, Set<AddressPrefix> prefixes) {
    Map<String, Tree> wanted = new HashMap<>();
    List<Tree> ids = new ArrayList<>();
    ids.add(cluster.tree().property("masterProfile").at("subnetId"));
    for (String profiles : List.of("workerProfiles", "workerProfilesStatus")) {
      cluster
          .tree()
          .property(profiles)
          .elements()
          .forEach(profile -> ids.add(profile.at("subnetId")));
    }
    boolean complete = ids.stream().anyMatch(Tree::isPresent);
    for (Tree id : ids) {
      String key = AroResources.key(id);
      if (key.isEmpty() || wanted.put(key, id) != null) {
        continue;
      }
      Resource subnet = resources.subnets().get(key);
      if (subnet == null) {
        notes.add(
            new Location(cluster.file(), id.line()),
            "cluster '" + name + "': the prefix of subnet " + id.text() + " is not at hand");
        complete = false;
      } else {
        complete &= prefixes(subnet, prefixes);
      }
    }
    return complete;
  }

  private boolean prefixes(Resource subnet, Set<AddressPrefix> prefixes) {
    List<Tree> texts = new ArrayList<>(subnet.tree().property("addressPrefixes").texts());
    texts.addAll(subnet.tree().property("addressPrefix").texts());
    boolean complete = !texts.isEmpty();
    if (!complete) {
      notes.add(subnet.location(), "the subnet has no prefix");
    }
    for (Tree text : texts) {
      try {
        prefixes.add(AddressPrefix.parse(text.text()));
      } catch (IllegalArgumentException e) {
        notes.add(new Location(subnet.file(), text.line()), e.getMessage());
        complete = false;
      }
    }
    if (!subnet.tree().property("routeTable").isMap()) {
      notes.add(
          subnet.location(), "the subnet has no route table: is its traffic led to a firewall?");
    }
    return complete;
  }

  private List<String> gatewayDomains(Resource own) {
    Set<String> domains = new LinkedHashSet<>();
    for (Tree text : own.tree().at("spec", "gatewayDomains").elements()) {
      String domain = text.text().isEmpty() ? null : HostName.normalize(text.text());
      if (domain == null) {
        notes.add(
            new Location(own.file(), text.line()),
            "gateway domain '" + text.text() + "' is no host name");
      } else {
        domains.add(domain);
      }
    }
    return List.copyOf(domains);
  }

  private Cloud cloud(String region, Tree spec, Resource from) {
    String environment = spec.at("azEnvironment").text();
    Cloud cloud = ENVIRONMENTS.get(environment.toLowerCase(Locale.ROOT));
    if (cloud != null) {
      return cloud;
    }
    if (!environment.isEmpty()) {
      notes.add(from.location(), "azEnvironment '" + environment + "' is not known");
    }
    boolean government =
        host(from.tree().property("apiserverProfile").at("url")).endsWith(USGOV_DOMAIN)
            || (region != null && region.matches("us(gov|dod|nat|sec).*"));
    return government ? Cloud.USGOV : Cloud.PUBLIC;
  }

  /**
   * The cluster's own resource knows it in full; else the server's URL; else it is put together.
   */
  private String domain(String name, Resource from, Tree spec, String region, Cloud cloud) {
    String own = spec.at("domain").text();
    String server = host(from.tree().property("apiserverProfile").at("url"));
    String profile = from.tree().property("clusterProfile").at("domain").text();
    String built = profile;
    if (!profile.isEmpty() && region != null) {
      String suffix = cloud == Cloud.USGOV ? USGOV_DOMAIN : PUBLIC_DOMAIN;
      if (profile.indexOf('.') < 0) {
        built = profile + "." + region + suffix;
      } else if (profile.matches("[^.]+\\." + region)) {
        built = profile + suffix;
      }
    }
    String said = server.startsWith("api.") ? server.substring("api.".length()) : "";
    String chosen = !own.isEmpty() ? own : !said.isEmpty() ? said : built;
    String domain = chosen.isEmpty() ? null : HostName.normalize(chosen);
    if (domain == null) {
      notes.add(from.location(), "cluster '" + name + "' has no usable domain: '" + chosen + "'");
    } else if (!built.isEmpty() && !domain.equals(HostName.normalize(built))) {
      notes.add(
          from.location(),
          "cluster '" + name + "': domain " + domain + " is taken, not '" + built + "'");
    }
    return domain;
  }

  /** The host of a URL in lower case; empty when there is none. */
  private static String host(Tree url) {
    String rest = url.text().toLowerCase(Locale.ROOT).replaceFirst("^[a-z]+://", "");
    return rest.replaceFirst("[:/?#].*$", "");
  }

  private static String region(String text) {
    String normal = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return normal.isEmpty() ? null : normal;
  }

  private static String first(Tree one, Tree other) {
    return one.text().isEmpty() ? other.text() : one.text();
  }

  /** Names are unique in a resource group only. */
  private List<FoundCluster> unique(List<FoundCluster> found) {
    Set<String> taken = new LinkedHashSet<>(Set.of("unassigned"));
    List<FoundCluster> named = new ArrayList<>();
    for (FoundCluster cluster : found) {
      String name = cluster.name();
      for (int number = 2; !taken.add(name); number++) {
        name = cluster.name() + "-" + number;
      }
      if (!name.equals(cluster.name())) {
        notes.add(cluster.location(), "name '" + cluster.name() + "' is taken: written as " + name);
      }
      named.add(cluster.named(name));
    }
    return named;
  }
}
