package io.egresslens.jobs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What was asked for.
 *
 * @param records of the large files
 * @param rounds how often every contestant runs
 * @param hosts distinct hosts of the stage of that name
 * @param patterns of the large catalog
 * @param stages which to run
 * @param folder where data and outputs go
 * @param keep whether the data stays, and is taken when it is there
 * @param report file for the tables; null for standard output alone
 */
record BenchOptions(
    long records,
    int rounds,
    long hosts,
    int patterns,
    List<String> stages,
    Path folder,
    boolean keep,
    Path report) {
  static final List<String> STAGES =
      List.of("flat", "wrapped", "kafka", "catalog", "hosts", "progress");

  static final String USAGE =
      "[--quick] [--records N] [--rounds N] [--hosts N] [--patterns N] [--stages "
          + String.join(",", STAGES)
          + "] [--folder DIR] [--keep] [--report FILE]";

  static BenchOptions of(String[] args) throws IOException {
    boolean quick = List.of(args).contains("--quick");
    long records = quick ? 1_000_000 : 20_000_000;
    int rounds = quick ? 2 : 5;
    long hosts = quick ? 500_000 : 5_000_000;
    int patterns = quick ? 100_000 : 1_000_000;
    List<String> stages = STAGES;
    Path folder = null;
    Path report = null;
    boolean keep = false;
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--quick")) {
        continue;
      }
      if (args[i].equals("--keep")) {
        keep = true;
        continue;
      }
      String key = args[i];
      String value = ++i < args.length ? args[i] : "";
      switch (key) {
        case "--records" -> records = Long.parseLong(value);
        case "--rounds" -> rounds = Integer.parseInt(value);
        case "--hosts" -> hosts = Long.parseLong(value);
        case "--patterns" -> patterns = Integer.parseInt(value);
        case "--stages" -> stages = List.of(value.split(","));
        case "--folder" -> folder = Path.of(value).toAbsolutePath();
        case "--report" -> report = Path.of(value);
        default -> throw new IllegalArgumentException("unknown option " + key + ": " + USAGE);
      }
    }
    if (!STAGES.containsAll(stages)) {
      throw new IllegalArgumentException("unknown stage in " + stages + ": " + USAGE);
    }
    if (folder == null) {
      folder = Files.createTempDirectory("egresslens-bench-");
    } else {
      Files.createDirectories(folder);
    }
    return new BenchOptions(records, rounds, hosts, patterns, stages, folder, keep, report);
  }

  /** A tenth, for peers so slow that their rate shows in less. */
  long fewer() {
    return Math.max(1, records / 10);
  }
}
