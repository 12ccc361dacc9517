package io.egresslens.jobs.flow.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.flow.Flow;
import io.egresslens.ingest.DeadLetter;
import io.egresslens.ingest.EventTimeBounds;
import io.egresslens.ingest.LogBlock;
import io.egresslens.ingest.RejectReason;
import io.egresslens.jobs.flow.SampleSettings;
import io.egresslens.jobs.flow.wire.CompactTypeInfo;
import io.egresslens.parse.LogOutput;
import io.egresslens.parse.LogParser;
import io.egresslens.samples.Entry;
import io.egresslens.samples.SampleLogs;
import io.egresslens.samples.Truth;
import io.egresslens.window.Accounting;
import io.egresslens.window.PartialSum;
import io.egresslens.window.WholeFlowView;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From bytes to sums, at the moments when sums must leave. */
@SuppressWarnings("try") // the close() of the engine's harness may throw anything
class IngestOperatorTest {
  private static final SampleLogs LOGS = SampleLogs.generate();
  private static final String WEEK = "event-hub/week-1.jsonl";
  private static final Duration WINDOW = Duration.ofMinutes(5);

  private final CountedMetrics metrics = new CountedMetrics();

  static Stream<String> filesOfLines() {
    return LOGS.files().keySet().stream().filter(file -> !file.endsWith(".gz"));
  }

  @Test
  void sumsLeaveBeforeTheWatermarkThatClosesTheirWindow() throws Exception {
    List<Long> ends = windowEnds(WEEK);
    try (Harness harness = harness(Integer.MAX_VALUE)) {
      harness.processElement(block(WEEK), 0);
      assertThat(harness.getOutput()).isEmpty();
      for (long end : ends.subList(0, 20)) {
        int before = harness.getOutput().size();
        harness.processWatermark(end - 2);
        assertThat(harness.getOutput()).as("windows are open").hasSize(before + 1);
        harness.processWatermark(end - 1);
        List<Object> output = List.copyOf(harness.getOutput());
        assertThat(output.get(output.size() - 1)).isEqualTo(new Watermark(end - 1));
        assertThat(output.subList(before + 1, output.size() - 1))
            .as("the sums of the window that ends at %d", end)
            .isNotEmpty()
            .allSatisfy(
                out ->
                    assertThat(((StreamRecord<?>) out).getTimestamp())
                        .isEqualTo(end - WINDOW.toMillis()));
      }
      harness.processWatermark(Long.MAX_VALUE);
      assertThat(flows(harness)).isEqualTo(truth(WEEK).flows());
      assertThat(counted(harness).flows()).isEqualTo(truth(WEEK).flows());
    }
  }

  @Test
  void sumsThatCameTooLateLeaveWithTheNextWatermark() throws Exception {
    List<Long> ends = windowEnds(WEEK);
    long middle = ends.get(ends.size() / 2);
    try (Harness harness = harness(Integer.MAX_VALUE)) {
      harness.processWatermark(middle - 1);
      harness.processElement(block(WEEK), 0);
      assertThat(flows(harness)).isZero();
      harness.processWatermark(middle);
      assertThat(harness.extractOutputValues())
          .extracting(sum -> sum.windowStartMillis() + WINDOW.toMillis())
          .contains(ends.get(0), middle)
          .allMatch(end -> end <= middle);
      long late = flows(harness);
      harness.processElement(block(WEEK), 0);
      harness.processWatermark(17);
      assertThat(flows(harness)).as("time does not go back").isEqualTo(2 * late);
    }
  }

  @Test
  void sumsLeaveBeforeTheBarrierAndNothingIsLeftToRestore() throws Exception {
    OperatorSubtaskState state;
    try (Harness harness = harness(Integer.MAX_VALUE)) {
      harness.processElement(block(WEEK), 0);
      harness.prepareSnapshotPreBarrier(1);
      assertThat(flows(harness)).isEqualTo(truth(WEEK).flows());
      assertThat(counted(harness).flows()).isEqualTo(truth(WEEK).flows());
      int sums = harness.getOutput().size();
      state = harness.snapshot(1, 1);
      harness.processWatermark(Long.MAX_VALUE);
      assertThat(harness.getRecordOutput()).hasSize(sums);
    }
    try (Harness restored = new Harness(Integer.MAX_VALUE, new CountedMetrics())) {
      restored.initializeState(state);
      restored.open();
      restored.endInput();
      assertThat(restored.getOutput()).isEmpty();
      assertThat(counted(restored)).isEqualTo(Accounting.NONE);
    }
  }

