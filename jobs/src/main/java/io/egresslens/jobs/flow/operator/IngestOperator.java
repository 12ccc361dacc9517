package io.egresslens.jobs.flow.operator;

import io.egresslens.catalog.CatalogEdition;
import io.egresslens.ingest.LogBlock;
import io.egresslens.jobs.flow.FlowSettings;
import io.egresslens.jobs.flow.wire.EditionPart;
import io.egresslens.parse.LogOutput;
import io.egresslens.window.PartialSum;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * The {@link IngestStep} of a job that judges to its end by what it was started with. An operator
 * and not a function, because a function sees neither watermark nor barrier.
 */
public final class IngestOperator extends AbstractStreamOperator<PartialSum>
    implements OneInputStreamOperator<LogBlock, PartialSum>, BoundedOneInput {
  /** Accumulators, for whoever shows a bounded run's progress. */
  public static final String BYTES_READ = "bytesRead";

  public static final String RECORDS_READ = "recordsRead";

  private final FlowSettings settings;

  private transient IngestStep step;

  public IngestOperator(FlowSettings settings) {
    this.settings = settings;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    step = new IngestStep(settings, output, context);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    step.save(getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0);
  }

  @Override
  public void open() throws Exception {
    super.open();
    CatalogEdition edition = settings.edition();
    CatalogEdition before = step.heldEdition().restored();
    if (before != null) {
      // The sums in the windows were judged by it: what differs is newer than they are.
      edition = edition.withGeneration(before.generation() + (edition.judgesLike(before) ? 0 : 1));
      step.heldEdition().hold(EditionPart.cut(edition));
    }
    step.open(edition, getRuntimeContext());
  }

  /** Where a parser hands over; for tests. */
  LogOutput step() {
    return step;
  }

  @Override
  public void processElement(StreamRecord<LogBlock> element) {
    step.process(element.getValue());
  }

  @Override
  public void processWatermark(Watermark mark) {
    step.watermark(mark);
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) {
    step.status(status);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    step.flush();
  }

  @Override
  public void endInput() {
    step.flush();
  }

  @Override
  public void close() throws Exception {
    try {
      if (step != null) {
        step.close();
      }
    } finally {
      super.close();
    }
  }
}
