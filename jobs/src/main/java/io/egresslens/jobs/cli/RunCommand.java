package io.egresslens.jobs.cli;

import io.egresslens.jobs.config.RunConfig;
import io.egresslens.jobs.flow.FlowJob;
import io.egresslens.jobs.io.KafkaTopics;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.FileUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The streaming job, in this process, against a real Kafka or Event Hubs. */
@Command(
    name = "run",
    description = "Runs the streaming job; deploy/local/run.yaml documents every key.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(names = "--config", paramLabel = "FILE", required = true)
  private String configPath;

  @Option(
      names = "--restore",
      paramLabel = "PATH",
      description = "Go on from this checkpoint or savepoint.")
  private String restore;

  @Override
  public Integer call() throws Exception {
    FlowJob job = FlowJob.load(configPath);
    verifyTopics(job.config());
    StreamExecutionEnvironment env = environment(job, restore);
    job.build(env);
    PrintWriter err = spec.commandLine().getErr();
    err.println("egresslens: running; stop with Ctrl-C");
    if (job.config().webPort() > 0) {
      err.printf("egresslens: web page http://127.0.0.1:%d%n", job.config().webPort());
    }
    env.execute(job.config().name());
    return Main.FINE;
  }

  /** Before the first record: is everything there that the job reads and writes? */
  static void verifyTopics(RunConfig config) {
    new KafkaTopics(config.kafka().bootstrapServers(), config.kafka().properties(), ANSWER_WITHIN)
        .verify("kafka", config.topicsRead());
    new KafkaTopics(config.output().bootstrapServers(), config.output().properties(), ANSWER_WITHIN)
        .verify("output.kafka", config.topicsWritten());
  }

  /** An embedded engine as the configuration wants it. */
  static StreamExecutionEnvironment environment(FlowJob job, String restore) {
    Configuration engine = job.engineConfiguration();
    if (job.config().checkpoint().directory() == null) {
      engine.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
      engine.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, temporaryFolder().toUri().toString());
    }
    if (restore != null) {
      engine.set(StateRecoveryOptions.SAVEPOINT_PATH, restore);
    }
    int port = job.config().webPort();
    if (port > 0) {
      requireFree(port);
    }
    int parallelism = job.config().parallelism();
    return port > 0
        ? EmbeddedEngine.createWithWebPage(
            parallelism, RuntimeExecutionMode.STREAMING, engine, port)
        : EmbeddedEngine.create(parallelism, RuntimeExecutionMode.STREAMING, engine);
  }

  /**
   * Where checkpoints lie that need not outlive the process. In memory the engine keeps no state
   * larger than 5 MB: neither many windows nor a large catalog.
   */
  private static Path temporaryFolder() {
    try {
      Path folder = Files.createTempDirectory("egresslens-checkpoints");
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> FileUtils.deleteDirectoryQuietly(folder.toFile())));
      return folder;
    } catch (IOException e) {
      throw new UserError("no folder for checkpoints can be made", e);
    }
  }

  private static void requireFree(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      probe.setReuseAddress(true);
    } catch (IOException e) {
      throw new UserError("port " + port + " for the web page is in use: choose another", e);
    }
  }
}
