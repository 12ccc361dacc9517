package io.egresslens.match;

import com.google.re2j.PatternSyntaxException;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.InvalidPatternException;
import io.egresslens.catalog.Pattern;
import io.egresslens.catalog.Pattern.Dialect;
import io.egresslens.catalog.Pattern.Kind;
import io.egresslens.catalog.PortSpec;
import io.egresslens.flow.HostName;
import io.egresslens.match.PatternAnswer.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A dialect that a pattern can be asked in: its name, the words for people, and how it reads a
 * pattern. The same text means different things in different products, so a dialect is always
 * named: {@code url=>contoso.com/a/*}; text without a name is Azure Firewall's target FQDN. After
 * the pattern may follow the ports of the rule: {@code quay.io @https:443,http:80}.
 */
public final class PatternDialect {
  /** How a dialect reads a pattern. */
  private interface Reader {
    /** Null when the pattern names a set whose members nobody publishes. */
    Check read(String text) throws InvalidPatternException;
  }

  /** Why a destination does not fit, or null when it does; its host may be null. */
  private interface Check {
    String against(DestinationSpec destination);
  }

  private static final String NO_NAME = "the host is no name in any form";
  private static final String OTHER_NAME = "the name is not covered";

  private static final List<PatternDialect> ALL =
      List.of(
          new PatternDialect("", "Azure Firewall target FQDN", PatternDialect::fqdn),
          new PatternDialect("url", "Azure Firewall target URL", PatternDialect::targetUrl),
          new PatternDialect("net", "Azure Firewall network rule FQDN", PatternDialect::exact),
          new PatternDialect("fqdntag", "Azure Firewall FQDN tag", PatternDialect::fqdnTag),
          new PatternDialect("gw", "ARO gateway allow list", PatternDialect::gateway),
          new PatternDialect("dns", "dnsmasq address", PatternDialect::dnsmasq),
          new PatternDialect("tpl", "catalog template", PatternDialect::template),
          new PatternDialect("re", "regular expression, whole name", PatternDialect::regex),
          new PatternDialect("glob", "catalog glob", PatternDialect::glob),
          new PatternDialect("cat", "catalog host and path", PatternDialect::catalog),
          new PatternDialect("squid", "Squid dstdomain", null),
          new PatternDialect("cilium", "Cilium matchPattern", null),
          new PatternDialect("calico", "Calico allowedEgressDomains", null),
          new PatternDialect("adblock", "Adblock filter", null),
          new PatternDialect("envoy", "Envoy server name", null));

  private final String notation;
  private final String description;
  private final Reader reader;

  private PatternDialect(String notation, String description, Reader reader) {
    this.notation = notation;
    this.description = description;
    this.reader = reader;
  }

  /**
   * Answers whether a pattern covers a destination. Takes time linear in the name, whatever the
   * pattern.
   *
   * @param written the pattern in this class's notation
   */
  public static PatternAnswer ask(String written, DestinationSpec destination) {
    int arrow = written.indexOf("=>");
    String notation = arrow < 0 ? "" : written.substring(0, arrow);
    String text = arrow < 0 ? written : written.substring(arrow + 2);
    for (PatternDialect dialect : ALL) {
      if (dialect.notation.equals(notation)) {
        return dialect.answer(text, destination);
      }
    }
    return new PatternAnswer(Outcome.UNSUPPORTED, notation, "no dialect has this name");
  }

  private PatternAnswer answer(String written, DestinationSpec destination) {
    if (reader == null) {
      return new PatternAnswer(Outcome.UNSUPPORTED, description, "other rules than Azure's");
    }
    int at = written.indexOf(" @");
    String objection;
    try {
      String pattern = at < 0 ? written : written.substring(0, at);
      Check check = reader.read(pattern);
      if (check == null) {
        return new PatternAnswer(
            Outcome.UNSUPPORTED, description, "the members of '" + pattern + "' are not published");
      }
      List<PortSpec> ports = at < 0 ? List.of() : ports(written.substring(at + 2));
      objection = check.against(destination);
      if (objection == null && !covers(ports, destination)) {
        objection = "the rule does not list " + destination.protocol() + ":" + destination.port();
      }
    } catch (InvalidPatternException e) {
      return new PatternAnswer(Outcome.INVALID, description, e.getMessage());
    }
    if (objection != null) {
      return new PatternAnswer(Outcome.NO, description, objection);
    }
    boolean hostOnly = destination.path() == null && written.indexOf('/') >= 0;
    String reason = hostOnly ? "the host is covered, the path does not show" : "covered";
    return new PatternAnswer(Outcome.YES, description, reason);
  }

  private static Check fqdn(String text) throws InvalidPatternException {
    return byName(plain(Dialect.AZURE, text)::matchesHost);
  }

  private static Check glob(String text) throws InvalidPatternException {
    return byName(plain(Dialect.GLOB, text)::matchesHost);
  }

  private static Check exact(String text) throws InvalidPatternException {
    Pattern pattern = plain(Dialect.AZURE, text);
    if (pattern.kind() != Kind.EXACT) {
      throw new InvalidPatternException(text, "only whole names, no star");
    }
    return byName(pattern::matchesHost);
  }

  /** The gateway dials port 443 whatever it is asked for, and refuses other ports. */
  private static Check gateway(String text) throws InvalidPatternException {
    Check name = exact(text);
    return destination ->
        destination.port() == 443 ? name.against(destination) : "the gateway serves port 443 only";
  }

  /** A name and everything below it; a leading dot makes no difference. */
  private static Check dnsmasq(String text) throws InvalidPatternException {
    String domain = text.startsWith(".") ? text.substring(1) : text;
    Check apex = exact(domain);
    Check below = fqdn("*." + domain);
    return destination -> apex.against(destination) == null ? null : below.against(destination);
  }

  /**
   * Azure does not publish the members of its tags as data; AKS documents that its tag holds the
   * names of its own article, which is our catalog {@code aks}.
   *
   * @return null for any other tag
   */
  private static Check fqdnTag(String text) throws InvalidPatternException {
    if (!text.equals("AzureKubernetesService")) {
      return null;
    }
    List<CatalogEntry> members =
        CatalogLoader.load(List.of("aks")).entries().stream()
            .filter(entry -> entry.group().startsWith("aks") && !entry.isAddress())
            .toList();
    Check name =
        byName(host -> members.stream().anyMatch(entry -> entry.pattern().matchesHost(host)));
    return destination ->
        destination.protocol().equals("https")
            ? name.against(destination)
            : "FQDN tags are for https only";
  }

  private static Check regex(String text) throws InvalidPatternException {
    try {
      return byName(com.google.re2j.Pattern.compile(text)::matches);
    } catch (PatternSyntaxException e) {
      throw new InvalidPatternException(text, e.getDescription());
    }
  }

  /** A prefix on a segment boundary; when the path does not show, the host alone decides. */
  private static Check catalog(String text) throws InvalidPatternException {
    Pattern pattern = Pattern.parse(Dialect.AZURE, text);
    requireNoVariables(text, pattern);
    Check name = byName(pattern::matchesHost);
    return destination ->
        destination.path() == null || pattern.matchesPath(destination.path())
            ? name.against(destination)
            : "the path is not below the entry's";
  }

  /**
   * A path means itself, with or without a slash after it; a star at its end means what follows. No
   * path means the root.
   */
  private static Check targetUrl(String text) throws InvalidPatternException {
    int slash = text.indexOf('/');
    Check name = fqdn(slash < 0 ? text : text.substring(0, slash));
    String path = slash < 0 ? "/" : text.substring(slash);
    int star = path.indexOf('*');
    if (path.indexOf('?') >= 0 || (star >= 0 && star < path.length() - 1)) {
      throw new InvalidPatternException(text, "a path has no query, and a star only at its end");
    }
    return destination -> {
      if (destination.path() == null) {
        return "the path does not show, and a URL rule needs it";
      }
      String visible = destination.path().split("[?#]", 2)[0];
      boolean fits =
          star >= 0
              ? visible.startsWith(path.substring(0, star))
              : visible.equals(path) || visible.equals(path + "/");
      return fits ? name.against(destination) : "the path is not the rule's";
    };
  }

  /** {@code text{name=value,name=?}}: a question mark leaves the variable unbound. */
  private static Check template(String text) throws InvalidPatternException {
    int open = text.lastIndexOf('{');
    if (open < 1 || text.charAt(open - 1) == '$' || !text.endsWith("}")) {
      throw new InvalidPatternException(text, "write text{name=value} or text{name=?}");
    }
    Map<String, String> values = new HashMap<>();
    for (String binding : text.substring(open + 1, text.length() - 1).split(",", -1)) {
      String[] nameAndValue = binding.split("=", 2);
      String value = nameAndValue.length < 2 ? "" : nameAndValue[1];
      if (!value.equals("?") && HostName.normalize(value) == null) {
        throw new InvalidPatternException(text, "'" + binding + "' gives no usable value");
      }
      values.put(catalogName(nameAndValue[0]), value);
    }
    Pattern free = Pattern.parse(Dialect.AZURE, catalogName(text.substring(0, open)));
    if (free.path() != null || !values.keySet().containsAll(free.variables())) {
      throw new InvalidPatternException(text, "every variable needs a value or ?, and no path");
    }
    values.values().removeIf("?"::equals);
    return byName(free.bind(values)::matchesHost);
  }

  /** Tables written for other tools spell the variable of the cluster's domain in snake case. */
  private static String catalogName(String text) {
    return text.replace("cluster_domain", Pattern.CLUSTER_DOMAIN);
  }

  private static Pattern plain(Dialect dialect, String text) throws InvalidPatternException {
    Pattern pattern = Pattern.parse(dialect, text);
    requireNoVariables(text, pattern);
    if (pattern.path() != null) {
      throw new InvalidPatternException(text, "a name has no path: ask with url=> or cat=>");
    }
    return pattern;
  }

  private static void requireNoVariables(String text, Pattern pattern)
      throws InvalidPatternException {
    if (!pattern.variables().isEmpty()) {
      throw new InvalidPatternException(text, "a variable has no value here: ask with tpl=>");
    }
  }

  private static Check byName(Predicate<String> covers) {
    return destination ->
        destination.host() == null ? NO_NAME : covers.test(destination.host()) ? null : OTHER_NAME;
  }

  private static List<PortSpec> ports(String text) throws InvalidPatternException {
    try {
      return Stream.of(text.split(",", -1)).map(PortSpec::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new InvalidPatternException(text, e.getMessage());
    }
  }

  private static boolean covers(List<PortSpec> ports, DestinationSpec destination) {
    return ports.isEmpty()
        || ports.stream().anyMatch(spec -> spec.covers(destination.protocol(), destination.port()));
  }
}
