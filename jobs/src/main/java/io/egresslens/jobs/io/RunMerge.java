package io.egresslens.jobs.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Brings sorted runs of {@link SortedLines} together in one file. A run is lines, each as the
 * lengths of its key and text, four bytes each, key and text.
 */
final class RunMerge {
  private RunMerge() {}

  /** Writes the target and removes the runs, those too that could not be read. */
  static void merge(List<Path> runs, Path target) throws IOException {
    List<Run> open = new ArrayList<>();
    try (FileBytes out = new FileBytes(target)) {
      PriorityQueue<Run> heads = new PriorityQueue<>();
      for (Path path : runs) {
        Run run = new Run(path);
        open.add(run);
        if (run.advance()) {
          heads.add(run);
        }
      }
      while (!heads.isEmpty()) {
        Run least = heads.poll();
        boolean more;
        do {
          least.writeTo(out);
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
      for (Path run : runs) {
        Files.deleteIfExists(run);
      }
    }
  }

  /** A run being read; ordered by the line it stands at. */
  private static final class Run implements Comparable<Run>, Closeable {
    private static final int BUFFER_BYTES = 1 << 18;
    private static final int HEAD_BYTES = 2 * Integer.BYTES;

    private final InputStream in;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int limit;
    private int key;
    private int text;
    private int end;

    Run(Path path) throws IOException {
      in = Files.newInputStream(path);
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

    void writeTo(FileBytes out) throws IOException {
      out.write(buffer, text, end);
    }

    /** Whether so many bytes follow the line; they are in the buffer then. */
    private boolean has(int count) throws IOException {
      if (limit - end >= count) {
        return true;
      }
      byte[] space = count > buffer.length ? new byte[count] : buffer;
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
