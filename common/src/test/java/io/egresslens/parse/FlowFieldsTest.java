package io.egresslens.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.ingest.DeadLetter;
import io.egresslens.ingest.LogPosition;
import io.egresslens.ingest.RejectReason;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FlowFieldsTest {
  private static final LogPosition MESSAGE = new LogPosition("logs", 3, 41, 0, 2);
  private static final LogPosition LINE = new LogPosition("a.json", -1, 120, 7, 0);

  private static String line(LogPosition position, String category, byte[] raw, long sizeBytes) {
    return FlowJson.toLine(
        new DeadLetter(RejectReason.BAD_TIME, "no time", position, category, raw, sizeBytes));
  }

  @Test
  void aDeadLetterOfAMessageSaysWhereItStoodAndWhatItWas() {
    byte[] raw = "{\"a\":\"\u00e9\"}".getBytes(UTF_8);
    assertThat(line(MESSAGE, "AZFWDnsQuery", raw, raw.length))
        .isEqualTo(
            """
            {"reason":"bad-time","detail":"no time",\
            "position":{"topic":"logs","partition":3,"offset":41,"record":2},\
            "category":"AZFWDnsQuery","raw":"{\\"a\\":\\"\\u00E9\\"}","rawSizeBytes":10}""");
  }

  @Test
  void aDeadLetterOfAFileNamesTheLine() {
    assertThat(line(LINE, null, new byte[] {'x'}, 1))
        .contains(
            "\"position\":{\"file\":\"a.json\",\"offset\":120,\"line\":7,\"record\":0},\"raw\"");
  }

  @Test
  void bytesThatAreNoTextAreWrittenInBase64() {
    assertThat(line(LINE, null, new byte[] {(byte) 0xff, 0}, 2))
        .contains("\"rawBase64\":\"/wA=\",\"rawSizeBytes\":2}")
        .doesNotContain("\"raw\":");
  }

  @Test
  void aCharacterThatWasCutInTwoIsLeftOut() {
    byte[] whole = "ab\u00e9".getBytes(UTF_8);
    assertThat(line(LINE, null, Arrays.copyOf(whole, 3), 9000))
        .contains("\"raw\":\"ab\",\"rawSizeBytes\":9000,\"rawCap\":4096}");
  }
}
