package io.egresslens.jobs.flow.operator;

import io.egresslens.catalog.CatalogEdition;
import io.egresslens.classify.FlowClassifier;
import io.egresslens.ingest.LogBlock;
import io.egresslens.jobs.flow.CatalogChange;
import io.egresslens.jobs.flow.FlowSettings;
import io.egresslens.jobs.flow.wire.EditionPart;
import io.egresslens.window.PartialSum;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorV2;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.Input;
import org.apache.flink.streaming.api.operators.MultipleInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * The {@link IngestStep} of a job that takes up new editions of the catalog while it runs: logs on
 * the first input, changes of the catalog, the same for every subtask, on the second. The sources
 * of both are in the task: the engine chains sources to operators with many inputs, and to no
 * others with more than one. No input may come from the network beside them: the engine would ask
 * this task for no checkpoint.
 *
 * <p>Only the first input tells the time. The second has none, and must neither hold windows open
 * while it is silent nor close them when it ends.
 */
public final class LiveIngestOperator extends AbstractStreamOperatorV2<PartialSum>
    implements MultipleInputStreamOperator<PartialSum>, BoundedMultiInput {
  private static final int INPUTS = 2;

  /** The engine counts inputs from 1. */
  private static final int LOGS = 1;

  private final FlowSettings settings;
  private final EditionCompiler compiler;

  @SuppressWarnings("rawtypes") // the engine's signature asks for raw ones
  private final List<Input> inputs = List.of(new Logs(), new Changes());

  private IngestStep step;

  /** Pieces of an edition of which more are to come. */
  private List<EditionPart> incomplete = new ArrayList<>();

  private long generation;

  /** Of the edition that was received last; it may not be compiled yet. */
  private long newest;

  private Counter taken;

  private LiveIngestOperator(
      StreamOperatorParameters<PartialSum> parameters, FlowSettings settings) {
    super(parameters, INPUTS);
    this.settings = settings;
    this.compiler = new EditionCompiler(parameters.getMailboxExecutor(), this::judgeBy);
  }

  @Override
  @SuppressWarnings("rawtypes") // the engine's signature
  public List<Input> getInputs() {
    return inputs;
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

  /** A restored job judges by what it had, until whoever watches sees something newer. */
  @Override
  public void open() throws Exception {
    super.open();
    CatalogEdition restored = step.heldEdition().restored();
    CatalogEdition first = restored == null ? settings.edition() : restored;
    step.open(first, getRuntimeContext());
    generation = first.generation();
    newest = generation;
    getMetricGroup().gauge("catalogGeneration", (Gauge<Long>) () -> generation);
    taken = getMetricGroup().counter("catalogsTaken");
  }

  private void judgeBy(FlowClassifier classifier, long newGeneration) {
    step.judgeBy(classifier, newGeneration);
    generation = newGeneration;
    taken.inc();
    LOG.info(
        "From here on judged by catalog {}, generation {}",
        classifier.catalogVersion(),
        newGeneration);
  }

  private void take(EditionPart part) {
    if (part.generation() <= newest) {
      // It is sent again to whoever starts.
      return;
    }
    if (part.index() == 0) {
      incomplete = new ArrayList<>();
    }
    incomplete.add(part);
    if (incomplete.size() == part.count()) {
      List<EditionPart> edition = List.copyOf(incomplete);
      incomplete = new ArrayList<>();
      newest = part.generation();
      step.heldEdition().hold(edition);
      compiler.compile(edition);
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    step.flush();
  }

  @Override
  public void endInput(int inputId) {
    if (inputId == LOGS) {
      step.flush();
    }
  }

  @Override
  public void close() throws Exception {
    try {
      compiler.close();
      if (step != null) {
        step.close();
      }
    } finally {
      super.close();
    }
  }

  private abstract class Unkeyed<T> implements Input<T> {
    @Override
    public void setKeyContextElement(StreamRecord<T> element) {}

    @Override
    public void processLatencyMarker(LatencyMarker marker) {
      reportOrForwardLatencyMarker(marker);
    }
  }

  private final class Logs extends Unkeyed<LogBlock> {
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
  }

  private final class Changes extends Unkeyed<CatalogChange> {
    @Override
    public void processElement(StreamRecord<CatalogChange> element) {
      CatalogChange change = element.getValue();
      if (change.part() != null) {
        take(change.part());
      } else {
        output.collect(FlowOutputTags.CATALOG_UPDATE, new StreamRecord<>(change.update()));
      }
    }

    @Override
    public void processWatermark(Watermark mark) {
      // Says nothing about the logs.
    }

    @Override
    public void processWatermarkStatus(WatermarkStatus status) {
      // Neither holds anybody back nor lets anybody go.
    }
  }

  /** Makes the operator where it runs, and asks for the source to be chained to it. */
  public static final class Factory extends AbstractStreamOperatorFactory<PartialSum> {
    private static final long serialVersionUID = 1L;

    private final FlowSettings settings;

    public Factory(FlowSettings settings) {
      this.settings = settings;
      this.chainingStrategy = ChainingStrategy.HEAD_WITH_SOURCES;
    }

    @Override
    // The engine's signature; it asks for the operator that this factory makes.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T extends StreamOperator<PartialSum>> T createStreamOperator(
        StreamOperatorParameters<PartialSum> parameters) {
      return (T) new LiveIngestOperator(parameters, settings);
    }

    @Override
    @SuppressWarnings("rawtypes") // the engine's signature
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader loader) {
      return LiveIngestOperator.class;
    }
  }
}
