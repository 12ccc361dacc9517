package io.egresslens.jobs.flow.operator;

import io.egresslens.catalog.CatalogEdition;
import io.egresslens.ingest.LogBlock;
import io.egresslens.jobs.flow.CatalogChange;
import io.egresslens.jobs.flow.FlowSettings;
import io.egresslens.jobs.flow.wire.CompactTypeInfo;
import io.egresslens.window.PartialSum;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * The {@link IngestStep} of a job that judges to its end by what it was started with. An operator
 * and not a function, because a function sees neither watermark nor barrier.
 */
public class IngestOperator extends AbstractStreamOperator<PartialSum>
    implements OneInputStreamOperator<LogBlock, PartialSum>, BoundedOneInput {
  /** Accumulators, for whoever shows a bounded run's progress. */
  public static final String BYTES_READ = "bytesRead";

  public static final String RECORDS_READ = "recordsRead";

  private static final long serialVersionUID = 1L;
  private static final String NAME = "ingest";

  private final FlowSettings settings;

  private transient IngestStep step;

  IngestOperator(FlowSettings settings) {
    this.settings = settings;
  }

  IngestOperator(StreamOperatorParameters<PartialSum> parameters, FlowSettings settings) {
    super(parameters);
    this.settings = settings;
  }

  /**
   * The step behind a source.
   *
   * @param changes of the catalog, to be taken up while the job runs; null for a job that keeps to
   *     its own
   */
  public static SingleOutputStreamOperator<PartialSum> behind(
      DataStream<LogBlock> blocks, Source<CatalogChange, ?, ?> changes, FlowSettings settings) {
    return changes == null
        ? blocks.transform(NAME, CompactTypeInfo.PARTIAL_SUM, new IngestOperator(settings))
        : blocks.transform(
            NAME, CompactTypeInfo.PARTIAL_SUM, new LiveIngestOperator.Factory<>(settings, changes));
  }

  /** What to begin with. */
  CatalogEdition firstEdition(HeldEdition held) {
    return held.newlyStarted(settings.edition());
  }

  final FlowSettings settings() {
    return settings;
  }

  final IngestStep step() {
    return step;
  }

  @Override
  public final void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    step = new IngestStep(settings, output, context);
  }

  @Override
  public final void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    step.save(getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0);
  }

  @Override
  public void open() throws Exception {
    super.open();
    step.open(firstEdition(step.heldEdition()), getRuntimeContext());
    if (settings.alerts() != null && settings.alerts().isLive()) {
      flushLater();
    }
  }

  /** So that what was read is known to the alert rules in time, whatever windows wait for. */
  @SuppressWarnings("FutureReturnValueIgnored") // the engine fails the task when the timer throws
  private void flushLater() {
    ProcessingTimeService clock = getProcessingTimeService();
    clock.registerTimer(
        clock.getCurrentProcessingTime() + settings.alerts().delay().toMillis(),
        now -> {
          step.flush();
          flushLater();
        });
  }

  @Override
  public final void processElement(StreamRecord<LogBlock> element) {
    step.process(element.getValue());
  }

  @Override
  public final void processWatermark(Watermark mark) {
    step.watermark(mark);
  }

  @Override
  public final void processWatermarkStatus(WatermarkStatus status) {
    step.status(status);
  }

  @Override
  public final void prepareSnapshotPreBarrier(long checkpointId) {
    step.flush();
  }

  @Override
  public final void endInput() {
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
