package io.egresslens.bench;

import io.egresslens.classify.FlowClassifier;
import io.egresslens.flow.Flow;
import io.egresslens.flow.FlowView;
import io.egresslens.flow.RecordBox;
import io.egresslens.ingest.DeadLetter;
import io.egresslens.ingest.EventTimeBounds;
import io.egresslens.ingest.LogBlock;
import io.egresslens.parse.LogOutput;
import io.egresslens.parse.LogParser;
import io.egresslens.window.PartialSum;
import io.egresslens.window.PartialSums;
import io.egresslens.window.SummaryKey;
import io.egresslens.window.WholeFlowView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * EgressLens itself, with everything that the job does to a record: all checks, all categories,
 * cluster and expectation too. The only place here that knows how parser, classifier and sums fit
 * together.
 */
final class OwnReading implements Contestant, LogOutput {
  private final LogParser parser = new LogParser(EventTimeBounds.DEFAULT);
  private final WholeFlowView wholeFlow = new WholeFlowView();
  private final PartialSums sums =
      new PartialSums(Scene.HOUR_MILLIS, new FlowClassifier(Scene.catalog(), Scene.CLUSTERS), 0);
  private long flows;

  @Override
  public long pass(Load load) {
    flows = 0;
    int records = 0;
    for (byte[] block : load.blocks()) {
      records += parser.parse(LogBlock.ofLines("bench", 0, 1, block), this);
    }
    if (records != load.records()) {
      throw new IllegalStateException(records + " of " + load.records() + " records");
    }
    return flows;
  }

  @Override
  public void flow(Flow flow) {
    view(wholeFlow.of(flow));
  }

  @Override
  public void view(FlowView view) {
    if (view.box() == RecordBox.FLOW) {
      flows++;
      sums.add(view);
    }
  }

  @Override
  public void other(String category) {
    throw new IllegalStateException(category);
  }

  @Override
  public void deadLetter(DeadLetter letter) {
    throw new IllegalStateException(letter.toString());
  }

  @Override
  public List<Row> drain() {
    List<Row> rows = new ArrayList<>();
    sums.drain(sum -> rows.add(row(sum)));
    return rows;
  }

  private static Row row(PartialSum sum) {
    SummaryKey key = sum.key();
    return new Row(
        sum.windowStartMillis(),
        key.firewall(),
        key.destination(),
        key.port(),
        key.protocol(),
        key.action(),
        key.entry(),
        sum.flows(),
        sum.sources().count(),
        nanos(sum.firstSeen()),
        nanos(sum.lastSeen()),
        sum.rules());
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000 + time.getNano();
  }
}
