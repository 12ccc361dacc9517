package io.egresslens.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineNumbersTest {
  private static final int SIZE = 20 * LineNumbers.MARK_BYTES + 12_345;

  private final Map<String, byte[]> files = new HashMap<>();
  private int opened;
  private int open;
  private long bytesRead;

  @Test
  void manyDeadLettersInABigFileCountEveryByteOnce() throws IOException {
    long[] lineStarts = lines("big.jsonl", 1);
    try (LineNumbers numbers = new LineNumbers(this::open)) {
      for (int line = 0; line < lineStarts.length; line++) {
        assertThat(numbers.lineAt("big.jsonl", lineStarts[line])).isEqualTo(line + 1);
      }
    }
    assertThat(lineStarts).hasSizeGreaterThan(50_000);
    assertThat(opened).isEqualTo(1);
    assertThat(open).isZero();
    assertThat(bytesRead).isEqualTo(lineStarts[lineStarts.length - 1]);
  }

  @Test
  void placesInAnyOrderAreCountedFromTheNearestMark() throws IOException {
    long seed = 20261122;
    Random random = new Random(seed);
    long[] lineStarts = lines("big.jsonl", seed);
    int places = 500;
    try (LineNumbers numbers = new LineNumbers(this::open)) {
      for (int i = 0; i < places; i++) {
        long place = random.nextInt(SIZE);
        int found = Arrays.binarySearch(lineStarts, place);
        int line = found >= 0 ? found + 1 : -found - 1;
        assertThat(numbers.lineAt("big.jsonl", place)).as("seed %d, %d", seed, i).isEqualTo(line);
      }
    }
    assertThat(bytesRead).isLessThan(SIZE + (long) places * LineNumbers.MARK_BYTES);
    assertThat(opened).isEqualTo(1);
  }

  @Test
  void severalFilesAreNumberedEachByItselfAndOneIsOpenAtATime() throws IOException {
    long[] a = lines("a", 2);
    long[] b = lines("b", 3);
    try (LineNumbers numbers = new LineNumbers(this::open)) {
      for (int line : new int[] {7, 90, 500}) {
        assertThat(numbers.lineAt("a", a[line])).isEqualTo(line + 1);
        assertThat(numbers.lineAt("gone", 5)).isZero();
        assertThat(numbers.lineAt("b", b[line])).isEqualTo(line + 1);
        assertThat(numbers.lineAt("b", SIZE + 1L)).as("behind the end").isZero();
        assertThat(numbers.lineAt("b", b[line])).isEqualTo(line + 1);
        assertThat(open).isEqualTo(1);
      }
    }
    assertThat(open).isZero();
  }

  @Test
  void filesOfADiskAreNumbered(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("small.jsonl"), "one\ntwo\n\nfour");
    try (LineNumbers numbers = new LineNumbers()) {
      assertThat(numbers.lineAt(file.toString(), 9)).isEqualTo(4);
      assertThat(numbers.lineAt(file.toString(), 0)).isEqualTo(1);
      assertThat(numbers.lineAt(file.toString(), 4)).isEqualTo(2);
    }
  }

  /** Lines of all lengths; gives their offsets. */
  private long[] lines(String name, long seed) {
    Random random = new Random(seed);
    byte[] content = new byte[SIZE];
    long[] starts = new long[SIZE / 100];
    int lines = 1;
    for (int at = 100 + random.nextInt(500); at < SIZE - 1; at += 100 + random.nextInt(500)) {
      content[at] = '\n';
      starts[lines++] = at + 1;
    }
    files.put(name, content);
    return Arrays.copyOf(starts, lines);
  }

  private SeekableByteChannel open(Path file) throws IOException {
    byte[] content = files.get(file.toString());
    if (content == null) {
      throw new NoSuchFileException(file.toString());
    }
    opened++;
    open++;
    return new Counted(content);
  }

  /** Hands out fewer bytes than it is asked for, as a channel may. */
  private final class Counted implements SeekableByteChannel {
    private final byte[] content;
    private int at;
    private boolean isOpen = true;

    Counted(byte[] content) {
      this.content = content;
    }

    @Override
    public int read(ByteBuffer to) {
      if (at == content.length) {
        return -1;
      }
      int length = Math.min(Math.min(to.remaining(), 50_000), content.length - at);
      to.put(content, at, length);
      at += length;
      bytesRead += length;
      return length;
    }

    @Override
    public SeekableByteChannel position(long place) {
      at = (int) place;
      return this;
    }

    @Override
    public long position() {
      return at;
    }

    @Override
    public long size() {
      return content.length;
    }

    @Override
    public boolean isOpen() {
      return isOpen;
    }

    @Override
    public void close() {
      open -= isOpen ? 1 : 0;
      isOpen = false;
    }

    @Override
    public int write(ByteBuffer from) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
      throw new UnsupportedOperationException();
    }
  }
}
