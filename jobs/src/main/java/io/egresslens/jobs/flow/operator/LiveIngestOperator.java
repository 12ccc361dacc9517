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
import org.apache.flink.api.common.eventtime.WatermarkAlignmentParams;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.runtime.operators.coordination.OperatorEventGateway;
import org.apache.flink.runtime.operators.coordination.OperatorEventHandler;
import org.apache.flink.runtime.source.coordinator.SourceCoordinatorProvider;
import org.apache.flink.runtime.source.event.ReaderRegistrationEvent;
import org.apache.flink.runtime.source.event.SourceEventWrapper;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.CoordinatedOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/**
 * The ingest step of a job that takes up new editions of the catalog while it runs. It has one
 * input, the logs, so that their source stays in its task. Changes come from a coordinator of its
 * own, which tells every subtask the same: the engine's coordinator of sources, with this operator
 * in the place of a source's reader. What was told before a checkpoint is in the subtask's state of
 * that checkpoint, and what is told after it is not.
 */
final class LiveIngestOperator extends IngestOperator implements OperatorEventHandler {
  private static final long serialVersionUID = 1L;

  private final transient EditionCompiler compiler;
  private final transient OperatorEventGateway coordinator;

  /** Pieces of an edition of which more are to come. */
  private transient List<EditionPart> incomplete = new ArrayList<>();

  /** Of the edition that is judged by. */
  private transient long generation;

  /** Of the edition that was received last; it may not be compiled yet. */
  private transient long newest;

  private transient Counter taken;

  private LiveIngestOperator(
      StreamOperatorParameters<PartialSum> parameters, FlowSettings settings) {
    super(parameters, settings);
    this.compiler = new EditionCompiler(parameters.getMailboxExecutor(), this::judgeBy);
    this.coordinator =
        parameters.getOperatorEventDispatcher().getOperatorEventGateway(getOperatorID());
    parameters.getOperatorEventDispatcher().registerEventHandler(getOperatorID(), this);
  }

  /** A restored job judges by what it had, until whoever watches sees something newer. */
  @Override
  CatalogEdition firstEdition(HeldEdition held) {
    CatalogEdition restored = held.restored();
    return restored == null ? held.newlyStarted(settings().edition()) : restored;
  }

  @Override
  public void open() throws Exception {
    super.open();
    generation = step().heldEdition().generation();
    newest = generation;
    getMetricGroup().gauge("catalogGeneration", (Gauge<Long>) () -> generation);
    taken = getMetricGroup().counter("catalogsTaken");
    int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    coordinator.sendEventToCoordinator(new ReaderRegistrationEvent(subtask, "ingest"));
  }

  @Override
  public void handleOperatorEvent(OperatorEvent event) {
    CatalogChange change = (CatalogChange) ((SourceEventWrapper) event).getSourceEvent();
    if (change.part() != null) {
      take(change.part());
    } else {
      step().send(change.update());
    }
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
      step().heldEdition().hold(edition);
      compiler.compile(edition);
    }
  }

  private void judgeBy(FlowClassifier classifier, long newGeneration) {
    step().judgeBy(classifier, newGeneration);
    generation = newGeneration;
    taken.inc();
    LOG.info(
        "From here on judged by catalog {}, generation {}",
        classifier.catalogVersion(),
        newGeneration);
  }

  @Override
  public void close() throws Exception {
    compiler.close();
    super.close();
  }

  /** Makes the operator where it runs, and its coordinator. */
  static final class Factory<S extends SourceSplit>
      extends AbstractStreamOperatorFactory<PartialSum>
      implements OneInputStreamOperatorFactory<LogBlock, PartialSum>,
          CoordinatedOperatorFactory<PartialSum> {
    private static final long serialVersionUID = 1L;

    private final FlowSettings settings;
    private final Source<CatalogChange, S, ?> changes;

    Factory(FlowSettings settings, Source<CatalogChange, S, ?> changes) {
      this.settings = settings;
      this.changes = changes;
    }

    // The engine's signature; it asks for the operator that this factory makes.
    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T extends StreamOperator<PartialSum>> T createStreamOperator(
        StreamOperatorParameters<PartialSum> parameters) {
      return (T) new LiveIngestOperator(parameters, settings);
    }

    @Override
    public OperatorCoordinator.Provider getCoordinatorProvider(String name, OperatorID id) {
      return new SourceCoordinatorProvider<>(
          name, id, changes, 1, WatermarkAlignmentParams.WATERMARK_ALIGNMENT_DISABLED, null);
    }

    @Override
    @SuppressWarnings("rawtypes") // the engine's signature
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader loader) {
      return LiveIngestOperator.class;
    }
  }
}
