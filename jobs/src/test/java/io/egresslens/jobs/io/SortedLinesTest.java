package io.egresslens.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    try (SortedLines lines = new SortedLines(target, 10)) {
      lines.add("b", "second line");
      lines.add("a", "first line");
      assertThat(target).doesNotExist();
      lines.finish();
    }
    assertThat(Files.readString(target)).isEqualTo("first line\nsecond line\n");
    assertThat(filesIn(directory)).containsExactly("out.jsonl");
  }

  @Test
  void anInterruptedRunLeavesNothing() throws IOException {
    try (SortedLines lines = new SortedLines(directory.resolve("out.jsonl"), 10)) {
      lines.add("b", "never to be seen");
    }
    assertThat(filesIn(directory)).isEmpty();
  }

  @Test
  void noLinesGiveAnEmptyFile() throws IOException {
    assertThat(write(List.of(), 10)).isEmpty();
  }

  private String write(List<String> texts, long limitChars) throws IOException {
    Path target = directory.resolve("out.jsonl");
    try (SortedLines lines = new SortedLines(target, limitChars)) {
      for (String text : texts) {
        lines.add(key(text), text);
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
