package io.egresslens.catalog;

import io.egresslens.flow.AddressPrefix;
import io.egresslens.flow.HostName;
import io.egresslens.flow.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The keys that entries, shared suffixes, clusters and accepts have in common. */
final class EndpointFields {
  static final Map<String, Cloud> CLOUDS = byLabel(Cloud.values(), Cloud::label);
  static final Map<String, Level> LEVELS = byLabel(Level.values(), Level::label);
  static final Map<String, FeatureState> STATES =
      byLabel(FeatureState.values(), FeatureState::label);

  private static final List<String> VARIABLES = List.of("region", Pattern.CLUSTER_DOMAIN);
  private static final Map<String, Pattern.Dialect> DIALECTS =
      Map.of("azure", Pattern.Dialect.AZURE, "glob", Pattern.Dialect.GLOB);

  private static final java.util.regex.Pattern YEAR_MONTH_OR_DAY =
      java.util.regex.Pattern.compile("[0-9]{4}(-[0-9]{2}){0,2}");

  private static final java.util.regex.Pattern SET_NAME =
      java.util.regex.Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private EndpointFields() {}

  /** What {@code match} names: exactly one of the three. */
  record Match(Pattern pattern, AddressPrefix prefix, String tag, YamlNode node) {}

  /** An address set, an address, a CIDR range, or else a name pattern; null after a problem. */
  static Match match(YamlMap map) {
    return map.required(
        "match",
        node -> {
          String text = node.text();
          if (text == null) {
            return null;
          }
          if (text.startsWith(CatalogEntry.TAG)) {
            String tag = node.parsed(EndpointFields::tag);
            return tag == null ? null : new Match(null, null, tag, node);
          }
          int slash = text.indexOf('/');
          if (IpAddress.parse(slash < 0 ? text : text.substring(0, slash)) != null) {
            AddressPrefix prefix = node.parsed(AddressPrefix::parse);
            return prefix == null ? null : new Match(null, prefix, null, node);
          }
          Pattern pattern = pattern(map, node, text);
          return pattern == null ? null : new Match(pattern, null, null, node);
        });
  }

  /** The name pattern of a node, in the dialect that the map names; null after a problem. */
  static Pattern pattern(YamlMap map, YamlNode node, String text) {
    Pattern.Dialect dialect =
        map.optional("dialect", d -> d.choice("dialect", DIALECTS), Pattern.Dialect.AZURE);
    if (dialect == null) {
      return null;
    }
    try {
      Pattern pattern = Pattern.parse(dialect, text);
      if (!pattern.isTemplate()) {
        return pattern;
      }
      List<String> unknown = new ArrayList<>(pattern.variables());
      unknown.removeAll(VARIABLES);
      for (String variable : unknown) {
        node.problem(
            ProblemKind.UNKNOWN_VARIABLE,
            "unknown variable ${" + variable + "}: known are ${region}, ${clusterDomain}");
      }
      return unknown.isEmpty() ? pattern : null;
    } catch (InvalidPatternException e) {
      node.problem(e.kind(), e.getMessage());
      return null;
    }
  }

  private static String tag(String text) {
    return setName(text.substring(CatalogEntry.TAG.length()));
  }

  /**
   * The name of an address set, as Azure spells its service tags.
   *
   * @throws IllegalArgumentException for any other text
   */
  static String setName(String text) {
    if (!SET_NAME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no name of an address set: letters, digits, dots, hyphens, underscores");
    }
    return text;
  }

  static PortSpec port(YamlNode node) {
    return node.parsed(PortSpec::parse);
  }

  /** The clouds that the map names; empty when it leaves them out, which means all. */
  static Set<Cloud> clouds(YamlMap map) {
    return map.get("clouds") == null
        ? Set.of()
        : Set.copyOf(map.requiredList("clouds", node -> node.choice("cloud", CLOUDS)));
  }

  static SourceRef source(YamlMap map) {
    YamlMap source = map.required("source", YamlNode::map);
    if (source == null) {
      return null;
    }
    String document = source.required("document", YamlNode::text);
    String section = source.optional("section", YamlNode::text, null);
    String date =
        source.optional("date", node -> node.parsed(EndpointFields::yearMonthOrDay), null);
    Integer line = source.optional("line", EndpointFields::line, 0);
    source.refuseOthers();
    return document == null || line == null ? null : new SourceRef(document, section, date, line);
  }

  /** Keeps what the map's author says to a check beforehand, under the key {@code lint}. */
  static void waivers(YamlMap map, Problems problems) {
    YamlMap lint = map.optional("lint", YamlNode::map, null);
    if (lint == null) {
      return;
    }
    List<String> rules = lint.requiredList("ignore", YamlNode::text);
    String reason = lint.required("reason", YamlNode::text);
    lint.refuseOthers();
    if (!rules.isEmpty() && reason != null) {
      problems.waive(new Waiver(map.location(), Set.copyOf(rules), reason, lint.location()));
    }
  }

  /** A host name in normal form; null after a problem. */
  static String host(YamlNode node) {
    return node.parsed(
        text -> {
          String host = HostName.normalize(text);
          if (host == null) {
            throw new IllegalArgumentException("'" + text + "' is no host name");
          }
          return host;
        });
  }

  private static Integer line(YamlNode node) {
    Long line = node.integer();
    if (line == null) {
      return null;
    }
    if (line < 1 || line > Integer.MAX_VALUE) {
      node.problem("line " + line + " is no line of a document");
      return null;
    }
    return line.intValue();
  }

  private static String yearMonthOrDay(String text) {
    if (!YEAR_MONTH_OR_DAY.matcher(text).matches()) {
      throw new IllegalArgumentException("'" + text + "' is no year, month or day");
    }
    return text;
  }

  private static <T> Map<String, T> byLabel(T[] values, Function<T, String> label) {
    return Arrays.stream(values).collect(Collectors.toUnmodifiableMap(label, value -> value));
  }
}
