package io.egresslens.jobs.io;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/** Puts in what placeholders stand for, by the same means as those of Kafka clients. */
final class References {
  private References() {}

  /**
   * What the texts are with everything put in, without white space around what is put in: a secret
   * mounted as a file often ends in a line end.
   *
   * @throws RuntimeException when a placeholder leads nowhere; the message holds no value
   */
  static Map<String, String> resolve(Map<String, String> texts) {
    Map<String, ConfigProvider> providers =
        Map.of(
            "env", new Stripped(new EnvVarConfigProvider()),
            "file", new Stripped(new FileConfigProvider()),
            "dir", new Stripped(new DirectoryConfigProvider()));
    providers.values().forEach(provider -> provider.configure(Map.of()));
    Map<String, String> resolved =
        new TreeMap<>(new ConfigTransformer(providers).transform(texts).data());
    resolved.forEach(
        (name, value) -> {
          if (value.contains("${")) {
            throw new IllegalArgumentException(
                "nothing to put in for " + texts.get(name) + (name.isEmpty() ? "" : " of " + name));
          }
        });
    return resolved;
  }

  private record Stripped(ConfigProvider from) implements ConfigProvider {
    @Override
    public ConfigData get(String path) {
      return stripped(from.get(path));
    }

    @Override
    public ConfigData get(String path, Set<String> keys) {
      return stripped(from.get(path, keys));
    }

    private static ConfigData stripped(ConfigData data) {
      Map<String, String> values = new TreeMap<>(data.data());
      values.replaceAll((key, value) -> value.strip());
      return new ConfigData(values, data.ttl());
    }

    @Override
    public void configure(Map<String, ?> settings) {
      from.configure(settings);
    }

    @Override
    public void close() {
      // These providers hold nothing open.
    }
  }
}
