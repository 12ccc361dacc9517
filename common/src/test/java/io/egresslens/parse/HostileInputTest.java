package io.egresslens.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.egresslens.ingest.DeadLetter;
import io.egresslens.ingest.RejectReason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that arrives makes the parser throw, lose a neighbour, or lose count. */
class HostileInputTest {
  private static final String GOOD = LogRecords.network(1);

  private static String with(String value) {
    return LogRecords.network(2).replace("\"Protocol\":\"TCP\"", "\"Protocol\":" + value);
  }

  static Stream<Arguments> records() {
    return Stream.of(
        Arguments.of(
            "deep arrays", with("[".repeat(5_000) + "]".repeat(5_000)), RejectReason.TOO_LARGE),
        Arguments.of(
            "deep objects",
            with("{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000)),
            RejectReason.TOO_LARGE),
        Arguments.of("open objects", with("{\"a\":".repeat(20_000)), RejectReason.TOO_LARGE),
        Arguments.of("long integer", with("9".repeat(400)), RejectReason.TOO_LARGE),
        Arguments.of("long decimal", with("0." + "9".repeat(400)), RejectReason.TOO_LARGE),
        Arguments.of("long string", with("\"" + "x".repeat(70_000) + "\""), RejectReason.TOO_LARGE),
        Arguments.of(
            "long name", with("\"\",\"" + "x".repeat(70_000) + "\":1"), RejectReason.TOO_LARGE),
        Arguments.of("nul byte", with("\"T\0P\""), RejectReason.NOT_JSON),
        Arguments.of("raw control", with("\"T\u0001P\""), RejectReason.NOT_JSON),
        Arguments.of("bad escape", with("\"T\\xP\""), RejectReason.NOT_JSON),
        Arguments.of("not a number", with("NaN"), RejectReason.NOT_JSON),
        Arguments.of("single quotes", with("'TCP'"), RejectReason.NOT_JSON),
        Arguments.of("lone surrogate", with("\"\\ud800x\""), null),
        Arguments.of(
            "many duplicates", with("\"UDP\"" + ",\"Protocol\":\"TCP\"".repeat(5_000)), null));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("records")
  void oneHostileRecordIsOneCallBetweenItsNeighbours(
      String about, String record, RejectReason reason) {
    for (String text :
        new String[] {
          "[" + GOOD + "," + record + "," + GOOD + "]", GOOD + "\n" + record + "\n" + GOOD
        }) {
      Collected got = Collected.message(text);
      assertThat(got.calls).as(about).hasSize(3);
      assertThat(got.calls.get(0)).isEqualTo(got.calls.get(2));
      if (reason == null) {
        assertThat(got.flows()).hasSize(3);
      } else {
        assertThat(got.letters()).extracting(DeadLetter::reason).containsExactly(reason);
        assertThat(got.letters().get(0).category()).isEqualTo("AZFWNetworkRule");
        assertThat(got.letters().get(0).raw().length).isLessThanOrEqualTo(DeadLetter.RAW_CAP);
        assertThat(got.letters().get(0).rawSizeBytes()).isEqualTo(record.length());
      }
    }
  }

  @Test
  void loneSurrogateBecomesTheReplacementMark() {
    assertThat(Collected.message(with("\"\\ud800x\\ud83d\\ude00\"")).flow().protocol())
        .isEqualTo("\ufffdx\ud83d\ude00");
  }

  @Test
  void invalidUtf8IsOneDeadLetterBetweenItsNeighbours() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes((GOOD + "\n" + GOOD.substring(0, 40)).getBytes(StandardCharsets.UTF_8));
    bytes.write(0xc3);
    bytes.writeBytes((GOOD.substring(40) + "\n" + GOOD).getBytes(StandardCharsets.UTF_8));
    Collected got = Collected.message(bytes.toByteArray());
    assertThat(got.flows()).hasSize(2);
    assertThat(got.letters()).extracting(DeadLetter::reason).containsExactly(RejectReason.NOT_JSON);
    assertThat(FlowFields.DEAD_LETTER.toLine(got.letters().get(0))).contains("\"rawBase64\":\"");
  }

  @Test
  void damagedRowsOfATableStillShowTheirCategory() {
    String row = LogRecords.row("AZFWIdpsSignature", "\"Category\":\"TROJAN\",\"Severity\":x");
    assertThat(Collected.message(row).letter().category()).isEqualTo("AZFWIdpsSignature");
  }

  @Test
  void utf16MessagesAreOneDeadLetter() {
    for (String text : new String[] {GOOD, GOOD + "\n" + GOOD, "\ufeff" + GOOD}) {
      assertThat(Collected.message(text.getBytes(StandardCharsets.UTF_16LE)).letter().reason())
          .isEqualTo(RejectReason.NOT_JSON);
      assertThat(Collected.message(text.getBytes(StandardCharsets.UTF_16BE)).calls).hasSize(1);
    }
  }

  @Test
  void randomBytesNeverThrowAndLettersAlwaysHaveAJsonForm() {
    byte[] alphabet =
        "{}[]\",:\\ \nrecords\"time\"0.e-tfn\ufeff\0".getBytes(StandardCharsets.UTF_8);
    for (int seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(300)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] =
            random.nextInt(20) == 0
                ? (byte) random.nextInt(256)
                : alphabet[random.nextInt(alphabet.length)];
      }
      Collected got = Collected.message(bytes);
      assertThat(got.calls.isEmpty()).as("seed %s", seed).isEqualTo(isEmpty(bytes));
      got.letters()
          .forEach(
              letter ->
                  assertThat(FlowFields.DEAD_LETTER.toLine(letter)).startsWith("{\"reason\":"));
    }
  }

  private static boolean isEmpty(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8)
        .replace("\ufeff", "")
        .replaceAll("[ \n\t\r]|\\[[ \n]*]", "")
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-\n", "\"\\\n", "{\"\\\n", "{\"a\":\"\\\n", "tru\n", "[\"\\\n"})
  void linesThatEndInsideAValueTakeLinearTime(String line) {
    int lines = 1_000_000 / line.length();
    String text = "{}\n" + line.repeat(lines);
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          assertThat(Collected.message(text).calls).hasSize(1 + lines);
          assertThat(Collected.file(text).calls).hasSize(1 + lines);
        });
  }

  @Test
  void manyOpenBracesTakeLinearTime() {
    assertThat(Collected.message("{\"a\":[{},".repeat(40_000)).calls).hasSize(1);
    assertThat(Collected.file("{\"a\":[\n".repeat(40_000)).calls).hasSize(40_000);
  }
}
