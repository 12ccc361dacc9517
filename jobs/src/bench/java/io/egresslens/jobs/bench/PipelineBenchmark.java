package io.egresslens.jobs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the whole pipeline against its peers and prints the tables of {@code jobs/README.md}.
 * {@code jobs/src/bench/run.sh} builds and starts it. Each contestant is a process of its own,
 * timed from outside, and its answer is compared with ours before its time counts.
 */
public final class PipelineBenchmark {
  /** The day of every generated record. */
  static final String DAY = "2026-01-20T00:00:00Z";

  private PipelineBenchmark() {}

  public static void main(String[] args) throws Exception {
    BenchOptions options = BenchOptions.of(args);
    Path home = Path.of("").toAbsolutePath();
    if (!Files.isExecutable(home.resolve("egresslens"))) {
      throw new IllegalStateException("start it with jobs/src/bench/run.sh");
    }
    Report report = new Report();
    report.machine(options);
    BenchData data = new BenchData(options);
    for (String name : options.stages()) {
      System.err.println("== " + name);
      try {
        measure(name, home, options, data, report);
      } catch (IOException | RuntimeException e) {
        // What the other stages measured in an hour is not thrown away for it.
        report.line("### %s: FAILED, %s", name, e.getMessage());
        e.printStackTrace();
      }
      data.clear();
      if (options.report() != null) {
        Files.writeString(options.report(), report.toString());
      }
    }
    System.out.println(report);
    if (!options.keep()) {
      Rounds.delete(options.folder());
    }
  }

  private static void measure(
      String name, Path home, BenchOptions options, BenchData data, Report report)
      throws Exception {
    if (!name.equals("kafka")) {
      Rounds rounds = new Rounds(options.folder(), null, System.err);
      Stages stages = new Stages(home, options, data, rounds);
      Stage stage =
          switch (name) {
            case "flat" -> stages.flat();
            case "wrapped" -> stages.wrapped();
            case "catalog" -> stages.catalog();
            case "hosts" -> stages.hosts();
            default -> stages.progress();
          };
      report(stage, stages, options, rounds, report);
      return;
    }
    Path logs = Files.createDirectories(options.folder().resolve("broker"));
    List<String> command =
        new ArrayList<>(
            BenchJvm.words(List.of("-XX:+UseParallelGC", "-Xmx1g", "-Djava.io.tmpdir=" + logs)));
    command.add(BrokerProcess.class.getName());
    try (BrokerProcess broker = BrokerProcess.start(command, logs.resolve("errors.txt"))) {
      Rounds rounds = new Rounds(options.folder(), broker.handle(), System.err);
      Stages stages = new Stages(home, options, data, rounds);
      report(stages.kafka(broker), stages, options, rounds, report);
    }
  }

  private static void report(
      Stage stage, Stages stages, BenchOptions options, Rounds rounds, Report report)
      throws Exception {
    report.stage(stage, rounds.run(stage, options.rounds()), rounds);
    report.forms(stages.forms);
  }
}
