package io.egresslens.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.flow.Flow;
import io.egresslens.ingest.DeadLetter;
import io.egresslens.ingest.LogPosition;
import io.egresslens.ingest.RejectReason;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopesTest {
  private static final List<String> THREE = LogRecords.networks(3);

  static Stream<String> wholeEnvelopes() {
    String a = THREE.get(0);
    String b = THREE.get(1);
    String c = THREE.get(2);
    return Stream.of(
        "{\"records\":[%s,%s,%s]}".formatted(a, b, c),
        "  {\"Records\" : [ %s , %s ,\n %s ] , \"x\":{\"y\":[1]}}  ".formatted(a, b, c),
        "{\"meta\":\"x\",\"records\":[%s,%s,%s]}\n".formatted(a, b, c),
        "%s\n%s\n%s".formatted(a, b, c),
        "%s\r\n\r\n%s\r\n%s\r\n".formatted(a, b, c),
        "\ufeff%s\n%s\n%s\n".formatted(a, b, c),
        "[%s,%s,%s]".formatted(a, b, c),
        "[\n%s,\n%s,\n%s\n]\n".formatted(a, b, c),
        "%s,\n%s,\n%s\n".formatted(a, b, c),
        "%s %s\n%s".formatted(a, b, c),
        "{\"records\":[%s]}\n{\"records\":[%s,%s]}".formatted(a, b, c),
        "{\"records\":[%s]}\n%s\n[%s]".formatted(a, b, c),
        "[{\"records\":[%s,%s]},%s]".formatted(a, b, c),
        pretty("{\"records\":[%s,%s,%s]}".formatted(a, b, c)),
        pretty("[%s,%s,%s]".formatted(a, b, c)),
        pretty(a) + "\n" + pretty(b) + "\n" + pretty(c));
  }

  /** Puts every key and bracket on a line of its own. */
  private static String pretty(String json) {
    return json.replace("{\"", "{\r\n  \"")
        .replace(",\"", ",\r\n  \"")
        .replace("}", "\r\n}")
        .replace("[", "[\r\n");
  }

  @ParameterizedTest
  @MethodSource("wholeEnvelopes")
  void everyEnvelopeHoldsTheSameThreeRecords(String text) {
    assertThat(Collected.message(text).flows())
        .extracting(Flow::sourcePort)
        .containsExactly(1, 2, 3);
    assertThat(Collected.message(text).calls).hasSize(3);
    assertThat(Collected.file(text).calls).isEqualTo(Collected.message(text).calls);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "\n\r\n", "{\"records\":[]}", "[]", "\ufeff", "{\"records\" : [ ] }\n"})
  void emptyMessagesHoldNoRecord(String text) {
    assertThat(Collected.message(text).calls).isEmpty();
  }

  @Test
  void recordThatHasRecordsItselfIsARecord() {
    String record = THREE.get(0);
    String row = LogRecords.row("AZFWNetworkRule", record.replaceFirst(".*\"properties\":\\{", ""));
    row = row.substring(0, row.length() - 2);
    String flat = row.endsWith("}") ? row : row + "}";
    for (String text :
        new String[] {
          record.replaceFirst("\\{", "{\"records\":[],"),
          record.replaceFirst(",\"properties", ",\"records\":[],\"properties"),
          record.substring(0, record.length() - 1) + ",\"records\":[]}",
          record.substring(0, record.length() - 1) + ",\"records\":[ ],\"x\":1}",
          flat.replaceFirst("\\{", "{\"records\":[],"),
          flat.substring(0, flat.length() - 1) + ",\"records\":[]}",
        }) {
      assertThat(Collected.message(text).flow().sourcePort()).as(text).isEqualTo(1);
      assertThat(Collected.message("[" + text + "," + THREE.get(1) + "]").flows())
          .as(text)
          .hasSize(2);
      assertThat(Collected.file(text).flow().sourcePort()).as(text).isEqualTo(1);
    }
  }

  @Test
  void envelopeMayHaveFieldsOfItsOwn() {
    for (String own :
        new String[] {
          "\"category\":\"x\"", "\"time\":\"t\"", "\"Type\":\"x\"", "\"properties\":null"
        }) {
      String records = String.join(",", THREE);
      assertThat(Collected.message("{\"records\":[" + records + "]," + own + "}").flows())
          .hasSize(3);
      assertThat(Collected.message("{" + own + ",\"records\":[" + records + "]}").calls).hasSize(3);
      assertThat(Collected.message("{" + own + ",\"records\":[]}").calls).isEmpty();
    }
    String both = "{\"category\":\"x\",\"time\":\"t\",\"records\":[" + THREE.get(0) + "]}";
    assertThat(Collected.message(both).flow().sourcePort()).isEqualTo(1);
  }

  @Test
  void truncatedMessagesKeepTheRecordsBeforeTheCut() {
    String text = LogRecords.wrapped(THREE);
    int lastRecord = text.lastIndexOf("{\"category\"");
    for (int cut = lastRecord + 1; cut < text.length() - 2; cut++) {
      Collected got = Collected.message(text.substring(0, cut));
      assertThat(got.flows())
          .as("cut at %s", cut)
          .extracting(Flow::sourcePort)
          .containsExactly(1, 2);
      assertThat(got.letters()).as("cut at %s", cut).hasSize(1);
      assertThat(got.letters().get(0).position().record()).isEqualTo(2);
    }
  }

  @Test
  void envelopeCutBehindItsLastRecordSaysThatSomethingIsMissing() {
    String text = LogRecords.wrapped(THREE);
    Collected got = Collected.message(text.substring(0, text.length() - 2));
    assertThat(got.flows()).extracting(Flow::sourcePort).containsExactly(1, 2, 3);
    assertThat(got.letters()).extracting(DeadLetter::reason).containsExactly(RejectReason.NOT_JSON);
  }

  @Test
  void lineCutInTheMiddleSwallowsNoOther() {
    for (int cut = 1; cut < THREE.get(1).length(); cut++) {
      String text = THREE.get(0) + "\n" + THREE.get(1).substring(0, cut) + "\n" + THREE.get(2);
      Collected got = Collected.file(text);
      assertThat(got.flows())
          .as("cut at %s", cut)
          .extracting(Flow::sourcePort)
          .containsExactly(1, 3);
      assertThat(got.letters()).as("cut at %s", cut).hasSize(1);
      assertThat(got.letters().get(0).position())
          .isEqualTo(new LogPosition("a.json", -1, 1000 + THREE.get(0).length() + 1, 12, 0));
    }
  }

  @Test
  void messageThatIsNoJsonIsOneDeadLetter() {
    DeadLetter letter = Collected.message("at x.y(z)\n at y\n\tat z\n").letter();
    assertThat(letter.reason()).isEqualTo(RejectReason.NOT_JSON);
    assertThat(letter.position()).isEqualTo(new LogPosition("logs", 3, 77, 0, 0));
    assertThat(letter.rawSizeBytes()).isEqualTo(21);
  }
}
