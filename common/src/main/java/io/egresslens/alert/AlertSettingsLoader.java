package io.egresslens.alert;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.catalog.InvalidConfigException;
import io.egresslens.catalog.ProblemKind;
import io.egresslens.catalog.Problems;
import io.egresslens.catalog.YamlDocument;
import io.egresslens.catalog.YamlMap;
import io.egresslens.catalog.YamlNode;
import io.egresslens.flow.Durations;
import io.egresslens.flow.HostName;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads {@code alerts.yaml} and checks it against catalog and clusters: what it names must be
 * there. Every problem is reported with file and line. That a silence is over is no problem: a
 * replay of its time wants it; see {@link AlertSettings#over}.
 */
public final class AlertSettingsLoader {
  private static final Map<String, AlertRule> RULES =
      Arrays.stream(AlertRule.values())
          .collect(Collectors.toMap(AlertRule::label, rule -> rule, (a, b) -> a, TreeMap::new));
  private static final Map<String, LabelName> LABELS =
      Arrays.stream(LabelName.values())
          .collect(Collectors.toMap(LabelName::label, name -> name, (a, b) -> a, TreeMap::new));

  /** What flows of no known cluster are counted under. */
  private static final String UNASSIGNED = "unassigned";

  private static final long MINUTE = 60_000;

  private final Set<String> clusters = new HashSet<>(Set.of(UNASSIGNED));
  private final Set<String> groups;
  private final Set<String> entries;

  private AlertSettingsLoader(Catalog catalog, ClusterInventory inventory) {
    inventory.clusters().stream().map(Cluster::name).forEach(clusters::add);
    groups = catalog.groups();
    entries = catalog.entries().stream().map(CatalogEntry::id).collect(Collectors.toSet());
  }

  /**
   * Reads settings.
   *
   * @throws InvalidConfigException with every problem of the file
   */
  public static AlertSettings load(String path, Catalog catalog, ClusterInventory inventory) {
    Problems problems = new Problems();
    AlertSettings settings = load(path, catalog, inventory, problems);
    problems.throwIfAny();
    return settings;
  }

  /**
   * The same for a caller who has more to check before giving up.
   *
   * @return what was fine; of use only while there is no problem
   */
  public static AlertSettings load(
      String path, Catalog catalog, ClusterInventory inventory, Problems problems) {
    YamlMap file = YamlDocument.read(path, problems);
    return file == null
        ? AlertSettings.DEFAULT
        : new AlertSettingsLoader(catalog, inventory).settings(file);
  }

  private AlertSettings settings(YamlMap file) {
    Duration standard = AlertSettings.DEFAULT.pane();
    Duration pane = file.optional("pane", AlertSettingsLoader::pane, standard);
    List<String> parents =
        file.distinct("knownParents", node -> node.parsed(AlertSettingsLoader::domain));
    Map<AlertRule, Map<AlertOption, Object>> rules = new EnumMap<>(AlertRule.class);
    YamlMap byRule = file.optional("rules", YamlNode::map, null);
    for (String label : byRule == null ? List.<String>of() : byRule.keys()) {
      AlertRule rule = RULES.get(label);
      YamlNode node = byRule.get(label);
      if (rule == null) {
        unknown(node, ProblemKind.BAD_VALUE, "rule", label, RULES.keySet());
      } else {
        rules.put(rule, options(node.map(), Set.of(rule)));
      }
    }
    List<AlertSettings.Tuning> overrides = file.list("overrides", node -> tuning(node.map()));
    List<Silence> silences = file.list("silences", node -> silence(node.map()));
    file.refuseOthers();
    return new AlertSettings(
        pane == null ? standard : pane, rules, overrides, silences, Set.copyOf(parents));
  }

  /** The options that at least one of the rules has a use for. */
  private static Map<AlertOption, Object> options(YamlMap map, Set<AlertRule> rules) {
    Map<AlertOption, Object> options = new EnumMap<>(AlertOption.class);
    if (map == null) {
      return options;
    }
    for (AlertOption option : AlertOption.values()) {
      boolean isOfUse = rules.isEmpty() || rules.stream().anyMatch(option::appliesTo);
      YamlNode node = isOfUse ? map.get(option.key()) : null;
      Object value = node == null ? null : option.read(node);
      if (value != null) {
        options.put(option, value);
      }
    }
    map.refuseOthers();
    return options;
  }

  private AlertSettings.Tuning tuning(YamlMap map) {
    if (map == null) {
      return null;
    }
    Set<AlertRule> rules = rules(map);
    Set<String> where = known(map, "clusters", ProblemKind.UNKNOWN_CLUSTER, "cluster", clusters);
    Set<String> which = known(map, "groups", ProblemKind.UNKNOWN_GROUP, "group", groups);
    Set<String> ids = known(map, "entries", ProblemKind.BAD_VALUE, "entry", entries);
    YamlMap set = map.required("set", YamlNode::map);
    Map<AlertOption, Object> options = options(set, rules);
    map.refuseOthers();
    return new AlertSettings.Tuning(rules, where, which, ids, options);
  }

  private Silence silence(YamlMap map) {
    if (map == null) {
      return null;
    }
    Set<AlertRule> rules = rules(map);
    Map<String, String> match = matchers(map.optional("match", YamlNode::map, null));
    String owner = map.required("owner", YamlNode::text);
    String reason = map.required("reason", YamlNode::text);
    Instant from = map.optional("from", node -> instant(node, 0), null);
    Instant until = map.required("until", node -> instant(node, 1));
    map.refuseOthers();
    if (from != null && until != null && !from.isBefore(until)) {
      map.problem(ProblemKind.EMPTY_PERIOD, "'until' is not after 'from'");
    }
    if (map.get("rules") == null && map.get("match") == null) {
      map.problem("names neither 'rules' nor 'match': everything would be silent");
    }
    if (owner == null || reason == null || until == null || (rules.isEmpty() && match.isEmpty())) {
      return null;
    }
    return new Silence(rules, match, owner, reason, from, until);
  }

  private Map<String, String> matchers(YamlMap map) {
    Map<String, String> match = new TreeMap<>();
    for (String label : map == null ? List.<String>of() : map.keys()) {
      YamlNode node = map.get(label);
      String value = node.text();
      if (!LABELS.containsKey(label)) {
        unknown(node, ProblemKind.BAD_VALUE, "label", label, LABELS.keySet());
      } else if (value != null && !value.matches("[*]?[^*]+|[^*]+[*]")) {
        node.problem(ProblemKind.BAD_VALUE, "'*' stands once, at the start or at the end");
      } else if (value != null) {
        boolean isName = label.equals(LabelName.CLUSTER.label()) && value.indexOf('*') < 0;
        if (isName && !clusters.contains(value)) {
          unknown(node, ProblemKind.UNKNOWN_CLUSTER, "cluster", value, clusters);
        }
        match.put(label, value);
      }
    }
    return match;
  }

  private static Set<AlertRule> rules(YamlMap map) {
    return Set.copyOf(map.distinct("rules", node -> node.choice("rule", RULES)));
  }

  private static Set<String> known(
      YamlMap map, String key, ProblemKind kind, String word, Set<String> known) {
    Function<YamlNode, String> reader =
        node -> {
          String name = node.text();
          if (name != null && !known.contains(name)) {
            node.problem(kind, "there is no " + word + " '" + name + "'");
          }
          return name;
        };
    return Set.copyOf(map.distinct(key, reader));
  }

  private static void unknown(
      YamlNode node, ProblemKind kind, String word, String name, Set<String> known) {
    String names = known.stream().sorted().collect(Collectors.joining(", "));
    node.problem(kind, "unknown " + word + " '" + name + "': known are " + names);
  }

  private static Duration pane(YamlNode node) {
    Duration pane = node.parsed(Durations::parse);
    if (pane != null && (pane.toMillis() < 1_000 || MINUTE % pane.toMillis() != 0)) {
      node.problem(ProblemKind.BAD_VALUE, "a minute is not a whole number of such panes from 1s");
      return null;
    }
    return pane;
  }

  /** A day, or an instant; of a day its start, or as {@code until} its end. */
  private static Instant instant(YamlNode node, int daysAfter) {
    String text = node.text();
    if (text != null && text.indexOf('T') > 0) {
      return node.parsed(AlertSettingsLoader::instant);
    }
    LocalDate day = text == null ? null : node.date();
    return day == null ? null : day.plusDays(daysAfter).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no time: write 2026-08-14 or 2026-08-14T10:00:00Z", e);
    }
  }

  private static String domain(String text) {
    String name = HostName.normalize(text);
    if (name == null) {
      throw new IllegalArgumentException("'" + text + "' is no domain");
    }
    return name;
  }
}
