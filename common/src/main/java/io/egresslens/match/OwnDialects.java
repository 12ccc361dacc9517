package io.egresslens.match;

import com.google.re2j.PatternSyntaxException;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.InvalidPatternException;
import io.egresslens.catalog.Pattern;
import io.egresslens.catalog.Pattern.Dialect;
import io.egresslens.flow.HostName;
import io.egresslens.match.PatternDialect.Check;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The dialects that look at more than a name, or are ours. */
final class OwnDialects {
  private static final String NO_NAME = "the host is no name in any form";
  private static final String OTHER_NAME = "the name is not covered";

  private OwnDialects() {}

  /** The gateway dials port 443 whatever it is asked for, and refuses other ports. */
  static Check gateway(String text) throws InvalidPatternException {
    Check name = PatternDialect.byName(PatternDialect.WHOLE_NAME.read(text));
    return destination ->
        destination.port() == 443 ? name.against(destination) : "the gateway serves port 443 only";
  }

  /**
   * Azure does not publish the members of its tags as data; AKS documents that its tag holds the
   * names of its own article, which is our catalog {@code aks}.
   *
   * @return null for any other tag
   */
  static Check fqdnTag(String text) throws InvalidPatternException {
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

  static Check regex(String text) throws InvalidPatternException {
    try {
      return byName(com.google.re2j.Pattern.compile(text)::matches);
    } catch (PatternSyntaxException e) {
      throw new InvalidPatternException(text, e.getDescription());
    }
  }

  /** A prefix on a segment boundary; when the path does not show, the host alone decides. */
  static Check catalog(String text) throws InvalidPatternException {
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
  static Check targetUrl(String text) throws InvalidPatternException {
    int slash = text.indexOf('/');
    Check name =
        PatternDialect.byName(
            PatternDialect.AZURE.read(slash < 0 ? text : text.substring(0, slash)));
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
  static Check template(String text) throws InvalidPatternException {
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

  private static void requireNoVariables(String text, Pattern pattern)
      throws InvalidPatternException {
    if (!pattern.variables().isEmpty()) {
      throw new InvalidPatternException(text, "a variable has no value here: ask with tpl=>");
    }
  }

  static Check byName(Predicate<String> covers) {
    return destination ->
        destination.host() == null ? NO_NAME : covers.test(destination.host()) ? null : OTHER_NAME;
  }
}
