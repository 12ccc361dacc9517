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
  /**
   * Messages are of up to 1 MB, and the client's defaults would fetch one of each partition at a
   * time. What one fetch may bring bounds what a subtask holds: the fetch that is being received,
   * the one that is being read, and two batches of messages on their way to the task. The receive
   * buffer is the system's, which grows it with the delay of the line.
   */
  private static final Map<String, String> CONSUMER =
      Map.of(
          "session.timeout.ms", "30000",
          "allow.auto.create.topics", "false",
          "max.partition.fetch.bytes", String.valueOf(8 << 20),
          "fetch.max.bytes", String.valueOf(16 << 20),
          "receive.buffer.bytes", "-1");

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
