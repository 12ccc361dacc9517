package io.egresslens.jobs.flow.operator;

import io.egresslens.alert.Observation;
import io.egresslens.catalog.CatalogEdition;
import io.egresslens.catalog.CatalogUpdate;
import io.egresslens.classify.FlowClassifier;
import io.egresslens.flow.Flow;
import io.egresslens.flow.FlowView;
import io.egresslens.flow.RecordBox;
import io.egresslens.ingest.DeadLetter;
import io.egresslens.ingest.LineNumbers;
import io.egresslens.ingest.LogBlock;
import io.egresslens.ingest.LogPosition;
import io.egresslens.jobs.flow.FlowSettings;
import io.egresslens.jobs.flow.wire.AlertInput;
import io.egresslens.parse.LogOutput;
import io.egresslens.parse.LogParser;
import io.egresslens.window.AccountingBuilder;
import io.egresslens.window.Observer;
import io.egresslens.window.PartialSum;
import io.egresslens.window.PartialSums;
import io.egresslens.window.Shadow;
import io.egresslens.window.Timeline;
import io.egresslens.window.WholeFlowView;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;

/**
 * From bytes to partial sums, in one step: envelope, record, flow, cluster, expectation, sum. A
 * record never travels alone between operators. What the operators around it, with one input or
 * two, have in common; not thread-safe.
 *
 * <p>The sums of a window are sent on before the watermark passes that closes it; all sums before a
 * checkpoint's barrier passes, so that they need not be state, and when there are too many of them.
 *
 * <p>State is how far time was, which the engine forgets: after a restore, what came in before the
 * first watermark would open windows anew that had said their last word, and replace a whole
 * summary by its late rest. And the edition of the catalog, see {@link HeldEdition}.
 */
final class IngestStep implements LogOutput {
  private static final ListStateDescriptor<SubtaskTime> TIME =
      new ListStateDescriptor<>("time", TypeInformation.of(SubtaskTime.class));

  /** About a millisecond's worth of rows. */
  private static final int RETIRED_ROWS_A_BLOCK = 1_000;

  private final FlowSettings settings;
  private final Output<StreamRecord<PartialSum>> output;
  private final ListState<SubtaskTime> savedTime;
  private final HeldEdition heldEdition;

  private long watermark;
  private boolean idle;

  /** Null when there is none. */
  private Shadow shadow;

  /** Null when there are no alerts. */
  private Observer observer;

  private IntakePanes intake;

  private LogParser parser;
  private PartialSums sums;

  /** Judged by an edition that was replaced, and not sent yet; null when there are none. */
  private PartialSums retired;

  private WholeFlowView wholeFlow;
  private AccountingBuilder accounting;
  private IngestMetrics counters;
  private LineNumbers lineNumbers;
  private LongCounter bytesRead;
  private LongCounter recordsRead;

  /** Takes over what the state holds. */
  IngestStep(
      FlowSettings settings,
      Output<StreamRecord<PartialSum>> output,
      StateInitializationContext context)
      throws Exception {
    this.settings = settings;
    this.output = output;
    this.savedTime = context.getOperatorStateStore().getUnionListState(TIME);
    this.watermark = SubtaskTime.together(savedTime.get());
    this.heldEdition = new HeldEdition(context);
  }

  void save(boolean isFirstSubtask) throws Exception {
    savedTime.update(List.of(new SubtaskTime(watermark, idle)));
    heldEdition.save(isFirstSubtask);
  }

  HeldEdition heldEdition() {
    return heldEdition;
  }

