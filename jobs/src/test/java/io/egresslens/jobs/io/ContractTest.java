package io.egresslens.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.egresslens.alert.AlertRule;
import io.egresslens.alert.AlertStatus;
import io.egresslens.alert.LabelName;
import io.egresslens.alert.Severity;
import io.egresslens.classify.Expectation;
import io.egresslens.classify.Verdict;
import io.egresslens.flow.Action;
import io.egresslens.flow.FlowKind;
import io.egresslens.flow.LogFormat;
import io.egresslens.ingest.RejectReason;
import io.egresslens.jobs.config.OutputFormat;
import io.egresslens.window.Accounting;
import io.egresslens.window.Summary;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions.TimestampNanosConversion;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContractTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<Arguments> contracts() {
    return Stream.of(
        Arguments.of("summary", Contract.SUMMARY, Samples.SUMMARIES),
        Arguments.of("late-flow", Contract.LATE_FLOW, Samples.SUMMARIES),
        Arguments.of("dead-letter", Contract.DEAD_LETTER, Samples.DEAD_LETTERS),
        Arguments.of("signal", Contract.SIGNAL, Samples.SIGNALS),
        Arguments.of("accounting", Contract.ACCOUNTING, Samples.BOOKS),
        Arguments.of("catalog-update", Contract.CATALOG_UPDATE, Samples.UPDATES),
        Arguments.of("shadow-difference", Contract.SHADOW, Samples.SHADOW),
        Arguments.of("alert", Contract.ALERT, Samples.ALERTS));
  }

  private static GenericRecord decode(Schema schema, byte[] bytes) throws IOException {
    GenericData data = new GenericData();
    data.addLogicalTypeConversion(new TimestampNanosConversion());
    return new BinaryMessageDecoder<GenericRecord>(data, schema).decode(bytes);
  }

  /** What JSON would say of an Avro value: null left out, times as text. */
  private static Object plain(Object value) {
    if (value instanceof GenericRecord record) {
      Map<String, Object> fields = new LinkedHashMap<>();
      for (Schema.Field field : record.getSchema().getFields()) {
        Object inner = record.get(field.pos());
        if (inner != null) {
          fields.put(field.name(), plain(inner));
        }
      }
      return fields;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> plain = new LinkedHashMap<>();
      map.forEach((key, inner) -> plain.put(key.toString(), plain(inner)));
      return plain;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(ContractTest::plain).toList();
    }
    boolean text = value instanceof CharSequence || value instanceof Instant;
    return text ? value.toString() : value;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("contracts")
  <T> void avroAndJsonHaveTheSameFieldsAndValues(String name, Contract<T> contract, List<T> rows)
      throws IOException {
    Set<String> seen = new TreeSet<>();
    for (T row : rows) {
      byte[] json = contract.writer(OutputFormat.JSON).apply(row);
      Object avro = plain(decode(contract.schema(), contract.writer(OutputFormat.AVRO).apply(row)));
      assertThat(JSON.writeValueAsString(avro))
          .as(name)
          .satisfies(text -> assertThat(JSON.readTree(text)).isEqualTo(JSON.readTree(json)));
      JSON.readTree(json).fieldNames().forEachRemaining(seen::add);
    }
    assertThat(seen)
        .as("the samples set every field")
        .containsExactlyInAnyOrderElementsOf(
            contract.schema().getFields().stream().map(Schema.Field::name).toList());
  }

  /** Avro makes objects of trusted classes only; the README of schemas tells readers. */
  private static void withGeneratedClassesTrusted(Executable reading) throws Throwable {
    ClassSecurityPredicate before = ClassSecurityValidator.getGlobal();
    String trusted = io.egresslens.schemas.Summary.class.getPackageName();
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(before, type -> type.getPackageName().equals(trusted)));
    try {
      reading.execute();
    } finally {
      ClassSecurityValidator.setGlobal(before);
    }
  }

  @Test
  void theGeneratedClassesReadWhatWeWrite() throws Throwable {
    withGeneratedClassesTrusted(this::readWithGeneratedClasses);
  }

  private void readWithGeneratedClasses() throws IOException {
    Summary row = Samples.SUMMARIES.get(0);
    io.egresslens.schemas.Summary read =
        io.egresslens.schemas.Summary.getDecoder().decode(Contract.SUMMARY.toAvro(row));
    assertThat(read.getId()).isEqualTo(row.id());
    assertThat(read.getFirstSeen()).isEqualTo(row.firstSeen());
    assertThat(read.getVerdict()).isEqualTo("required-denied");
    assertThat(read.getSampleSources()).isEqualTo(row.sampleSources());
    assertThat(
            io.egresslens.schemas.Accounting.getDecoder()
                .decode(Contract.ACCOUNTING.toAvro(Samples.BOOKS.get(0)))
                .getDeadLetters())
        .isEqualTo(Map.of("not-json", 1L, "bad-time", 1L));
  }

  @Test
  void aContractTravelsToWhereTheGraphRuns() throws Exception {
    Contract<Accounting> there = InstantiationUtil.clone(Contract.ACCOUNTING);
    Accounting books = Samples.BOOKS.get(0);
    assertThat(there.toAvro(books)).isEqualTo(Contract.ACCOUNTING.toAvro(books));
    assertThat(there.fields().toJson(books)).isEqualTo(Contract.ACCOUNTING.fields().toJson(books));
  }

  @Test
  void theOrderInWhichAMapWasFilledDoesNotShow() {
    Map<String, Long> up = new LinkedHashMap<>();
    Map<String, Long> down = new LinkedHashMap<>();
    List<String> names = List.of("a", "b", "c");
    names.forEach(name -> up.put(name, 1L));
    names.stream().sorted(Comparator.reverseOrder()).forEach(name -> down.put(name, 1L));
    for (OutputFormat format : OutputFormat.values()) {
      var writer = Contract.ACCOUNTING.writer(format);
      assertThat(writer.apply(new Accounting(3, 0, 0, 0, up, 0, Map.of(), 0, 0)))
          .as(format.name())
          .isEqualTo(writer.apply(new Accounting(3, 0, 0, 0, down, 0, Map.of(), 0, 0)));
    }
  }

  @Test
  void aTableThatIsNotTheSchemasIsABug() {
    assertThatThrownBy(() -> new Contract<>(Contract.LATE_FLOW.fields(), Contract.SUMMARY.schema()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("revision");
  }

  @Test
  void everyLabelOfAnAlertIsAField() {
    assertThat(Contract.ALERT.schema().getFields())
        .extracting(Schema.Field::name)
        .containsAll(labels(Arrays.stream(LabelName.values()).map(LabelName::label)));
  }

  private static List<String> labels(Stream<String> labels) {
    return labels.toList();
  }

  static Stream<Arguments> closedLists() {
    List<String> actions = labels(Arrays.stream(Action.values()).map(Action::label));
    List<String> decisions = new ArrayList<>(actions);
    decisions.remove(Action.ALERT.label());
    List<String> expectations = labels(Arrays.stream(Expectation.values()).map(Expectation::label));
    List<String> verdicts = labels(Arrays.stream(Verdict.values()).map(Verdict::label));
    return Stream.of(
        Arguments.of(Contract.SUMMARY, "action", decisions),
        Arguments.of(Contract.SUMMARY, "expectation", expectations),
        Arguments.of(Contract.SUMMARY, "verdict", verdicts),
        Arguments.of(Contract.LATE_FLOW, "action", decisions),
        Arguments.of(Contract.LATE_FLOW, "expectation", expectations),
        Arguments.of(Contract.LATE_FLOW, "verdict", verdicts),
        Arguments.of(Contract.SIGNAL, "action", actions),
        Arguments.of(
            Contract.SIGNAL, "kind", labels(Arrays.stream(FlowKind.values()).map(FlowKind::label))),
        Arguments.of(
            Contract.SIGNAL,
            "format",
            labels(Arrays.stream(LogFormat.values()).map(LogFormat::label))),
        Arguments.of(
            Contract.DEAD_LETTER,
            "reason",
            labels(Arrays.stream(RejectReason.values()).map(RejectReason::label))),
        Arguments.of(Contract.CATALOG_UPDATE, "outcome", List.of("accepted", "refused")),
        Arguments.of(Contract.SHADOW, "action", decisions),
        Arguments.of(Contract.SHADOW, "expectation", expectations),
        Arguments.of(Contract.SHADOW, "verdict", verdicts),
        Arguments.of(Contract.SHADOW, "shadowExpectation", expectations),
        Arguments.of(Contract.SHADOW, "shadowVerdict", verdicts),
        Arguments.of(
            Contract.ALERT,
            "status",
            labels(Arrays.stream(AlertStatus.values()).map(AlertStatus::label))),
        Arguments.of(
            Contract.ALERT,
            "rule",
            labels(Arrays.stream(AlertRule.values()).map(AlertRule::label))),
        Arguments.of(
            Contract.ALERT, "kind", labels(Arrays.stream(AlertRule.values()).map(AlertRule::kind))),
        Arguments.of(
            Contract.ALERT,
            "severity",
            labels(Arrays.stream(Severity.values()).map(Severity::label))));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("closedLists")
  void theDocumentedWordsAreThoseOfTheCode(Contract<?> contract, String field, List<String> words) {
    String doc = contract.schema().getField(field).doc();
    assertThat(doc)
        .as(contract.schema().getName())
        .endsWith("One of: `" + String.join("`, `", words) + "`.");
  }
}
