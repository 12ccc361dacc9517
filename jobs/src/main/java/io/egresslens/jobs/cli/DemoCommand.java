package io.egresslens.jobs.cli;

import io.egresslens.alert.AlertChange;
import io.egresslens.alert.AlertReader;
import io.egresslens.jobs.config.RunConfig;
import io.egresslens.jobs.flow.FlowJob;
import io.egresslens.jobs.flow.operator.IngestOperator;
import io.egresslens.jobs.io.EmbeddedBroker;
import io.egresslens.jobs.io.FileOutlets;
import io.egresslens.jobs.io.KafkaDump;
import io.egresslens.jobs.io.KafkaFeed;
import io.egresslens.jobs.io.LogFiles;
import io.egresslens.jobs.io.SortedLines;
import io.egresslens.window.Summary;
import io.egresslens.window.SummaryReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The main job end to end, on a broker and an engine inside this process. */
@Command(
    name = "demo",
    description = "Sends sample-logs through a real Kafka broker and the streaming job.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  /** Set by the launcher: the folder of the clone. */
  private static final String HOME = "egresslens.home";

  private static final String TOPIC = "insights-logs-azurefirewall";

  /** One partition: what is late then depends on the logs alone, not on who reads faster. */
  private static final int PARTITIONS = 1;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Where the results and the configuration go. Default: jobs/target/demo.")
  private Path output = home().resolve("jobs/target/demo");

  @Option(
      names = "--keep-running",
      description = "Leave broker, job and web page running until Ctrl-C.")
  private boolean keepRunning;

  @Option(
      names = "--web-port",
      paramLabel = "PORT",
      description = "Port of the web page with --keep-running. Default: ${DEFAULT-VALUE}.")
  private int webPort = 8081;

  private final Path samples = home().resolve("sample-logs");

  private static Path home() {
    return Path.of(System.getProperty(HOME, "."));
  }

  @Override
  public Integer call() throws Exception {
    say("starting a Kafka broker ...");
    try (ResultDirectory results = ResultDirectory.prepare(output);
        EmbeddedBroker broker = EmbeddedBroker.start(0)) {
      FlowJob job = FlowJob.load(writeConfig(broker.bootstrapServers()).toString());
      RunConfig config = job.config();
      broker.topics().create(config.kafka().topics(), PARTITIONS);
      broker.topics().create(config.topicsWritten(), PARTITIONS);
      long sentBytes = send(broker.bootstrapServers());
      RunCommand.verifyTopics(config);

      say("starting the job of 'run' with " + output.resolve("demo.yaml") + " ...");
      StreamExecutionEnvironment env = RunCommand.environment(job, null);
      job.build(env);
      JobClient client = env.executeAsync(config.name());
      awaitDrained(client, sentBytes);
      Findings findings = collect(config, results);
      ToldAlerts alerts = alerts(config, results);
      results.publish();
      AlertsTable.print(alerts, spec.commandLine().getOut());
      FindingsTable.print(findings, spec.commandLine().getOut());
      say("results: " + output);
      if (keepRunning) {
        stay(config);
      }
    }
    return Main.FINE;
  }

  /** A configuration as anybody would write it for {@code run}. */
  private Path writeConfig(String bootstrapServers) throws IOException {
    Path file = output.toAbsolutePath().resolve("demo.yaml");
    return Files.writeString(
        file,
        """
        name: egresslens-demo
        kafka:
          bootstrapServers: "%s"
          topics: [%s]
          bounded: %s
        clusters: "%s"
        alerts:
          settings: "%s"
        window:
          size: 1h
          rollUps: [1d]
          lateness: 1h
        output:
          format: json
        checkpoint:
          interval: 1s
        parallelism: 1
        web:
          port: %d
        """
            .formatted(
                bootstrapServers,
                TOPIC,
                !keepRunning,
                samples.resolve("clusters.yaml").toAbsolutePath(),
                samples.resolve("alerts.yaml").toAbsolutePath(),
                keepRunning ? webPort : 0));
  }

  private long send(String bootstrapServers) throws IOException {
    if (!Files.isDirectory(samples)) {
      throw new UserError("no folder " + samples + ": the demo needs the clone's sample-logs");
    }
    Path hub = samples.resolve("event-hub");
    try (KafkaFeed feed = new KafkaFeed(bootstrapServers, TOPIC)) {
      for (Path file : LogFiles.under(List.of(hub))) {
        feed.sendLines(file);
      }
      for (Path file : LogFiles.under(List.of(samples))) {
        if (!file.startsWith(hub)) {
          feed.sendBlocks(file);
        }
      }
      feed.flush();
      say(
          "sent %,d messages (%,d bytes) to topic %s"
              .formatted(feed.messages(), feed.sizeBytes(), TOPIC));
      return feed.sizeBytes();
    }
  }

  /** Waits for the end of the job, or, when it has none, until it has read what was sent. */
  private void awaitDrained(JobClient client, long sentBytes) throws Exception {
    Progress progress = new Progress(spec.commandLine().getErr(), sentBytes);
    if (!keepRunning) {
      progress.await(client);
    } else {
      while (progress.counter(client, IngestOperator.BYTES_READ) < sentBytes) {
        Thread.sleep(200);
      }
      // Rows are visible with the checkpoint behind the last record; there is one every second.
      Thread.sleep(3_000);
      say("windows that newer records have not closed yet are not in the tables");
    }
    say(String.format(Locale.ROOT, "drained in %.1f s", progress.seconds()));
  }

  /** Reads the topics back, as any consumer would, into the files that replay leaves. */
  private Findings collect(RunConfig config, ResultDirectory results) throws IOException {
    String servers = config.output().bootstrapServers();
    Map<String, String> files =
        Map.of(
            config.output().topics().deadLetters(), FileOutlets.DEAD_LETTERS,
            config.output().topics().lateFlows(), FileOutlets.LATE_FLOWS,
            config.output().topics().signals(), FileOutlets.SIGNALS);
    for (Map.Entry<String, String> file : files.entrySet()) {
      try (SortedLines lines = new SortedLines(results.unfinished().resolve(file.getValue()))) {
        KafkaDump.read(servers, file.getKey(), line -> add(lines, line));
        lines.finish();
      }
    }
    String[] books = {"{}"};
    KafkaDump.read(servers, config.output().topics().accounting(), line -> books[0] = line);
    Files.writeString(results.unfinished().resolve(FileOutlets.ACCOUNTING), books[0] + "\n");
    return summaries(config, results);
  }

  private static Findings summaries(RunConfig config, ResultDirectory results) throws IOException {
    Map<String, String> lastRevisions = new HashMap<>();
    KafkaDump.read(
        config.output().bootstrapServers(),
        config.output().topics().summaries(),
        line -> lastRevisions.merge(read(line).id(), line, DemoCommand::later));
    Findings findings = new Findings();
    try (SortedLines lines = new SortedLines(results.unfinished().resolve(FileOutlets.SUMMARIES))) {
      for (String line : lastRevisions.values()) {
        Summary summary = read(line);
        FileOutlets.add(summary, line, lines);
        Duration length = Duration.between(summary.windowStart(), summary.windowEnd());
        if (length.equals(config.window().size())) {
          findings.add(summary);
        }
      }
      lines.finish();
    }
    return findings;
  }

  private static ToldAlerts alerts(RunConfig config, ResultDirectory results) throws IOException {
    ToldAlerts told = new ToldAlerts();
    try (SortedLines lines = new SortedLines(results.unfinished().resolve(FileOutlets.ALERTS))) {
      KafkaDump.read(
          config.output().bootstrapServers(),
          config.output().topics().alerts(),
          line -> {
            AlertChange change = readAlert(line);
            told.add(change);
            add(change, lines);
          });
      lines.finish();
    }
    return told;
  }

  private static void add(AlertChange change, SortedLines lines) {
    try {
      FileOutlets.add(change, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AlertChange readAlert(String line) {
    try {
      return AlertReader.read(line);
    } catch (IOException e) {
      throw new IllegalStateException("the job wrote an alert that cannot be read: " + line, e);
    }
  }

  private static String later(String a, String b) {
    return read(a).revision() > read(b).revision() ? a : b;
  }

  private static Summary read(String line) {
    try {
      return SummaryReader.read(line);
    } catch (IOException e) {
      throw new IllegalStateException("the job wrote a summary that cannot be read: " + line, e);
    }
  }

  private static void add(SortedLines lines, String line) {
    try {
      lines.line().raw(line.getBytes(StandardCharsets.UTF_8));
      lines.add();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void stay(RunConfig config) throws InterruptedException {
    say("broker: " + config.kafka().bootstrapServers() + ", send more logs to topic " + TOPIC);
    say("web page: http://127.0.0.1:" + config.webPort());
    say("running until Ctrl-C");
    new CountDownLatch(1).await();
  }

  private void say(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("demo: " + line);
    err.flush();
  }
}
