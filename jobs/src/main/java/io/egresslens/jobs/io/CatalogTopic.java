package io.egresslens.jobs.io;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The texts in a compacted topic: the last value of each key, a key being a file name; a record
 * without value takes the text away. Read from the beginning by whoever opens it, so its place is
 * no state. A topic that cannot be read is tried again at the next look. Not thread-safe.
 */
final class CatalogTopic implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogTopic.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private static final Map<String, String> CONSUMER =
      Map.of(
          "isolation.level", "read_committed",
          "enable.auto.commit", "false",
          "allow.auto.create.topics", "false",
          "default.api.timeout.ms", "5000");

  private final CatalogPlaces broker;
  private final String topic;
  private final Map<String, byte[]> texts = new TreeMap<>();
  private KafkaConsumer<String, byte[]> consumer;

  /** Where the topic ended when it was opened: before that, what was read is no whole. */
  private Map<TopicPartition, Long> ends;

  private boolean complete;

  CatalogTopic(CatalogPlaces broker, String topic) {
    this.broker = broker;
    this.topic = topic;
  }

  String name() {
    return topic;
  }

  /** What it holds, by key; not to be changed. */
  Map<String, byte[]> texts() {
    return texts;
  }

  /** Whether everything was read that it held when it was opened. */
  boolean isComplete() {
    return complete;
  }

  /** Reads what has come; says whether something has. */
  boolean look() {
    try {
      if (consumer == null) {
        open();
      }
      ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
      records.forEach(this::apply);
      if (!complete) {
        complete = ends.keySet().stream().allMatch(p -> consumer.position(p) >= ends.get(p));
      }
      return !records.isEmpty();
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.warn("Topic {} cannot be read, and is tried again: {}", topic, e.toString());
      close();
      return false;
    }
  }

  private void open() {
    consumer =
        new KafkaConsumer<>(
            KafkaClient.properties(broker.bootstrapServers(), CONSUMER, broker.properties()),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    ends = consumer.endOffsets(partitions);
    complete = false;
    texts.clear();
  }

  private void apply(ConsumerRecord<String, byte[]> record) {
    if (record.key() == null) {
      LOG.warn("A record of topic {} at {} names no file, and is left out", topic, record.offset());
    } else if (record.value() == null) {
      texts.remove(record.key());
    } else {
      texts.put(record.key(), record.value());
    }
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
      consumer = null;
    }
  }
}
