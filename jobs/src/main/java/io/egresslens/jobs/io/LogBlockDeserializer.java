package io.egresslens.jobs.io;

import io.egresslens.ingest.GzipMessage;
import io.egresslens.ingest.LogBlock;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Takes a message as it is, and opens it when a shipper packed it with gzip: the watermark looks
 * into its bytes. Never throws for what a message holds: that would stop the job at the same
 * message for ever. A message without value holds no record and is skipped.
 */
final class LogBlockDeserializer implements KafkaRecordDeserializationSchema<LogBlock> {
  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<LogBlock> out) {
    if (message.value() != null) {
      long brokerMillis = message.timestamp() < 0 ? Long.MIN_VALUE : message.timestamp();
      out.collect(
          GzipMessage.plain(
              LogBlock.ofMessage(
                  message.topic(),
                  message.partition(),
                  message.offset(),
                  brokerMillis,
                  message.value())));
    }
  }

  @Override
  public TypeInformation<LogBlock> getProducedType() {
    return TypeInformation.of(LogBlock.class);
  }
}
