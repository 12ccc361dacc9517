package io.egresslens.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Numbers lines of files that are read in ranges, where a reader cannot know how many lines lie
 * before it. Counts only when asked, that is for dead letters, and on from the place asked for
 * last; the file stays open until another one is asked for. Not thread-safe.
 *
 * <p>However many places are asked for, every byte of a file is counted once. A place before the
 * last one, as when a reader takes over a range of another, is counted from a mark not more than
 * {@link #MARK_BYTES} before it.
 */
public final class LineNumbers implements Closeable {
  /** A mark, 8 bytes, is kept for every so many bytes that were counted. */
  static final int MARK_BYTES = 1 << 20;

  private static final int READ_BYTES = 64 * 1024;

  private final Opener opener;
  private final byte[] buffer = new byte[READ_BYTES];
  private String file;
  private SeekableByteChannel in;
  private long offset;
  private long line;

  /** The line on which each multiple of {@link #MARK_BYTES} stands, as far as it was counted. */
  private long[] marks = new long[16];

  private int marked;

  /** How a file is opened. */
  @FunctionalInterface
  interface Opener {
    SeekableByteChannel open(Path file) throws IOException;
  }

  public LineNumbers() {
    this(file -> Files.newByteChannel(file));
  }

  LineNumbers(Opener opener) {
    this.opener = opener;
  }

  /**
   * The line on which a byte stands.
   *
   * @param path of a file that is not compressed
   * @param place offset of the byte
   * @return 1-based; 0 when the file can no longer be read
   */
  public long lineAt(String path, long place) {
    try {
      if (!path.equals(file)) {
        turnTo(path);
      }
      seek(place);
      return countTo(place) ? line : 0;
    } catch (IOException e) {
      file = null;
      return 0;
    }
  }

  private void turnTo(String path) throws IOException {
    close();
    in = opener.open(Path.of(path));
    file = path;
    marks[0] = 1;
    marked = 1;
    offset = 0;
    line = 1;
  }

  /** Goes to the last known place that is not behind this one. */
  private void seek(long place) throws IOException {
    int mark = (int) Math.min(place / MARK_BYTES, marked - 1);
    long marksOffset = (long) mark * MARK_BYTES;
    if (place < offset || offset < marksOffset) {
      offset = marksOffset;
      line = marks[mark];
      in.position(offset);
    }
  }

  /** False when the file ends before the place. */
  private boolean countTo(long place) throws IOException {
    while (offset < place) {
      long nextMark = (offset / MARK_BYTES + 1) * MARK_BYTES;
      long most = Math.min(Math.min(place, nextMark) - offset, READ_BYTES);
      int read = in.read(ByteBuffer.wrap(buffer, 0, (int) most));
      if (read < 0) {
        return false;
      }
      line += JsonText.countLines(buffer, 0, read);
      offset += read;
      if (offset == (long) marked * MARK_BYTES) {
        mark();
      }
    }
    return true;
  }

  private void mark() {
    if (marked == marks.length) {
      marks = Arrays.copyOf(marks, 2 * marked);
    }
    marks[marked++] = line;
  }

  /** Closes the file; the next question opens one again. */
  @Override
  public void close() throws IOException {
    file = null;
    if (in != null) {
      in.close();
      in = null;
    }
  }
}
