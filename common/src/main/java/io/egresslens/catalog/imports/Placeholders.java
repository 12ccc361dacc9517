package io.egresslens.catalog.imports;

import io.egresslens.catalog.Pattern;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;

/**
 * What documents write where a name has a part that differs from cluster to cluster: {@code
 * $REGION}, {@code <cluster_domain>}, {@code <cluster_name>.<base_domain>}. A new spelling is a row
 * here; one that is not here stays in the text, which then is no match and is reported.
 */
final class Placeholders {
  /** Spellings without marks, hyphens and underscores, and the variable. */
  private static final Map<String, String> VARIABLES =
      Map.ofEntries(
          Map.entry("region", Pattern.REGION),
          Map.entry("regionname", Pattern.REGION),
          Map.entry("azureregion", Pattern.REGION),
          Map.entry("yourregion", Pattern.REGION),
          Map.entry("location", Pattern.REGION),
          Map.entry("loc", Pattern.REGION),
          Map.entry("clusterdomain", Pattern.CLUSTER_DOMAIN),
          Map.entry("clustername.basedomain", Pattern.CLUSTER_DOMAIN),
          Map.entry("clustername.domain", Pattern.CLUSTER_DOMAIN));

  /** A name in one of the marks, or two of them with a dot between. */
  private static final java.util.regex.Pattern MARKED = marked();

  private Placeholders() {}

  /** The text with variables in the place of every spelling that is known. */
  static String toVariables(String text) {
    return MARKED.matcher(text).replaceAll(Placeholders::variable);
  }

  /** Whether a placeholder is in the text that became no variable. */
  static List<String> unknown(String text) {
    return MARKED
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .filter(mark -> !mark.equals("${" + Pattern.REGION + "}"))
        .filter(mark -> !mark.equals("${" + Pattern.CLUSTER_DOMAIN + "}"))
        .toList();
  }

  private static String variable(MatchResult mark) {
    String name = mark.group().replaceAll("[^A-Za-z0-9.]", "").toLowerCase(Locale.ROOT);
    String variable = VARIABLES.get(name);
    return java.util.regex.Matcher.quoteReplacement(
        variable == null ? mark.group() : "${" + variable + "}");
  }

  private static java.util.regex.Pattern marked() {
    String name = "[A-Za-z][A-Za-z0-9 _-]{0,60}";
    String one =
        "(?:\\$\\{" + name + "\\}|<" + name + ">|\\{" + name + "\\}|\\$[A-Za-z][A-Za-z0-9_]{0,60})";
    return java.util.regex.Pattern.compile("(?:<cluster[_-]?name>\\." + one + "|" + one + ")");
  }
}
