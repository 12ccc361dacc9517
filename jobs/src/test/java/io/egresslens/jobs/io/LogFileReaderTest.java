package io.egresslens.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.egresslens.ingest.LogBlock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.core.io.InputStatus;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LogFileReaderTest {
  @TempDir static Path folder;
  private static Path file;
  private static String content;

  /** Several blocks, in lines of all lengths. */
  @BeforeAll
  static void writeTheFile() throws IOException {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder();
    while (text.length() < 2_000_000) {
      text.append("x".repeat(random.nextInt(3_000))).append('\n');
    }
    content = text.toString();
    file = Files.writeString(folder.resolve("lines.jsonl"), content);
  }

  @Test
  void rangesOneAfterTheOtherGiveTheFile() throws IOException {
    for (long rangeBytes : new long[] {Long.MAX_VALUE, 700_000, 100_000, 2_000}) {
      Collected got = new Collected();
      try (LogFileReader reader = reader(ranges(rangeBytes))) {
        reader.notifyNoMoreSplits();
        while (reader.pollNext(got) != InputStatus.END_OF_INPUT) {
          assertThat(reader.isAvailable()).isDone();
        }
      }
      assertThat(got.text).as("ranges of %s", rangeBytes).hasToString(content);
    }
  }

  @Test
  void aReaderThatIsRestoredAnywhereGoesOnWhereItWas() throws IOException {
    for (int blocks = 0; blocks < 14; blocks++) {
      Collected got = new Collected();
      List<FileRange> left;
      try (LogFileReader reader = reader(ranges(900_000))) {
        for (int i = 0; i < blocks; i++) {
          reader.pollNext(got);
        }
        left = restored(reader.snapshotState(1));
      }
      try (LogFileReader reader = reader(left)) {
        reader.notifyNoMoreSplits();
        while (reader.pollNext(got) != InputStatus.END_OF_INPUT) {}
        assertThat(reader.snapshotState(2)).isEmpty();
      }
      assertThat(got.text).as("after %s blocks", blocks).hasToString(content);
    }
  }

  @Test
  void theNextRangeIsAskedForWhenOneBegins() throws IOException {
    List<String> asked = new ArrayList<>();
    List<FileRange> ranges = ranges(900_000);
    Collected got = new Collected();
    try (LogFileReader reader = new LogFileReader(() -> asked.add("asked"))) {
      reader.start();
      assertThat(asked).hasSize(1);
      assertThat(reader.pollNext(got)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
      CompletableFuture<Void> available = reader.isAvailable();
      assertThat(available).isNotDone();
      reader.addSplits(ranges.subList(0, 1));
      assertThat(available).isDone();
      assertThat(reader.pollNext(got)).isEqualTo(InputStatus.MORE_AVAILABLE);
      assertThat(asked).hasSize(2);
      reader.addSplits(ranges.subList(1, 2));
      while (asked.size() == 2) {
        assertThat(reader.pollNext(got)).isEqualTo(InputStatus.MORE_AVAILABLE);
      }
      while (reader.pollNext(got) == InputStatus.MORE_AVAILABLE) {}
      available = reader.isAvailable();
      assertThat(available).isNotDone();
      reader.notifyNoMoreSplits();
      assertThat(available).isDone();
      assertThat(reader.pollNext(got)).isEqualTo(InputStatus.END_OF_INPUT);
      assertThat(asked).hasSize(3);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void noFileStaysOpen() throws IOException {
    LogFileReader cancelled = reader(ranges(100_000));
    Collected some = new Collected();
    for (int i = 0; i < 5; i++) {
      cancelled.pollNext(some);
      assertThat(openings()).isEqualTo(1);
    }
    cancelled.close();
    assertThat(openings()).isZero();
    LogFileReader finished = reader(ranges(100_000));
    Collected all = new Collected();
    while (finished.pollNext(all) == InputStatus.MORE_AVAILABLE) {}
    assertThat(openings()).isZero();
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    String gone = folder.resolve("gone.jsonl").toString();
    for (boolean whole : new boolean[] {true, false}) {
      try (LogFileReader reader = reader(List.of(new FileRange(gone, 0, 9, whole, 0)))) {
        reader.notifyNoMoreSplits();
        assertThatThrownBy(() -> reader.pollNext(new Collected()))
            .isInstanceOf(IOException.class)
            .hasMessageStartingWith("cannot read " + gone + ": ");
      }
    }
  }

  @Test
  void aFailureWaitsForTheRangeThatIsOnItsWay() throws IOException {
    FileRange gone = new FileRange(folder.resolve("gone.jsonl").toString(), 0, 9, true, 0);
    try (LogFileReader reader = new LogFileReader(() -> {})) {
      reader.addSplits(List.of(gone));
      reader.start();
      for (int i = 0; i < 3; i++) {
        assertThat(reader.pollNext(new Collected())).isEqualTo(InputStatus.NOTHING_AVAILABLE);
        assertThat(reader.isAvailable()).isNotDone();
      }
      reader.addSplits(ranges(900_000));
      assertThat(reader.isAvailable()).isDone();
      assertThatThrownBy(() -> reader.pollNext(new Collected()))
          .hasMessageContaining("cannot read " + gone.path());
    }
  }

  /** Blocks that were handed on before a restore are not forgotten when the file has gone. */
  @Test
  void aFailureIsSavedWhereTheReaderStood() throws IOException {
    FileRange gone = new FileRange(folder.resolve("gone.jsonl").toString(), 0, 9, true, 3);
    try (LogFileReader reader = new LogFileReader(() -> {})) {
      reader.addSplits(List.of(gone));
      reader.start();
      assertThat(reader.pollNext(new Collected())).isEqualTo(InputStatus.NOTHING_AVAILABLE);
      assertThat(reader.snapshotState(1)).containsExactly(gone);
    }
  }

  private static LogFileReader reader(List<FileRange> ranges) {
    LogFileReader reader = new LogFileReader(() -> {});
    reader.addSplits(ranges);
    reader.start();
    return reader;
  }

  private static List<FileRange> ranges(long rangeBytes) {
    return LogFileSource.of(List.of(file), rangeBytes).ranges();
  }

  private static List<FileRange> restored(List<FileRange> ranges) throws IOException {
    FileRange.Serializer one = new FileRange.Serializer();
    List<FileRange> restored = new ArrayList<>();
    for (FileRange range : ranges) {
      restored.add(one.deserialize(one.getVersion(), one.serialize(range)));
    }
    assertThat(restored).isEqualTo(ranges);
    return restored;
  }

  private static long openings() throws IOException {
    Path real = file.toRealPath();
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(link -> isLinkTo(link, real)).count();
    }
  }

  private static boolean isLinkTo(Path link, Path target) {
    try {
      return Files.readSymbolicLink(link).equals(target);
    } catch (IOException e) {
      return false;
    }
  }

  /** What stands in the blocks; they must follow each other. */
  private static final class Collected implements ReaderOutput<LogBlock> {
    final StringBuilder text = new StringBuilder();

    @Override
    public void collect(LogBlock block) {
      assertThat(block.offset()).isEqualTo(text.length());
      text.append(new String(block.bytes(), 0, block.length(), StandardCharsets.UTF_8));
    }

    @Override
    public void collect(LogBlock block, long timestamp) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void emitWatermark(Watermark watermark) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}

    @Override
    public SourceOutput<LogBlock> createOutputForSplit(String splitId) {
      return this;
    }

    @Override
    public void releaseOutputForSplit(String splitId) {}
  }
}
