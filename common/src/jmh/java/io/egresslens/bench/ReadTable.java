package io.egresslens.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs {@link ReadBenchmark} in rounds, every contestant in a process of its own in each of them,
 * one after the other, and prints Markdown tables: medians of the rounds, ratios taken round by
 * round with the worst one in parentheses. Lines, or the forms that are named; five rounds of a
 * form take under six minutes. {@code --long} warms up and measures for 3 s each, {@code --quick}
 * is one round.
 *
 * <p>From the root of the project:
 *
 * <pre>{@code
 * mvn -P bench -pl common package -DskipTests
 * java -cp "common/target/classes:common/target/test-classes:$(cat common/target/bench.classpath)" \
 *     io.egresslens.bench.ReadTable [--quick | --long] [FORM...]
 * }</pre>
 */
public final class ReadTable {
  private static final List<String> NAMES =
      List.of(
          Contestants.OWN,
          Contestants.READ_FLOOR,
          Contestants.STREAM,
          Contestants.TREE,
          AllContestants.FASTJSON_STREAM,
          AllContestants.FASTJSON_TREE,
          AllContestants.DSL_JSON);

  private static final int ROUNDS = 5;

  /** Nanoseconds and allocated bytes a record, round by round. */
  private record Cell(List<Double> nanos, List<Double> bytes) {}

  private final boolean longer;
  private final int rounds;
  private final List<LoadForm> forms;
  private final Map<LoadForm, Map<String, Cell>> cells = new EnumMap<>(LoadForm.class);

  private ReadTable(boolean longer, int rounds, List<LoadForm> forms) {
    this.longer = longer;
    this.rounds = rounds;
    this.forms = forms;
  }

  public static void main(String[] args) throws RunnerException {
    boolean longer = false;
    int rounds = ROUNDS;
    List<LoadForm> forms = new ArrayList<>();
    for (String arg : args) {
      switch (arg) {
        case "--quick" -> rounds = 1;
        case "--long" -> longer = true;
        default -> forms.add(LoadForm.valueOf(arg.toUpperCase(Locale.ROOT)));
      }
    }
    ReadTable table =
        new ReadTable(longer, rounds, forms.isEmpty() ? List.of(LoadForm.LINES) : forms);
    table.requireSameAnswers();
    for (int round = 1; round <= table.rounds; round++) {
      table.round(round);
    }
    table.print();
  }

  private void requireSameAnswers() {
    for (LoadForm form : forms) {
      List<Contestant> readers = new ArrayList<>();
      for (String name : NAMES) {
        if (!name.equals(Contestants.READ_FLOOR)) {
          readers.add(AllContestants.of(name));
        }
      }
      long decisions = Answers.requireSame(Load.compose(form, ReadBenchmark.RECORDS), readers);
      System.err.printf(
          "%s: %d contestants count the same %,d decisions%n", form, readers.size(), decisions);
    }
  }

  private void round(int round) throws RunnerException {
    for (LoadForm form : forms) {
      for (String name : NAMES) {
        System.err.printf("round %d of %d: %s, %s%n", round, rounds, form, name);
        RunResult result = new Runner(options(form, name)).runSingle();
        Cell cell =
            cells
                .computeIfAbsent(form, f -> new LinkedHashMap<>())
                .computeIfAbsent(name, n -> new Cell(new ArrayList<>(), new ArrayList<>()));
        cell.nanos().add(result.getPrimaryResult().getScore());
        cell.bytes().add(allocatedBytes(result));
      }
    }
  }

  /** Of the iteration with the least: the last one's figure holds the comparison of answers. */
  private static double allocatedBytes(RunResult result) {
    return result.getAggregatedResult().getIterationResults().stream()
        .mapToDouble(each -> each.getSecondaryResults().get("gc.alloc.rate.norm").getScore())
        .min()
        .orElseThrow();
  }

  private Options options(LoadForm form, String name) {
    return new OptionsBuilder()
        .include(ReadBenchmark.class.getName() + "\\.")
        .param("form", form.name())
        .param("contestant", name)
        .forks(1)
        .warmupIterations(3)
        .warmupTime(TimeValue.milliseconds(longer ? 1_000 : 800))
        .measurementIterations(longer ? 3 : 2)
        .measurementTime(TimeValue.milliseconds(longer ? 1_000 : 600))
        .addProfiler(GCProfiler.class)
        .verbosity(VerboseMode.SILENT)
        .shouldFailOnError(true)
        .build();
  }

  private void print() {
    System.out.printf(
        Locale.ROOT,
        "%s, %s, %d cores; %d records a pass; %d %s, each contestant in a process of its own with"
            + " -Xmx2g and the serial collector; medians (worst round)%n",
        System.getProperty("java.vm.name"),
        System.getProperty("java.vm.version"),
        Runtime.getRuntime().availableProcessors(),
        ReadBenchmark.RECORDS,
        rounds,
        rounds == 1 ? "round" : "rounds");
    for (LoadForm form : forms) {
      print(form);
    }
  }

  private void print(LoadForm form) {
    Load load = Load.compose(form, ReadBenchmark.RECORDS);
    double recordBytes = (double) load.bytes() / load.records();
    System.out.printf(
        Locale.ROOT,
        "%n**%s**, %.0f bytes a record, %,d MB%n%n",
        form,
        recordBytes,
        load.bytes() / 1_000_000);
    System.out.println(
        "| contestant | ns/record | MB/s | B allocated/record | share of the read floor"
            + " | its time by ours |");
    System.out.println("|---|---:|---:|---:|---:|---:|");
    Map<String, Series> nanos = new HashMap<>();
    cells.get(form).forEach((name, cell) -> nanos.put(name, series(cell.nanos())));
    for (String name : NAMES) {
      Series own = nanos.get(name);
      Series share = nanos.get(Contestants.READ_FLOOR).by(own);
      Series times = own.by(nanos.get(Contestants.OWN));
      System.out.printf(
          Locale.ROOT,
          "| %s | %,.0f | %,.0f | %,.1f | %.1f %% (%.1f %%) | %.2f (%.2f) |%n",
          name,
          own.median(),
          recordBytes / own.median() * 1e3,
          series(cells.get(form).get(name).bytes()).median(),
          100 * share.median(),
          100 * share.least(),
          times.median(),
          times.least());
    }
  }

  private static Series series(List<Double> rounds) {
    return new Series(rounds.stream().mapToDouble(figure -> figure).toArray());
  }
}
