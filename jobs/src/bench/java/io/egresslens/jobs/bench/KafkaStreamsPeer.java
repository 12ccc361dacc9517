package io.egresslens.jobs.bench;

import io.egresslens.flow.IpAddress;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.Stores;

/**
 * Kafka Streams over a topic of wrappers: Jackson's streaming parser, hash maps, its own windows in
 * memory. Ends when it has counted as many flows as it was told there are.
 */
final class KafkaStreamsPeer {
  private static final String STORE = "sums";

  private KafkaStreamsPeer() {}

  /** Cuts a message into judged flows, each at its own event time. */
  private static final class Judge extends ContextualProcessor<byte[], byte[], String, Integer> {
    private final PeerJudge judge;

    Judge(PeerJudge judge) {
      this.judge = judge;
    }

    @Override
    public void process(Record<byte[], byte[]> message) {
      try {
        PeerReader.read(message.value(), this::forward);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void forward(PeerRecord record) {
      if (record.isDecision()) {
        PeerFlow flow = PeerFlow.of(record, judge);
        int source = (int) IpAddress.parse(flow.sourceIp).low();
        context().forward(new Record<>(flow.key, source, flow.timeMillis));
      }
    }
  }

  /** The number of flows, then every source once. */
  private static byte[] add(byte[] sum, int source) {
    int known = (sum.length - 8) / 4;
    ByteBuffer old = ByteBuffer.wrap(sum);
    for (int i = 0; i < known; i++) {
      if (old.getInt(8 + 4 * i) == source) {
        return old.putLong(0, old.getLong(0) + 1).array();
      }
    }
    ByteBuffer longer = ByteBuffer.wrap(Arrays.copyOf(sum, sum.length + 4));
    longer.putLong(0, old.getLong(0) + 1).putInt(sum.length, source);
    return longer.array();
  }

  public static void main(String[] args) throws Exception {
    String bootstrapServers = args[0];
    PeerJudge judge =
        new PeerJudge(PeerCatalog.load(args[2], Instant.parse(PipelineBenchmark.DAY)));
    long flows = Long.parseLong(args[3]);
    AtomicLong counted = new AtomicLong();
    Serde<byte[]> bytes = Serdes.ByteArray();
    Duration hour = Duration.ofHours(1);
    Duration keep = Duration.ofDays(3);
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(args[1], Consumed.with(bytes, bytes))
        .process(() -> new Judge(judge))
        .groupByKey(Grouped.with(Serdes.String(), Serdes.Integer()))
        .windowedBy(TimeWindows.ofSizeAndGrace(hour, Duration.ofDays(1)))
        .aggregate(
            () -> new byte[8],
            (key, source, sum) -> {
              counted.incrementAndGet();
              return add(sum, source);
            },
            Materialized.<String, byte[]>as(Stores.inMemoryWindowStore(STORE, keep, hour, false))
                .withKeySerde(Serdes.String())
                .withValueSerde(bytes)
                .withLoggingDisabled()
                .withCachingDisabled());
    Properties settings = new Properties();
    settings.put("application.id", "peer-" + ProcessHandle.current().pid());
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("state.dir", Path.of("state").toAbsolutePath().toString());
    settings.put("num.stream.threads", "2");
    settings.put("replication.factor", "1");
    settings.put("consumer.auto.offset.reset", "earliest");
    settings.put("consumer.max.poll.records", "5000");
    settings.put("producer.batch.size", Integer.toString(512 << 10));
    settings.put("producer.buffer.memory", Integer.toString(128 << 20));
    settings.put("producer.linger.ms", "50");
    try (KafkaStreams streams = new KafkaStreams(builder.build(), settings)) {
      streams.start();
      while (counted.get() < flows) {
        if (streams.state() == KafkaStreams.State.ERROR) {
          throw new IllegalStateException("Kafka Streams gave up");
        }
        Thread.sleep(20);
      }
      write(streams);
    }
  }

  private static void write(KafkaStreams streams) throws IOException {
    var store =
        streams.store(
            StoreQueryParameters.fromNameAndType(
                STORE, QueryableStoreTypes.<String, byte[]>windowStore()));
    try (BufferedWriter out = Files.newBufferedWriter(Path.of("answer.tsv"));
        KeyValueIterator<Windowed<String>, byte[]> rows = store.all()) {
      while (rows.hasNext()) {
        var row = rows.next();
        out.write(
            Answer.line(
                row.key.window().startTime(),
                row.key.key(),
                ByteBuffer.wrap(row.value).getLong(),
                (row.value.length - 8) / 4));
        out.newLine();
      }
    }
  }
}
