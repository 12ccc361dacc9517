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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The matcher for production: reads a name once, in time proportional to its length, see {@link
 * LabelTree}. Start with {@link #of}, which sees a catalog from outside every cluster, and derive
 * one per cluster with {@link #boundTo}.
 *
 * <p>Entries without variables are the same for everybody and stand in one index that all derived
 * matchers share. A cluster adds a small index of its own: the templates with its region and domain
 * put in, and its gateway domains. So a cluster costs what it has of its own, not another catalog.
 */
public final class CompiledMatcher implements EndpointMatcher {
  /**
   * What the id of an entry made from a cluster's gateway domain starts with; the name follows. It
   * sorts before the ids of other products' lists: what the cluster says of itself outweighs them.
   */
  public static final String GATEWAY_ID_PREFIX = "aro.gateway-domain.";

  private final LabelHash hash;
  private final RuleIndex shared;
  private final PlainRules plain;
  private final Rule[] special;
  private final List<CatalogEntry> templates;

  private final AddressIndex addresses;

  private final RuleIndex own;
  private final Rules rules;

  private CompiledMatcher(
      LabelHash hash,
      RuleIndex shared,
      PlainRules plain,
      Rule[] special,
      List<CatalogEntry> templates,
      AddressIndex addresses,
      List<Rule> ownRules,
      Cloud cloud) {
    this.hash = hash;
    this.shared = shared;
    this.plain = plain;
    this.special = special;
    this.templates = templates;
    this.addresses = addresses;
    RuleIndex.Builder builder = new RuleIndex.Builder(hash, ownRules.size());
    builder.addAll(ownRules, plain.size() + special.length);
    this.own = builder.build();
    this.rules = new Rules(plain, special, ownRules.toArray(Rule[]::new), cloud);
  }

  /** Sees the catalog from no known cluster: variables are unbound and every cloud counts. */
  public static CompiledMatcher of(Catalog catalog) {
    return of(catalog, new LabelHash());
  }

  /** {@link #of(Catalog)} with a hash that tests choose. */
  static CompiledMatcher of(Catalog catalog, LabelHash hash) {
    List<CatalogEntry> entries = catalog.entries();
    RuleIndex.Builder index = new RuleIndex.Builder(hash, entries.size());
    PlainRules.Builder plain = new PlainRules.Builder(entries);
    List<Rule> special = new ArrayList<>();
    List<CatalogEntry> templates = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      CatalogEntry entry = entries.get(i);
      Pattern pattern = entry.pattern();
      if (pattern == null) {
        continue;
      }
      if (pattern.kind() == Pattern.Kind.TEMPLATE && !pattern.variables().isEmpty()) {
        templates.add(entry);
      } else if (pattern.path() == null && pattern.kind() == Pattern.Kind.EXACT) {
        plain.add(i, entry);
        index.add(pattern.literal(), i, LabelTree.WHOLE);
      } else if (pattern.path() == null && pattern.kind() == Pattern.Kind.SUFFIX) {
        plain.add(i, entry);
        index.add(pattern.literal(), i, LabelTree.BELOW);
      } else {
        special.add(new Rule(entry, pattern));
      }
    }
    index.addAll(special, entries.size());
    return new CompiledMatcher(
        hash,
        index.build(),
        plain.build(),
        special.toArray(Rule[]::new),
        List.copyOf(templates),
        AddressIndex.of(catalog),
        bind(templates, Map.of()),
        null);
  }

  /** Sees the same catalog from a cluster. Costs what the cluster has of its own. */
  public CompiledMatcher boundTo(Cluster cluster) {
    List<Rule> ownRules = bind(templates, variables(cluster));
    for (String name : cluster.gatewayDomains()) {
      CatalogEntry entry = gatewayEntry(cluster, name);
      ownRules.add(new Rule(entry, entry.pattern()));
    }
    return new CompiledMatcher(
        hash, shared, plain, special, templates, addresses, ownRules, cluster.cloud());
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
    byte[] bytes = bytes(host);
    return find(bytes, 0, bytes.length, protocol, port, path, epochMillis);
  }

  /**
   * The winner for the name {@code [from, to)}, as {@link EndpointMatcher#find(String, String, int,
   * String, long)}. Makes a few small objects a call; a {@link HostMatcher} makes none and
   * remembers, but knows no paths.
   *
   * @param bytes ASCII, of a name in normal form; any other text is never an error and hits what a
   *     star takes, at most
   * @throws IndexOutOfBoundsException for a range that is none
   */
  public Match find(
      byte[] bytes, int from, int to, String protocol, int port, String path, long epochMillis) {
    Objects.checkFromToIndex(from, to, bytes.length);
    Fits fits = new Fits();
    collect(bytes, from, to, fits);
    int winner =
        rules.winner(fits.numbers(), 0, fits.size(), Terms.bit(protocol), port, path, epochMillis);
    return rules.match(winner, path != null);
  }

  @Override
  public Match find(IpAddress address, String protocol, int port, long epochMillis) {
    return addresses.find(address, rules.cloudBit(), Terms.bit(protocol), port, epochMillis);
  }

  @Override
  public List<Candidate> candidates(
      String host, String protocol, int port, String path, long epochMillis) {
    byte[] bytes = bytes(host);
    Fits fits = new Fits();
    collect(bytes, 0, bytes.length, fits);
    List<Rule> fitting = new ArrayList<>();
    for (int i = 0; i < fits.size(); i++) {
      fitting.add(rules.rule(fits.numbers()[i]));
    }
    return candidates(fitting, protocol, port, path, epochMillis);
  }

  @Override
  public List<Candidate> candidates(
      IpAddress address, String protocol, int port, long epochMillis) {
    return addresses.candidates(address, rules.cloudBit(), Terms.bit(protocol), port, epochMillis);
  }

  private List<Candidate> candidates(
      List<Rule> fitting, String protocol, int port, String path, long epochMillis) {
    fitting.sort((a, b) -> a == b ? 0 : a.ranksBefore(b, path != null) ? -1 : 1);
    int protocolBit = Terms.bit(protocol);
    List<Candidate> candidates = new ArrayList<>();
    boolean won = false;
    for (Rule rule : fitting) {
      Standing alone = rule.standing(rules.cloudBit(), protocolBit, port, path, epochMillis);
      boolean wins = alone == Standing.WINS && !won;
      boolean outranked = alone == Standing.WINS && won;
      candidates.add(
          wins ? 0 : candidates.size(),
          new Candidate(rule.entry, rule.pattern.text(), outranked ? Standing.OUTRANKED : alone));
      won |= wins;
    }
    return candidates;
  }

  Rules rules() {
    return rules;
  }

  /** Adds every rule that fits a name, in order of rank. */
  void collect(byte[] bytes, int from, int to, Fits fits) {
    boolean dotted = to - from <= LabelTree.DOTTED;
    long dots = dotted ? LabelTree.dots(bytes, from, to) : 0;
    int node = LabelTree.ROOT;
    int ownNode = own.isEmpty ? LabelTree.NOWHERE : LabelTree.ROOT;
    int end = to;
    // Until both trees are left; only then are both numbers negative.
    while ((node & ownNode) >= 0 && end > from) {
      int start =
          dotted ? LabelTree.labelStart(dots, from, end) : LabelTree.labelStart(bytes, from, end);
      if (start == end) {
        break;
      }
      long label = hash.label(bytes, start, end);
      boolean whole = start == from;
      if (node >= 0) {
        node = shared.tree.child(node, hash.below(node, label), bytes, start, end);
        if (node >= 0) {
          shared.collect(node, whole, rules, bytes, from, to, fits);
        }
      }
      if (ownNode >= 0) {
        ownNode = own.tree.child(ownNode, hash.below(ownNode, label), bytes, start, end);
        if (ownNode >= 0) {
          own.collect(ownNode, whole, rules, bytes, from, to, fits);
        }
      }
      if (whole) {
        break;
      }
      end = start - 1;
    }
    shared.collectUnanchored(rules, bytes, from, to, fits);
    own.collectUnanchored(rules, bytes, from, to, fits);
    fits.sort(rules);
  }

  private static byte[] bytes(String host) {
    return host.getBytes(StandardCharsets.ISO_8859_1);
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

  /** The entry that a gateway domain of a cluster stands for. */
  static CatalogEntry gatewayEntry(Cluster cluster, String name) {
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
