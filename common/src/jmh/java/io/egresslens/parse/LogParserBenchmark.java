package io.egresslens.parse;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.egresslens.flow.Flow;
import io.egresslens.ingest.BlockReader;
import io.egresslens.ingest.DeadLetter;
import io.egresslens.ingest.EventTimeBounds;
import io.egresslens.ingest.LogBlock;
import io.egresslens.samples.RecordGenerator;
import io.egresslens.samples.RecordOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What it costs to turn a record of about 600 bytes into a flow. The score is time a record, for
 * the categories in their usual mix.
 *
 * <p>{@code tree} is context, not a rival: the same bytes as a tree of JSON nodes, of which nothing
 * is read yet. {@code parser} gives flows with times, addresses and ports checked.
 *
 * <p>From the root of the project:
 *
 * <pre>{@code
 * mvn -P bench -pl common package -DskipTests
 * java -cp "common/target/classes:common/target/test-classes:$(cat common/target/bench.classpath)" \
 *     org.openjdk.jmh.Main LogParserBenchmark -prof gc
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class LogParserBenchmark {
  private static final int RECORDS = 2_000;
  private static final int RECORDS_PER_MESSAGE = 100;
  private static final long BROKER_MILLIS = Instant.parse("2026-01-21T00:00:00Z").toEpochMilli();

  /** A file of one record a line, messages of Event Hubs, or the latter with keys in any order. */
  @Param({"lines", "messages", "messages-shuffled"})
  public String input;

  private final LogParser parser = new LogParser(EventTimeBounds.DEFAULT);
  private final ObjectMapper mapper = new ObjectMapper();
  private final List<LogBlock> blocks = new ArrayList<>();
  private final List<byte[]> lines = new ArrayList<>();

  @Setup
  public void generate() throws IOException {
    boolean file = input.equals("lines");
    RecordOptions options =
        RecordOptions.DEFAULT
            .withRecordsPerLine(file ? 1 : RECORDS_PER_MESSAGE)
            .withShuffledKeys(input.equals("messages-shuffled"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RecordGenerator.writeStructured(out, RECORDS, options);
    byte[] bytes = out.toByteArray();
    for (String line : out.toString(StandardCharsets.UTF_8).split("\n")) {
      lines.add(line.getBytes(StandardCharsets.UTF_8));
    }
    if (file) {
      cut(bytes);
    } else {
      for (byte[] line : lines) {
        blocks.add(LogBlock.ofMessage("bench", 0, blocks.size(), BROKER_MILLIS, line));
      }
    }
    requireFlowsOnly();
  }

  private void cut(byte[] bytes) throws IOException {
    try (BlockReader reader = BlockReader.of("bench.json", new ByteArrayInputStream(bytes))) {
      for (LogBlock block = reader.next(); block != null; block = reader.next()) {
        blocks.add(block);
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public void parser(Blackhole blackhole) {
    LogOutput output = new Consumer(blackhole);
    for (LogBlock block : blocks) {
      parser.parse(block, output);
    }
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public void tree(Blackhole blackhole) throws IOException {
    for (byte[] line : lines) {
      blackhole.consume(mapper.readTree(line));
    }
  }

  private void requireFlowsOnly() {
    int[] flows = {0};
    LogOutput output =
        new LogOutput() {
          @Override
          public void flow(Flow flow) {
            flows[0]++;
          }

          @Override
          public void other(String category) {}

          @Override
          public void deadLetter(DeadLetter letter) {
            throw new IllegalStateException(letter.toString());
          }
        };
    blocks.forEach(block -> parser.parse(block, output));
    if (flows[0] != RECORDS) {
      throw new IllegalStateException(flows[0] + " flows of " + RECORDS + " records");
    }
  }

  private record Consumer(Blackhole blackhole) implements LogOutput {
    @Override
    public void flow(Flow flow) {
      blackhole.consume(flow);
    }

    @Override
    public void other(String category) {
      blackhole.consume(category);
    }

    @Override
    public void deadLetter(DeadLetter letter) {
      blackhole.consume(letter);
    }
  }
}
