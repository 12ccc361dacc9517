package io.egresslens.parse;

import io.egresslens.flow.Flow;
import io.egresslens.flow.LogFormat;
import io.egresslens.ingest.EventTimeBounds;
import io.egresslens.ingest.JsonText;
import io.egresslens.ingest.LogBlock;

/**
 * Reads lines of well-formed records without the JSON parser: one record, an array of them, or an
 * envelope with them. Gives out exactly what {@link UnitReader#strict} would, up to the first thing
 * that it is not sure of, and leaves the rest to that. Not thread-safe.
 *
 * <p>A record is given out when the token behind it was good, as {@link UnitReader} does: the end
 * of the line, the closing bracket, or a comma and the brace that opens the next.
 */
final class UnitScan {
  private static final long ENVELOPE =
      Swar.word(new byte[] {'{', '"', 'r', 'e', 'c', 'o', 'r', 'd'}, 0);

  private final RecordScan record = new RecordScan();
  private final UnitReader reader;
  private final RecordFields fields;
  private final ScannedFlow flow;
  private final FlowScan flows;
  private final RunTable runs;
  private final RunLearner learner;

  /** Whether the record read last was like one before; otherwise it was scanned. */
  private boolean found;

  private LogBlock block;
  private Outlet out;
  private byte[] bytes = {};
  private int end;

  UnitScan(UnitReader reader, EventTimeBounds bounds) {
    this.reader = reader;
    fields = reader.newFields();
    flow = new ScannedFlow(record, bounds, reader.newFields());
    flows = new FlowScan(record, flow);
    RunTree tree = new RunTree();
    runs = new RunTable(tree, flow);
    learner = new RunLearner(tree, record, flows, flow);
  }

  void open(LogBlock source, Outlet outlet) {
    block = source;
    bytes = source.bytes();
    out = outlet;
  }

  /**
   * Gives out the records of the line that begins at {@code from}.
   *
   * @param limit behind the block's last byte
   * @return where the line ends; -1 when something is left to the reader, which must then read the
   *     whole line but for the records given out
   */
  int line(int from, int limit) {
    end = limit;
    int first = bytes[from];
    if (first == '[') {
      int close = elements(skipBlanks(from + 1));
      return close < 0 ? -1 : lineEnd(close);
    }
    if (first != '{') {
      return -1;
    }
    if (Swar.wordOrZeros(bytes, from) != ENVELOPE) {
      int to = read(from);
      if (to >= 0) {
        int lineEnd = lineEnd(to);
        if (lineEnd >= 0) {
          give(from, to);
        }
        return lineEnd;
      }
    }
    int opener = JsonText.envelopeOpener(bytes, from, end);
    if (opener < 0 || JsonText.lineEnd(bytes, from, opener) < opener) {
      return -1;
    }
    int close = elements(skipBlanks(opener));
    close = close < 0 ? -1 : skipBlanks(close);
    return close < 0 || close >= end || bytes[close] != '}' ? -1 : lineEnd(close + 1);
  }

  /** Gives out records up to the closing bracket; returns the place behind that, or -1. */
  private int elements(int from) {
    int at = from;
    while (at < end && bytes[at] == '{') {
      int to = read(at);
      int behind = to < 0 ? end : skipBlanks(to);
      if (behind >= end) {
        return -1;
      }
      if (bytes[behind] == ']') {
        give(at, to);
        return behind + 1;
      }
      int next = bytes[behind] == ',' ? skipBlanks(behind + 1) : end;
      if (next >= end || bytes[next] != '{') {
        return -1;
      }
      give(at, to);
      at = next;
    }
    return -1;
  }

  /** Reads a record; returns the place behind it, or -1. */
  private int read(int from) {
    int to = runs.read(bytes, from, end, block);
    found = to >= 0;
    return found ? to : record.scan(bytes, from, end);
  }

  private void give(int from, int to) {
    if (found) {
      out.view(flow);
    } else if (flows.read(block.timestampMillis())) {
      learn(from, to, null);
      out.view(flow);
    } else {
      ScannedFlow.fill(fields, record);
      Flow given = reader.give(from, to, fields);
      if (given != null && given.format() == LogFormat.LEGACY) {
        learn(from, to, given);
      }
    }
  }

  private void learn(int from, int to, Flow legacy) {
    if (!runs.isResting()) {
      learner.learn(bytes, from, to, legacy);
    }
  }

  /** Where the line ends when nothing follows but white space and one comma, or -1. */
  private int lineEnd(int from) {
    int at = skipBlanks(from);
    if (at < end && bytes[at] == ',') {
      at = skipBlanks(at + 1);
    }
    return at == end || bytes[at] == '\n' ? at : -1;
  }

  private int skipBlanks(int from) {
    int at = from;
    while (at < end && WhiteSpace.isBlank(bytes[at])) {
      at++;
    }
    return at;
  }
}
