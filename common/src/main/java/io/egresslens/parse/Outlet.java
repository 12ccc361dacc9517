package io.egresslens.parse;

import io.egresslens.flow.Flow;
import io.egresslens.flow.FlowView;
import io.egresslens.ingest.DeadLetter;
import io.egresslens.ingest.LogBlock;
import io.egresslens.ingest.LogPosition;
import io.egresslens.ingest.RejectReason;
import java.util.Arrays;

/** Numbers the records of a block on their way out, and gives dead letters their position. */
final class Outlet {
  private final LogOutput output;
  private final LogBlock block;
  private int records;
  private int firstOfUnit;
  private int countedTo;
  private long line;

  Outlet(LogBlock block, LogOutput output) {
    this.block = block;
    this.output = output;
    this.line = block.line();
  }

  /** How many records were given out. */
  int records() {
    return records;
  }

  /** In files the records are counted from the line or value they stand in. */
  void beginUnit() {
    firstOfUnit = block.isFile() ? records : 0;
  }

  void flow(Flow flow) {
    records++;
    output.flow(flow);
  }

  void view(FlowView view) {
    records++;
    output.view(view);
  }

  void other(String category) {
    records++;
    output.other(category);
  }

  /**
   * Gives out a dead letter.
   *
   * @param from where its bytes begin in the block
   * @param to behind its last byte
   */
  void reject(RejectReason reason, String detail, String category, int from, int to) {
    letter(reason, detail, category, from, to, to - from);
  }

  /** Gives out the one dead letter of a block that its reader refused. */
  void refused() {
    String detail =
        block.refusal() == RejectReason.TOO_LARGE
            ? "longer than the limit of a line, value or message"
            : "compressed data is damaged here";
    letter(block.refusal(), detail, null, 0, block.length(), block.sizeBytes());
  }

  private void letter(
      RejectReason reason, String detail, String category, int from, int to, long sizeBytes) {
    int kept = Math.min(to, from + DeadLetter.RAW_CAP);
    byte[] raw = Arrays.copyOfRange(block.bytes(), from, kept);
    output.deadLetter(new DeadLetter(reason, detail, position(from), category, raw, sizeBytes));
    records++;
  }

  /** The position of the next record, given where its bytes begin. */
  private LogPosition position(int from) {
    boolean file = block.isFile();
    return new LogPosition(
        block.source(),
        block.partition(),
        file ? block.offset() + from : block.offset(),
        file && block.line() > 0 ? lineAt(from) : 0,
        records - firstOfUnit);
  }

  /** Counts on from the last place asked for, or back: a record may stand around others. */
  private long lineAt(int place) {
    for (; countedTo > place; countedTo--) {
      line -= block.bytes()[countedTo - 1] == '\n' ? 1 : 0;
    }
    for (; countedTo < place; countedTo++) {
      line += block.bytes()[countedTo] == '\n' ? 1 : 0;
    }
    return line;
  }
}
