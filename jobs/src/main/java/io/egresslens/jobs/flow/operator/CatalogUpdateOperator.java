package io.egresslens.jobs.flow.operator;

import io.egresslens.catalog.CatalogEdition;
import io.egresslens.catalog.CatalogTexts;
import io.egresslens.catalog.CatalogUpdate;
import io.egresslens.catalog.Problems;
import io.egresslens.jobs.flow.FlowSettings;
import io.egresslens.jobs.flow.wire.EditionPart;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Loads and checks changed texts, and either sends them on as an edition, in pieces, or refuses
 * them; what became of them leaves on the side. Runs with parallelism 1, in a task without logs:
 * loading a large catalog takes seconds.
 *
 * <p>State is which edition was the last, and which texts were seen last: those are not looked at
 * again after a restart, and a text that changed while the job was down is.
 */
public final class CatalogUpdateOperator extends AbstractStreamOperator<EditionPart>
    implements OneInputStreamOperator<CatalogTexts, EditionPart> {
  private static final long serialVersionUID = 1L;

  private static final ListStateDescriptor<UpdateProgress> PROGRESS =
      new ListStateDescriptor<>("progress", TypeInformation.of(UpdateProgress.class));

  private final FlowSettings settings;

  private transient ListState<UpdateProgress> saved;
  private transient UpdateProgress progress;
  private transient Counter accepted;
  private transient Counter refused;

  public CatalogUpdateOperator(FlowSettings settings) {
    this.settings = settings;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    saved = context.getOperatorStateStore().getListState(PROGRESS);
    progress = new UpdateProgress(0, settings.catalog().version(), UpdateProgress.NOTHING_SEEN);
    for (UpdateProgress restored : saved.get()) {
      progress = restored;
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    saved.update(List.of(progress));
  }

  @Override
  public void open() throws Exception {
    super.open();
    accepted = getMetricGroup().addGroup("outcome", "accepted").counter("catalogUpdates");
    refused = getMetricGroup().addGroup("outcome", "refused").counter("catalogUpdates");
  }

  @Override
  public void processElement(StreamRecord<CatalogTexts> element) {
    CatalogTexts texts = element.getValue();
    String digest = texts.digest();
    if (digest.equals(progress.seen())) {
      return;
    }
    Instant now = Instant.ofEpochMilli(getProcessingTimeService().getCurrentProcessingTime());
    Problems problems = new Problems();
    CatalogEdition edition = texts.edition(progress.nextGeneration(now), problems);
    if (edition == null) {
      refuse(texts, problems, now);
      progress = progress.withSeen(digest);
    } else if (progress.hasSeenNothing() && edition.judgesLike(settings.edition())) {
      // What the job was started with.
      progress = progress.withSeen(digest);
    } else {
      accept(texts, edition, now);
      progress = new UpdateProgress(edition.generation(), edition.version(), digest);
    }
  }

  private void accept(CatalogTexts texts, CatalogEdition edition, Instant now) {
    EditionPart.cut(edition).forEach(part -> output.collect(new StreamRecord<>(part)));
    CatalogUpdate update =
        CatalogUpdate.accepted(
            now, edition, edition.image().catalog().entries().size(), texts.changed());
    output.collect(FlowOutputTags.CATALOG_UPDATE, new StreamRecord<>(update));
    accepted.inc();
    LOG.info(
        "Catalog {} of {} entries is taken up as generation {}; changed: {}",
        update.catalogVersion(),
        update.entries(),
        update.generation(),
        update.changed());
  }

  private void refuse(CatalogTexts texts, Problems problems, Instant now) {
    CatalogUpdate update =
        CatalogUpdate.refused(
            now, progress.version(), progress.generation(), texts.changed(), problems.list());
    output.collect(FlowOutputTags.CATALOG_UPDATE, new StreamRecord<>(update));
    refused.inc();
    LOG.error(
        "A changed catalog is refused, {} stays; {} problems, the first: {}",
        update.catalogVersion(),
        update.problemCount(),
        update.problems().get(0));
  }
}
