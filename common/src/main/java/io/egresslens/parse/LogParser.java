package io.egresslens.parse;

import static io.egresslens.ingest.JsonText.isByteOrderMark;
import static io.egresslens.ingest.JsonText.isSpace;
import static io.egresslens.ingest.JsonText.lineEnd;
import static io.egresslens.ingest.JsonText.skipSpace;

import io.egresslens.ingest.EventTimeBounds;
import io.egresslens.ingest.GzipMessage;
import io.egresslens.ingest.JsonText;
import io.egresslens.ingest.LogBlock;
import io.egresslens.ingest.RejectReason;
import io.egresslens.parse.UnitReader.End;

/**
 * Turns blocks of log bytes into flows, whatever envelope the records come in: {@code
 * {"records":[...]}}, JSON Lines, bare arrays, single or pretty-printed records, flat Log Analytics
 * rows, AzureDiagnostics rows, also gzip-compressed. The form is seen per record, never per stream.
 *
 * <p>Every record gives exactly one call of the {@link LogOutput}, in order. A damaged record is
 * one dead letter and costs no neighbour: JSON is read strictly first; where that fails, the
 * records before the damage are already out, and reading goes on at the next object that is a
 * complete record by itself. An envelope cut off behind a complete record gives one dead letter for
 * what is missing. An empty message, a blank line and {@code {"records":[]}} hold no record.
 *
 * <p>Not thread-safe: one per subtask. Holds no state between blocks but buffers. Cost is linear in
 * the block, for damaged and hostile input too: nesting, numbers, names and strings are bounded.
 */
public final class LogParser {
  /** Label of platform metrics sent to the same hub. */
  public static final String METRIC = FlowBuilder.METRIC;

  /** Label of records that another Azure resource wrote. */
  public static final String OTHER_RESOURCE = FlowBuilder.OTHER_RESOURCE;

  private final UnitReader reader;

  /** Null when every record is to be read by the reader. */
  private final UnitScan scan;

  private byte[] bytes = {};
  private Outlet out;

  /**
   * @param bounds which event times are plausible; records with others become dead letters
   */
  public LogParser(EventTimeBounds bounds) {
    this(bounds, true);
  }

  /**
   * @param fast whether well-formed records are scanned: the same calls, sooner
   */
  LogParser(EventTimeBounds bounds, boolean fast) {
    reader = new UnitReader(bounds);
    scan = fast ? new UnitScan(reader, bounds) : null;
  }

  /**
   * Reads every record of a block.
   *
   * @param block whole lines or whole values of a file, or one message
   * @param output gets one call a record before this method returns
   * @return how many records the block held
   */
  public int parse(LogBlock block, LogOutput output) {
    LogBlock plain = GzipMessage.plain(block);
    bytes = plain.bytes();
    out = new Outlet(plain, output);
    read(plain);
    return out.records();
  }

  private void read(LogBlock block) {
    int end = block.length();
    if (block.refusal() != null) {
      out.refused();
      return;
    }
    if (end >= 2 && (isUtf16Mark() || bytes[0] == 0 || bytes[1] == 0)) {
      out.reject(RejectReason.NOT_JSON, "not UTF-8", null, 0, end);
      return;
    }
    reader.open(block, out);
    if (scan != null) {
      scan.open(block, out);
    }
    int at = skipMark(0, end);
    if (!block.isFile() && !anyLineOpensValue(at, end)) {
      whole(at, end);
      return;
    }
    boolean lines = block.linesOnly();
    while ((at = skipMark(skipSpace(bytes, at, end), end)) < end) {
      out.beginUnit();
      int before = out.records();
      int scanned = scan == null ? -1 : scan.line(at, end);
      if (scanned >= 0) {
        lines = true;
        at = scanned;
        continue;
      }
      int unitEnd = block.linesOnly() ? lineEnd(bytes, at, end) : end;
      int to = unit(at, unitEnd, before, lines);
      lines = lines || to == lineEnd(bytes, at, end);
      at = to;
    }
  }

  private boolean isUtf16Mark() {
    return (bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe)
        || (bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff);
  }

  private int skipMark(int at, int end) {
    return isByteOrderMark(bytes, at, end) ? at + 3 : at;
  }

  private boolean anyLineOpensValue(int from, int end) {
    int at = from;
    while (at < end) {
      int first = skipSpace(bytes, at, end);
      if (first < end && (bytes[first] == '{' || bytes[first] == '[')) {
        return true;
      }
      at = lineEnd(bytes, first, end) + 1;
    }
    return false;
  }

  /** A message that is no JSON at all is one dead letter, however many lines it has. */
  private void whole(int from, int end) {
    if (skipSpace(bytes, from, end) < end && reader.strict(from, end, 0) != End.GOOD) {
      reader.salvage(reader.done(), end);
    }
  }

  /**
   * Reads one line, or the value that begins on it and spans lines.
   *
   * <p>A line that ends inside a value is either the head of a pretty-printed value or a line that
   * was cut. It is the former when its brackets close further down: behind a cut line whole lines
   * follow, which cannot close what it left open.
   *
   * @param before how many records were given out before this unit
   * @param lines whether lines of this block have proved to be units by themselves
   * @return where the next unit begins
   */
  private int unit(int from, int end, int before, boolean lines) {
    int lineEnd = lineEnd(bytes, from, end);
    End ended = reader.strict(from, withoutComma(from, lineEnd), out.records() - before);
    if (ended == End.GOOD) {
      return lineEnd;
    }
    int to = lineEnd;
    // Only a bracket opens a value that may span lines; looking for the end of anything else would
    // read the rest of the block at every line.
    if (ended == End.CUT_OFF && lineEnd < end && (bytes[from] == '{' || bytes[from] == '[')) {
      int valueEnd = JsonText.valueEnd(bytes, from, end);
      if (valueEnd >= 0) {
        to = lineEnd(bytes, valueEnd, end);
        int given = out.records() - before;
        if (reader.strict(from, withoutComma(from, to), given) == End.GOOD) {
          return to;
        }
      } else if (opensArray(from, lineEnd) || (!lines && !opensObject(lineEnd, end))) {
        to = end;
      }
    }
    reader.salvage(reader.done(), to);
    return to;
  }

  /** The end of the line's value: an array's element on its own line has its comma behind it. */
  private int withoutComma(int from, int to) {
    int end = to;
    while (end > from && isSpace(bytes[end - 1])) {
      end--;
    }
    return end > from && bytes[end - 1] == ',' ? end - 1 : end;
  }

  /** Whether the line opens an array or an envelope whose elements go on on the next line. */
  private boolean opensArray(int from, int to) {
    int last = to - 1;
    while (isSpace(bytes[last])) {
      last--;
    }
    boolean open = bytes[from] == '[' || JsonText.envelopeOpener(bytes, from, to) > 0;
    return open && (bytes[last] == '[' || bytes[last] == ',');
  }

  private boolean opensObject(int from, int end) {
    int at = skipSpace(bytes, from, end);
    return at < end && bytes[at] == '{' && bytes[at - 1] == '\n';
  }
}
