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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reader and parser together: as many calls as records, whatever form the file has. */
class FilesTest {
  private static final int RECORDS = 3_000;

  private static Collected read(String file) throws IOException {
    byte[] bytes = file.getBytes(StandardCharsets.UTF_8);
    return read(BlockReader.of("f", new ByteArrayInputStream(bytes)));
  }

  private static Collected read(BlockReader blocks) throws IOException {
    Collected collected = new Collected();
    read(blocks, collected);
    return collected;
  }

  private static void read(BlockReader blocks, Collected into) throws IOException {
    LogParser parser = new LogParser(EventTimeBounds.DEFAULT);
    try (BlockReader reader = blocks) {
      for (LogBlock block = reader.next(); block != null; block = reader.next()) {
        parser.parse(block, into);
      }
    }
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

  /** A line that opens a value and does not end it must not reach for the lines behind it. */
  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":", "[", "{\"records\":[", "{\"a\":\n1}", "{\n\n-", "[\n1,\n2\n]"})
  void callsDoNotDependOnWhereAFileOfLinesIsCut(String damage) throws IOException {
    List<String> lines = LogRecords.networks(4);
    String file =
        String.join(
            "\n", lines.get(0), lines.get(1), damage, "-", lines.get(2), damage, lines.get(3));
    byte[] bytes = file.getBytes(StandardCharsets.UTF_8);
    Collected whole = read(BlockReader.of("f", new ByteArrayInputStream(bytes)));
    assertThat(whole.flows()).extracting(Flow::sourcePort).containsExactly(1, 2, 3, 4);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    assertThat(read(BlockReader.of("f", new ByteArrayInputStream(packed.toByteArray()))).bodies())
        .isEqualTo(whole.bodies());
    for (int cut = 0; cut <= bytes.length; cut++) {
      Collected parts = new Collected();
      read(BlockReader.ofLines("f", new ByteArrayInputStream(bytes), 0, cut), parts);
      int begin = Math.max(0, cut - 1);
      ByteArrayInputStream rest = new ByteArrayInputStream(bytes, begin, bytes.length - begin);
      read(BlockReader.ofLines("f", rest, cut, Long.MAX_VALUE), parts);
      assertThat(parts.bodies()).as("cut at %s", cut).isEqualTo(whole.bodies());
    }
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
