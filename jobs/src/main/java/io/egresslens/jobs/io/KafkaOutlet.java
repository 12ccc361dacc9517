package io.egresslens.jobs.io;

import io.egresslens.jobs.config.Guarantee;
import io.egresslens.jobs.config.RunConfig.KafkaOutput;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.util.function.SerializableFunction;

/** The way out to a Kafka topic. */
public final class KafkaOutlet {
  /**
   * Acknowledged by all replicas and idempotent, so that a retry neither loses nor doubles nor
   * swaps rows. A request stays below the 1,046,528 bytes at which Event Hubs closes the
   * connection.
   *
   * <p>A window ends for thousands of rows at once. With the client's defaults, 16 kB and 5 ms,
   * they leave in thousands of requests, and client and broker spend more on these than on rows. A
   * row waits at most the twentieth of a second; a checkpoint does not wait, it sends what there
   * is. The buffer is taken for each partition that has rows, of the client's 32 MB.
   */
  private static final Map<String, String> PRODUCER =
      Map.of(
          "acks", "all",
          "enable.idempotence", "true",
          "max.request.size", "1000000",
          "batch.size", String.valueOf(128 << 10),
          "linger.ms", "50");

  private KafkaOutlet() {}

  /**
   * A sink of rows.
   *
   * @param jobName and {@code topic} together name the transactions: unique on a broker, and the
   *     same after a restart, or the rows of the last checkpoint hang until their timeout
   * @param key text of a row's key; null for rows without key
   * @param value bytes of a row
   */
  public static <T> KafkaSink<T> create(
      KafkaOutput output,
      String jobName,
      String topic,
      SerializableFunction<T, String> key,
      SerializableFunction<T, byte[]> value) {
    boolean exactlyOnce = output.guarantee() == Guarantee.EXACTLY_ONCE;
    return KafkaSink.<T>builder()
        .setBootstrapServers(output.bootstrapServers())
        .setKafkaProducerConfig(settings(output))
        .setRecordSerializer(new RowSerializer<>(topic, key, value))
        .setDeliveryGuarantee(
            exactlyOnce ? DeliveryGuarantee.EXACTLY_ONCE : DeliveryGuarantee.AT_LEAST_ONCE)
        // Pooled ids are used again and again, and recovery fails when a reused id runs out of
        // epochs (FLINK-40689); ids that count up have no such end.
        .setTransactionNamingStrategy(TransactionNamingStrategy.INCREMENTING)
        .setTransactionalIdPrefix(jobName + "-" + topic)
        .build();
  }

  /** What the producer is told; what the user says wins, but for the transaction's timeout. */
  static Properties settings(KafkaOutput output) {
    Properties properties =
        KafkaClient.properties(output.bootstrapServers(), PRODUCER, output.properties());
    // Flink's own default, one hour, is more than brokers allow.
    properties.put("transaction.timeout.ms", Long.toString(output.transactionTimeout().toMillis()));
    return properties;
  }
}
