package io.egresslens.jobs.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Brings sorted runs of {@link SortedLines} together in one file. A run is lines, each as the
 * lengths of its key and text, four bytes each, key and text.
 *
 * <p>However many runs there are, a bounded number is open at a time, and their buffers together
 * take some MB: of more runs, as many as need be are first made into longer ones.
 */
final class RunMerge {
  private static final int FAN_IN = 256;
  private static final int BUFFERS_BYTES = 16 << 20;
  private static final int MAX_BUFFER_BYTES = 1 << 18;

  private final Path target;
  private final int fanIn;
  private final Opener opener;

  /** Runs that are not merged yet, this merge's own behind the others. */
  private final Deque<Path> left;

  private int made;

  /** How a run is opened. */
  @FunctionalInterface
  interface Opener {
    InputStream open(Path run) throws IOException;
  }

  private RunMerge(List<Path> runs, Path target, int fanIn, Opener opener) {
    this.target = target;
    this.fanIn = fanIn;
    this.opener = opener;
    this.left = new ArrayDeque<>(runs);
  }

  /** Writes the target and removes the runs, those too that could not be read. */
  static void merge(List<Path> runs, Path target) throws IOException {
    merge(runs, target, FAN_IN, run -> Files.newInputStream(run));
  }

  /**
   * @param fanIn how many runs are open at a time, at least 2
   */
  static void merge(List<Path> runs, Path target, int fanIn, Opener opener) throws IOException {
    RunMerge merge = new RunMerge(runs, target, fanIn, opener);
    try {
      merge.run();
    } finally {
      for (Path run : merge.left) {
        Files.deleteIfExists(run);
      }
    }
  }

  private void run() throws IOException {
    while (left.size() > fanIn) {
      // No more than are too many: every line that is copied here is copied once more than needed.
      Path longer = target.resolveSibling(target.getFileName() + ".merged-" + made++);
      left.addLast(longer);
      mergeFirst(Math.min(fanIn, left.size() - fanIn), longer, true);
    }
    mergeFirst(left.size(), target, false);
  }

  /** Merges the first of the runs that are left, and removes them. */
  private void mergeFirst(int count, Path to, boolean withKeys) throws IOException {
    List<Run> open = new ArrayList<>(count);
    int bufferBytes = Math.min(MAX_BUFFER_BYTES, BUFFERS_BYTES / Math.max(1, count));
    try (FileBytes out = new FileBytes(to)) {
      PriorityQueue<Run> heads = new PriorityQueue<>();
      for (Path path : left.stream().limit(count).toList()) {
        Run run = new Run(opener.open(path), bufferBytes);
        open.add(run);
        if (run.advance()) {
          heads.add(run);
        }
      }
      while (!heads.isEmpty()) {
        Run least = heads.poll();
        boolean more;
        do {
          least.writeTo(out, withKeys);
          more = least.advance();
        } while (more && (heads.isEmpty() || least.compareTo(heads.peek()) <= 0));
        if (more) {
          heads.add(least);
        }
      }
    } finally {
      for (Run run : open) {
        run.close();
      }
    }
    for (int i = 0; i < count; i++) {
      Files.deleteIfExists(left.removeFirst());
    }
  }

  /** A run being read; ordered by the line it stands at. */
  private static final class Run implements Comparable<Run>, Closeable {
    private static final int HEAD_BYTES = 2 * Integer.BYTES;

    private final InputStream in;
    private final int bufferBytes;
    private byte[] buffer;
    private int limit;
    private int key;
    private int text;
    private int end;

    Run(InputStream in, int bufferBytes) {
      this.in = in;
      this.bufferBytes = bufferBytes;
      this.buffer = new byte[bufferBytes];
    }

    /** Moves to the next line; false at the end. */
    boolean advance() throws IOException {
      if (!has(HEAD_BYTES)) {
        if (limit > end) {
          throw new IOException("a run of sorted lines ends too early");
        }
        return false;
      }
      int keyBytes = intAt(end);
      int textBytes = intAt(end + Integer.BYTES);
      if (!has(HEAD_BYTES + keyBytes + textBytes)) {
        throw new IOException("a run of sorted lines ends too early");
      }
      key = end + HEAD_BYTES;
      text = key + keyBytes;
      end = text + textBytes;
      return true;
    }

    void writeTo(FileBytes out, boolean withKeys) throws IOException {
      out.write(buffer, withKeys ? key - HEAD_BYTES : text, end);
    }

    /** Whether so many bytes follow the line; they are in the buffer then. */
    private boolean has(int count) throws IOException {
      if (limit - end >= count) {
        return true;
      }
      // A long line's room is given back behind it: each of many runs may have one.
      int needed = Math.max(bufferBytes, Math.max(count, limit - end));
      byte[] space = needed == buffer.length ? buffer : new byte[needed];
      System.arraycopy(buffer, end, space, 0, limit - end);
      buffer = space;
      limit -= end;
      end = 0;
      limit += in.readNBytes(buffer, limit, buffer.length - limit);
      return limit >= count;
    }

    private int intAt(int at) {
      int value = 0;
      for (int i = at; i < at + Integer.BYTES; i++) {
        value = (value << 8) | (buffer[i] & 0xff);
      }
      return value;
    }

    @Override
    public int compareTo(Run other) {
      int byKey = Arrays.compareUnsigned(buffer, key, text, other.buffer, other.key, other.text);
      return byKey != 0
          ? byKey
          : Arrays.compareUnsigned(buffer, text, end, other.buffer, other.text, other.end);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
