package io.egresslens.jobs.io;

import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Makes a row into a Kafka record without record time: the broker stamps it. The connector's own
 * serializer would write event time there, and then a broker deletes the rows of an old replay at
 * once, because its retention looks at record times, and refuses rows from the future, which ends
 * the process.
 *
 * @param key null for rows without key
 */
record RowSerializer<T>(
    String topic, SerializableFunction<T, String> key, SerializableFunction<T, byte[]> value)
    implements KafkaRecordSerializationSchema<T> {
  @Override
  public ProducerRecord<byte[], byte[]> serialize(T row, KafkaSinkContext context, Long eventTime) {
    byte[] keyBytes = key == null ? null : key.apply(row).getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(topic, null, null, keyBytes, value.apply(row));
  }
}
