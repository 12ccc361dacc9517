package io.egresslens.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;

/**
 * A map in a YAML file, read key by key; reading reports what is wrong and goes on, see {@link
 * YamlNode}. After the last key comes {@link #refuseOthers}: the keys that were asked for are the
 * keys that exist, so there is no second list of them. Not thread-safe.
 *
 * <pre>{@code
 * String name = map.required("name", YamlNode::text);
 * boolean fast = map.optional("fast", YamlNode::bool, false);
 * List<PortSpec> ports = map.list("ports", port -> port.parsed(PortSpec::parse));
 * map.refuseOthers();
 * }</pre>
 */
public final class YamlMap {
  private record Pair(YamlNode key, YamlNode value) {}

  private final YamlNode self;
  private final Map<String, Pair> pairs = new LinkedHashMap<>();

  /** In the order of asking; some more than once. */
  private final List<String> asked = new ArrayList<>();

  YamlMap(YamlNode self, String file, MappingNode node, Problems problems) {
    this.self = self;
    for (NodeTuple tuple : node.getValue()) {
      YamlNode keyNode = new YamlNode(file, tuple.getKeyNode(), problems);
      String key = keyNode.text();
      if (key == null) {
        continue;
      }
      Pair pair = new Pair(keyNode, new YamlNode(file, tuple.getValueNode(), problems));
      Pair first = pairs.putIfAbsent(key, pair);
      if (first != null) {
        keyNode.problem(
            "key '" + key + "' stands already on line " + first.key().location().line());
      }
    }
  }

  /** Where the map starts. */
  public Location location() {
    return self.location();
  }

  /** From where to where it is written, see {@link YamlNode#span}. */
  public YamlNode.Span span() {
    return self.span();
  }

  /** Reports a problem of form at the place of the map. */
  public void problem(String message) {
    self.problem(message);
  }

  /** Reports a problem of another kind at the place of the map. */
  public void problem(ProblemKind kind, String message) {
    self.problem(kind, message);
  }

  /** The keys, in order, for maps whose keys are names that somebody chose. */
  public List<String> keys() {
    return List.copyOf(pairs.keySet());
  }

  /** The value of a key, or null when it is absent. */
  public YamlNode get(String key) {
    asked.add(key);
    Pair pair = pairs.get(key);
    return pair == null ? null : pair.value();
  }

  /** The value of a key that must be there; null after a problem. */
  public <T> T required(String key, Function<YamlNode, T> as) {
    YamlNode value = get(key);
    if (value == null) {
      problem("key '" + key + "' is missing");
    }
    return value == null ? null : as.apply(value);
  }

  /** The value of a key, or the fallback when it is absent; null after a problem. */
  public <T> T optional(String key, Function<YamlNode, T> as, T fallback) {
    YamlNode value = get(key);
    return value == null ? fallback : as.apply(value);
  }

  /** The good elements of a list; empty when the key is absent. */
  public <T> List<T> list(String key, Function<YamlNode, T> as) {
    List<YamlNode> elements = optional(key, YamlNode::list, List.of());
    List<T> good = new ArrayList<>();
    for (YamlNode element : elements == null ? List.<YamlNode>of() : elements) {
      T value = as.apply(element);
      if (value != null) {
        good.add(value);
      }
    }
    return good;
  }

  /** The same for a list in which no value may stand twice, however it is written. */
  public <T> List<T> distinct(String key, Function<YamlNode, T> as) {
    Map<T, Location> first = new HashMap<>();
    return list(
        key,
        element -> {
          T value = as.apply(element);
          Location before = value == null ? null : first.putIfAbsent(value, element.location());
          if (before != null) {
            element.problem("'" + value + "' stands already on line " + before.line());
          }
          return before == null ? value : null;
        });
  }

  /** The good elements of a list that must be there and must have an element. */
  public <T> List<T> requiredList(String key, Function<YamlNode, T> as) {
    List<YamlNode> elements = required(key, YamlNode::list);
    if (elements != null && elements.isEmpty()) {
      get(key).problem("'" + key + "' is empty");
    }
    return elements == null ? List.of() : list(key, as);
  }

  /** Reports every key that nobody asked for. */
  public void refuseOthers() {
    pairs.forEach(
        (key, pair) -> {
          if (!asked.contains(key)) {
            String known = String.join(", ", new TreeSet<>(asked));
            pair.key().problem("unknown key '" + key + "': known are " + known);
          }
        });
  }
}
