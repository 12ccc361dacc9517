package io.egresslens.jobs.flow.operator;

import io.egresslens.flow.Labels;
import io.egresslens.flow.RecordBox;
import io.egresslens.ingest.RejectReason;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * The counters of the ingest step: {@code box.<box>.records} and {@code
 * reason.<reason>.deadLetters}. Labels come from closed enums only; the sum over the boxes is the
 * number of records read (see {@link io.egresslens.window.Accounting}).
 */
final class IngestMetrics {
  private final Map<RecordBox, Counter> boxes = new EnumMap<>(RecordBox.class);
  private final Map<RejectReason, Counter> reasons = new EnumMap<>(RejectReason.class);

  IngestMetrics(MetricGroup group) {
    for (RecordBox box : RecordBox.values()) {
      boxes.put(box, group.addGroup("box", Labels.kebab(box.name())).counter("records"));
    }
    for (RejectReason reason : RejectReason.values()) {
      reasons.put(reason, group.addGroup("reason", reason.label()).counter("deadLetters"));
    }
  }

  void counted(RecordBox box) {
    boxes.get(box).inc();
  }

  void rejected(RejectReason reason) {
    counted(RecordBox.DEAD_LETTER);
    reasons.get(reason).inc();
  }
}
