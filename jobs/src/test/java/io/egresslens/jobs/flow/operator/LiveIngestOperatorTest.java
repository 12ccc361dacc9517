package io.egresslens.jobs.flow.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEdition;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.ingest.LogBlock;
import io.egresslens.jobs.flow.CatalogChange;
import io.egresslens.jobs.flow.FlowSettings;
import io.egresslens.jobs.flow.SampleSettings;
import io.egresslens.jobs.flow.wire.CompactTypeInfo;
import io.egresslens.jobs.flow.wire.EditionPart;
import io.egresslens.samples.SampleLogs;
import io.egresslens.window.Accounting;
import io.egresslens.window.PartialSum;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.source.event.SourceEventWrapper;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** A catalog that changes between two blocks, and what of it is saved. */
@SuppressWarnings("try") // the close() of the engine's harness may throw anything
class LiveIngestOperatorTest {
  private static final SampleLogs LOGS = SampleLogs.generate();
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final FlowSettings SETTINGS = SampleSettings.of(WINDOW, Duration.ZERO);
  private static final String FIRST = SETTINGS.catalog().version();

  /** Expects nothing of nobody, so that it says something else of nearly every flow. */
  private static final CatalogEdition NOTHING =
      new CatalogEdition(7, Catalog.EMPTY.image(), ClusterInventory.EMPTY);

  /** The first catalog without its clusters. */
  private static final CatalogEdition NOBODY =
      new CatalogEdition(9, SETTINGS.catalog().image(), ClusterInventory.EMPTY);

  private static final List<LogBlock> BLOCKS = blocks();
  private static final int HALF = BLOCKS.size() / 2;

  @Test
  void everyRecordBeforeTheSwapIsJudgedByTheOldAndEveryOneAfterByTheNew() throws Exception {
    try (Live live = new Live(SETTINGS)) {
      live.open();
      live.logs(BLOCKS.subList(0, HALF));
      live.send(NOTHING);
      live.runNextMail();
      live.logs(BLOCKS.subList(HALF, BLOCKS.size()));
      live.prepareSnapshotPreBarrier(1);

      Map<String, Long> expected = judged(SETTINGS, BLOCKS.subList(0, HALF));
      judged(settings(NOTHING), BLOCKS.subList(HALF, BLOCKS.size())).forEach(expected::put);
      assertThat(live.flows()).isEqualTo(expected);
      assertThat(live.extractOutputValues())
          .allSatisfy(
              sum ->
                  assertThat(sum.generation())
                      .isEqualTo(sum.catalogVersion().equals(FIRST) ? 0 : 7));
      assertThat(live.counted()).isEqualTo(counted(SETTINGS, BLOCKS));
    }
  }

  @Test
  void theOldCatalogJudgesUntilTheNewOneIsCompiled() throws Exception {
    try (Live live = new Live(SETTINGS)) {
      live.open();
      live.send(NOTHING);
      live.logs(BLOCKS);
      live.prepareSnapshotPreBarrier(1);
      assertThat(live.extractOutputValues())
          .isNotEmpty()
          .allMatch(sum -> sum.catalogVersion().equals(FIRST));
    }
  }

  @Test
  void ofManyEditionsTheLastIsTakenAndNoneThatWasOvertakenWhileItWaited() throws Exception {
    try (Live live = new Live(SETTINGS)) {
      live.open();
      live.send(NOTHING.withGeneration(3));
      live.send(NOTHING.withGeneration(4));
      live.send(NOBODY.withGeneration(5));
      live.runNextMail(); // of the first, which was overtaken
      live.runNextMail();
      assertThat(live.getTaskMailbox().hasMail()).isFalse();
      live.logs(BLOCKS);
      live.prepareSnapshotPreBarrier(1);
      assertThat(live.extractOutputValues()).isNotEmpty().allMatch(sum -> sum.generation() == 5);
    }
  }

  /** One that was received and not compiled yet as well. */
  @Test
  void theNewestEditionIsSavedAndARestoredSubtaskJudgesByItFromTheFirstRecord() throws Exception {
    OperatorSubtaskState state;
    try (Live live = new Live(SETTINGS)) {
      live.open();
      live.send(NOTHING);
      live.logs(BLOCKS.subList(0, 3));
      live.prepareSnapshotPreBarrier(1);
      state = live.snapshot(1, 1);
    }
    try (Live restored = new Live(SETTINGS)) {
      restored.initializeState(state);
      restored.open();
      restored.logs(BLOCKS);
      restored.prepareSnapshotPreBarrier(2);
      assertThat(restored.flows()).isEqualTo(judged(settings(NOTHING), BLOCKS));
      assertThat(restored.extractOutputValues()).allMatch(sum -> sum.generation() == 7);
    }
  }

  /** Sums in the windows were judged by the one that was saved; these are newer. */
  @Test
  void aJobThatKeepsToItsCatalogTakesItForNewerThanTheSavedOne() throws Exception {
    OperatorSubtaskState state;
    try (Live live = new Live(SETTINGS)) {
      live.open();
      live.send(NOTHING);
      state = live.snapshot(1, 1);
    }
    try (var plain = plain(SETTINGS)) {
      plain.initializeState(state);
      plain.open();
      for (LogBlock block : BLOCKS) {
        plain.processElement(block, 0);
      }
      plain.endInput();
      assertThat(plain.extractOutputValues())
          .isNotEmpty()
          .allMatch(sum -> sum.generation() == 8 && sum.catalogVersion().equals(FIRST));
    }
  }

