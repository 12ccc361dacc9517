package io.egresslens.jobs.io;

import io.egresslens.ingest.BlockReader;
import io.egresslens.ingest.EventTimeBounds;
import io.egresslens.ingest.EventTimePeek;
import io.egresslens.ingest.LogBlock;
import io.egresslens.jobs.config.ClientProperties;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends log files to a topic as a hub would have had them: the record time of a message is the
 * newest event time that was sent so far, so that recorded logs pass the door for event times as
 * they did when they were new. Not thread-safe.
 */
public final class KafkaFeed implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private long newestMillis = EventTimeBounds.DEFAULT.earliest().toEpochMilli();
  private long messages;
  private long bytes;
  private Future<RecordMetadata> last;

  public KafkaFeed(String bootstrapServers, String topic) {
    Properties properties =
        KafkaClient.properties(
            bootstrapServers, Map.of("acks", "all", "linger.ms", "20"), ClientProperties.NONE);
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    this.topic = topic;
  }

  /** Sends every line of the file as a message: the form of {@code sample-logs/event-hub}. */
  public void sendLines(Path file) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        send(line.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /** Sends the file in blocks, whatever its form. */
  public void sendBlocks(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        BlockReader blocks = BlockReader.of(file.toString(), in)) {
      for (LogBlock block = blocks.next(); block != null; block = blocks.next()) {
        send(Arrays.copyOf(block.bytes(), block.length()));
      }
    }
  }

  private void send(byte[] message) {
    newestMillis =
        Math.max(
            newestMillis,
            EventTimePeek.peekMillis(message, EventTimeBounds.DEFAULT, Long.MIN_VALUE));
    last = producer.send(new ProducerRecord<>(topic, null, newestMillis, null, message));
    messages++;
    bytes += message.length;
  }

  /** Waits until the broker has everything. */
  public void flush() throws IOException {
    producer.flush();
    try {
      if (last != null) {
        last.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("the broker refused a message: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while sending", e);
    }
  }

  /** Messages sent. */
  public long messages() {
    return messages;
  }

  /** Their size. */
  public long sizeBytes() {
    return bytes;
  }

  @Override
  public void close() {
    producer.close();
  }
}
