package io.egresslens.jobs.io;

import io.egresslens.flow.JsonBytes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lines in the order of their keys, however many there are: sorted runs go to temporary files
 * beside the target when memory is full. Equal keys are ordered by line, so the outcome depends on
 * nothing but the lines. Not thread-safe.
 *
 * <p>A line is added in three steps: write its key into {@link #key}, itself into {@link #line},
 * {@link #add}. At the end either {@link #finish} writes the target, or {@link #runs} hands sorted
 * runs over to someone who merges those of several. Nothing stands under the target's name before
 * that; while it is written, a part of it does.
 *
 * <p>Lines lie behind one another in blocks of some MB, key and text as bytes; what is sorted is
 * small handles. That spares the collector a hundred thousand arrays.
 */
public final class SortedLines implements Closeable {
  private static final long DEFAULT_LIMIT_BYTES = 32L << 20;
  private static final int BLOCK_BYTES = 1 << 20;

  private final Path target;
  private final String writer;
  private final long limitBytes;
  private final JsonBytes key = new JsonBytes();
  private final JsonBytes line = new JsonBytes();
  private final List<Path> runs = new ArrayList<>();
  private final List<Line> held = new ArrayList<>();
  private byte[] block = {};
  private int blockSize;
  private long heldBytes;

  /** A line in a block, its key before it; ordered by both. */
  private record Line(byte[] block, int from, int text, int to) implements Comparable<Line> {
    @Override
    public int compareTo(Line other) {
      int byKey = Arrays.compareUnsigned(block, from, text, other.block, other.from, other.text);
      return byKey != 0
          ? byKey
          : Arrays.compareUnsigned(block, text, to, other.block, other.text, other.to);
    }
  }

  public SortedLines(Path target) {
    this(target, "0", DEFAULT_LIMIT_BYTES);
  }

  /**
   * @param writer tells the runs of several writers of one target apart
   * @param limitBytes of keys and lines held in memory
   */
  SortedLines(Path target, String writer, long limitBytes) {
    this.target = target;
    this.writer = writer;
    this.limitBytes = limitBytes;
  }

  /** Where the next line's key is to be written. */
  public JsonBytes key() {
    return key;
  }

  /** Where the next line is to be written, without line break. */
  public JsonBytes line() {
    return line;
  }

  /** Adds the line of {@link #key} and {@link #line}, and empties both. */
  public void add() throws IOException {
    line.raw('\n');
    int size = key.size() + line.size();
    if (heldBytes + size > limitBytes && !held.isEmpty()) {
      spill();
    }
    if (block.length - blockSize < size) {
      block = new byte[Math.max(BLOCK_BYTES, size)];
      blockSize = 0;
    }
    int text = blockSize + key.size();
    int to = blockSize + size;
    System.arraycopy(key.buffer(), 0, block, blockSize, key.size());
    System.arraycopy(line.buffer(), 0, block, text, line.size());
    held.add(new Line(block, blockSize, text, to));
    blockSize = to;
    heldBytes += size;
    key.clear();
    line.clear();
  }

  /** Writes the target. Nothing may be added afterwards. */
  public void finish() throws IOException {
    if (runs.isEmpty()) {
      held.sort(null);
      try (FileBytes out = new FileBytes(target)) {
        for (Line next : held) {
          out.write(next.block, next.text, next.to);
        }
      }
      forget();
    } else {
      RunMerge.merge(runs(), target);
    }
  }

  /** Everything in sorted runs, in files; {@link #close} removes them no more. */
  List<Path> runs() throws IOException {
    if (!held.isEmpty()) {
      spill();
    }
    List<Path> all = List.copyOf(runs);
    runs.clear();
    return all;
  }

  private void spill() throws IOException {
    held.sort(null);
    Path run = target.resolveSibling(target.getFileName() + ".run-" + writer + "-" + runs.size());
    runs.add(run);
    try (FileBytes out = new FileBytes(run)) {
      for (Line next : held) {
        out.writeInt(next.text - next.from);
        out.writeInt(next.to - next.text);
        out.write(next.block, next.from, next.to);
      }
    }
    forget();
  }

  private void forget() {
    held.clear();
    block = new byte[0];
    blockSize = 0;
    heldBytes = 0;
  }

  /** Removes what is left of the runs; the target stays if it was finished. */
  @Override
  public void close() throws IOException {
    for (Path run : runs) {
      Files.deleteIfExists(run);
    }
    runs.clear();
  }
}
