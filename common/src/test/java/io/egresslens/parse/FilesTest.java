package io.egresslens.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.flow.Flow;
import io.egresslens.ingest.BlockReader;
import io.egresslens.ingest.DeadLetter;
import io.egresslens.ingest.EventTimeBounds;
import io.egresslens.ingest.LogBlock;
import io.egresslens.ingest.LogPosition;
import io.egresslens.ingest.RejectReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reader and parser together: as many calls as records, whatever form the file has. */
class FilesTest {
  private static final int RECORDS = 3_000;

  private static Collected read(String file) throws IOException {
    Collected collected = new Collected();
    LogParser parser = new LogParser(EventTimeBounds.DEFAULT);
    byte[] bytes = file.getBytes(StandardCharsets.UTF_8);
    try (BlockReader reader = BlockReader.of("f", new ByteArrayInputStream(bytes))) {
      for (LogBlock block = reader.next(); block != null; block = reader.next()) {
        parser.parse(block, collected);
      }
    }
    return collected;
  }

  private static String file(String form, List<String> records) {
    return switch (form) {
      case "lines" -> String.join("\r\n", records);
      case "envelope" -> LogRecords.wrapped(records);
      case "array" -> "[" + String.join(",", records) + "]";
      case "array of lines" -> "[\n" + String.join(",\n", records) + "\n]\n";
      case "pretty array" ->
          "[\n" + String.join(",\n", records).replace(",\"", ",\n  \"").replace("}", "\n}") + "\n]";
      case "envelope lines" ->
          "{\"records\":[" + String.join("]}\n{\"records\":[", records) + "]}\n";
      default -> throw new IllegalArgumentException(form);
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"lines", "envelope", "array", "array of lines", "pretty array", "envelope lines"})
  void callsAreRecords(String form) throws IOException {
    Collected got = read(file(form, LogRecords.networks(RECORDS)));
    assertThat(got.calls).hasSize(RECORDS);
    assertThat(got.flows())
        .extracting(Flow::sourcePort)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, RECORDS).boxed().toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"lines", "envelope", "array", "array of lines", "pretty array", "envelope lines"})
  void oneDamagedRecordIsOneDeadLetterAtItsPlace(String form) throws IOException {
    List<String> records = new java.util.ArrayList<>(LogRecords.networks(RECORDS));
    int broken = 1_717;
    records.set(broken, records.get(broken).replace("\"Allow\"", "\"Allow"));
    String file = file(form, records);
    Collected got = read(file);
    assertThat(got.flows()).hasSize(RECORDS - 1);
    assertThat(got.letters()).extracting(DeadLetter::reason).containsExactly(RejectReason.NOT_JSON);
    LogPosition position = got.letters().get(0).position();
    String raw = new String(got.letters().get(0).raw(), StandardCharsets.UTF_8);
    assertThat(file.substring((int) position.offset())).startsWith(raw);
    assertThat(raw).contains("\"SourcePort\":" + (broken + 1) + ",");
    assertThat(position.line())
        .isEqualTo(
            1 + file.substring(0, (int) position.offset()).chars().filter(c -> c == '\n').count());
  }

  @Test
  void refusedBlockIsOneDeadLetter() {
    LogBlock block =
        LogBlock.ofRefused("f", 500, 9, RejectReason.TOO_LARGE, new byte[] {'x'}, 20_000_000);
    DeadLetter letter = Collected.of(block).letter();
    assertThat(letter.reason()).isEqualTo(RejectReason.TOO_LARGE);
    assertThat(letter.rawSizeBytes()).isEqualTo(20_000_000);
    assertThat(letter.position()).isEqualTo(new LogPosition("f", -1, 500, 9, 0));
  }
}