  /** Else late flows would reopen windows that have said their last word. */
  @Test
  void aRestoredStepSaysFirstHowFarTimeWas() throws Exception {
    OperatorSubtaskState state;
    try (Harness harness = harness(Integer.MAX_VALUE)) {
      harness.processWatermark(17);
      state = harness.snapshot(1, 1);
      harness.processWatermark(18);
    }
    try (Harness restored = new Harness(Integer.MAX_VALUE, new CountedMetrics())) {
      restored.initializeState(state);
      restored.open();
      restored.processElement(block(WEEK), 0);
      restored.processWatermark(5);
      restored.processWatermark(19);
      assertThat(restored.getOutput())
          .startsWith(new Watermark(17))
          .endsWith(new Watermark(19))
          .doesNotContain(new Watermark(5));
    }
  }

  @Test
  void timeIsAsFarAsTheSlowestSubtaskThatIsNotIdle() {
    SubtaskTime none = new SubtaskTime(Long.MIN_VALUE, false);
    SubtaskTime slow = new SubtaskTime(10, false);
    SubtaskTime fast = new SubtaskTime(20, false);
    SubtaskTime idle = new SubtaskTime(5, true);
    SubtaskTime idleAhead = new SubtaskTime(30, true);
    assertThat(SubtaskTime.together(List.of())).isEqualTo(Long.MIN_VALUE);
    assertThat(SubtaskTime.together(List.of(fast, slow, idle, idleAhead))).isEqualTo(10);
    assertThat(SubtaskTime.together(List.of(fast, none))).isEqualTo(Long.MIN_VALUE);
    assertThat(SubtaskTime.together(List.of(idle, idleAhead))).isEqualTo(30);
  }

  @Test
  void sumsLeaveWhenTheSubtaskTurnsIdleAndHoldsNobodyBack() throws Exception {
    try (Harness harness = harness(Integer.MAX_VALUE)) {
      harness.processElement(block(WEEK), 0);
      assertThat(flows(harness)).isZero();
      harness.processWatermarkStatus(WatermarkStatus.IDLE);
      assertThat(flows(harness)).isPositive().isEqualTo(counted(harness).flows());
    }
  }

  @Test
  void sumsLeaveAtTheEndOfTheInput() throws Exception {
    try (Harness harness = harness(Integer.MAX_VALUE)) {
      harness.processElement(block(WEEK), 0);
      harness.endInput();
      assertThat(flows(harness)).isEqualTo(truth(WEEK).flows());
    }
  }

  @Test
  void sumsLeaveWhenThereAreTooMany() throws Exception {
    try (Harness harness = harness(3)) {
      long lines = 0;
      for (String line : text(WEEK).lines().limit(200).toList()) {
        harness.processElement(LogBlock.ofMessage("t", 0, lines++, Long.MIN_VALUE, utf8(line)), 0);
      }
      assertThat(harness.extractOutputValues()).hasSizeGreaterThan(100);
      long before = flows(harness);
      harness.endInput();
      assertThat(flows(harness)).isGreaterThanOrEqualTo(before).isEqualTo(counted(harness).flows());
    }
  }

  /** One message may hold more rows than there may be; the books follow at the next occasion. */
  @Test
  void tooManySumsDoNotWaitForTheEndOfABlock() throws Exception {
    try (Harness harness = harness(50)) {
      harness.processElement(block(WEEK), 0);
      long flows = flows(harness);
      assertThat(flows).isPositive();
      assertThat(side(harness, FlowOutputTags.COUNTED)).isEmpty();
      harness.endInput();
      assertThat(harness.extractOutputValues()).hasSizeGreaterThan(100);
      assertThat(flows(harness)).isGreaterThan(flows).isEqualTo(truth(WEEK).flows());
      assertThat(counted(harness).flows()).isEqualTo(truth(WEEK).flows());
    }
  }

  /** Parsers may hand over either; views are the rule, whole flows the exception. */
  @Test
  void flowsAndViewsCountAlike() throws Exception {
    List<Flow> flows = new ArrayList<>();
    new LogParser(EventTimeBounds.DEFAULT).parse(block(WEEK), new Flows(flows));
    List<List<PartialSum>> sums = new ArrayList<>();
    for (boolean asView : new boolean[] {false, true}) {
      try (Harness harness = harness(Integer.MAX_VALUE)) {
        LogOutput operator = ((IngestOperator) harness.getOperator()).step();
        WholeFlowView view = new WholeFlowView();
        for (Flow flow : flows) {
          if (asView) {
            operator.view(view.of(flow));
          } else {
            operator.flow(flow);
          }
        }
        harness.endInput();
        sums.add(harness.extractOutputValues());
      }
    }
    assertThat(sums.get(1)).isNotEmpty().usingRecursiveComparison().isEqualTo(sums.get(0));
  }

