package io.egresslens.ingest;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Cuts the content of a log file into blocks of whole lines or whole JSON values, of about {@link
 * #BLOCK_BYTES}. Reads as a stream: holds one block, and never more than {@link #MAX_UNIT_BYTES} of
 * one line or value.
 *
 * <p>Gzip (also of several members) is seen by its magic number, a byte order mark is left to the
 * parser. Blocks of lines are the file's bytes. Of an array or an envelope that is too long for one
 * line, the blocks hold the elements, and the brackets and commas between them are spaces, so that
 * every byte keeps its offset.
 *
 * <p>A line or value that is too long becomes one block with the refusal {@code too-large}; it is
 * read to its end without being held. Compressed data that is damaged ends the content: the last
 * block then has the refusal {@code not-json}. Failures of the storage itself are thrown.
 *
 * <p>Not thread-safe. Closing closes the stream.
 */
public final class BlockReader implements Closeable {
  /** A block is emitted as soon as it has this many bytes. */
  public static final int BLOCK_BYTES = 256 * 1024;

  /** The longest line or value that is handed to the parser. */
  public static final int MAX_UNIT_BYTES = 16 * 1024 * 1024;

  private static final int READ_BYTES = 64 * 1024;

  private final String source;
  private final InputStream raw;
  private final boolean gzip;
  private final long to;
  private final ValueScan values;

  /** Content from {@code offset} on; [0, scanned) was searched for boundaries. */
  private byte[] buffer = new byte[BLOCK_BYTES + READ_BYTES];

  private int limit;
  private int scanned;

  /** Behind the last whole line or value in the buffer. */
  private int boundary;

  private long offset;
  private long line;
  private InputStream content;
  private boolean ended;
  private boolean contentDamaged;

  private BlockReader(String source, InputStream raw, boolean gzip, long from, long to)
      throws IOException {
    this.source = source;
    this.raw = raw;
    this.gzip = gzip;
    this.to = to;
    this.line = from == 0 ? 1 : 0;
    if (from > 0) {
      skipLine(from - 1);
      values = null;
      return;
    }
    while (limit < BLOCK_BYTES && !ended) {
      fill();
    }
    boolean whole = to == Long.MAX_VALUE;
    values = whole && Framing.of(buffer, limit) == Framing.VALUES ? new ValueScan() : null;
    ended |= to == 0;
    limit = to == 0 ? 0 : limit;
  }

  /**
   * Reads a whole file.
   *
   * @param source the file's name, as positions shall say it
   * @param in its bytes, compressed or not
   */
  public static BlockReader of(String source, InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, READ_BYTES);
    boolean gzip = isGzip(buffered);
    return new BlockReader(source, buffered, gzip, 0, Long.MAX_VALUE);
  }

  /**
   * Reads the lines that begin in [from, to) of a file that {@link #isSplittable} said yes to.
   * Readers of consecutive ranges give every line exactly once. Line numbers are known when {@code
   * from} is 0.
   *
   * @param in the file's bytes from {@code max(0, from - 1)} on
   */
  public static BlockReader ofLines(String source, InputStream in, long from, long to)
      throws IOException {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("no range: " + from + " to " + to);
    }
    return new BlockReader(source, new BufferedInputStream(in, READ_BYTES), false, from, to);
  }

  /**
   * Whether a file may be read in ranges of lines: it is not compressed and its records stand on
   * lines of their own.
   *
   * @param in the file's bytes from its beginning; at most {@link #BLOCK_BYTES} are read
   */
  public static boolean isSplittable(InputStream in) throws IOException {
    byte[] head = in.readNBytes(BLOCK_BYTES);
    boolean gzip = head.length > 1 && head[0] == 0x1f && head[1] == (byte) 0x8b;
    return !gzip && Framing.of(head, head.length) == Framing.LINES;
  }

  private static boolean isGzip(InputStream in) throws IOException {
    in.mark(2);
    byte[] magic = in.readNBytes(2);
    in.reset();
    return magic.length == 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
  }

  /** The next block, or null at the end. */
  public LogBlock next() throws IOException {
    while (true) {
      while (boundary < BLOCK_BYTES && findBoundary()) {
        if (boundary > MAX_UNIT_BYTES) {
          return skipUnit();
        }
      }
      if (boundary > 0 && (limit >= BLOCK_BYTES || ended)) {
        return take(boundary);
      }
      if (ended) {
        return last();
      }
      if (scanned > MAX_UNIT_BYTES) {
        return skipUnit();
      }
      fill();
    }
  }

  /** Moves {@link #boundary} behind the next whole line or value; false when more is needed. */
  private boolean findBoundary() {
    int scanTo = ended || values == null ? limit : Math.max(scanned, limit - ValueScan.LOOKAHEAD);
    int found = values == null ? lineEnd(scanTo) : values.boundary(buffer, scanned, scanTo, limit);
    if (found < 0) {
      scanned = scanTo;
      return false;
    }
    scanned = found;
    boundary = found;
    if (offset + found >= to) {
      ended = true;
      limit = found;
    }
    return true;
  }

  private int lineEnd(int scanTo) {
    int end = JsonText.lineEnd(buffer, scanned, scanTo);
    return end < scanTo ? end + 1 : -1;
  }

  private LogBlock take(int length) {
    byte[] bytes = Arrays.copyOf(buffer, length);
    LogBlock block =
        values == null
            ? LogBlock.ofLines(source, offset, line, bytes)
            : LogBlock.ofFile(source, offset, line, bytes);
    drop(length);
    return block;
  }

  /**
   * What stands behind the last line feed or value, then the refusal of damaged data, then null.
   */
  private LogBlock last() throws IOException {
    if (limit > MAX_UNIT_BYTES) {
      return skipUnit();
    }
    boolean remains = values == null || JsonText.skipSpace(buffer, 0, limit) < limit;
    if (limit > 0 && remains) {
      return take(limit);
    }
    if (contentDamaged) {
      contentDamaged = false;
      return LogBlock.ofRefused(source, offset, line, RejectReason.NOT_JSON, new byte[0], 0);
    }
    return null;
  }

  /**
   * Reads to the end of the line or value at the beginning of the buffer, keeping its head only.
   */
  private LogBlock skipUnit() throws IOException {
    long unitOffset = offset;
    long unitLine = line;
    byte[] head = Arrays.copyOf(buffer, DeadLetter.RAW_CAP);
    while (boundary == 0 && !findBoundary() && !ended) {
      drop(scanned);
      fill();
    }
    drop(boundary > 0 ? boundary : limit);
    return LogBlock.ofRefused(
        source, unitOffset, unitLine, RejectReason.TOO_LARGE, head, offset - unitOffset);
  }

  private void drop(int length) {
    for (int i = 0; line > 0 && i < length; i++) {
      line += buffer[i] == '\n' ? 1 : 0;
    }
    System.arraycopy(buffer, length, buffer, 0, limit - length);
    limit -= length;
    scanned = Math.max(0, scanned - length);
    offset += length;
    boundary = 0;
  }

  private void fill() throws IOException {
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    // Reads in full: where blocks are cut must not depend on how the storage hands out its bytes.
    int wanted = limit + Math.min(READ_BYTES, buffer.length - limit);
    while (limit < wanted && !ended) {
      int read = readContent(limit, wanted - limit);
      ended = read < 0;
      limit += Math.max(0, read);
    }
  }

  private int readContent(int at, int length) throws IOException {
    if (!gzip) {
      return raw.read(buffer, at, length);
    }
    try {
      if (content == null) {
        content = new GZIPInputStream(new Patient(raw), READ_BYTES);
      }
      return content.read(buffer, at, length);
    } catch (ZipException | EOFException e) {
      contentDamaged = true;
      return -1;
    }
  }

  /** Goes behind the first line feed from a place on: a line that began earlier is another's. */
  private void skipLine(long from) throws IOException {
    offset = from;
    int b;
    do {
      b = raw.read();
      offset++;
    } while (b >= 0 && b != '\n');
    ended = b < 0 || offset >= to;
  }

  @Override
  public void close() throws IOException {
    raw.close();
  }

  /**
   * A stream that never says that nothing is available: {@link GZIPInputStream} would take that for
   * the end, and drop the members that follow.
   */
  private static final class Patient extends FilterInputStream {
    Patient(InputStream in) {
      super(in);
    }

    @Override
    public int available() throws IOException {
      return Math.max(1, super.available());
    }
  }
}
