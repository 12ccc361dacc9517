package io.egresslens.jobs.io;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Writes lines to a file in the order of their keys, however many there are: sorted runs go to
 * temporary files beside the target when memory is full, and are merged at {@link #finish}. Equal
 * keys are ordered by line, so the file depends on nothing but its lines. Not thread-safe.
 *
 * <p>A run holds key and line as length-prefixed UTF-8. Nothing stands under the target's name
 * before {@code finish}.
 */
public final class SortedLines implements Closeable {
  /** Characters of keys and lines held in memory; about twice as many bytes. */
  private static final long DEFAULT_LIMIT_CHARS = 16L << 20;

  private final Path target;
  private final long limitChars;
  private final List<Path> runs = new ArrayList<>();
  private final List<Line> held = new ArrayList<>();
  private long heldChars;

  /** A line and what it is sorted by. */
  private record Line(String key, String text) implements Comparable<Line> {
    @Override
    public int compareTo(Line other) {
      int byKey = key.compareTo(other.key);
      return byKey != 0 ? byKey : text.compareTo(other.text);
    }
  }

  public SortedLines(Path target) {
    this(target, DEFAULT_LIMIT_CHARS);
  }

  SortedLines(Path target, long limitChars) {
    this.target = target;
    this.limitChars = limitChars;
  }

  /**
   * Adds a line.
   *
   * @param text without line break
   */
  public void add(String key, String text) throws IOException {
    held.add(new Line(key, text));
    heldChars += key.length() + text.length();
    if (heldChars > limitChars) {
      spill();
    }
  }

  /** Writes the file. Nothing may be added afterwards. */
  public void finish() throws IOException {
    held.sort(null);
    if (runs.isEmpty()) {
      try (BufferedWriter out = Files.newBufferedWriter(target, StandardCharsets.UTF_8)) {
        for (Line line : held) {
          out.write(line.text);
          out.write('\n');
        }
      }
    } else {
      spill();
      merge();
    }
    held.clear();
  }

  private void spill() throws IOException {
    held.sort(null);
    Path run = target.resolveSibling(target.getFileName() + ".run-" + runs.size());
    runs.add(run);
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(run), 1 << 16))) {
      for (Line line : held) {
        writeText(out, line.key);
        writeText(out, line.text);
      }
    }
    held.clear();
    heldChars = 0;
  }

  private void merge() throws IOException {
    PriorityQueue<Run> heads = new PriorityQueue<>();
    try (BufferedWriter out = Files.newBufferedWriter(target, StandardCharsets.UTF_8)) {
      for (Path path : runs) {
        Run run = new Run(path);
        if (run.advance()) {
          heads.add(run);
        }
      }
      while (!heads.isEmpty()) {
        Run least = heads.poll();
        out.write(least.head.text);
        out.write('\n');
        if (least.advance()) {
          heads.add(least);
        }
      }
    } finally {
      for (Run run : heads) {
        run.close();
      }
    }
  }

  /** Removes what is left of the runs; the target stays if it was finished. */
  @Override
  public void close() throws IOException {
    for (Path run : runs) {
      Files.deleteIfExists(run);
    }
    runs.clear();
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** A run being read; ordered by the line it stands at. */
  private static final class Run implements Comparable<Run>, Closeable {
    private final DataInputStream in;
    private Line head;

    Run(Path path) throws IOException {
      in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 16));
    }

    /** Moves to the next line; false, and closed, at the end. */
    boolean advance() throws IOException {
      in.mark(1);
      if (in.read() < 0) {
        in.close();
        return false;
      }
      in.reset();
      head = new Line(readText(in), readText(in));
      return true;
    }

    @Override
    public int compareTo(Run other) {
      return head.compareTo(other.head);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