  private record Flows(List<Flow> found) implements LogOutput {
    @Override
    public void flow(Flow flow) {
      found.add(flow);
    }

    @Override
    public void other(String category) {}

    @Override
    public void deadLetter(DeadLetter letter) {}
  }

  @Test
  void aSumCarriesTheStartOfItsWindowAsTime() throws Exception {
    try (Harness harness = harness(Integer.MAX_VALUE)) {
      harness.processElement(block(WEEK), 0);
      harness.endInput();
      assertThat(harness.extractOutputStreamRecords())
          .isNotEmpty()
          .allSatisfy(
              record -> {
                PartialSum sum = record.getValue();
                assertThat(record.getTimestamp()).isEqualTo(sum.windowStartMillis());
                assertThat(sum.windowStartMillis() % WINDOW.toMillis()).isZero();
                assertThat(sum.firstSeen().toEpochMilli())
                    .isGreaterThanOrEqualTo(sum.windowStartMillis());
                assertThat(sum.lastSeen().toEpochMilli())
                    .isLessThan(sum.windowStartMillis() + WINDOW.toMillis());
              });
    }
  }

  @ParameterizedTest
  @MethodSource("filesOfLines")
  void everyRecordEndsInOneBoxAndIsCountedThere(String file) throws Exception {
    Truth truth = truth(file);
    try (Harness harness = harness(Integer.MAX_VALUE)) {
      harness.processElement(block(file), 0);
      harness.endInput();

      Accounting books = counted(harness);
      assertThat(books.imbalances(false)).isEmpty();
      assertThat(books)
          .isEqualTo(
              new Accounting(
                  truth.records(),
                  truth.flows(),
                  truth.inbound(),
                  truth.signals(),
                  truth.otherCategories(),
                  0,
                  byLabel(truth.deadLetters()),
                  0,
                  0));
      assertThat(judged(harness)).isEqualTo(truth.judged());

      Map<String, Long> reasons = new TreeMap<>();
      for (DeadLetter letter : side(harness, FlowOutputTags.DEAD_LETTER)) {
        reasons.merge(letter.reason().label(), 1L, Long::sum);
      }
      assertThat(reasons).isEqualTo(byLabel(truth.deadLetters()));
      assertThat(side(harness, FlowOutputTags.SIGNAL))
          .hasSize((int) truth.signals())
          .allMatch(signal -> signal.action().label().equals("alert"));

      assertThat(metrics.behind("box")).isEqualTo(boxes(truth));
      Map<String, Long> rejected = new TreeMap<>();
      reasons.forEach((reason, count) -> rejected.put(reason + ".deadLetters", count));
      assertThat(metrics.behind("reason")).isEqualTo(rejected);
    }
  }

  @Test
  void deadLettersFromTheMiddleOfAFileGetTheirLines(@TempDir Path folder) throws Exception {
    String file = "malformed/not-json.jsonl";
    byte[] bytes = LOGS.files().get(file);
    Path path = Files.write(folder.resolve("not-json.jsonl"), bytes);
    int from = text(file).indexOf('\n') + 1;
    byte[] rest = new String(bytes, StandardCharsets.UTF_8).substring(from).getBytes("UTF-8");
    List<Long> lines =
        LOGS.index().stream()
            .filter(entry -> entry.file().equals(file) && entry.line() > 1)
            .filter(entry -> entry.meant().reason() == RejectReason.NOT_JSON)
            .map(Entry::line)
            .toList();
    try (Harness harness = harness(Integer.MAX_VALUE)) {
      harness.processElement(LogBlock.ofFile(path.toString(), from, 0, rest), 0);
      assertThat(side(harness, FlowOutputTags.DEAD_LETTER))
          .extracting(letter -> letter.position().line())
          .containsExactlyElementsOf(lines);
    }
  }

  @Test
  void aFileThatIsGoneLeavesTheLineOpen() throws Exception {
    try (Harness harness = harness(Integer.MAX_VALUE)) {
      harness.processElement(LogBlock.ofFile("gone.jsonl", 9, 0, utf8("no json\n")), 0);
      assertThat(side(harness, FlowOutputTags.DEAD_LETTER))
          .extracting(letter -> letter.position().line())
          .containsExactly(0L);
    }
  }

