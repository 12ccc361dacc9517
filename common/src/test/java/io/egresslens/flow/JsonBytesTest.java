package io.egresslens.flow;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is written is what Jackson writes, byte for byte. */
class JsonBytesTest {
  private static final FieldTable<List<Object>> INNER =
      FieldTable.<List<Object>>none().with("a", values -> values.get(0)).with("ü", List::size);

  private static final FieldTable<List<Object>> TABLE = table();

  private static final Instant[] TIMES = {
    Instant.EPOCH,
    Instant.MIN,
    Instant.MAX,
    Instant.parse("0000-01-01T00:00:00Z"),
    Instant.parse("-0001-12-31T23:59:59.999999999Z"),
    Instant.parse("9999-12-31T23:59:59.999999999Z"),
    Instant.parse("+10000-01-01T00:00:00Z"),
    Instant.parse("2024-02-29T23:59:59.1Z"),
    Instant.parse("2026-01-20T00:00:00.100200Z"),
    Instant.parse("1969-12-31T23:59:59.000000001Z"),
  };

  @Test
  void recordsOfEveryKindOfValueAreWrittenAsJacksonDoes() throws IOException {
    JsonBytes reused = new JsonBytes();
    for (int round = 0; round < 4_000; round++) {
      Random random = new Random(round);
      List<Object> record = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        record.add(random.nextInt(5) == 0 ? null : value(random, 0));
      }
      byte[] expected = JacksonRows.toJson(TABLE, record);
      reused.clear();
      TABLE.writeJson(record, reused);
      assertThat(new String(reused.toByteArray(), US_ASCII))
          .as("seed %d", round)
          .isEqualTo(new String(expected, US_ASCII));
      assertThat(TABLE.toJson(record)).as("seed %d", round).isEqualTo(expected);
    }
  }

  @Test
  void everyCharAndEveryPowerIsWrittenAsJacksonDoes() throws IOException {
    FieldTable<Object> one = FieldTable.none().with("v", value -> value);
    for (int c = 0; c <= 0xffff; c++) {
      String text = "x" + (char) c;
      assertThat(one.toJson(text)).as("char %04x", c).isEqualTo(JacksonRows.toJson(one, text));
    }
    for (int shift = 0; shift < 64; shift++) {
      for (long number : new long[] {1L << shift, (1L << shift) - 1, -(1L << shift)}) {
        assertThat(one.toJson(number)).isEqualTo(JacksonRows.toJson(one, number));
      }
    }
    long power = 1;
    for (int digits = 1; digits <= 19; digits++, power *= 10) {
      assertThat(one.toJson(power)).isEqualTo(JacksonRows.toJson(one, power));
      assertThat(one.toJson(power - 1)).isEqualTo(JacksonRows.toJson(one, power - 1));
    }
  }

  private static FieldTable<List<Object>> table() {
    FieldTable<List<Object>> table = FieldTable.none();
    for (int i = 0; i < 8; i++) {
      int index = i;
      table = table.with("field" + i, values -> values.get(index));
    }
    return table.with("nested", values -> values.get(0) == null ? null : values, INNER);
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth < 2 ? 10 : 7)) {
      case 0 -> random.nextInt();
      case 1 -> random.nextLong() >> random.nextInt(64);
      case 2 -> random.nextInt(20) == 0 ? Double.NaN : random.nextGaussian() * 1e6;
      case 3 -> random.nextBoolean();
      case 4 -> time(random);
      case 5, 6 -> text(random);
      case 7 -> {
        List<Object> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(value(random, depth + 1));
        }
        yield items;
      }
      case 8 -> {
        Map<String, Long> entries = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          entries.put(text(random), random.nextLong());
        }
        yield entries;
      }
      default -> INNER.row(new ArrayList<>(List.of(text(random), 1)));
    };
  }

  private static Instant time(Random random) {
    if (random.nextInt(3) == 0) {
      return TIMES[random.nextInt(TIMES.length)];
    }
    int[] steps = {1_000_000_000, 1_000_000, 1_000, 100, 1};
    int step = steps[random.nextInt(steps.length)];
    return Instant.ofEpochSecond(
        random.nextLong(4_000_000_000L) - 1_000_000_000,
        random.nextInt(1_000_000_000) / step * step);
  }

  /** Some short, some long, most of them more than once. */
  private static String text(Random random) {
    Random again = new Random(random.nextInt(40));
    int length = again.nextInt(60);
    String alphabet = "abc/.-09 \"\\\u0000\u001f\n\t\u007f\u0085ü\u202e\ud83d\ude00";
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(again.nextInt(again.nextBoolean() ? 8 : alphabet.length())));
    }
    return text.toString();
  }
}
