package io.egresslens.jobs.config;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings handed to a Kafka client as they stand. They may hold secrets, so {@link #toString}
 * shows the value only of a key that cannot be one, or a placeholder ({@code ${file:...}}) that the
 * client resolves itself. Immutable, sorted by key.
 */
public record ClientProperties(Map<String, String> values) implements Serializable {
  public static final ClientProperties NONE = new ClientProperties(Map.of());

  private static final String HIDDEN = "[hidden]";
  private static final List<String> SECRET_WORDS =
      List.of("passw", "secret", "token", "jaas", "credential", "key", "connection.string");

  public ClientProperties {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /** These settings, and those of {@code other} where both have a key. */
  public ClientProperties overlaidWith(ClientProperties other) {
    Map<String, String> merged = new TreeMap<>(values);
    merged.putAll(other.values);
    return new ClientProperties(merged);
  }

  @Override
  public String toString() {
    Map<String, String> shown = new TreeMap<>(values);
    shown.replaceAll((key, value) -> isSecret(key) && !isPlaceholder(value) ? HIDDEN : value);
    return shown.toString();
  }

  private static boolean isSecret(String key) {
    String folded = key.toLowerCase(Locale.ROOT);
    return SECRET_WORDS.stream().anyMatch(folded::contains);
  }

  private static boolean isPlaceholder(String value) {
    return value.matches("\\$\\{[^{}$]*\\}");
  }
}