  @Test
  void aRefusedBlockIsOneDeadLetter() throws Exception {
    LogBlock refused =
        LogBlock.ofRefused("a.json", 0, 4, RejectReason.TOO_LARGE, utf8("{\"a\":"), 1L << 30);
    try (Harness harness = harness(Integer.MAX_VALUE)) {
      harness.processElement(refused, 0);
      harness.endInput();
      assertThat(side(harness, FlowOutputTags.DEAD_LETTER))
          .singleElement()
          .satisfies(
              letter -> {
                assertThat(letter.reason()).isEqualTo(RejectReason.TOO_LARGE);
                assertThat(letter.rawSizeBytes()).isEqualTo(1L << 30);
                assertThat(letter.position().line()).isEqualTo(4);
              });
      assertThat(counted(harness).records()).isEqualTo(1);
      assertThat(metrics.behind("box")).isEqualTo(Map.of("dead-letter.records", 1L));
    }
  }

  /** With accumulators and metrics of its own. */
  private static final class Harness
      extends OneInputStreamOperatorTestHarness<LogBlock, PartialSum> {
    Harness(int maxPartialSums, CountedMetrics metrics) throws Exception {
      super(
          new IngestOperator(SampleSettings.withLimit(maxPartialSums, WINDOW, Duration.ZERO)),
          TypeInformation.of(LogBlock.class).createSerializer(new SerializerConfigImpl()),
          new MockEnvironmentBuilder().setMetricGroup(metrics.task()).build());
      setup(CompactTypeInfo.PARTIAL_SUM.createSerializer(new SerializerConfigImpl()));
    }
  }

  private Harness harness(int maxPartialSums) throws Exception {
    Harness harness = new Harness(maxPartialSums, metrics);
    harness.open();
    return harness;
  }

  private static Truth truth(String file) {
    return LOGS.truth(entry -> entry.file().equals(file));
  }

  private static LogBlock block(String file) {
    return LogBlock.ofFile(file, 0, 1, LOGS.files().get(file));
  }

  private static String text(String file) {
    return new String(LOGS.files().get(file), StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private List<Long> windowEnds(String file) throws Exception {
    try (Harness harness = harness(Integer.MAX_VALUE)) {
      harness.processElement(block(file), 0);
      harness.endInput();
      return harness.extractOutputValues().stream()
          .map(sum -> sum.windowStartMillis() + WINDOW.toMillis())
          .sorted()
          .distinct()
          .toList();
    }
  }

  private static long flows(Harness harness) {
    return harness.extractOutputValues().stream().mapToLong(PartialSum::flows).sum();
  }

  private static Map<String, Long> judged(Harness harness) {
    Map<String, Long> judged = new TreeMap<>();
    for (PartialSum sum : harness.extractOutputValues()) {
      String words = sum.key().expectation().label() + ' ' + sum.key().action().label();
      judged.merge(sum.key().cluster() + ' ' + words, sum.flows(), Long::sum);
    }
    return judged;
  }

  private static Accounting counted(Harness harness) {
    return side(harness, FlowOutputTags.COUNTED).stream().reduce(Accounting.NONE, Accounting::plus);
  }

  private static <T> List<T> side(Harness harness, OutputTag<T> tag) {
    Collection<StreamRecord<T>> records = harness.getSideOutput(tag);
    List<T> values = new ArrayList<>();
    if (records != null) {
      records.forEach(record -> values.add(record.getValue()));
    }
    return values;
  }

  private static Map<String, Long> byLabel(Map<RejectReason, Long> counts) {
    Map<String, Long> labels = new TreeMap<>();
    counts.forEach((reason, count) -> labels.put(reason.label(), count));
    return labels;
  }

  private static Map<String, Long> boxes(Truth truth) {
    Map<String, Long> boxes = new TreeMap<>();
    boxes.put("flow.records", truth.flows());
    boxes.put("inbound.records", truth.inbound());
    boxes.put("signal.records", truth.signals());
    boxes.put("other-category.records", sum(truth.otherCategories()));
    boxes.put("dead-letter.records", sum(truth.deadLetters()));
    boxes.values().removeIf(count -> count == 0);
    return boxes;
  }

  private static long sum(Map<?, Long> counts) {
    return counts.values().stream().mapToLong(count -> count).sum();
  }
}
