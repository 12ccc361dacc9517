package io.egresslens.match;

import io.egresslens.catalog.InvalidPatternException;
import io.egresslens.catalog.Pattern.Dialect;
import io.egresslens.catalog.PortSpec;
import io.egresslens.flow.Labels;
import io.egresslens.match.NameSyntax.Dot;
import io.egresslens.match.NameSyntax.Place;
import io.egresslens.match.PatternAnswer.Outcome;
import java.util.List;
import java.util.stream.Stream;

/**
 * A dialect that a pattern can be asked in: its name, the words for people, how it reads a pattern,
 * and who says so. The same text means different things in different products, so a dialect is
 * always named: {@code url=>contoso.com/a/*}; text without a name is Azure Firewall's target FQDN.
 * After the pattern may follow the ports of the rule: {@code quay.io @https:443,http:80}.
 *
 * <p>Every product is a row of {@link NameSyntax}; our own kinds and what looks at more than the
 * name are in {@link OwnDialects}. Immutable and thread-safe.
 */
public final class PatternDialect {
  /** How a dialect reads a pattern. */
  interface Reader {
    /** Null when the pattern names a set whose members nobody publishes. */
    Check read(String text) throws InvalidPatternException;
  }

  /** Why a destination does not fit, or null when it does; its host may be null. */
  interface Check {
    String against(DestinationSpec destination);
  }

  /** How sure the rules of a dialect are. */
  public enum Certainty {
    /** A document or the source code of the product says so. */
    CERTAIN,
    /** The documents leave a part open, or are not the maker's own. */
    JUDGEMENT,
    /** Our own rules. */
    OWN;

    private final String label = Labels.kebab(name());

    /** Spelling in tables: lower case. */
    public String label() {
      return label;
    }
  }

  private static final String FAQ = "Azure Firewall FAQ on wildcards";
  private static final String OURS = "this project";

  static final NameSyntax AZURE = NameSyntax.of(Dialect.AZURE, Place.LEFT);
  static final NameSyntax WHOLE_NAME = NameSyntax.whole(Dot.REFUSED, false);

  private static final NameSyntax OVN =
      new NameSyntax(Dialect.LABEL_GLOB, Place.LEFT_LABEL, Dot.REFUSED, false, "", "", "_");

  /** Stars since release 2.86. */
  private static final NameSyntax DNSMASQ =
      new NameSyntax(Dialect.AZURE, Place.LEFT, Dot.IGNORED, true, "", "", "");

  private static final NameSyntax ADBLOCK =
      new NameSyntax(Dialect.AZURE, Place.NOWHERE, Dot.REFUSED, true, "||", "^", "");

  private static final List<PatternDialect> ALL =
      List.of(
          product("", "Azure Firewall target FQDN", AZURE, FAQ),
          product("url", "Azure Firewall target URL", AZURE, FAQ, OwnDialects::targetUrl),
          product(
              "net",
              "Azure Firewall network rule FQDN",
              WHOLE_NAME,
              "Azure Firewall, FQDN filtering in network rules"),
          product("ovn", "OVN EgressFirewall dnsName", OVN, "k8s.ovn.org/v1 EgressFirewall API"),
          product(
              "cilium",
              "Cilium matchName, matchPattern",
              NameSyntax.of(Dialect.LABEL_GLOB, Place.ANYWHERE),
              "Cilium FQDNSelector API, with the **. of release 1.19"),
          product(
              "calico",
              "Calico allowedEgressDomains",
              NameSyntax.of(Dialect.GLOB, Place.WHOLE_LABEL),
              "Calico Enterprise, DNS policy"),
          judged(
              "squid",
              "Squid dstdomain",
              NameSyntax.whole(Dot.BELOW_TOO, false),
              "third-party page on Squid acl"),
          product(
              "envoy",
              "Envoy server name",
              NameSyntax.of(Dialect.AZURE, Place.LEFT_LABEL_OR_ALONE),
              "Envoy xds.type.matcher.v3.ServerNameMatcher"),
          judged("dns", "dnsmasq address", DNSMASQ, "run of dnsmasq 2.90; star: its manual"),
          product("adblock", "Adblock ||name^", ADBLOCK, "Adblock filter syntax"),
          product(
              "aws",
              "AWS Network Firewall domain list",
              NameSyntax.whole(Dot.BELOW_TOO, false),
              "AWS Network Firewall, RulesSourceList"),
          judged(
              "gke",
              "GKE FQDNNetworkPolicy",
              NameSyntax.of(Dialect.LABEL_GLOB, Place.LEFT_LABEL),
              "GKE, FQDN network policies; other stars than *. are not described"),
          product(
              "smokescreen",
              "Smokescreen allowed_domains",
              NameSyntax.of(Dialect.AZURE, Place.LEFT_LABEL),
              "stripe/smokescreen pkg/smokescreen/acl/v1/acl.go"),
          own("fqdntag", "Azure Firewall FQDN tag", OwnDialects::fqdnTag),
          own("gw", "ARO gateway allow list", OwnDialects::gateway),
          own("tpl", "catalog template", OwnDialects::template),
          own("re", "regular expression, whole name", OwnDialects::regex),
          new PatternDialect(
              "glob",
              "catalog glob",
              NameSyntax.of(Dialect.GLOB, Place.ANYWHERE),
              OURS,
              Certainty.OWN,
              null),
          own("cat", "catalog host and path", OwnDialects::catalog));

