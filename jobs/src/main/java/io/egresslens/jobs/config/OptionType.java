package io.egresslens.jobs.config;

import io.egresslens.catalog.YamlMap;
import io.egresslens.catalog.YamlNode;
import io.egresslens.flow.Durations;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What an option's value may be.
 *
 * @param words how the documentation names it
 * @param reading the value of a node; null after it reported a problem
 */
record OptionType<T>(String words, Function<YamlNode, T> reading) {
  /** What a reference to something outside the file begins with. */
  private static final String REFERENCE = "${";

  static final OptionType<String> TEXT = new OptionType<>("text", YamlNode::text);
  static final OptionType<List<String>> TEXTS = list("texts", YamlNode::text);
  static final OptionType<Boolean> TRUTH = new OptionType<>("true or false", YamlNode::bool);
  static final OptionType<Duration> DURATION =
      new OptionType<>("duration", node -> node.parsed(Durations::parse));
  static final OptionType<List<Duration>> DURATIONS =
      list("durations", node -> node.parsed(Durations::parse));
  static final OptionType<StartFrom> START_FROM =
      new OptionType<>(
          "earliest, latest, committed or a time", node -> node.parsed(StartFrom::parse));
  static final OptionType<ClientProperties> PROPERTIES =
      new OptionType<>("map of client settings", OptionType::properties);

  /** Where to send to, or a reference to it; never with a password, which would be seen. */
  static final OptionType<String> HTTP_URL =
      new OptionType<>("http(s) URL", node -> node.parsed(OptionType::httpUrl));

  /** Headers of HTTP: references to what is said, as what is said is usually a secret. */
  static final OptionType<ClientProperties> HEADERS =
      new OptionType<>("map of references", OptionType::headers);

  /** A duration that is more than nothing. */
  static final OptionType<Duration> POSITIVE_DURATION =
      new OptionType<>(DURATION.words, node -> positive(node, DURATION.reading.apply(node)));

  /** A whole number in a closed range. */
  static OptionType<Integer> whole(int from, int to) {
    return new OptionType<>(
        "number",
        node -> {
          Long value = node.integer();
          if (value != null && (value < from || value > to)) {
            node.problem("'" + value + "' is not between " + from + " and " + to);
            return null;
          }
          return value == null ? null : value.intValue();
        });
  }

  /** One of a few words, each standing for a value. */
  static <T> OptionType<T> choice(String what, Map<String, T> choices) {
    return new OptionType<>(
        String.join(" or ", choices.keySet().stream().sorted().toList()),
        node -> node.choice(what, choices));
  }

  private static <T> OptionType<List<T>> list(String words, Function<YamlNode, T> element) {
    return new OptionType<>(
        "list of " + words,
        node -> {
          List<YamlNode> nodes = node.list();
          if (nodes == null) {
            return null;
          }
          List<T> values = new ArrayList<>();
          for (YamlNode one : nodes) {
            T value = element.apply(one);
            if (value != null) {
              values.add(value);
            }
          }
          return List.copyOf(values);
        });
  }

  private static Duration positive(YamlNode node, Duration value) {
    if (value != null && value.isZero()) {
      node.problem("must be longer than nothing");
      return null;
    }
    return value;
  }

  private static ClientProperties properties(YamlNode node) {
    YamlMap map = node.map();
    if (map == null) {
      return null;
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (String key : map.keys()) {
      String value = map.get(key).text();
      if (value != null) {
        values.put(key, value);
      }
    }
    return new ClientProperties(values);
  }

  private static String httpUrl(String text) {
    if (text.contains(REFERENCE)) {
      return text;
    }
    URI uri = URI.create(text);
    if (uri.getHost() == null || uri.getScheme() == null || !uri.getScheme().matches("https?")) {
      throw new IllegalArgumentException("'" + text + "' is no http(s) URL with a host");
    }
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException("holds a password: write it as a header, by reference");
    }
    return text;
  }

  private static ClientProperties headers(YamlNode node) {
    ClientProperties headers = properties(node);
    if (headers != null) {
      headers
          .values()
          .forEach(
              (name, value) -> {
                if (!value.contains(REFERENCE)) {
                  node.problem("'" + name + "' is no reference such as ${env:NAME}");
                }
              });
    }
    return headers;
  }
}
