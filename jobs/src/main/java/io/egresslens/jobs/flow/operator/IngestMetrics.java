package io.egresslens.jobs.flow.operator;

import io.egresslens.flow.Labels;
import io.egresslens.flow.RecordBox;
import io.egresslens.ingest.RejectReason;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * The counters of the ingest step: {@code box.<box>.records} and {@code
 * reason.<reason>.deadLetters}. Labels come from closed enums only; the sum over the boxes is the
 * number of records read (see {@link io.egresslens.window.Accounting}). A record costs an addition;
 * the engine's counters move at {@link #publish}. Not thread-safe.
 */
@SuppressWarnings("EnumOrdinal") // an array beside an enum, for nobody but this instance
final class IngestMetrics {
  private final Counter[] boxes = new Counter[RecordBox.values().length];
  private final Counter[] reasons = new Counter[RejectReason.values().length];
  private final long[] countedBoxes = new long[boxes.length];
  private final long[] countedReasons = new long[reasons.length];

  IngestMetrics(MetricGroup group) {
    for (RecordBox box : RecordBox.values()) {
      boxes[box.ordinal()] = group.addGroup("box", Labels.kebab(box.name())).counter("records");
    }
    for (RejectReason reason : RejectReason.values()) {
      reasons[reason.ordinal()] = group.addGroup("reason", reason.label()).counter("deadLetters");
    }
  }

  void counted(RecordBox box) {
    countedBoxes[box.ordinal()]++;
  }

  void rejected(RejectReason reason) {
    counted(RecordBox.DEAD_LETTER);
    countedReasons[reason.ordinal()]++;
  }

  /** Shows what was counted since the last call. */
  void publish() {
    publish(countedBoxes, boxes);
    publish(countedReasons, reasons);
  }

  private static void publish(long[] counted, Counter[] counters) {
    for (int i = 0; i < counted.length; i++) {
      if (counted[i] > 0) {
        counters[i].inc(counted[i]);
        counted[i] = 0;
      }
    }
  }
}