  /** The dialects of products, in the order of the table. */
  static final List<PatternDialect> PRODUCTS =
      ALL.stream()
          .filter(dialect -> dialect.syntax != null && dialect.certainty != Certainty.OWN)
          .toList();

  private final String notation;
  private final String description;
  private final NameSyntax syntax;
  private final String source;
  private final Certainty certainty;
  private final Reader reader;

  /**
   * @param syntax null when the dialect is about more than names
   * @param reader null to judge by the syntax alone
   */
  private PatternDialect(
      String notation,
      String description,
      NameSyntax syntax,
      String source,
      Certainty certainty,
      Reader reader) {
    this.notation = notation;
    this.description = description;
    this.syntax = syntax;
    this.source = source;
    this.certainty = certainty;
    this.reader = reader != null ? reader : text -> byName(syntax.read(text));
  }

  private static PatternDialect product(
      String notation, String description, NameSyntax syntax, String source) {
    return product(notation, description, syntax, source, null);
  }

  private static PatternDialect product(
      String notation, String description, NameSyntax syntax, String source, Reader reader) {
    return new PatternDialect(notation, description, syntax, source, Certainty.CERTAIN, reader);
  }

  private static PatternDialect judged(
      String notation, String description, NameSyntax syntax, String source) {
    return new PatternDialect(notation, description, syntax, source, Certainty.JUDGEMENT, null);
  }

  private static PatternDialect own(String notation, String description, Reader reader) {
    return new PatternDialect(notation, description, null, OURS, Certainty.OWN, reader);
  }

  /** The dialect of a notation; null when there is none. */
  static PatternDialect of(String notation) {
    return ALL.stream()
        .filter(dialect -> dialect.notation.equals(notation))
        .findFirst()
        .orElse(null);
  }

  /** What stands before {@code =>}; empty for Azure Firewall's target FQDN. */
  public String notation() {
    return notation;
  }

  /** In words for people. */
  public String description() {
    return description;
  }

  /** Who says what its patterns mean. */
  public String source() {
    return source;
  }

  /** How sure that is. */
  public Certainty certainty() {
    return certainty;
  }

  /**
   * What the names of a pattern mean in this dialect; of a URL, those before its path.
   *
   * @return null for a dialect that is about more than names
   * @throws InvalidPatternException when the dialect refuses the text
   */
  Reading names(String text) throws InvalidPatternException {
    int slash = notation.equals("url") ? text.indexOf('/') : -1;
    return syntax == null ? null : syntax.read(slash < 0 ? text : text.substring(0, slash));
  }

  /** A pattern with the dialect that it is written in. */
  record Written(PatternDialect dialect, String notation, String text) {
    /** Parts the notation from the text. */
    static Written of(String written) {
      int arrow = written.indexOf("=>");
      String notation = arrow < 0 ? "" : written.substring(0, arrow);
      String text = arrow < 0 ? written : written.substring(arrow + 2);
      return new Written(PatternDialect.of(notation), notation, text);
    }

    /** The text without the ports of the rule. */
    String withoutPorts() {
      int at = text.indexOf(" @");
      return at < 0 ? text : text.substring(0, at);
    }
  }

  /**
   * Answers whether a pattern covers a destination. Takes time linear in the name, whatever the
   * pattern.
   *
   * @param written the pattern in this class's notation
   */
  public static PatternAnswer ask(String written, DestinationSpec destination) {
    Written pattern = Written.of(written);
    return pattern.dialect() == null
        ? new PatternAnswer(Outcome.UNSUPPORTED, pattern.notation(), "no dialect has this name")
        : pattern.dialect().answer(pattern.text(), destination);
  }

  private PatternAnswer answer(String written, DestinationSpec destination) {
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

  /** Whether the host is covered, and nothing else. */
  static Check byName(Reading reading) {
    return OwnDialects.byName(reading::covers);
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
