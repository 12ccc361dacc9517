package io.egresslens.jobs.cli;

import java.time.Duration;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ResourceManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** An engine inside this process: the same graph, without a cluster. Bound to loopback. */
final class EmbeddedEngine {
  private static final String LOOPBACK = "127.0.0.1";

  private EmbeddedEngine() {}

  /**
   * An environment of so many slots without web page.
   *
   * @param job what the job wants of an engine
   */
  static StreamExecutionEnvironment create(
      int parallelism, RuntimeExecutionMode mode, Configuration job) {
    return StreamExecutionEnvironment.createLocalEnvironment(
        parallelism, configuration(parallelism, mode, job));
  }

  /** The same with the engine's web page on this port. */
  static StreamExecutionEnvironment createWithWebPage(
      int parallelism, RuntimeExecutionMode mode, Configuration job, int port) {
    Configuration config = configuration(parallelism, mode, job);
    config.set(RestOptions.PORT, port);
    config.set(RestOptions.BIND_PORT, String.valueOf(port));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironmentWithWebUI(config);
    env.setParallelism(parallelism);
    return env;
  }

  static Configuration configuration(
      int parallelism, RuntimeExecutionMode mode, Configuration job) {
    Configuration config = new Configuration(job);
    config.set(ExecutionOptions.RUNTIME_MODE, mode);
    config.set(TaskManagerOptions.NUM_TASK_SLOTS, parallelism);
    config.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
    config.set(RestOptions.ADDRESS, LOOPBACK);
    config.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    config.set(JobManagerOptions.BIND_HOST, LOOPBACK);
    // Waiting for more requests before slots are given out: a batch job asks at every stage.
    config.set(ResourceManagerOptions.REQUIREMENTS_CHECK_DELAY, Duration.ofMillis(1));
    // Counters travel with heartbeats, and progress is shown from them.
    config.set(
        HeartbeatManagerOptions.HEARTBEAT_INTERVAL,
        Duration.ofMillis(2 * Progress.INTERVAL_MILLIS));
    // The page shows; it has no login, so it must not change anything.
    config.set(WebOptions.SUBMIT_ENABLE, false);
    config.set(WebOptions.CANCEL_ENABLE, false);
    return config;
  }
}
