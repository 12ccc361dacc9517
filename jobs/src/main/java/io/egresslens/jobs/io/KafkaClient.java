package io.egresslens.jobs.io;

import io.egresslens.jobs.config.ClientProperties;
import java.util.Map;
import java.util.Properties;

/**
 * The settings that every Kafka client of ours starts from; what the user sets wins.
 *
 * <p>They are chosen for Azure Event Hubs and harmless elsewhere: Azure cuts a connection that is
 * idle for 240 s, so metadata is refreshed and connections are closed before; its throttling holds
 * answers back for long, hence the long request timeout; it has no topics to create.
 *
 * <p>Placeholders such as {@code ${file:/run/secrets/hub.properties:jaas}} are resolved by the
 * client itself, where it runs: job graph, checkpoints and web page hold the placeholder only.
 */
final class KafkaClient {
  /** Seconds that Azure's load balancer leaves an idle connection, less a quarter for safety. */
  private static final String IDLE_MILLIS = "180000";

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "metadata.max.age.ms", IDLE_MILLIS,
          "connections.max.idle.ms", IDLE_MILLIS,
          "request.timeout.ms", "60000",
          "config.providers", "env,file,dir",
          "config.providers.env.class",
              "org.apache.kafka.common.config.provider.EnvVarConfigProvider",
          "config.providers.file.class",
              "org.apache.kafka.common.config.provider.FileConfigProvider",
          "config.providers.dir.class",
              "org.apache.kafka.common.config.provider.DirectoryConfigProvider");

  private KafkaClient() {}

  /**
   * Our defaults, then those of the kind of client, then the user's settings.
   *
   * @param kind defaults of a consumer, producer or admin client
   */
  static Properties properties(
      String bootstrapServers, Map<String, String> kind, ClientProperties user) {
    Properties properties = new Properties();
    properties.putAll(DEFAULTS);
    properties.putAll(kind);
    properties.putAll(user.values());
    properties.put("bootstrap.servers", bootstrapServers);
    return properties;
  }
}
