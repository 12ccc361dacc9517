package io.egresslens.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockReaderTest {
  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }

  private static List<LogBlock> blocks(BlockReader reader) throws IOException {
    List<LogBlock> blocks = new ArrayList<>();
    for (LogBlock block = reader.next(); block != null; block = reader.next()) {
      blocks.add(kept(block));
    }
    assertThat(reader.next()).isNull();
    return blocks;
  }

  /** A block with an array of its own: the reader uses its array again. */
  private static LogBlock kept(LogBlock block) {
    byte[] bytes = Arrays.copyOf(block.bytes(), block.length());
    if (block.refusal() != null) {
      return LogBlock.ofRefused(
          block.source(), block.offset(), block.line(), block.refusal(), bytes, block.sizeBytes());
    }
    return block.linesOnly()
        ? LogBlock.ofLines(block.source(), block.offset(), block.line(), bytes)
        : LogBlock.ofFile(block.source(), block.offset(), block.line(), bytes);
  }

  private static List<LogBlock> blocks(byte[] file) throws IOException {
    return blocks(BlockReader.of("f", new ByteArrayInputStream(file)));
  }

  private static String text(List<LogBlock> blocks) {
    return blocks.stream()
        .map(block -> new String(block.bytes(), StandardCharsets.UTF_8))
        .collect(Collectors.joining());
  }

  private static String lines(int count, int seed) {
    Random random = new Random(seed);
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"n\":" + i + ",\"s\":\"" + "x".repeat(random.nextInt(200)) + "\"}\n")
        .collect(Collectors.joining());
  }

  @Test
  void blocksOfLinesAreTheFileWithItsPositions() throws IOException {
    String file = lines(20_000, 1);
    List<LogBlock> blocks = blocks(utf8(file));
    assertThat(blocks).hasSizeGreaterThan(4);
    assertThat(text(blocks)).isEqualTo(file);
    long offset = 0;
    long line = 1;
    for (LogBlock block : blocks) {
      assertThat(block.offset()).isEqualTo(offset);
      assertThat(block.line()).isEqualTo(line);
      assertThat(block.bytes()[block.bytes().length - 1]).isEqualTo((byte) '\n');
      assertThat(block.bytes().length).isLessThan(BlockReader.BLOCK_BYTES + 256);
      offset += block.bytes().length;
      line += text(List.of(block)).chars().filter(c -> c == '\n').count();
    }
  }

  @Test
  void blocksDoNotDependOnWhatAnEarlierReaderNeededOfTheBuffer() throws IOException {
    byte[] file = utf8(lines(500, 7) + "x".repeat(280_000) + "\n" + lines(9_000, 8));
    BlockReader.Buffer used = new BlockReader.Buffer();
    byte[] longLine = utf8("y".repeat(3_000_000) + "\n");
    cuts(BlockReader.ofLines("g", new ByteArrayInputStream(longLine), 0, longLine.length, used));
    assertThat(cuts(BlockReader.ofLines("f", new ByteArrayInputStream(file), 0, file.length, used)))
        .hasSizeGreaterThan(3)
        .isEqualTo(cuts(BlockReader.ofLines("f", new ByteArrayInputStream(file), 0, file.length)));
  }

  private static List<Long> cuts(BlockReader reader) throws IOException {
    List<Long> offsets = new ArrayList<>();
    for (LogBlock block = reader.next(); block != null; block = reader.next()) {
      offsets.add(block.offset());
    }
    return offsets;
  }

  @Test
  void blocksDoNotDependOnHowTheStreamHandsOutItsBytes() throws IOException {
    byte[] file = utf8(lines(6_000, 4));
    InputStream slow =
        new ByteArrayInputStream(file) {
          @Override
          public synchronized int read(byte[] into, int from, int length) {
            return super.read(into, from, Math.min(length, 777));
          }
        };
    assertThat(blocks(BlockReader.of("f", slow)))
        .extracting(LogBlock::offset)
        .isEqualTo(blocks(file).stream().map(LogBlock::offset).toList());
  }

  @Test
  void rangesGiveEveryLineExactlyOnce() throws IOException {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      String file = lines(1 + random.nextInt(60), seed);
      file = random.nextBoolean() ? file : file.substring(0, file.length() - 1);
      byte[] bytes = utf8(file);
      int[] cuts = random.ints(random.nextInt(12), 0, bytes.length + 1).sorted().toArray();
      StringBuilder together = new StringBuilder();
      int from = 0;
      for (int i = 0; i <= cuts.length; i++) {
        int to = i < cuts.length ? cuts[i] : bytes.length;
        int begin = Math.max(0, from - 1);
        InputStream in = new ByteArrayInputStream(bytes, begin, bytes.length - begin);
        for (LogBlock block : blocks(BlockReader.ofLines("f", in, from, to))) {
          assertThat(block.offset()).as("seed %s", seed).isEqualTo(together.length());
          together.append(text(List.of(block)));
        }
        from = to;
      }
      assertThat(together.toString())
          .as("seed %s, cuts %s", seed, Arrays.toString(cuts))
          .isEqualTo(file);
    }
  }

  /** Lines about as long as a block, and longer than two, in ranges cut anywhere. */
  @Test
  void longLinesAreGivenOnceInWholeAndInRanges() throws IOException {
    BlockReader.Buffer buffer = new BlockReader.Buffer();
    for (int seed = 0; seed < 12; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      while (text.length() < 4 * BlockReader.BLOCK_BYTES) {
        int length =
            switch (random.nextInt(4)) {
              case 0 -> random.nextInt(40);
              case 1 -> BlockReader.BLOCK_BYTES - 3 + random.nextInt(6);
              case 2 -> random.nextInt(3 * BlockReader.BLOCK_BYTES);
              default -> random.nextInt(70_000);
            };
        text.append("x".repeat(length)).append('\n');
      }
      byte[] bytes = utf8(text.toString());
      assertThat(text(blocks(bytes))).as("seed %s", seed).isEqualTo(text.toString());
      int[] cuts = random.ints(6, 0, bytes.length + 1).sorted().toArray();
      cuts[5] = bytes.length;
      StringBuilder together = new StringBuilder();
      int from = 0;
      for (int to : cuts) {
        int begin = Math.max(0, from - 1);
        InputStream in = new ByteArrayInputStream(bytes, begin, bytes.length - begin);
        for (LogBlock block : blocks(BlockReader.ofLines("f", in, from, to, buffer))) {
          assertThat(block.offset()).as("seed %s", seed).isEqualTo(together.length());
          together.append(text(List.of(block)));
        }
        from = to;
      }
      assertThat(together.toString()).as("seed %s", seed).isEqualTo(text.toString());
    }
  }

  @Test
  void blocksShareOneArray() throws IOException {
    BlockReader reader = BlockReader.of("f", new ByteArrayInputStream(utf8(lines(6_000, 5))));
    assertThat(reader.next().bytes()).isSameAs(reader.next().bytes());
  }

  @Test
  void onlyTheFirstBlockOfAFileThatCanBeReadAgainIsNumbered() throws IOException {
    byte[] bytes = utf8(lines(6_000, 6));
    BlockReader.Buffer buffer = new BlockReader.Buffer();
    for (byte[] file : List.of(bytes, gzip(bytes))) {
      List<LogBlock> all = blocks(file);
      List<Long> numbers =
          blocks(BlockReader.ofFile("f", new ByteArrayInputStream(file), buffer)).stream()
              .map(LogBlock::line)
              .toList();
      List<Long> exact = all.stream().map(LogBlock::line).toList();
      List<Long> first = all.stream().map(block -> block.offset() == 0 ? 1L : 0L).toList();
      assertThat(numbers).isEqualTo(file == bytes ? first : exact).hasSizeGreaterThan(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{\"a\":1},{\"a\":2},{\"b\":\"}{,\\\"[\"}]|3",
        "{\"records\":[{\"a\":1},{\"a\":{\"b\":[1,2]}}]}|2",
        " { \"Records\" : [NL {\"a\":1},NL {\"a\":2}NL] }NL{\"records\":[{\"a\":3}]}|3",
        "{NL\"a\":1NL}NL{NL\"a\":2NL}|2",
      })
  void blocksOfValuesHoldTheElements(String file, int values) throws IOException {
    String text = file.replace("NL", "\n");
    String content = text(blocks(utf8(text)));
    // Only the brackets behind the last value may be missing.
    assertThat(text.length() - content.length()).isBetween(0, 2);
    assertThat(content.lines().count()).isEqualTo(text.lines().count());
    int at = 0;
    int found = 0;
    byte[] bytes = utf8(content);
    while ((at = JsonText.skipSpace(bytes, at, bytes.length)) < bytes.length) {
      at = JsonText.valueEnd(bytes, at, bytes.length);
      assertThat(at).isPositive();
      found++;
    }
    assertThat(found).isEqualTo(values);
  }

  @Test
  void longArrayIsReadInBlocksOfWholeElements() throws IOException {
    String elements = lines(15_000, 2).replace("}\n", "},").replace("{", " {");
    for (String opener : new String[] {"[", "{\"records\":["}) {
      String file = opener + elements.substring(0, elements.length() - 1) + "]";
      List<LogBlock> blocks = blocks(utf8(file));
      assertThat(blocks).hasSizeGreaterThan(4);
      assertThat(file.length() - text(blocks).length()).isBetween(0, 1);
      long offset = 0;
      for (LogBlock block : blocks) {
        String text = text(List.of(block)).trim();
        assertThat(block.offset()).isEqualTo(offset);
        assertThat(text.isEmpty() || (text.startsWith("{\"n\":") && text.endsWith("}"))).isTrue();
        offset += block.bytes().length;
      }
      assertThat(text(blocks).split("\"n\":", -1)).hasSize(15_001);
    }
  }

  @Test
  void damagedElementDoesNotSwallowTheArray() throws IOException {
    for (String bad :
        new String[] {"{\"n\":1,\"s\":\"x}", "{\"n\":{1", "{\"n\":[}", "{\"n\" \"s\"}}}", "{{{"}) {
      String good =
          IntStream.range(0, 9_000)
              .mapToObj(i -> "{\"time\":\"t\",\"n\":" + i + ",\"s\":\"abcdefgh\"}")
              .collect(Collectors.joining(","));
      List<LogBlock> blocks = blocks(utf8("[" + bad + "," + good + "]"));
      assertThat(blocks)
          .as(bad)
          .hasSizeGreaterThan(1)
          .allMatch(block -> block.bytes().length < 2 * BlockReader.BLOCK_BYTES);
      assertThat(text(blocks).split("\"time\"", -1)).hasSize(9_001);
    }
  }

  @Test
  void gzipOfSeveralMembersIsReadWhole() throws IOException {
    byte[] one = gzip(utf8("\ufeff{\"a\":1}\r\n"));
    byte[] two = gzip(utf8("{\"a\":2}\n"));
    InputStream slow =
        new SequenceInputStream(new ByteArrayInputStream(one), new ByteArrayInputStream(two));
    List<LogBlock> blocks = blocks(BlockReader.of("f", slow));
    assertThat(text(blocks)).isEqualTo("\ufeff{\"a\":1}\r\n{\"a\":2}\n");
  }

  @Test
  void damagedGzipEndsInARefusalBehindWhatCouldBeRead() throws IOException {
    byte[] packed = gzip(utf8(lines(5_000, 3)));
    List<LogBlock> blocks = blocks(Arrays.copyOf(packed, packed.length / 2));
    assertThat(lines(5_000, 3)).startsWith(text(blocks.subList(0, blocks.size() - 1)));
    assertThat(blocks).hasSizeGreaterThan(1);
    LogBlock last = blocks.get(blocks.size() - 1);
    assertThat(last.refusal()).isEqualTo(RejectReason.NOT_JSON);
    assertThat(last.offset()).isEqualTo(text(blocks).length());
  }

  @Test
  void lineTooLongIsRefusedAndReadingGoesOnBehindIt() throws IOException {
    byte[] first = utf8("{\"a\":1}\n");
    byte[] second = utf8("\n{\"a\":2}\n");
    int length = BlockReader.MAX_UNIT_BYTES + 1_000_000;
    InputStream huge =
        new SequenceInputStream(
            Collections.enumeration(
                List.of(
                    new ByteArrayInputStream(first),
                    new Repeated('x', length),
                    new ByteArrayInputStream(second))));
    List<LogBlock> blocks = blocks(BlockReader.of("f", huge));
    LogBlock refused = blocks.get(1);
    assertThat(refused.refusal()).isEqualTo(RejectReason.TOO_LARGE);
    assertThat(refused.bytes()).hasSize(DeadLetter.RAW_CAP).containsOnly('x');
    assertThat(refused.sizeBytes()).isEqualTo(length + 1L);
    assertThat(refused.offset()).isEqualTo(first.length);
    assertThat(refused.line()).isEqualTo(2);
    assertThat(text(List.of(blocks.get(2)))).isEqualTo("{\"a\":2}\n");
    assertThat(blocks.get(2).line()).isEqualTo(3);
    assertThat(blocks).hasSize(3);
  }

  @Test
  void valueTooLongIsRefusedAndReadingGoesOnBehindIt() throws IOException {
    InputStream huge =
        new SequenceInputStream(
            Collections.enumeration(
                List.of(
                    new ByteArrayInputStream(utf8("[{\"a\":1},{\"b\":\"")),
                    new Repeated('x', BlockReader.MAX_UNIT_BYTES),
                    new ByteArrayInputStream(utf8("\"},{\"a\":2}]")))));
    List<LogBlock> blocks = blocks(BlockReader.of("f", huge));
    assertThat(blocks)
        .extracting(LogBlock::refusal)
        .containsExactly(null, RejectReason.TOO_LARGE, null);
    assertThat(text(List.of(blocks.get(2)))).contains("{\"a\":2}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1}NL{\"a\":2}|true",
        "{\"records\":[{\"a\":1}]}NL{\"records\":[]}|true",
        "{\"a\":\"cutNL{\"a\":2}NL{\"a\":3}|true",
        "no jsonNL{\"a\":2}|true",
        "[{\"a\":1}]|false",
        "[NL{\"a\":1},NL{\"a\":2}NL]|false",
        "{\"records\":[NL{\"a\":1},NL{\"a\":2}]}|false",
        "{NL \"a\":1NL}|false",
      })
  void onlyFilesOfLinesAreSplittable(String file, boolean splittable) throws IOException {
    byte[] bytes = utf8(file.replace("NL", "\n"));
    assertThat(BlockReader.isSplittable(new ByteArrayInputStream(bytes))).isEqualTo(splittable);
    assertThat(BlockReader.isSplittable(new ByteArrayInputStream(gzip(bytes)))).isFalse();
  }

  @Test
  void emptyFilesHaveNoBlocks() throws IOException {
    assertThat(blocks(new byte[0])).isEmpty();
    assertThat(blocks(gzip(new byte[0]))).isEmpty();
  }

  /** One byte many times, without holding it. */
  private static final class Repeated extends InputStream {
    private final int value;
    private int left;

    Repeated(int value, int count) {
      this.value = value;
      this.left = count;
    }

    @Override
    public int read() {
      return left-- > 0 ? value : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) {
      int count = Math.min(left, length);
      if (count <= 0) {
        return -1;
      }
      Arrays.fill(into, from, from + count, (byte) value);
      left -= count;
      return count;
    }
  }
}
