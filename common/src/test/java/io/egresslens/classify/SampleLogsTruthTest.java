package io.egresslens.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.ClusterInventoryLoader;
import io.egresslens.flow.Action;
import io.egresslens.flow.Flow;
import io.egresslens.flow.FlowKind;
import io.egresslens.flow.RecordBox;
import io.egresslens.ingest.DeadLetter;
import io.egresslens.ingest.EventTimeBounds;
import io.egresslens.ingest.LogBlock;
import io.egresslens.ingest.RejectReason;
import io.egresslens.parse.LogOutput;
import io.egresslens.parse.LogParser;
import io.egresslens.samples.Entry;
import io.egresslens.samples.RecordGenerator;
import io.egresslens.samples.RecordOptions;
import io.egresslens.samples.Sample.Meaning;
import io.egresslens.samples.SampleLogs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parser, catalog and classifier make of every sample record what its author means by it. */
class SampleLogsTruthTest {
  private static final SampleLogs LOGS = SampleLogs.generate();
  private static final FlowClassifier CLASSIFIER = classifier();

  static List<String> files() {
    return List.copyOf(LOGS.files().keySet());
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyRecordOfAFileIsUnderstoodAsMeant(String file) throws IOException {
    byte[] bytes = LOGS.files().get(file);
    if (file.endsWith(".gz")) {
      bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
    }
    Answers answers = new Answers();
    parser().parse(LogBlock.ofFile(file, 0, 1, bytes), answers);
    answers.mustBe(meant(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"event-hub/week-1.jsonl", "event-hub/week-2.jsonl"})
  void everyLineOfTheEventHubIsUnderstoodAsAMessageToo(String file) {
    Answers answers = new Answers();
    LogParser parser = parser();
    String text = new String(LOGS.files().get(file), StandardCharsets.UTF_8);
    text.lines()
        .map(line -> line.getBytes(StandardCharsets.UTF_8))
        .forEach(
            bytes -> parser.parse(LogBlock.ofMessage("t", 0, 0, Long.MIN_VALUE, bytes), answers));
    answers.mustBe(meant(file));
  }

  @Test
  void generatedRecordsAreCountedAsTheGeneratorCountsThem() throws IOException {
    RecordOptions options =
        RecordOptions.DEFAULT.withShuffledKeys(true).withEscapedPercent(30).withRecordsPerLine(9);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RecordGenerator.Expected expected = RecordGenerator.writeStructured(out, 20_000, options);
    Answers answers = new Answers();
    parser().parse(LogBlock.ofFile("generated", 0, 1, out.toByteArray()), answers);
    assertThat(answers.given).hasSize(20_000);
    assertThat(
            answers.given.stream()
                .filter(answer -> answer.kind == FlowKind.APPLICATION)
                .filter(answer -> answer.action == Action.DENY))
        .hasSize(expected.actions().get("AZFWApplicationRule Deny").intValue());
    assertThat(
            answers.given.stream()
                .filter(answer -> answer.kind == FlowKind.APPLICATION)
                .filter(answer -> answer.expectation == Expectation.UNLISTED))
        .hasSize((int) expected.unlistedNames());
  }

  private static List<Answer> meant(String file) {
    return LOGS.index().stream()
        .filter(entry -> entry.file().equals(file))
        .map(SampleLogsTruthTest::meant)
        .toList();
  }

  private static Answer meant(Entry entry) {
    Meaning meant = entry.meant();
    boolean flow = meant.box() == RecordBox.FLOW;
    return new Answer(
        meant.box(),
        meant.reason(),
        meant.kind(),
        meant.kind() == null ? null : entry.sample().time(),
        meant.action(),
        flow ? meant.cluster() : null,
        flow ? meant.source() : null,
        flow ? meant.destination() : null,
        flow ? meant.port() : 0,
        flow ? meant.protocol() : null,
        meant.expectation());
  }

  private static LogParser parser() {
    return new LogParser(EventTimeBounds.DEFAULT);
  }

  private static FlowClassifier classifier() {
    Catalog catalog = CatalogLoader.load(List.of());
    String clusters = SampleLogs.folder().resolve("clusters.yaml").toString();
    return new FlowClassifier(catalog, ClusterInventoryLoader.load(clusters, catalog));
  }

  /** What is compared of a record; absent parts are null or 0. */
  private record Answer(
      RecordBox box,
      RejectReason reason,
      FlowKind kind,
      Instant time,
      Action action,
      String cluster,
      String source,
      String destination,
      int port,
      String protocol,
      Expectation expectation) {}

  /** Collects what the parser gives out, judged. */
  private static final class Answers implements LogOutput {
    private final List<Answer> given = new ArrayList<>();

    /** Names only the records that differ: the files are long. */
    void mustBe(List<Answer> meant) {
      List<String> wrong = new ArrayList<>();
      for (int i = 0; i < Math.min(given.size(), meant.size()); i++) {
        if (!given.get(i).equals(meant.get(i))) {
          wrong.add("record " + i + ": " + given.get(i) + ", meant " + meant.get(i));
        }
      }
      assertThat(wrong).isEmpty();
      assertThat(given).hasSameSizeAs(meant);
    }

    @Override
    public void flow(Flow flow) {
      boolean decision = flow.box() == RecordBox.FLOW;
      Judgement judgement = decision ? CLASSIFIER.judge(flow) : null;
      given.add(
          new Answer(
              flow.box(),
              null,
              flow.kind(),
              flow.time(),
              flow.action(),
              decision ? judgement.cluster() : null,
              decision ? flow.sourceIp().toString() : null,
              decision ? judgement.destination() : null,
              decision ? flow.destinationPort() : 0,
              decision ? flow.protocol() : null,
              decision ? judgement.expectation() : null));
    }

    @Override
    public void other(String category) {
      given.add(
          new Answer(
              RecordBox.OTHER_CATEGORY, null, null, null, null, null, null, null, 0, null, null));
    }

    @Override
    public void deadLetter(DeadLetter letter) {
      RejectReason reason = letter.reason();
      given.add(
          new Answer(
              RecordBox.DEAD_LETTER, reason, null, null, null, null, null, null, 0, null, null));
    }
  }
}
