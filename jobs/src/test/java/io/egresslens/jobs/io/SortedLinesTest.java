package io.egresslens.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.egresslens.flow.JsonBytes;
import io.egresslens.ingest.LogPosition;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SortedLinesTest {
  @TempDir Path directory;

  @Test
  void manyLinesInAnyOrderGiveOneFileWhateverFitsIntoMemory() throws IOException {
    long seed = 20261122;
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      texts.add("{\"n\":" + i % 1_700 + ",\"t\":\"ü\u202e" + i + "\"}");
    }
    Collections.shuffle(texts, new Random(seed));
    String inMemory = write(texts, Long.MAX_VALUE);
    Collections.shuffle(texts, new Random(seed + 1));
    String spilled = write(texts, 3_000);

    assertThat(spilled).as("seed %d", seed).isEqualTo(inMemory);
    assertThat(spilled.lines()).hasSize(texts.size()).isSortedAccordingTo(this::byKeyThenText);
  }

  @Test
  void nothingStandsUnderTheNameBeforeTheEndAndNoRunIsLeftBehind() throws IOException {
    Path target = directory.resolve("out.jsonl");
    try (SortedLines lines = new SortedLines(target, "0", 10)) {
      add(lines, "b", "second line");
      add(lines, "a", "first line");
      assertThat(target).doesNotExist();
      lines.finish();
    }
    assertThat(Files.readString(target)).isEqualTo("first line\nsecond line\n");
    assertThat(filesIn(directory)).containsExactly("out.jsonl");
  }

  @Test
  void anInterruptedRunLeavesNothing() throws IOException {
    try (SortedLines lines = new SortedLines(directory.resolve("out.jsonl"), "0", 10)) {
      add(lines, "b", "never to be seen");
    }
    assertThat(filesIn(directory)).isEmpty();
  }

  @Test
  void noLinesGiveAnEmptyFile() throws IOException {
    assertThat(write(List.of(), 10)).isEmpty();
  }

  @Test
  void runsOfSeveralWritersGiveTheFileThatOneWouldWrite() throws IOException {
    long seed = 20261123;
    Random random = new Random(seed);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      texts.add("{\"n\":" + random.nextInt(500) + ",\"t\":\"" + "x".repeat(i % 700) + "\"}");
    }
    String expected = write(texts, Long.MAX_VALUE);

    Path target = directory.resolve("out.jsonl");
    List<Path> runs = new ArrayList<>();
    for (int writer = 0; writer < 3; writer++) {
      try (SortedLines lines =
          new SortedLines(target, "" + writer, writer == 0 ? 20_000 : 1 << 30)) {
        for (int i = writer; i < texts.size(); i += 3) {
          add(lines, key(texts.get(i)), texts.get(i));
        }
        runs.addAll(lines.runs());
      }
    }
    assertThat(runs).hasSizeGreaterThan(3).allSatisfy(run -> assertThat(run).exists());
    RunMerge.merge(runs, target);

    assertThat(Files.readString(target)).as("seed %d", seed).isEqualTo(expected);
    assertThat(filesIn(directory)).containsExactly("out.jsonl");
  }

  /** Fan-in by number of runs: merged at once, in two passes, in many. */
  @ParameterizedTest
  @CsvSource({"2, 2", "2, 3", "2, 40", "3, 40", "7, 43", "7, 8", "256, 40", "256, 700"})
  void ofManyRunsSomeAreOpenAtATime(int fanIn, int count) throws IOException {
    long seed = 20261124L + 1000L * fanIn + count;
    Random random = new Random(seed);
    List<String> texts = new ArrayList<>();
    List<Path> runs = new ArrayList<>();
    Path target = directory.resolve("out.jsonl");
    for (int writer = 0; writer < count; writer++) {
      try (SortedLines lines = new SortedLines(target, "" + writer, 1 << 20)) {
        for (int i = random.nextInt(9); i >= 0; i--) {
          String filler = "x".repeat(random.nextInt(30) == 0 ? 300_000 : random.nextInt(20));
          texts.add("{\"n\":" + random.nextInt(500) + ",\"t\":\"" + filler + "\"}");
          add(lines, key(texts.get(texts.size() - 1)), texts.get(texts.size() - 1));
        }
        runs.addAll(lines.runs());
      }
    }
    Openings openings = new Openings();
    RunMerge.merge(runs, target, fanIn, openings::open);

    String merged = Files.readString(target);
    assertThat(openings.most).isEqualTo(Math.min(fanIn, count));
    assertThat(openings.now).isZero();
    assertThat(filesIn(directory)).containsExactly("out.jsonl");
    assertThat(merged).as("seed %d", seed).isEqualTo(write(texts, Long.MAX_VALUE));
  }

  @Test
  void aRunThatIsCutAnywhereInsideALineIsAFailureAndLeavesNoRun() throws IOException {
    Path target = directory.resolve("out.jsonl");
    Path run;
    try (SortedLines lines = new SortedLines(target, "0", 1 << 20)) {
      add(lines, "a", "first");
      add(lines, "b", "second");
      run = lines.runs().get(0);
    }
    byte[] whole = Files.readAllBytes(run);
    int firstEnd = 2 * Integer.BYTES + "a".length() + "first\n".length();
    for (int length = 0; length <= whole.length; length++) {
      Files.write(run, Arrays.copyOf(whole, length));
      Path other = Files.write(directory.resolve("other"), whole);
      if (length == 0 || length == firstEnd || length == whole.length) {
        RunMerge.merge(List.of(run, other), target);
      } else {
        assertThatThrownBy(() -> RunMerge.merge(List.of(run, other), target))
            .as("cut at %d", length)
            .isInstanceOf(IOException.class)
            .hasMessage("a run of sorted lines ends too early");
      }
      assertThat(filesIn(directory)).containsExactly("out.jsonl");
    }
  }

  /** How many runs are open, and the most that were. */
  private static final class Openings {
    int now;
    int most;

    InputStream open(Path run) throws IOException {
      most = Math.max(most, ++now);
      return new FilterInputStream(Files.newInputStream(run)) {
        @Override
        public void close() throws IOException {
          now--;
          super.close();
        }
      };
    }
  }

  @Test
  void linesLongerThanEveryBufferComeThrough() throws IOException {
    List<String> texts = new ArrayList<>();
    for (int i = 9; i >= 0; i--) {
      texts.add("{\"n\":" + i + ",\"t\":\"" + "y".repeat(600_000 + i) + "\"}");
    }
    String inMemory = write(texts, Long.MAX_VALUE);
    assertThat(write(texts, 1_500_000)).isEqualTo(inMemory);
    assertThat(inMemory.lines()).isSortedAccordingTo(this::byKeyThenText).hasSize(10);
  }

  @Test
  void keysCompareAsTheWordsOfWhichTheyAreMade() throws IOException {
    List<String> words =
        List.of(
            "",
            "a",
            "a.b",
            "ab",
            "\u007f",
            "\u0080",
            "\u07ff",
            "\u0800",
            "\ud83d",
            "\ud83d\ude00",
            "\uffee");
    List<byte[]> keys = new ArrayList<>();
    for (String word : words) {
      JsonBytes key = new JsonBytes();
      SortKey.of(new LogPosition(word, 0, 0, 0, 0), key);
      keys.add(key.toByteArray());
    }
    assertThat(words).isSorted();
    assertThat(keys).isSortedAccordingTo(Arrays::compareUnsigned);
  }

  private static void add(SortedLines lines, String key, String text) throws IOException {
    lines.key().raw(key.getBytes(StandardCharsets.UTF_8));
    lines.line().raw(text.getBytes(StandardCharsets.UTF_8));
    lines.add();
  }

  private String write(List<String> texts, long limitBytes) throws IOException {
    Path target = directory.resolve("out.jsonl");
    try (SortedLines lines = new SortedLines(target, "0", limitBytes)) {
      for (String text : texts) {
        add(lines, key(text), text);
      }
      lines.finish();
    }
    return Files.readString(target);
  }

  private int byKeyThenText(String a, String b) {
    int byKey = key(a).compareTo(key(b));
    return byKey != 0 ? byKey : a.compareTo(b);
  }

  private static String key(String text) {
    return text.substring(5, text.indexOf(','));
  }

  private static List<String> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
