package io.egresslens.parse;

import com.fasterxml.jackson.core.JsonFactory;
import io.egresslens.bench.LegacyPatterns;
import io.egresslens.bench.Load;
import io.egresslens.bench.LoadForm;
import io.egresslens.bench.PeerRecord;
import io.egresslens.flow.FlowKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The legacy text alone, from a string at hand to its fields: {@link LegacyText}, which knows all
 * 39 shapes, and regular expressions for the ten shapes of the load. The score is time a text.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class LegacyTextBenchmark {
  private static final int TEXTS = 10_000;

  @Param({"legacy-text", "regex"})
  public String implementation;

  private final List<String> texts = new ArrayList<>();
  private final RecordFields fields = new RecordFields(new JsonFactory());
  private final LegacyPatterns patterns = new LegacyPatterns();
  private final PeerRecord record = new PeerRecord();

  @Setup
  public void compose() {
    for (byte[] block : Load.compose(LoadForm.LEGACY, TEXTS).blocks()) {
      for (String line : new String(block, StandardCharsets.UTF_8).split("\n")) {
        texts.add(line.substring(line.indexOf("\"msg\":\"") + 7, line.length() - 3));
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(TEXTS)
  public long read() {
    boolean own = implementation.equals("legacy-text");
    long read = 0;
    for (String text : texts) {
      read += own ? own(text) : regex(text);
    }
    return read;
  }

  private int own(String text) {
    fields.clear();
    return LegacyText.read(text, FlowKind.APPLICATION, fields).ordinal();
  }

  private int regex(String text) {
    record.clear();
    record.message = text;
    return patterns.read(record) ? 1 : 0;
  }

  /** Behind the measurement, so that neither shapes the code of the other. */
  @TearDown
  public void compareAnswers() {
    for (String text : texts) {
      own(text);
      if (regex(text) == 1) {
        List<String> ours =
            Arrays.asList(
                fields.get(Field.PROTOCOL),
                fields.get(Field.SOURCE_IP),
                fields.get(Field.FQDN),
                fields.get(Field.DESTINATION_PORT),
                fields.get(Field.ACTION),
                fields.get(Field.RULE_COLLECTION),
                fields.get(Field.RULE));
        List<String> theirs =
            Arrays.asList(
                record.protocol,
                record.source,
                record.host == null ? record.address : record.host,
                String.valueOf(record.port),
                record.action,
                record.collection,
                record.rule);
        if (!ours.equals(theirs)) {
          throw new IllegalStateException(text + ": " + ours + " and " + theirs);
        }
      }
    }
  }
}
