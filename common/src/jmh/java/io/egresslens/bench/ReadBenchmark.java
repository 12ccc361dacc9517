package io.egresslens.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
 * What it costs to parse, classify and sum a record of about 560 bytes, for us and for others. The
 * score is time a record, categories in their usual mix, over 67 MB (legacy: 56 MB), which is more
 * than a second- or third-level cache of two cores holds. Rows are kept from pass to pass, as they
 * are within a window: what is allocated is what the loop allocates.
 *
 * <p>Every contestant's rows are compared with another's in each fork, behind the last measurement:
 * before it the other would teach the compiler things that are not so. A difference fails the run.
 *
 * <p>{@link ReadTable} runs all of this in rounds and prints ratios.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 3,
    jvmArgs = {"-Xms2g", "-Xmx2g", "-XX:+UseSerialGC"})
public class ReadBenchmark {
  static final int RECORDS = 120_000;

  @Param({
    Contestants.OWN,
    Contestants.READ_FLOOR,
    Contestants.STREAM,
    Contestants.TREE,
    AllContestants.FASTJSON_STREAM,
    AllContestants.FASTJSON_TREE,
    AllContestants.DSL_JSON
  })
  public String contestant;

  @Param public LoadForm form;

  private Load load;
  private Contestant reader;

  @Setup
  public void compose() {
    load = Load.compose(form, RECORDS);
    reader = AllContestants.of(contestant);
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public long read() {
    return reader.pass(load);
  }

  @TearDown(Level.Trial)
  public void compareAnswers() {
    if (!contestant.equals(Contestants.READ_FLOOR)) {
      reader.drain();
      boolean own = contestant.equals(Contestants.OWN);
      Contestant other = Contestants.of(own ? Contestants.TREE : Contestants.OWN);
      Answers.requireSame(load, List.of(other, reader));
    }
  }
}
