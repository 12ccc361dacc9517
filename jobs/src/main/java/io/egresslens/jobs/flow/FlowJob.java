package io.egresslens.jobs.flow;

import io.egresslens.alert.AlertSettings;
import io.egresslens.alert.AlertSettingsLoader;
import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEdition;
import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.catalog.ClusterInventoryLoader;
import io.egresslens.catalog.Problems;
import io.egresslens.jobs.config.RunConfig;
import io.egresslens.jobs.io.CatalogWatchSource;
import io.egresslens.jobs.io.KafkaLogSource;
import io.egresslens.jobs.io.KafkaOutlets;
import io.egresslens.jobs.io.LogWatermarks;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The main job as a stream, from Kafka to Kafka: the same in {@code run}, in {@code demo} and on a
 * cluster. The only class that sees both the graph and its edges.
 *
 * @param config what was asked for
 * @param settings what the graph decides by
 */
public record FlowJob(RunConfig config, FlowSettings settings) {
  /**
   * Reads configuration, catalog and inventory.
   *
   * @throws io.egresslens.catalog.InvalidConfigException with every problem of all of them
   */
  public static FlowJob load(String configPath) {
    Problems problems = new Problems();
    RunConfig config = RunConfig.load(configPath, problems);
    problems.throwIfAny();
    Catalog catalog = CatalogLoader.load(config.catalog(), problems);
    ClusterInventory inventory =
        config.clusters() == null
            ? ClusterInventory.EMPTY
            : ClusterInventoryLoader.load(config.clusters(), catalog, problems);
    CatalogEdition shadow = config.shadow() == null ? null : load(config.shadow(), problems);
    AlertSettings alerts =
        config.alerts().settings() == null
            ? AlertSettings.DEFAULT
            : AlertSettingsLoader.load(config.alerts().settings(), catalog, inventory, problems);
    problems.throwIfAny();
    return new FlowJob(
        config,
        new FlowSettings(
            catalog,
            inventory,
            config.time().bounds(),
            config.window().size(),
            config.window().rollUps(),
            config.window().lateness(),
            config.maxPartialSums(),
            shadow,
            new FlowSettings.Alerts(alerts, config.alerts().delay())));
  }

  private static CatalogEdition load(RunConfig.Shadow shadow, Problems problems) {
    Catalog catalog = CatalogLoader.load(shadow.catalog(), problems);
    ClusterInventory inventory =
        shadow.clusters() == null
            ? ClusterInventory.EMPTY
            : ClusterInventoryLoader.load(shadow.clusters(), catalog, problems);
    return new CatalogEdition(0, catalog.image(), inventory);
  }

  /** What the engine has to be told: no Kryo, no uid by accident, checkpoints, patience. */
  public Configuration engineConfiguration() {
    Configuration engine = strict(new Configuration());
    engine.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, config.checkpoint().interval());
    engine.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    engine.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    if (config.checkpoint().directory() != null) {
      engine.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
      engine.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, config.checkpoint().directory());
    }
    engine.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    engine.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofMinutes(1));
    return engine;
  }

  /** What holds for every job of ours; records are immutable, so they may be reused. */
  public static Configuration strict(Configuration engine) {
    engine.set(PipelineOptions.GENERIC_TYPES, false);
    engine.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    engine.set(PipelineOptions.OBJECT_REUSE, true);
    return engine;
  }

  /** Builds the whole job in this environment. */
  public void build(StreamExecutionEnvironment env) {
    env.setParallelism(config.parallelism());
    FlowTopology.build(
        env.fromSource(
                KafkaLogSource.create(config.kafka()),
                LogWatermarks.of(config.time()),
                FlowOperatorId.SOURCE.uid())
            .uid(FlowOperatorId.SOURCE.uid()),
        config.takesUpCatalogs() ? new CatalogWatchSource(config, settings.edition()) : null,
        KafkaOutlets.of(config.output(), config.name(), config.alertPosts()),
        settings);
  }

  /**
   * Entry point on a cluster: one argument, the configuration's path. The cluster's own
   * configuration says where state is kept.
   */
  public static void main(String[] args) throws Exception {
    if (args.length != 1) {
      throw new IllegalArgumentException("expected one argument, the path of the configuration");
    }
    FlowJob job = load(args[0]);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(job.engineConfiguration());
    job.build(env);
    env.execute(job.config().name());
  }
}
