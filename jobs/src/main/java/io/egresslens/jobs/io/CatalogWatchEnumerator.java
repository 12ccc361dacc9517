package io.egresslens.jobs.io;

import io.egresslens.catalog.CatalogEdition;
import io.egresslens.catalog.CatalogProgress;
import io.egresslens.catalog.CatalogProgress.Decision;
import io.egresslens.catalog.CatalogTexts;
import io.egresslens.catalog.CatalogUpdate;
import io.egresslens.jobs.flow.CatalogChange;
import io.egresslens.jobs.flow.wire.EditionPart;
import io.egresslens.jobs.io.CatalogWatchSource.NoSplit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place of a job that watches the catalog: looks, loads and checks in the engine's worker
 * thread, and tells all readers in the coordinator's.
 *
 * <p>State is how far it has come, not the edition: that is in the state of those who judge. When
 * subtasks fail, they go back to a checkpoint and this does not, so what may have been lost with
 * them is sent again to those that start anew: the last edition, of which those take no notice who
 * have it, and the updates that no checkpoint has outlived yet.
 */
final class CatalogWatchEnumerator implements SplitEnumerator<NoSplit, CatalogProgress> {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogWatchEnumerator.class);

  /** The subtask that writes updates. */
  private static final int WRITER = 0;

  private final SplitEnumeratorContext<NoSplit> context;
  private final long intervalMillis;
  private final CatalogEdition first;
  private final CatalogWatch watch;
  private final Counter accepted;
  private final Counter refused;

  /** The worker's: a look may begin before the coordinator has heard of the last. */
  private CatalogProgress lookedAt;

  private CatalogProgress progress;

  /** Of the edition that was taken up last; empty while there was none since this began. */
  private List<EditionPart> parts = List.of();

  /** Updates that may not be written yet, in order. */
  private final List<Unwritten> unwritten = new ArrayList<>();

  CatalogWatchEnumerator(
      SplitEnumeratorContext<NoSplit> context,
      CatalogPlaces places,
      CatalogEdition first,
      CatalogProgress progress) {
    this.context = context;
    this.intervalMillis = places.updates().interval().toMillis();
    this.first = first;
    this.watch = new CatalogWatch(places);
    this.progress = progress;
    this.lookedAt = progress;
    this.accepted = context.metricGroup().addGroup("outcome", "accepted").counter("catalogUpdates");
    this.refused = context.metricGroup().addGroup("outcome", "refused").counter("catalogUpdates");
  }

  @Override
  public void start() {
    context.callAsync(this::look, this::tell, 0, intervalMillis);
  }

  /** In the worker's thread; null when there is nothing to decide. */
  private Outcome look() {
    CatalogTexts texts = watch.look();
    if (texts == null) {
      return null;
    }
    Decision decision = lookedAt.decide(texts, first, Instant.now());
    lookedAt = decision.progress();
    List<EditionPart> cut =
        decision.edition() == null ? List.of() : EditionPart.cut(decision.edition());
    return new Outcome(decision.progress(), cut, decision.update());
  }

  /** An update, and the first checkpoint made after it; 0 before there is one. */
  private record Unwritten(CatalogUpdate update, long checkpointId) {}

  /** What is left of a decision when the catalog itself is done with. */
  private record Outcome(CatalogProgress progress, List<EditionPart> parts, CatalogUpdate update) {}

  private void tell(Outcome outcome, Throwable failure) {
    if (failure != null) {
      throw new IllegalStateException("watching the catalog failed", failure);
    }
    if (outcome == null) {
      return;
    }
    progress = outcome.progress();
    if (!outcome.parts().isEmpty()) {
      parts = outcome.parts();
      context.registeredReaders().keySet().forEach(this::sendEdition);
    }
    if (outcome.update() != null) {
      count(outcome.update());
      unwritten.add(new Unwritten(outcome.update(), 0));
      if (context.registeredReaders().containsKey(WRITER)) {
        send(WRITER, new CatalogChange(null, outcome.update()));
      }
    }
  }

  private void count(CatalogUpdate update) {
    if (update.accepted()) {
      accepted.inc();
      LOG.info(
          "Catalog {} of {} entries is taken up as generation {}; changed: {}",
          update.catalogVersion(),
          update.entries(),
          update.generation(),
          update.changed());
    } else {
      refused.inc();
      LOG.error(
          "A changed catalog is refused, {} stays; {} problems, the first: {}",
          update.catalogVersion(),
          update.problemCount(),
          update.problems().get(0));
    }
  }

  private void sendEdition(int subtask) {
    parts.forEach(part -> send(subtask, new CatalogChange(part, null)));
  }

  private void send(int subtask, CatalogChange change) {
    context.sendEventToSourceReader(subtask, change);
  }

  @Override
  public void addReader(int subtask) {
    sendEdition(subtask);
    if (subtask == WRITER) {
      unwritten.forEach(one -> send(subtask, new CatalogChange(null, one.update())));
    }
  }

  @Override
  public CatalogProgress snapshotState(long checkpointId) {
    unwritten.replaceAll(
        one -> one.checkpointId() > 0 ? one : new Unwritten(one.update(), checkpointId));
    return progress;
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    unwritten.removeIf(one -> one.checkpointId() > 0 && one.checkpointId() <= checkpointId);
  }

  @Override
  public void handleSplitRequest(int subtask, String host) {}

  @Override
  public void addSplitsBack(List<NoSplit> splits, int subtask) {}

  /** The engine has ended the worker's thread before. */
  @Override
  public void close() {
    watch.close();
  }
}
