package io.egresslens.jobs.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import io.egresslens.alert.AlertChange;
import io.egresslens.alert.Evidence;
import io.egresslens.catalog.CatalogUpdate;
import io.egresslens.classify.Expectation;
import io.egresslens.flow.Action;
import io.egresslens.flow.Flow;
import io.egresslens.flow.FlowDetails;
import io.egresslens.flow.IpAddress;
import io.egresslens.flow.RuleRef;
import io.egresslens.ingest.DeadLetter;
import io.egresslens.ingest.LogBlock;
import io.egresslens.ingest.LogPosition;
import io.egresslens.ingest.RejectReason;
import io.egresslens.jobs.flow.operator.SavedBook;
import io.egresslens.jobs.flow.operator.SubtaskTime;
import io.egresslens.jobs.flow.wire.EditionPart;
import io.egresslens.jobs.io.Samples;
import io.egresslens.window.Accounting;
import io.egresslens.window.PartialSum;
import io.egresslens.window.ShadowDifference;
import io.egresslens.window.SourceSet;
import io.egresslens.window.Summary;
import io.egresslens.window.SummaryKey;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every type that travels between operators or lies in state. */
class FlowTypesTest {
  private static final Instant TIME = Instant.parse("2026-01-05T10:05:00.1234567Z");
  private static final IpAddress V4 = IpAddress.parse("10.10.1.4");
  private static final IpAddress V6 = IpAddress.parse("2001:db8::7");

  private static final SummaryKey FULL_KEY =
      new SummaryKey(
          "/subscriptions/s/azurefirewalls/hub",
          "aro-prod",
          "quay.io",
          443,
          "https",
          Action.DENY,
          Expectation.REQUIRED,
          "aro.quay");
  private static final EditionPart PART = new EditionPart(7, 1, 3, new byte[] {1, 0});

  private static final SummaryKey BARE_KEY =
      new SummaryKey(
          null, "unassigned", null, 0, null, Action.ALLOW, Expectation.NO_DESTINATION, null);

  static Stream<Named<Object>> values() {
    PartialSum full =
        new PartialSum(
            FULL_KEY,
            0,
            "v1",
            3,
            "apps.example",
            5_000_000_000L,
            sources(2_000),
            TIME,
            TIME,
            Map.of("rc/r", 7L));
    PartialSum bare =
        new PartialSum(BARE_KEY, -1, "v1", 0, null, 1, SourceSet.EMPTY, TIME, TIME, Map.of());
    return Stream.of(
        named("message", LogBlock.ofMessage("logs", 3, 5_000_000_000L, 17, new byte[] {1, 2})),
        named("empty part of a file", LogBlock.ofFile("a.json", 0, 0, new byte[0])),
        named(
            "refused part of a file",
            LogBlock.ofRefused("a.json", 9, 2, RejectReason.TOO_LARGE, new byte[] {7}, 1L << 40)),
        named("key", FULL_KEY),
        named("key without what can be absent", BARE_KEY),
        named("exact sources", sources(3)),
        named("no sources", SourceSet.EMPTY),
        named("estimated sources", sources(SourceSet.EXACT_LIMIT + 1)),
        named("sum", full),
        named("sum without what can be absent", bare),
        named("summary", Summary.of(full, 300_000, 2, true, "quay.io")),
        named("summary without what can be absent", Summary.of(bare, 300_000, 0, false, null)),
        named(
            "dead letter",
            new DeadLetter(
                RejectReason.BAD_TIME,
                "no event time",
                new LogPosition("a.json", -1, 120, 7, 2),
                "AZFWDnsQuery",
                new byte[] {(byte) 0xff, 0},
                9_000)),
        named(
            "dead letter of no category",
            new DeadLetter(
                RejectReason.NOT_JSON,
                "not JSON",
                new LogPosition("logs", 0, 5, 0, 0),
                null,
                new byte[0],
                0)),
        named("flow", Samples.SIGNALS.get(0)),
        named("flow without what can be absent", Samples.SIGNALS.get(1)),
        named(
            "books",
            new Accounting(
                12, 5, 1, 1, Map.of("AZFWFatFlow", 3L), 0, Map.of("not-json", 2L), 4, 1)),
        named("empty books", Accounting.NONE),
        named("time of a subtask", new SubtaskTime(17, true)),
        named("piece of a catalog", PART),
        named("taken up catalog", Samples.UPDATES.get(0)),
        named("refused catalog", Samples.UPDATES.get(1)),
        named("difference of a shadow", Samples.SHADOW.get(0)),
        named("difference without what can be absent", Samples.SHADOW.get(1)),
        named("book of alerts", new SavedBook(new byte[] {1, 0}, 3, Long.MIN_VALUE, 17)),
        named("change of an alert", Samples.ALERTS.get(0)),
        named("change without what can be absent", Samples.ALERTS.get(1)));
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        LogBlock.class,
        SummaryKey.class,
        SourceSet.class,
        PartialSum.class,
        Summary.class,
        LogPosition.class,
        DeadLetter.class,
        IpAddress.class,
        RuleRef.class,
        FlowDetails.class,
        Flow.class,
        Accounting.class,
        SubtaskTime.class,
        EditionPart.class,
        CatalogUpdate.class,
        ShadowDifference.class,
        SavedBook.class,
        AlertChange.class,
        Evidence.class
      })
  void typeIsSerializedAsPojoWithoutKryo(Class<?> type) {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(type);
  }

  @ParameterizedTest
  @MethodSource("values")
  void valueSurvivesSerialisationAndCopy(Object value) throws IOException {
    mustSurvive(value, value.getClass());
  }

  private static <T> void mustSurvive(Object value, Class<T> type) throws IOException {
    T original = type.cast(value);
    TypeSerializer<T> serializer =
        TypeInformation.of(type).createSerializer(new SerializerConfigImpl());
    DataOutputSerializer out = new DataOutputSerializer(256);
    serializer.serialize(original, out);
    T read = serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    assertThat(read).usingRecursiveComparison().isEqualTo(original);
    assertThat(serializer.copy(original)).usingRecursiveComparison().isEqualTo(original);
  }

  private static SourceSet sources(int count) {
    SourceSet.Builder sources = new SourceSet.Builder();
    for (int i = 0; i < count; i++) {
      sources.add(new IpAddress(V6.high(), i));
    }
    return sources.build();
  }
}
