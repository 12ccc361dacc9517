package io.egresslens.jobs.cli;

import java.time.Duration;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** An engine inside this process: the same graph, without a cluster. */
final class EmbeddedEngine {
  private EmbeddedEngine() {}

  /** A bounded or unbounded engine of so many slots, web UI off. */
  static StreamExecutionEnvironment create(int parallelism, RuntimeExecutionMode mode) {
    return StreamExecutionEnvironment.createLocalEnvironment(
        parallelism, configuration(parallelism, mode));
  }

  /** The same with the web UI on this port of the loopback address; 0 takes a free one. */
  static StreamExecutionEnvironment createWithWebUi(
      int parallelism, RuntimeExecutionMode mode, int port) {
    Configuration config = configuration(parallelism, mode);
    config.set(RestOptions.BIND_PORT, String.valueOf(port));
    config.set(RestOptions.PORT, port);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironmentWithWebUI(config);
    env.setParallelism(parallelism);
    return env;
  }

  private static Configuration configuration(int parallelism, RuntimeExecutionMode mode) {
    Configuration config = new Configuration();
    config.set(ExecutionOptions.RUNTIME_MODE, mode);
    config.set(TaskManagerOptions.NUM_TASK_SLOTS, parallelism);
    config.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
    config.set(RestOptions.ADDRESS, "127.0.0.1");
    config.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    // A file that cannot be read today cannot be read by trying again.
    config.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    config.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ofMillis(100));
    strict(config);
    return config;
  }

  /** What holds for every job of ours: no Kryo, no uid by accident, immutable records reused. */
  static void strict(Configuration config) {
    config.set(PipelineOptions.GENERIC_TYPES, false);
    config.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    config.set(PipelineOptions.OBJECT_REUSE, true);
  }
}
