package io.egresslens.jobs.bench;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.catalog.ClusterInventoryLoader;
import io.egresslens.catalog.InvalidPatternException;
import io.egresslens.catalog.Level;
import io.egresslens.catalog.Location;
import io.egresslens.catalog.Pattern;
import io.egresslens.catalog.PortSpec;
import io.egresslens.catalog.SourceRef;
import io.egresslens.ingest.EventTimeBounds;
import io.egresslens.ingest.LogBlock;
import io.egresslens.jobs.flow.FlowJob;
import io.egresslens.jobs.flow.FlowOperatorId;
import io.egresslens.jobs.flow.FlowSettings;
import io.egresslens.jobs.flow.FlowTopology;
import io.egresslens.jobs.io.FileOutlets;
import io.egresslens.jobs.io.LogFileSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.RpcOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The job of {@code replay} with a composed catalog: the shipped one, cut to the entries that the
 * generated names hit, and as many others as are asked for. Says {@code figure records} for the
 * seconds from the first block to the end of the last, and {@code figure load} for what is before.
 */
final class CatalogScale {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final AtomicLong FIRST_NANOS = new AtomicLong(Long.MAX_VALUE);
  private static final AtomicLong LAST_NANOS = new AtomicLong(Long.MIN_VALUE);

  private CatalogScale() {}

  /** Looks at the clock when blocks begin and when all behind this step have dealt with them. */
  private static final class Clock extends RichMapFunction<LogBlock, LogBlock> {
    private static final long serialVersionUID = 1L;

    private transient boolean began;

    @Override
    public LogBlock map(LogBlock block) {
      if (!began) {
        began = true;
        FIRST_NANOS.accumulateAndGet(System.nanoTime(), Math::min);
      }
      return block;
    }

    @Override
    public void close() {
      LAST_NANOS.accumulateAndGet(System.nanoTime(), Math::max);
    }
  }

  public static void main(String[] args) throws Exception {
    long start = System.nanoTime();
    Path file = Path.of(args[0]);
    Catalog catalog = catalog(Integer.parseInt(args[2]));
    ClusterInventory inventory =
        ClusterInventoryLoader.load(args[1], CatalogLoader.load(List.of()));
    Configuration engine = FlowJob.strict(new Configuration());
    engine.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    engine.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
    engine.set(TaskManagerOptions.NUM_TASK_SLOTS, 2);
    engine.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
    // A job with a million patterns in it takes its time to be sent, copied and opened.
    engine.set(RpcOptions.ASK_TIMEOUT_DURATION, PATIENCE);
    engine.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, PATIENCE);
    engine.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, PATIENCE.dividedBy(2));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, engine);
    FlowTopology.build(
        env.fromSource(
                LogFileSource.of(List.of(file)),
                WatermarkStrategy.noWatermarks(),
                FlowOperatorId.SOURCE.uid())
            .uid(FlowOperatorId.SOURCE.uid())
            .map(new Clock(), TypeInformation.of(LogBlock.class))
            .uid("clock"),
        FileOutlets.in(Path.of("results").toAbsolutePath()),
        new FlowSettings(
            catalog,
            inventory,
            EventTimeBounds.DEFAULT,
            Duration.ofHours(1),
            List.of(),
            Duration.ZERO,
            FlowSettings.DEFAULT_MAX_PARTIAL_SUMS));
    env.execute("catalog of " + catalog.entries().size());
    say("load", FIRST_NANOS.get() - start);
    say("records", LAST_NANOS.get() - FIRST_NANOS.get());
  }

  private static void say(String figure, long nanos) {
    System.out.printf(Locale.ROOT, "figure %s %.3f%n", figure, nanos / 1e9);
  }

  /**
   * The shipped names of the generated traffic, then names that nothing hits: half of them below
   * the domain of the unlisted hosts, so that a miss is told late; every fourth one a suffix.
   */
  private static Catalog catalog(int patterns) throws InvalidPatternException {
    List<CatalogEntry> entries = new ArrayList<>();
    Catalog shipped = CatalogLoader.load(List.of());
    for (CatalogEntry entry : shipped.entries()) {
      if (!entry.isAddress()
          && entry.match().matches(".*(redhat|quay|azurecr|microsoftonline).*")) {
        entries.add(entry);
      }
    }
    for (int i = entries.size(); i < patterns; i++) {
      String parent = i % 2 == 0 ? "example.net" : "example.org";
      String name = (i % 4 == 0 ? "*." : "") + "filler-" + i + ".site-" + i % 977 + '.' + parent;
      entries.add(
          new CatalogEntry(
              "filler." + i,
              "filler",
              Level.REQUIRED,
              Pattern.parse(Pattern.Dialect.AZURE, name),
              null,
              List.of(new PortSpec("https", 443)),
              Set.of(),
              null,
              null,
              null,
              null,
              new SourceRef("bench", null, null),
              new Location("bench", 0)));
    }
    return Catalog.of(entries.subList(0, patterns), shipped.sharedSuffixes());
  }
}
