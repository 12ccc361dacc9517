package io.egresslens.window;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.egresslens.classify.Expectation;
import io.egresslens.flow.Action;
import io.egresslens.flow.FieldTable;
import io.egresslens.flow.IpAddress;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryFieldsTest {
  private static final long WINDOW_START = Instant.parse("2026-03-02T10:05:00Z").toEpochMilli();
  private static final long WINDOW_END = WINDOW_START + 300_000;

  private static Summary summary(SummaryKey key, SourceSet sources, Map<String, Long> rules) {
    PartialSum sum =
        new PartialSum(
            key,
            WINDOW_START,
            "2026-03-01.1",
            0,
            null,
            7,
            sources,
            Instant.parse("2026-03-02T10:05:00.1234567Z"),
            Instant.parse("2026-03-02T10:09:59Z"),
            rules);
    return Summary.of(sum, WINDOW_END, 2, true, "quay.io");
  }

  private static Summary full() {
    SourceSet.Builder sources = new SourceSet.Builder();
    sources.add(IpAddress.parse("10.10.1.9"));
    sources.add(IpAddress.parse("10.10.1.4"));
    return summary(
        new SummaryKey(
            "/subscriptions/s/fw",
            "aro-prod",
            "cdn04.quay.io",
            443,
            "https",
            Action.ALLOW,
            Expectation.REQUIRED,
            "aro.quay.cdn04"),
        sources.build(),
        Map.of("egress/quay", 5L, "egress/any", 2L));
  }

  private static Summary bare() {
    SummaryKey key =
        new SummaryKey(
            null, "unassigned", null, 0, null, Action.DENY, Expectation.NO_DESTINATION, null);
    PartialSum sum =
        new PartialSum(
            key,
            WINDOW_START,
            "v1",
            0,
            null,
            1,
            SourceSet.EMPTY,
            Instant.ofEpochMilli(WINDOW_START),
            Instant.ofEpochMilli(WINDOW_START),
            Map.of());
    return Summary.of(sum, WINDOW_END, 0, false, null);
  }

  private static <T> String json(FieldTable<T> fields, T record) {
    return new String(fields.toJson(record), UTF_8);
  }

  @Test
  void aSummaryIsWrittenInTheOrderOfTheDesignAtTheFullPrecisionOfItsTimes() {
    Summary summary = full();
    assertThat(json(SummaryFields.SUMMARY, summary))
        .isEqualTo(
            """
            {"id":"%s",\
            "windowStart":"2026-03-02T10:05:00Z","windowEnd":"2026-03-02T10:10:00Z",\
            "revision":2,"final":true,\
            "firewall":"/subscriptions/s/fw","cluster":"aro-prod",\
            "destination":"cdn04.quay.io","domain":"quay.io","port":443,"protocol":"https",\
            "action":"allow","expectation":"required","verdict":"expected",\
            "entry":"aro.quay.cdn04","catalogVersion":"2026-03-01.1",\
            "flows":7,"sources":2,"sourcesEstimated":false,\
            "sampleSources":["10.10.1.4","10.10.1.9"],\
            "firstSeen":"2026-03-02T10:05:00.123456700Z","lastSeen":"2026-03-02T10:09:59Z",\
            "rules":["egress/quay","egress/any"]}"""
                .formatted(summary.id()));
  }

  @Test
  void absentValuesAreLeftOut() {
    assertThat(json(SummaryFields.SUMMARY, bare()))
        .doesNotContain("null")
        .doesNotContain("firewall", "\"destination\"", "domain", "port", "protocol", "entry")
        .contains("\"cluster\":\"unassigned\"", "\"sampleSources\":[]", "\"rules\":[]");
  }

  @Test
  void aLateFlowIsASummaryWithoutRevisionAndFinal() {
    String summary = json(SummaryFields.SUMMARY, full());
    assertThat(json(SummaryFields.LATE_FLOW, full()))
        .isEqualTo(summary.replace("\"revision\":2,\"final\":true,", ""));
  }

  @Test
  void theBooksAreWrittenWithSortedReasons() {
    Accounting books =
        new Accounting(
            12,
            5,
            1,
            1,
            Map.of("AZFWFatFlow", 1L, "AZFWDnsQuery", 2L),
            0,
            Map.of("not-json", 1L, "bad-time", 1L),
            4,
            1);
    assertThat(json(SummaryFields.ACCOUNTING, books))
        .isEqualTo(
            """
            {"records":12,"flows":5,"inbound":1,"signals":1,\
            "otherCategories":{"AZFWDnsQuery":2,"AZFWFatFlow":1},"duplicates":0,\
            "deadLetters":{"bad-time":1,"not-json":1},"summarised":4,"late":1}""");
  }

  @Test
  void noCharacterThatATerminalObeysIsWritten() {
    FieldTable<String> name = FieldTable.<String>none().with("name", text -> text);
    assertThat(json(name, "a\u001b]0;x\u0007\u009b2J\u202e\u2028\r\n\"z"))
        .isEqualTo("{\"name\":\"a\\u001B]0;x\\u0007\\u009B2J\\u202E\\u2028\\r\\n\\\"z\"}");
  }

  @Test
  void aValueOfAnUnknownKindIsABug() {
    FieldTable<String> odd = FieldTable.<String>none().with("odd", text -> 'x');
    assertThatThrownBy(() -> odd.toJson("")).isInstanceOf(IllegalArgumentException.class);
  }
}
