package io.egresslens.jobs.cli;

import io.egresslens.alert.AlertReader;
import io.egresslens.alert.AlertSettings;
import io.egresslens.alert.AlertSettingsLoader;
import io.egresslens.ingest.EventTimeBounds;
import io.egresslens.jobs.flow.FlowJob;
import io.egresslens.jobs.flow.FlowOperatorId;
import io.egresslens.jobs.flow.FlowSettings;
import io.egresslens.jobs.flow.FlowTopology;
import io.egresslens.jobs.flow.operator.IngestOperator;
import io.egresslens.jobs.io.FileOutlets;
import io.egresslens.jobs.io.LogFileSource;
import io.egresslens.jobs.io.LogFiles;
import io.egresslens.window.SummaryReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.BatchShuffleMode;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The main job over files: bounded, and the same bytes on every run. */
@Command(
    name = "replay",
    description = "Judges recorded logs and writes summaries, dead letters, signals and the books.",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--input",
      paramLabel = "PATH",
      required = true,
      arity = "1..*",
      description = "Files and folders: JSON Lines, Event Hubs messages, arrays, exports, .gz.")
  private List<Path> inputs;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "Where the results go. Results of an earlier run are replaced at the end.")
  private Path output;

  @Mixin private CatalogOptions expectations;

  @Option(
      names = "--alerts",
      paramLabel = "FILE",
      description = "Thresholds and silences of the alert rules. Without it each has its default.")
  private String alerts;

  @Option(
      names = "--no-alerts",
      description = "Leave the alert rules out: no alerts.jsonl, and less time.")
  private boolean noAlerts;

  @Option(
      names = "--window",
      defaultValue = "1h",
      converter = Durations.class,
      description = "Length of a window: 5m, 1h, 1d. Default: ${DEFAULT-VALUE}.")
  private Duration window;

  @Option(
      names = "--roll-up",
      paramLabel = "WINDOW",
      arity = "1..*",
      converter = Durations.class,
      description = "Longer windows to write beside, each a multiple of the one before.")
  private List<Duration> rollUps = List.of();

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "Subtasks that read side by side. Default: the number of processors.")
  private int parallelism = Runtime.getRuntime().availableProcessors();

  @Option(names = "--no-table", description = "Do not print alerts and findings.")
  private boolean noTable;

  @Override
  public Integer call() throws Exception {
    if (parallelism < 1) {
      throw new UserError("--parallelism must be at least 1");
    }
    if (noAlerts && alerts != null) {
      throw new UserError("--alerts and --no-alerts exclude each other");
    }
    // It starts while catalogs and folders are read.
    try (EarlyEngine engine =
        EarlyEngine.begin(
            parallelism, RuntimeExecutionMode.BATCH, FlowJob.strict(engineOptions()))) {
      replay(engine);
    }
    if (!noTable) {
      if (!noAlerts) {
        AlertsTable.print(alertsTold(), spec.commandLine().getOut());
      }
      FindingsTable.print(findings(), spec.commandLine().getOut());
    }
    return Main.FINE;
  }

  private void replay(EarlyEngine engine) throws Exception {
    FlowSettings settings = settings(expectations.load());
    List<Path> files = LogFiles.under(inputs);
    long totalBytes = 0;
    for (Path file : files) {
      totalBytes += Files.size(file);
    }
    try (ResultDirectory results = ResultDirectory.prepare(output)) {
      Progress progress = new Progress(spec.commandLine().getErr(), totalBytes);
      StreamExecutionEnvironment env = engine.environment();
      JobExecutionResult done = progress.await(start(env, files, settings, results.unfinished()));
      results.publish();
      report(done, progress);
    }
  }

  private FlowSettings settings(CatalogOptions.Loaded loaded) {
    return new FlowSettings(
            loaded.catalog(),
            loaded.inventory(),
            EventTimeBounds.DEFAULT,
            window,
            rollUps,
            // All of a key is sorted before its windows close: nothing can be late.
            Duration.ZERO,
            FlowSettings.DEFAULT_MAX_PARTIAL_SUMS)
        .withAlerts(noAlerts ? null : FlowSettings.Alerts.atTheEnd(alertSettings(loaded)));
  }

  private AlertSettings alertSettings(CatalogOptions.Loaded loaded) {
    return alerts == null
        ? AlertSettings.DEFAULT
        : AlertSettingsLoader.load(alerts, loaded.catalog(), loaded.inventory());
  }

  private static JobClient start(
      StreamExecutionEnvironment env, List<Path> files, FlowSettings settings, Path directory)
      throws Exception {
    FlowTopology.build(
        env.fromSource(
                LogFileSource.of(files),
                WatermarkStrategy.noWatermarks(),
                FlowOperatorId.SOURCE.uid())
            .uid(FlowOperatorId.SOURCE.uid()),
        FileOutlets.in(directory),
        settings);
    return env.executeAsync("egresslens replay");
  }

  private static Configuration engineOptions() {
    Configuration engine = new Configuration();
    // A file that cannot be read today cannot be read by trying again.
    engine.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    // Nothing is started again, so nothing need be kept: every step is deployed at the start and
    // takes what the one before hands it. By default a step writes all of its results to disk,
    // packed, and only then the next one is planned.
    engine.set(ExecutionOptions.BATCH_SHUFFLE_MODE, BatchShuffleMode.ALL_EXCHANGES_PIPELINED);
    engine.set(JobManagerOptions.SCHEDULER, JobManagerOptions.SchedulerType.Default);
    return engine;
  }

  private void report(JobExecutionResult done, Progress progress) {
    long records = done.<Long>getAccumulatorResult(IngestOperator.RECORDS_READ);
    long bytes = done.<Long>getAccumulatorResult(IngestOperator.BYTES_READ);
    spec.commandLine()
        .getErr()
        .printf(
            Locale.ROOT,
            "%,d records (%,.1f MB) in %.1f s: %s%nResults: %s%n",
            records,
            bytes / 1e6,
            progress.seconds(),
            progress.rate(records, bytes),
            output);
  }

  private ToldAlerts alertsTold() throws IOException {
    ToldAlerts told = new ToldAlerts();
    try (BufferedReader lines = Files.newBufferedReader(output.resolve(FileOutlets.ALERTS))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        told.add(AlertReader.read(line));
      }
    }
    return told;
  }

  private Findings findings() throws IOException {
    Findings findings = new Findings();
    try (BufferedReader lines = Files.newBufferedReader(output.resolve(FileOutlets.SUMMARIES))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        var summary = SummaryReader.read(line);
        if (Duration.between(summary.windowStart(), summary.windowEnd()).equals(window)) {
          findings.add(summary);
        }
      }
    }
    return findings;
  }
}