  /** Begins, judging by this edition. */
  void open(CatalogEdition edition, RuntimeContext context) {
    if (watermark > Long.MIN_VALUE) {
      output.emitWatermark(new Watermark(watermark));
    }
    parser = new LogParser(settings.bounds());
    CatalogEdition beside = settings.shadow();
    if (beside != null) {
      shadow =
          new Shadow(
              FlowClassifier.shared(beside.image().catalog(), beside.inventory()),
              difference -> side(FlowOutputTags.SHADOW, difference));
    }
    if (settings.alerts() != null) {
      long paneMillis = settings.alerts().settings().pane().toMillis();
      observer = new Observer(paneMillis, this::observe);
      intake = new IntakePanes(paneMillis);
    }
    judgeBy(
        FlowClassifier.shared(edition.image().catalog(), edition.inventory()),
        edition.generation());
    wholeFlow = new WholeFlowView();
    accounting = new AccountingBuilder();
    counters = new IngestMetrics(context.getMetricGroup());
    lineNumbers = new LineNumbers();
    bytesRead = new LongCounter();
    recordsRead = new LongCounter();
    context.addAccumulator(IngestOperator.BYTES_READ, bytesRead);
    context.addAccumulator(IngestOperator.RECORDS_READ, recordsRead);
  }

  /**
   * Has every record from the next on judged by this classifier. No row mixes two: the sums there
   * are leave as they are, a few with each block, all before a barrier, and those of a window
   * before the watermark that closes it.
   */
  void judgeBy(FlowClassifier classifier, long generation) {
    if (retired != null) {
      retired.drain(this::send);
    }
    retired = sums;
    sums = new PartialSums(settings.window().toMillis(), classifier, generation, shadow, observer);
  }

  void process(LogBlock block) {
    int records = parser.parse(block, this);
    accounting.records(records);
    recordsRead.add(records);
    bytesRead.add(block.length());
    if (intake != null) {
      intake.endBlock(block.timestampMillis());
    }
    counters.publish();
    if (retired != null && retired.drainSome(RETIRED_ROWS_A_BLOCK, this::send)) {
      retired = null;
    }
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
    if (intake != null) {
      intake.read(view.epochNanos());
    }
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
    if (intake != null) {
      intake.rejected(letter.reason());
    }
    side(FlowOutputTags.DEAD_LETTER, letter.position().isFile() ? numbered(letter) : letter);
  }

  /** A reader that began in the middle of a file does not know its line numbers. */
  private DeadLetter numbered(DeadLetter letter) {
    LogPosition position = letter.position();
    return position.line() > 0
        ? letter
        : letter.withLine(lineNumbers.lineAt(position.source(), position.offset()));
  }

  void watermark(Watermark mark) {
    long closed = Math.max(watermark, mark.getTimestamp());
    if (retired != null) {
      retired.drainClosed(closed, this::send);
    }
    sums.drainClosed(closed, this::send);
    sendAccounting();
    if (mark.getTimestamp() > watermark) {
      watermark = mark.getTimestamp();
      output.emitWatermark(mark);
    }
  }

  void status(WatermarkStatus status) {
    idle = status.isIdle();
    if (idle) {
      // From now on the others close windows without asking this subtask.
      flush();
    }
    output.emitWatermarkStatus(status);
  }

  /** Sends everything on: before a barrier, and when nothing more is to come. */
  void flush() {
    if (retired != null) {
      retired.drain(this::send);
      retired = null;
    }
    sums.drain(this::send);
    sendAccounting();
  }

  void close() throws IOException {
    if (lineNumbers != null) {
      lineNumbers.close();
    }
  }

  private void send(PartialSum sum) {
    output.collect(new StreamRecord<>(sum, sum.windowStartMillis()));
  }

  /** Beside the sum, when its flows were: for whoever looks more closely than a window does. */
  private void observe(PartialSum sum, Timeline timeline) {
    side(FlowOutputTags.OBSERVED, AlertInput.of(new Observation(sum, timeline)));
  }

  /** Passes on what became of a changed catalog. */
  void send(CatalogUpdate update) {
    side(FlowOutputTags.CATALOG_UPDATE, update);
    if (observer != null) {
      side(FlowOutputTags.OBSERVED, AlertInput.of(update));
    }
  }

  private void sendAccounting() {
    if (!accounting.isEmpty()) {
      side(FlowOutputTags.COUNTED, accounting.drain());
    }
    if (intake != null) {
      intake.drain(read -> side(FlowOutputTags.OBSERVED, AlertInput.of(read)));
    }
  }

  private <T> void side(OutputTag<T> tag, T value) {
    output.collect(tag, new StreamRecord<>(value));
  }
}
