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
 * <p>A block is handed over in the array that it was read into, and holds until the next one is
 * asked for: whoever keeps it copies it. Readers that follow each other can share that array.
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
 * <p>Of lines only the end of a block is looked for, from behind: reading then costs what the
 * storage costs, and an object a block. To number lines every byte must be seen; where a file can
 * be read once more, its first block is numbered and the others are not.
 *
 * <p>Not thread-safe. Closing closes the stream.
 */
public final class BlockReader implements Closeable {
  /** A block is emitted as soon as it has this many bytes. */
  public static final int BLOCK_BYTES = 256 * 1024;

  /** The longest line or value that is handed to the parser. */
  public static final int MAX_UNIT_BYTES = 16 * 1024 * 1024;

  private static final int READ_BYTES = 64 * 1024;

  /** Enough to look at a beginning; longer reads pass it by. */
  private static final int PEEK_BYTES = 512;

  private final String source;
  private final InputStream raw;
  private final boolean gzip;
  private final long to;
  private final ValueScan values;
  private final boolean numbersAll;
  private final Buffer shared;

  /** Content from {@code offset} on; [0, scanned) was searched for boundaries. */
  private byte[] buffer;

  private int limit;
  private int scanned;

  /** Behind the last whole line or value in the buffer. */
  private int boundary;

  /** How much at the beginning of the buffer is the block that was handed over last. */
  private int handedOver;

  private long offset;
  private long line;
  private InputStream content;
  private boolean ended;
  private boolean contentDamaged;

  private BlockReader(
      String source,
      InputStream raw,
      boolean gzip,
      long from,
      long to,
      boolean numbersLines,
      Buffer shared)
      throws IOException {
    this.source = source;
    this.raw = raw;
    this.gzip = gzip;
    this.to = to;
    this.shared = shared;
    this.buffer = shared.bytes;
    if (from > 0) {
      offset = from - 1;
      values = null;
      numbersAll = false;
      skipLine();
      return;
    }
    line = 1;
    fillBlock();
    boolean whole = to == Long.MAX_VALUE;
    values = whole && Framing.of(buffer, limit) == Framing.VALUES ? new ValueScan() : null;
    numbersAll = numbersLines || gzip || values != null;
    ended |= to == 0;
    limit = to == 0 ? 0 : limit;
  }

  /** What is read into: for one reader after the other, never for two at a time. */
  public static final class Buffer {
    private byte[] bytes = new byte[BLOCK_BYTES + READ_BYTES];
  }

  /**
   * Reads a whole file and numbers all its lines.
   *
   * @param source the file's name, as positions shall say it
   * @param in its bytes, compressed or not
   */
  public static BlockReader of(String source, InputStream in) throws IOException {
    return whole(source, in, true, new Buffer());
  }

  /**
   * Reads a whole file that can be read again. Of plain lines only those of the first block are
   * numbered, see {@link LineNumbers}.
   */
  public static BlockReader ofFile(String source, InputStream in, Buffer buffer)
      throws IOException {
    return whole(source, in, false, buffer);
  }

  private static BlockReader whole(
      String source, InputStream in, boolean numbersLines, Buffer buffer) throws IOException {
    BufferedInputStream peeked = new BufferedInputStream(in, PEEK_BYTES);
    boolean gzip = isGzip(peeked);
    return new BlockReader(source, peeked, gzip, 0, Long.MAX_VALUE, numbersLines, buffer);
  }

  /** {@link #ofLines(String, InputStream, long, long, Buffer)} with a buffer of its own. */
  public static BlockReader ofLines(String source, InputStream in, long from, long to)
      throws IOException {
    return ofLines(source, in, from, to, new Buffer());
  }

  /**
   * Reads the lines that begin in [from, to) of a file that {@link #isSplittable} said yes to.
   * Readers of consecutive ranges give every line exactly once. Line numbers are known in the first
   * block when {@code from} is 0.
   *
   * @param in the file's bytes from {@code max(0, from - 1)} on
   */
  public static BlockReader ofLines(
      String source, InputStream in, long from, long to, Buffer buffer) throws IOException {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("no range: " + from + " to " + to);
    }
    return new BlockReader(source, in, false, from, to, false, buffer);
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

  /** The next block, or null at the end. What was handed over before is overwritten. */
  public LogBlock next() throws IOException {
    drop(handedOver);
    while (true) {
      fillBlock();
      if (values == null && scanned == 0) {
        findLastLine();
      } else {
        while (boundary < BLOCK_BYTES && findBoundary()) {
          if (boundary > MAX_UNIT_BYTES) {
            return skipUnit();
          }
        }
      }
      if (boundary > 0) {
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

  /**
   * Moves {@link #boundary} behind the last whole line in the buffer that is ours. When the line
   * with which the range ends is not whole yet, it and what follows it stay for later.
   */
  private void findLastLine() {
    int end = limit;
    if (limit > 0 && to - offset <= limit) {
      end = (int) (to - offset) - 1;
      int lineEnd = JsonText.lineEnd(buffer, end, limit);
      if (lineEnd < limit) {
        ended = true;
        limit = lineEnd + 1;
        end = limit;
      }
    }
    while (end > 0 && buffer[end - 1] != '\n') {
      end--;
    }
    boundary = end;
    // A line that is longer than a block is searched for its end, forwards.
    scanned = end > 0 ? end : limit;
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
    handedOver = length;
    return values == null
        ? LogBlock.ofLines(source, offset, line, buffer, length)
        : LogBlock.ofFile(source, offset, line, buffer, length);
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
    handedOver = 0;
    if (length == 0) {
      return;
    }
    if (line > 0) {
      line = numbersAll ? line + JsonText.countLines(buffer, 0, length) : 0;
    }
    System.arraycopy(buffer, length, buffer, 0, limit - length);
    limit -= length;
    scanned = Math.max(0, scanned - length);
    offset += length;
    boundary = 0;
  }

  private void fillBlock() throws IOException {
    while (limit < BLOCK_BYTES && !ended) {
      fill();
    }
  }

  private void fill() throws IOException {
    if (buffer.length - limit < READ_BYTES) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
      shared.bytes = buffer;
    }
    // Reads in full: where blocks are cut must depend neither on how the storage hands out its
    // bytes nor on how far an earlier reader made the buffer grow.
    int wanted = limit + READ_BYTES;
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

  /** Goes behind the first line feed: a line that began before the range is another's. */
  private void skipLine() throws IOException {
    int lineEnd;
    do {
      drop(limit);
      fill();
      lineEnd = JsonText.lineEnd(buffer, 0, limit);
    } while (lineEnd == limit && !ended);
    drop(Math.min(lineEnd + 1, limit));
    if (offset >= to) {
      ended = true;
      limit = 0;
    }
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
