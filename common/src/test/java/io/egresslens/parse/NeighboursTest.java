package io.egresslens.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.flow.Flow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One damaged record costs no other record, whatever the damage and the envelope. */
class NeighboursTest {
  private static final byte[] NASTY = "{}[]\",:\\ \n\0x9}".getBytes(StandardCharsets.US_ASCII);

  @Test
  void damageInsideOneRecordLeavesTheOthersUnchanged() {
    for (int seed = 0; seed < 6_000; seed++) {
      Random random = new Random(seed);
      int count = 2 + random.nextInt(5);
      List<String> records = LogRecords.networks(count);
      int broken = random.nextInt(count);
      boolean lines = random.nextInt(3) == 0;
      List<String> damaged = new ArrayList<>(records);
      damaged.set(broken, damage(records.get(broken), random, lines));
      String text = envelope(damaged, lines, random);
      String about = "seed " + seed + ": " + text;

      List<Flow> expected = new ArrayList<>();
      records.forEach(record -> expected.add(Collected.message(record).flow()));
      expected.remove(broken);
      Collected got = Collected.message(text.getBytes(StandardCharsets.ISO_8859_1));
      List<Flow> flows = new ArrayList<>(got.flows());
      flows.removeIf(flow -> !expected.contains(flow));
      assertThat(flows).as(about).isEqualTo(expected);
      assertThat(got.calls.size()).as(about).isBetween(count, count + 1);
    }
  }

  private static String envelope(List<String> records, boolean lines, Random random) {
    if (lines) {
      return String.join("\n", records);
    }
    String separator = random.nextBoolean() ? "," : ",\n";
    String inner = String.join(separator, records);
    return random.nextBoolean() ? "[" + inner + "]" : "{\"records\":[" + inner + "]}";
  }

  /** Overwrites one byte, or cuts some out; the result is never a whole record of another port. */
  private static String damage(String record, Random random, boolean line) {
    byte[] bytes = record.getBytes(StandardCharsets.ISO_8859_1);
    int at = random.nextInt(bytes.length);
    if (random.nextBoolean()) {
      bytes[at] =
          random.nextBoolean() ? NASTY[random.nextInt(NASTY.length)] : (byte) random.nextInt(256);
      if (line && bytes[at] == '\n') {
        bytes[at] = ' ';
      }
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
    int to = Math.min(bytes.length, at + 1 + random.nextInt(60));
    byte[] cut = Arrays.copyOf(bytes, bytes.length - (to - at));
    System.arraycopy(bytes, to, cut, at, bytes.length - to);
    return new String(cut, StandardCharsets.ISO_8859_1);
  }
}
