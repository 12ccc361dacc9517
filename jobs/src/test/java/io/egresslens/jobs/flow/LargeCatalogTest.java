package io.egresslens.jobs.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.InvalidPatternException;
import io.egresslens.catalog.Level;
import io.egresslens.catalog.Location;
import io.egresslens.catalog.Pattern;
import io.egresslens.catalog.PortSpec;
import io.egresslens.catalog.SourceRef;
import io.egresslens.jobs.io.LogFileSource;
import io.egresslens.jobs.io.LogFiles;
import io.egresslens.samples.SampleLogs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A job whose catalog is far larger than any shipped one. */
class LargeCatalogTest {
  private static final int FILLER = 200_000;

  private static FlowSettings small;
  private static FlowSettings large;

  @BeforeAll
  static void compose() throws InvalidPatternException {
    small = SampleSettings.of(Duration.ofDays(1), Duration.ZERO);
    List<CatalogEntry> entries = new ArrayList<>(small.catalog().entries());
    List<PortSpec> ports = List.of(new PortSpec("https", 443));
    SourceRef source = new SourceRef("filler", null, null);
    for (int i = 0; i < FILLER; i++) {
      String name = (i % 4 == 0 ? "*." : "") + "filler-" + i + ".site-" + i % 977 + ".example.net";
      entries.add(
          new CatalogEntry(
              "filler." + i,
              "filler",
              Level.OPTIONAL,
              Pattern.parse(Pattern.Dialect.AZURE, name),
              null,
              ports,
              Set.of(),
              null,
              null,
              null,
              null,
              source,
              new Location("filler.yaml", i)));
    }
    Catalog catalog = Catalog.of(entries, small.catalog().sharedSuffixes());
    large =
        new FlowSettings(
            catalog,
            small.inventory(),
            small.bounds(),
            small.window(),
            small.rollUps(),
            small.lateness(),
            small.maxPartialSums());
  }

  @Test
  void theSettingsTravelInAFewBytesAnEntryAndShareTheirCatalog() throws Exception {
    byte[] bytes = InstantiationUtil.serializeObject(large);
    assertThat(bytes.length / FILLER).isLessThan(64);
    FlowSettings read =
        InstantiationUtil.deserializeObject(bytes, LargeCatalogTest.class.getClassLoader());
    assertThat(read.catalog()).isSameAs(large.catalog());
  }

  /** Names that nobody asks for change nothing but the version. */
  @Test
  void aJobJudgesByItAsByASmallOne() throws Exception {
    assertThat(judged(large)).isNotEmpty().isEqualTo(judged(small));
  }

  private static List<String> judged(FlowSettings settings) throws Exception {
    Configuration config = FlowJob.strict(new Configuration());
    config.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, config);
    CollectedOutlets collected = new CollectedOutlets();
    FlowTopology.build(
        env.fromSource(
                LogFileSource.of(LogFiles.under(List.of(SampleLogs.folder()))),
                WatermarkStrategy.noWatermarks(),
                "source")
            .uid("source"),
        collected.outlets(),
        settings);
    env.execute();
    return collected.summaries().stream()
        .peek(row -> assertThat(row.catalogVersion()).isEqualTo(settings.catalog().version()))
        .map(row -> row.toString().replace(row.catalogVersion(), "").replace(row.id(), ""))
        .sorted()
        .toList();
  }
}