  /** One step must not stop the task for as long as a hundred thousand rows take. */
  @Test
  void theSumsOfTheOldCatalogLeaveAFewWithEachBlockAndAllBeforeTheBarrier() throws Exception {
    try (Live live = new Live(SETTINGS)) {
      live.open();
      List<LogBlock> many = manyHosts(5_000);
      live.logs(many);
      live.send(NOTHING);
      live.runNextMail();
      assertThat(live.getOutput()).isEmpty();
      live.logs(BLOCKS.subList(0, 1));
      assertThat(live.extractOutputValues()).hasSizeBetween(1, 1_000);
      live.logs(BLOCKS.subList(1, 2));
      assertThat(live.extractOutputValues()).hasSizeBetween(1_001, 2_000);
      live.prepareSnapshotPreBarrier(1);
      assertThat(live.extractOutputValues())
          .filteredOn(sum -> sum.catalogVersion().equals(FIRST))
          .hasSize(5_000)
          .allMatch(sum -> sum.flows() == 1);
    }
  }

  private static List<LogBlock> blocks() {
    List<LogBlock> blocks = new ArrayList<>();
    String text = new String(LOGS.files().get("event-hub/week-1.jsonl"), StandardCharsets.UTF_8);
    for (String line : text.lines().toList()) {
      blocks.add(
          LogBlock.ofMessage(
              "t", 0, blocks.size(), Long.MIN_VALUE, line.getBytes(StandardCharsets.UTF_8)));
    }
    return blocks;
  }

  /** Flows of as many rows, in blocks of a hundred. */
  private static List<LogBlock> manyHosts(int count) {
    List<LogBlock> blocks = new ArrayList<>();
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append(
          """
          {"category":"AZFWApplicationRule","time":"2026-03-02T10:05:00.1234567Z",\
          "resourceId":"/subscriptions/s/fw","properties":{"Protocol":"HTTPS","SourceIp":\
          "10.10.1.4","SourcePort":40000,"Fqdn":"h%d.example","DestinationPort":443,\
          "Action":"Allow","Policy":"p","RuleCollectionGroup":"g","RuleCollection":"c",\
          "Rule":"r","ActionReason":"","WebCategory":"","IsTlsInspected":false,"TargetUrl":"",\
          "IsExplicitProxyRequest":false}}
          """
              .formatted(i));
      if (i % 100 == 99) {
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        blocks.add(LogBlock.ofMessage("t", 0, i, Long.MIN_VALUE, bytes));
        lines.setLength(0);
      }
    }
    return blocks;
  }

  private static FlowSettings settings(CatalogEdition edition) {
    return new FlowSettings(
        edition.image().catalog(),
        edition.inventory(),
        SETTINGS.bounds(),
        SETTINGS.window(),
        SETTINGS.rollUps(),
        SETTINGS.lateness(),
        SETTINGS.maxPartialSums());
  }

  private static OneInputStreamOperatorTestHarness<LogBlock, PartialSum> plain(
      FlowSettings settings) throws Exception {
    var harness =
        new OneInputStreamOperatorTestHarness<LogBlock, PartialSum>(
            new IngestOperator(settings),
            TypeInformation.of(LogBlock.class).createSerializer(new SerializerConfigImpl()));
    harness.setup(CompactTypeInfo.PARTIAL_SUM.createSerializer(new SerializerConfigImpl()));
    return harness;
  }

  /** What a job that never heard of another catalog says of these. */
  private static Map<String, Long> judged(FlowSettings settings, List<LogBlock> blocks)
      throws Exception {
    try (var harness = plain(settings)) {
      harness.open();
      for (LogBlock block : blocks) {
        harness.processElement(block, 0);
      }
      harness.endInput();
      return flows(harness.extractOutputValues());
    }
  }

  private static Accounting counted(FlowSettings settings, List<LogBlock> blocks) throws Exception {
    try (var harness = plain(settings)) {
      harness.open();
      for (LogBlock block : blocks) {
        harness.processElement(block, 0);
      }
      harness.endInput();
      return harness.getSideOutput(FlowOutputTags.COUNTED).stream()
          .map(StreamRecord::getValue)
          .reduce(Accounting.NONE, Accounting::plus);
    }
  }

  /** Flows by version, window and key. */
  private static Map<String, Long> flows(List<PartialSum> sums) {
    Map<String, Long> flows = new TreeMap<>();
    for (PartialSum sum : sums) {
      String row = sum.catalogVersion() + ' ' + sum.windowStartMillis() + ' ' + sum.key();
      flows.merge(row, sum.flows(), Long::sum);
    }
    return flows;
  }

  private static final class Live extends OneInputStreamOperatorTestHarness<LogBlock, PartialSum> {
    Live(FlowSettings settings) throws Exception {
      super(
          new LiveIngestOperator.Factory<SourceSplit>(settings, null),
          TypeInformation.of(LogBlock.class).createSerializer(new SerializerConfigImpl()));
      setup(CompactTypeInfo.PARTIAL_SUM.createSerializer(new SerializerConfigImpl()));
    }

    void logs(List<LogBlock> blocks) throws Exception {
      for (LogBlock block : blocks) {
        processElement(new StreamRecord<>(block));
      }
    }

    void send(CatalogEdition edition) throws Exception {
      for (EditionPart part : EditionPart.cut(edition)) {
        handle(new CatalogChange(part, null));
      }
    }

    private void handle(CatalogChange change) {
      ((LiveIngestOperator) getOperator()).handleOperatorEvent(new SourceEventWrapper(change));
    }

    /** Waits for it. */
    void runNextMail() throws Exception {
      getTaskMailbox().take(TaskMailbox.MIN_PRIORITY).run();
    }

    Map<String, Long> flows() {
      return LiveIngestOperatorTest.flows(extractOutputValues());
    }

    Accounting counted() {
      return getSideOutput(FlowOutputTags.COUNTED).stream()
          .map(StreamRecord::getValue)
          .reduce(Accounting.NONE, Accounting::plus);
    }
  }
}
