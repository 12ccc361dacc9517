package io.egresslens.jobs.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.client.deployment.executors.LocalExecutor;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.PipelineExecutor;
import org.apache.flink.core.execution.PipelineExecutorFactory;
import org.apache.flink.core.execution.PipelineExecutorServiceLoader;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * An embedded engine that begins to start before there is a job for it, so that what a command has
 * to read meanwhile costs no time of its own. For one job, which ends the engine as it always does;
 * close it when no job comes.
 */
final class EarlyEngine
    implements PipelineExecutorServiceLoader, PipelineExecutorFactory, AutoCloseable {
  private final Configuration config;
  private final int parallelism;
  private final Cluster cluster;

  private EarlyEngine(Configuration config, int parallelism, Cluster cluster) {
    this.config = config;
    this.parallelism = parallelism;
    this.cluster = cluster;
  }

  /**
   * Begins the start of an engine of so many slots, without web page.
   *
   * @param job what the job wants of an engine
   */
  static EarlyEngine begin(int parallelism, RuntimeExecutionMode mode, Configuration job) {
    Configuration config = EmbeddedEngine.configuration(parallelism, mode, job);
    config.set(DeploymentOptions.TARGET, LocalExecutor.NAME);
    config.set(DeploymentOptions.ATTACHED, true);
    config.set(RestOptions.BIND_PORT, "0");
    Cluster cluster =
        new Cluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(new Configuration(config))
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(parallelism)
                .build());
    cluster.begin();
    return new EarlyEngine(config, parallelism, cluster);
  }

  /** An environment whose job runs here. */
  StreamExecutionEnvironment environment() {
    StreamExecutionEnvironment env = new StreamExecutionEnvironment(this, config, null);
    env.setParallelism(parallelism);
    return env;
  }

  /** Ends an engine that got no job; one that got a job ends with it. */
  @Override
  public void close() {
    cluster.endIfIdle();
  }

  @Override
  public PipelineExecutorFactory getExecutorFactory(Configuration configuration) {
    return this;
  }

  @Override
  public Stream<String> getExecutorNames() {
    return Stream.of(getName());
  }

  @Override
  public String getName() {
    return LocalExecutor.NAME;
  }

  @Override
  public boolean isCompatibleWith(Configuration configuration) {
    return true;
  }

  @Override
  public PipelineExecutor getExecutor(Configuration configuration) {
    return LocalExecutor.createWithFactory(configuration, any -> cluster);
  }

  /** Whoever starts it waits for the start that has begun. */
  @SuppressWarnings("try") // its close waits and may be interrupted; no block closes it
  private static final class Cluster extends MiniCluster {
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private volatile boolean used;
    private volatile boolean idle;

    Cluster(MiniClusterConfiguration config) {
      super(config);
    }

    void begin() {
      Thread thread = new Thread(this::startNow, "engine-start");
      // A command that fails meanwhile need not wait for it.
      thread.setDaemon(true);
      thread.start();
    }

    private void startNow() {
      try {
        super.start();
        started.complete(null);
        if (idle) {
          end();
        }
      } catch (Throwable e) {
        started.completeExceptionally(e);
      }
    }

    @Override
    public void start() throws Exception {
      used = true;
      try {
        started.join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
    }

    /** Ends it unless there is a job; while it starts, its thread does that. */
    void endIfIdle() {
      idle = !used;
      if (idle && started.isDone()) {
        end();
      }
    }

    private void end() {
      try {
        close();
      } catch (Exception e) {
        // It had nothing to do, and the process is about to end.
      }
    }
  }
}
