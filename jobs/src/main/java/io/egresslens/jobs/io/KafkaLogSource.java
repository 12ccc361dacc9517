package io.egresslens.jobs.io;

import io.egresslens.ingest.LogBlock;
import io.egresslens.jobs.config.RunConfig.KafkaInput;
import io.egresslens.jobs.config.StartFrom;
import java.util.Map;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** The source of firewall logs in Kafka or Event Hubs: one block of bytes a message. */
public final class KafkaLogSource {
  private static final Map<String, String> CONSUMER =
      Map.of("session.timeout.ms", "30000", "allow.auto.create.topics", "false");

  private KafkaLogSource() {}

  /**
   * The source that the configuration describes. It ends only when the input is bounded; its place
   * is in the checkpoint, the group's offsets are for monitoring.
   */
  public static KafkaSource<LogBlock> create(KafkaInput input) {
    KafkaSourceBuilder<LogBlock> source =
        KafkaSource.<LogBlock>builder()
            .setProperties(
                KafkaClient.properties(input.bootstrapServers(), CONSUMER, input.properties()))
            .setTopics(input.topics())
            .setGroupId(input.groupId())
            .setStartingOffsets(offsets(input.startFrom()))
            .setDeserializer(new LogBlockDeserializer());
    if (input.bounded()) {
      source.setBounded(OffsetsInitializer.latest());
    }
    return source.build();
  }

  @SuppressWarnings("deprecation") // The connector's interface takes Kafka's old enum and no other.
  private static OffsetsInitializer offsets(StartFrom from) {
    return switch (from.kind()) {
      case EARLIEST -> OffsetsInitializer.earliest();
      case LATEST -> OffsetsInitializer.latest();
      case COMMITTED -> OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
      case TIME -> OffsetsInitializer.timestamp(from.time().toEpochMilli());
    };
  }
}
