package io.egresslens.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code bench} prints, on so little work that the figures mean nothing. */
class BenchCommandTest {
  @Test
  void theTableNamesEveryFormAndEveryRival() {
    Answer answer = Answer.of("bench", "--tiny");
    assertThat(answer).extracting(Answer::status, Answer::err).containsExactly(0, "");
    assertThat(answer.out())
        .contains(
            "Absolute figures are this machine's",
            "Medians of 2 rounds",
            "of a core",
            "a record a line",
            "envelopes of 100",
            "shuffled keys",
            "legacy text",
            "read floor",
            "databind tree",
            "Jackson stream",
            "java.util.regex",
            "HashMap.get",
            "suffix walk",
            "bytes/pattern")
        .doesNotContain("NaN", "Infinity", "null");
    assertThat(answer.out().lines()).allMatch(line -> line.length() <= 120);
  }

  @Test
  void jsonHasEveryRoundOfEveryFigure() throws IOException {
    Answer answer = Answer.of("bench", "--tiny", "--json");
    assertThat(answer).extracting(Answer::status, Answer::err).containsExactly(0, "");
    assertThat(answer.out()).hasLineCount(1);
    JsonNode said = new ObjectMapper().readTree(answer.out());
    assertThat(said.path("machine").fieldNames())
        .toIterable()
        .containsExactly("processor", "cores", "system", "java", "maxHeapBytes");
    assertThat(said.path("rounds").asInt()).isEqualTo(2);
    assertThat(said.path("coreShare").asDouble()).isBetween(0.0, 1.0);
    assertThat(said.path("reading"))
        .extracting(form -> form.path("form").asText())
        .containsExactly("lines", "envelope", "shuffled", "legacy");
    for (JsonNode form : said.path("reading")) {
      assertThat(form.path("records").asInt()).isEqualTo(500);
      assertThat(form.path("recordsPerSecond").asDouble()).isPositive();
      assertThat(form.path("megabytesPerSecond").asDouble()).isPositive();
      mustBeSeries(form.path("shareOfReadFloor"));
      form.path("nanosPerRecord").forEach(BenchCommandTest::mustBeSeries);
      form.path("timesOurs").forEach(BenchCommandTest::mustBeSeries);
    }
    assertThat(said.at("/reading/0/timesOurs").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("databind-tree", "jackson-stream");
    assertThat(said.path("matching"))
        .extracting(match -> match.path("patterns").asInt())
        .containsExactly(10, 100);
    for (JsonNode match : said.path("matching")) {
      for (String figure :
          List.of(
              "nanosPerMatch",
              "nanosPerHashMapGet",
              "nanosPerSuffixWalk",
              "timeOfHashMapGet",
              "suffixWalkTimesOurs")) {
        mustBeSeries(match.path(figure));
      }
      assertThat(match.path("bytesPerPattern").isNumber()).isTrue();
      assertThat(match.path("buildMillis").asDouble()).isPositive();
    }
  }

  private static void mustBeSeries(JsonNode series) {
    assertThat(series.path("rounds")).as("%s", series).hasSize(2);
    assertThat(series.path("least").asDouble()).isPositive();
    assertThat(series.path("median").asDouble())
        .isBetween(series.path("least").asDouble(), series.path("greatest").asDouble());
  }
}
