package io.egresslens.jobs.flow.operator;

import io.egresslens.classify.FlowClassifier;
import io.egresslens.flow.Flow;
import io.egresslens.flow.FlowView;
import io.egresslens.flow.RecordBox;
import io.egresslens.ingest.DeadLetter;
import io.egresslens.ingest.LineNumbers;
import io.egresslens.ingest.LogBlock;
import io.egresslens.ingest.LogPosition;
import io.egresslens.jobs.flow.FlowSettings;
import io.egresslens.parse.LogOutput;
import io.egresslens.parse.LogParser;
import io.egresslens.window.AccountingBuilder;
import io.egresslens.window.PartialSum;
import io.egresslens.window.PartialSums;
import io.egresslens.window.WholeFlowView;
import java.util.List;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;

/**
 * From bytes to partial sums, in one step: envelope, record, flow, cluster, expectation, sum. A
 * record never travels alone between operators.
 *
 * <p>The sums of a window are sent on before the watermark passes that closes it; all sums before a
 * checkpoint's barrier passes, so that they need not be state, and when there are too many of them.
 * An operator and not a function, because a function sees neither watermark nor barrier.
 *
 * <p>The one thing that is state is how far time was. The engine forgets it: after a restore, what
 * came in before the first watermark would open windows anew that had said their last word, and
 * replace a whole summary by its late rest.
 */
public final class IngestOperator extends AbstractStreamOperator<PartialSum>
    implements OneInputStreamOperator<LogBlock, PartialSum>, BoundedOneInput, LogOutput {
  /** Accumulators, for whoever shows a bounded run's progress. */
  public static final String BYTES_READ = "bytesRead";

  public static final String RECORDS_READ = "recordsRead";

  private static final ListStateDescriptor<SubtaskTime> TIME =
      new ListStateDescriptor<>("time", TypeInformation.of(SubtaskTime.class));

  private final FlowSettings settings;

  private transient ListState<SubtaskTime> savedTime;
  private transient long watermark;
  private transient boolean idle;
  private transient LogParser parser;
  private transient PartialSums sums;
  private transient WholeFlowView wholeFlow;
  private transient AccountingBuilder accounting;
  private transient IngestMetrics counters;
  private transient LineNumbers lineNumbers;
  private transient LongCounter bytesRead;
  private transient LongCounter recordsRead;

  public IngestOperator(FlowSettings settings) {
    this.settings = settings;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    savedTime = context.getOperatorStateStore().getUnionListState(TIME);
    watermark = SubtaskTime.together(savedTime.get());
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    savedTime.update(List.of(new SubtaskTime(watermark, idle)));
  }

  @Override
  public void open() throws Exception {
    super.open();
    if (watermark > Long.MIN_VALUE) {
      output.emitWatermark(new Watermark(watermark));
    }
    parser = new LogParser(settings.bounds());
    sums =
        new PartialSums(
            settings.window().toMillis(),
            FlowClassifier.shared(settings.catalog(), settings.inventory()));
    wholeFlow = new WholeFlowView();
    accounting = new AccountingBuilder();
    counters = new IngestMetrics(getMetricGroup());
    lineNumbers = new LineNumbers();
    bytesRead = new LongCounter();
    recordsRead = new LongCounter();
    getRuntimeContext().addAccumulator(BYTES_READ, bytesRead);
    getRuntimeContext().addAccumulator(RECORDS_READ, recordsRead);
  }

  @Override
  public void processElement(StreamRecord<LogBlock> element) {
    LogBlock block = element.getValue();
    int records = parser.parse(block, this);
    accounting.records(records);
    recordsRead.add(records);
    bytesRead.add(block.length());
    counters.publish();
  }

  @Override
  public void flow(Flow flow) {
    view(wholeFlow.of(flow));
  }

  @Override
  public void view(FlowView view) {
    RecordBox box = view.box();
    accounting.flow(box, view.category());
    counters.counted(box);
    if (box == RecordBox.FLOW) {
      sums.add(view);
      // A block that is one large message can hold more records than there is room for rows.
      if (sums.size() >= settings.maxPartialSums()) {
        sums.drain(this::send);
      }
    } else if (box == RecordBox.SIGNAL) {
      side(FlowOutputTags.SIGNAL, view.flow());
    }
  }

  @Override
  public void other(String category) {
    accounting.other(category);
    counters.counted(RecordBox.OTHER_CATEGORY);
  }

  @Override
  public void deadLetter(DeadLetter letter) {
    accounting.deadLetter(letter.reason());
    counters.rejected(letter.reason());
    side(FlowOutputTags.DEAD_LETTER, letter.position().isFile() ? numbered(letter) : letter);
  }

  /** A reader that began in the middle of a file does not know its line numbers. */
  private DeadLetter numbered(DeadLetter letter) {
    LogPosition position = letter.position();
    return position.line() > 0
        ? letter
        : letter.withLine(lineNumbers.lineAt(position.source(), position.offset()));
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    sums.drainClosed(Math.max(watermark, mark.getTimestamp()), this::send);
    sendAccounting();
    if (mark.getTimestamp() > watermark) {
      watermark = mark.getTimestamp();
      super.processWatermark(mark);
    }
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    idle = status.isIdle();
    if (idle) {
      // From now on the others close windows without asking this subtask.
      flush();
    }
    super.processWatermarkStatus(status);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    flush();
    super.prepareSnapshotPreBarrier(checkpointId);
  }

  @Override
  public void endInput() {
    flush();
  }

  @Override
  public void close() throws Exception {
    try {
      if (lineNumbers != null) {
        lineNumbers.close();
      }
    } finally {
      super.close();
    }
  }

  private void flush() {
    sums.drain(this::send);
    sendAccounting();
  }

  private void send(PartialSum sum) {
    output.collect(new StreamRecord<>(sum, sum.windowStartMillis()));
  }

  private void sendAccounting() {
    if (!accounting.isEmpty()) {
      side(FlowOutputTags.COUNTED, accounting.drain());
    }
  }

  private <T> void side(OutputTag<T> tag, T value) {
    output.collect(tag, new StreamRecord<>(value));
  }
}
