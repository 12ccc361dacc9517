package io.egresslens.jobs.io;

import io.egresslens.jobs.config.ClientProperties;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what is committed in a topic, from its beginning to where it ends now. */
public final class KafkaDump {
  private static final Duration POLL = Duration.ofMillis(200);

  private KafkaDump() {}

  /** Gives the value of every committed record, as text, to the consumer. */
  public static void read(String bootstrapServers, String topic, Consumer<String> values) {
    Properties properties =
        KafkaClient.properties(
            bootstrapServers,
            Map.of("isolation.level", "read_committed", "enable.auto.commit", "false"),
            ClientProperties.NONE);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          values.accept(new String(record.value(), StandardCharsets.UTF_8));
        }
      }
    }
  }
}
