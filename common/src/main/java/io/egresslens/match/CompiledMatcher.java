package io.egresslens.match;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.InvalidPatternException;
import io.egresslens.catalog.Level;
import io.egresslens.catalog.Location;
import io.egresslens.catalog.Pattern;
import io.egresslens.catalog.PortSpec;
import io.egresslens.catalog.SourceRef;
import io.egresslens.flow.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The matcher for production: reads a name once, in time proportional to its length, see {@link
 * RuleTable}. Start with {@link #of}, which sees a catalog from outside every cluster, and derive
 * one per cluster with {@link #boundTo}.
 *
 * <p>Entries without variables are the same for everybody and stand in one table that all derived
 * matchers share. A cluster adds a small table of its own: the templates with its region and domain
 * put in, and its gateway domains. So a cluster costs what it has of its own, not another catalog.
 */
public final class CompiledMatcher implements EndpointMatcher {
  /**
   * What the id of an entry made from a cluster's gateway domain starts with; the name follows. It
   * sorts before the ids of other products' lists: what the cluster says of itself outweighs them.
   */
  public static final String GATEWAY_ID_PREFIX = "aro.gateway-domain.";

  private final RuleTable shared;
  private final List<Rule> addresses;
  private final List<CatalogEntry> templates;
  private final RuleTable own;

  /** Null for a source of no known cluster. */
  private final Cloud cloud;

  private CompiledMatcher(
      RuleTable shared,
      List<Rule> addresses,
      List<CatalogEntry> templates,
      RuleTable own,
      Cloud cloud) {
    this.shared = shared;
    this.addresses = addresses;
    this.templates = templates;
    this.own = own;
    this.cloud = cloud;
  }

  /** Sees the catalog from no known cluster: variables are unbound and every cloud counts. */
  public static CompiledMatcher of(Catalog catalog) {
    List<Rule> plain = new ArrayList<>();
    List<Rule> addresses = new ArrayList<>();
    List<CatalogEntry> templates = new ArrayList<>();
    for (CatalogEntry entry : catalog.entries()) {
      if (entry.isAddress()) {
        addresses.add(new Rule(entry, null));
      } else if (entry.pattern().variables().isEmpty()) {
        plain.add(new Rule(entry, entry.pattern()));
      } else {
        templates.add(entry);
      }
    }
    return new CompiledMatcher(
        new RuleTable(plain),
        List.copyOf(addresses),
        List.copyOf(templates),
        new RuleTable(bind(templates, Map.of())),
        null);
  }

  /** Sees the same catalog from a cluster. Costs what the cluster has of its own. */
  public CompiledMatcher boundTo(Cluster cluster) {
    List<Rule> rules = bind(templates, variables(cluster));
    for (String name : cluster.gatewayDomains()) {
      CatalogEntry entry = gatewayEntry(cluster, name);
      rules.add(new Rule(entry, entry.pattern()));
    }
    return new CompiledMatcher(shared, addresses, templates, new RuleTable(rules), cluster.cloud());
  }

  /** The values that a cluster gives to the variables of patterns. */
  public static Map<String, String> variables(Cluster cluster) {
    Map<String, String> values = new HashMap<>();
    values.put(Pattern.REGION, cluster.region());
    if (cluster.domain() != null) {
      values.put(Pattern.CLUSTER_DOMAIN, cluster.domain());
    }
    return values;
  }

  @Override
  public Match find(String host, String protocol, int port, String path, long epochMillis) {
    Search search = new Search(cloud, protocol, port, path, epochMillis, null);
    search(host, search);
    return search.answer();
  }

  @Override
  public Match find(IpAddress address, String protocol, int port, long epochMillis) {
    Search search = new Search(cloud, protocol, port, null, epochMillis, null);
    search(address, search);
    return search.answer();
  }

  @Override
  public List<Candidate> candidates(
      String host, String protocol, int port, String path, long epochMillis) {
    Search search = new Search(cloud, protocol, port, path, epochMillis, new ArrayList<>());
    search(host, search);
    return search.candidates();
  }

  @Override
  public List<Candidate> candidates(
      IpAddress address, String protocol, int port, long epochMillis) {
    Search search = new Search(cloud, protocol, port, null, epochMillis, new ArrayList<>());
    search(address, search);
    return search.candidates();
  }

  private void search(String host, Search search) {
    int hash = 0;
    for (int i = host.length() - 1; i >= 0; i--) {
      char c = host.charAt(i);
      if (c == '.') {
        search.compare(shared.at(hash, host, i + 1), host);
        search.compare(own.at(hash, host, i + 1), host);
      }
      hash = RuleTable.next(hash, c);
    }
    search.compare(shared.at(hash, host, 0), host);
    search.compare(own.at(hash, host, 0), host);
    search.compare(shared.unanchored(), host);
    search.compare(own.unanchored(), host);
  }

  /** Address entries are few, so one after the other will do. */
  private void search(IpAddress address, Search search) {
    for (Rule rule : addresses) {
      if (rule.entry.prefix().contains(address)) {
        search.offer(rule);
      }
    }
  }

  private static List<Rule> bind(List<CatalogEntry> templates, Map<String, String> variables) {
    List<Rule> rules = new ArrayList<>();
    for (CatalogEntry entry : templates) {
      Pattern bound = entry.pattern().bind(variables);
      // No host fits a pattern whose cluster domain is not known, so none need be compared with it.
      if (!bound.variables().contains(Pattern.CLUSTER_DOMAIN)) {
        rules.add(new Rule(entry, bound));
      }
    }
    return rules;
  }

  private static CatalogEntry gatewayEntry(Cluster cluster, String name) {
    Pattern pattern;
    try {
      pattern = Pattern.parse(Pattern.Dialect.AZURE, name);
    } catch (InvalidPatternException e) {
      throw new IllegalArgumentException("a gateway domain is a name in normal form", e);
    }
    String origin = "gatewayDomains of " + cluster.name();
    return new CatalogEntry(
        GATEWAY_ID_PREFIX + name,
        "aro-proxied",
        Level.PROXIED,
        pattern,
        null,
        List.of(new PortSpec("https", 443)),
        Set.of(),
        null,
        null,
        null,
        "listed by the cluster itself",
        new SourceRef(origin, null, null),
        new Location(origin, 0));
  }
}
