package io.egresslens.jobs.flow.wire;

import io.egresslens.alert.Observation;
import io.egresslens.catalog.CatalogUpdate;
import io.egresslens.jobs.flow.wire.AlertInput.Intake;
import io.egresslens.window.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** Writes what alerts are made of. A pane of a timeline takes three bytes as a rule. */
final class AlertInputSerializer extends CompactSerializer<AlertInput> {
  private static final long serialVersionUID = 1L;
  private static final int VERSION = 1;

  private static final int OBSERVATION = 0;
  private static final int UPDATE = 1;
  private static final int INTAKE = 2;

  private final PartialSumSerializer sums = new PartialSumSerializer();

  AlertInputSerializer() {
    super(0);
  }

  @Override
  void write(AlertInput input, CompactWriter out) {
    if (input.observation() != null) {
      out.putByte(OBSERVATION);
      sums.write(input.observation().sum(), out);
      write(input.observation().timeline(), out);
    } else if (input.update() != null) {
      out.putByte(UPDATE);
      write(input.update(), out);
    } else {
      out.putByte(INTAKE);
      write(input.intake(), out);
    }
  }

  @Override
  AlertInput read(CompactReader in) {
    int kind = in.getByte();
    return switch (kind) {
      case OBSERVATION -> AlertInput.of(new Observation(sums.read(in), readTimeline(in)));
      case UPDATE -> AlertInput.of(readUpdate(in));
      case INTAKE -> AlertInput.of(readIntake(in));
      default -> throw new IllegalStateException("an input of kind " + kind);
    };
  }

  private static void write(Timeline timeline, CompactWriter out) {
    long[] starts = timeline.starts();
    out.putVarint(starts.length);
    long before = 0;
    for (int i = 0; i < starts.length; i++) {
      if (i == 0) {
        out.putLong(starts[0]);
      } else {
        out.putVarint(starts[i] - before);
      }
      before = starts[i];
      out.putVarint(timeline.flows()[i]);
    }
  }

  private static Timeline readTimeline(CompactReader in) {
    int panes = (int) in.getVarint();
    long[] starts = new long[panes];
    long[] flows = new long[panes];
    for (int i = 0; i < panes; i++) {
      starts[i] = i == 0 ? in.getLong() : starts[i - 1] + in.getVarint();
      flows[i] = in.getVarint();
    }
    return new Timeline(starts, flows);
  }

  private static void write(CatalogUpdate update, CompactWriter out) {
    PartialSumSerializer.writeInstant(update.time(), out);
    out.putByte(update.accepted() ? 1 : 0);
    out.putName(update.catalogVersion());
    out.putVarint(update.generation());
    writeCount(update.entries(), out);
    writeCount(update.clusters(), out);
    write(update.changed(), out);
    write(update.problems(), out);
    out.putVarint(update.problemCount());
  }

  private static CatalogUpdate readUpdate(CompactReader in) {
    return new CatalogUpdate(
        PartialSumSerializer.readInstant(in),
        in.getByte() != 0,
        in.getName(),
        in.getVarint(),
        readCount(in),
        readCount(in),
        readTexts(in),
        readTexts(in),
        in.getVarint());
  }

  private static void write(Intake intake, CompactWriter out) {
    out.putLong(intake.millis());
    out.putVarint(intake.records());
    out.putVarint(intake.rejected().size());
    for (Map.Entry<String, Long> reason : intake.rejected().entrySet()) {
      out.putName(reason.getKey());
      out.putVarint(reason.getValue());
    }
  }

  private static Intake readIntake(CompactReader in) {
    long millis = in.getLong();
    long records = in.getVarint();
    int reasons = (int) in.getVarint();
    Map<String, Long> rejected = new TreeMap<>();
    for (int i = 0; i < reasons; i++) {
      rejected.put(in.getName(), in.getVarint());
    }
    return new Intake(millis, records, rejected);
  }

  /** 0 is null. */
  private static void writeCount(Long count, CompactWriter out) {
    out.putVarint(count == null ? 0 : count + 1);
  }

  private static Long readCount(CompactReader in) {
    long count = in.getVarint();
    return count == 0 ? null : count - 1;
  }

  private static void write(List<String> texts, CompactWriter out) {
    out.putVarint(texts.size());
    texts.forEach(out::putText);
  }

  private static List<String> readTexts(CompactReader in) {
    int size = (int) in.getVarint();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      texts.add(in.getText());
    }
    return texts;
  }

  @Override
  public TypeSerializer<AlertInput> duplicate() {
    return new AlertInputSerializer();
  }

  @Override
  public TypeSerializerSnapshot<AlertInput> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The version of inputs in a checkpoint. Made by Flink by its name. */
  public static final class Snapshot extends CompactSnapshot<AlertInput> {
    public Snapshot() {
      super(VERSION);
    }

    @Override
    CompactSerializer<AlertInput> serializer(int version) {
      return new AlertInputSerializer();
    }
  }
}
