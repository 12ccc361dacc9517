package io.egresslens.jobs.flow;

import io.egresslens.alert.AlertChange;
import io.egresslens.ingest.LogBlock;
import io.egresslens.jobs.flow.operator.AccountingOperator;
import io.egresslens.jobs.flow.operator.AlertOperator;
import io.egresslens.jobs.flow.operator.CountOperator;
import io.egresslens.jobs.flow.operator.FlowOutputTags;
import io.egresslens.jobs.flow.operator.IngestOperator;
import io.egresslens.jobs.flow.operator.SummaryWindows;
import io.egresslens.window.Accounting;
import io.egresslens.window.PartialSum;
import io.egresslens.window.Summary;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The graph of the main job, the same for a stream and for files:
 *
 * <pre>
 * source (LogBlock: bytes and position)
 *   └─ ingest ─────────────────────────────── dead letters, signals, counted, shadow differences
 *        └─ partial sums ── key ── summarise ── late, counted
 *                                    │  └─ closed ── key ── roll-up-1 ── closed ── key ── roll-up-2 …
 *                                    └──────── summaries ◄──────┴───────────────────────────┘
 * late ── late flows, late-count
 * counted (ingest, summarise-count, late-count) ── account ── accounting
 * observed (ingest) ── firewall ── alerts ── alert changes
 * coordinator of ingest: changed catalogs, if the job takes any up ── all of ingest ── catalog updates
 * </pre>
 *
 * Streams come in, outlets are passed in: no source and no sink is named here, and what a test
 * builds is what runs.
 */
public final class FlowTopology {
  private FlowTopology() {}

  /** Builds the whole graph behind the source, for a job that keeps to its catalog. */
  public static void build(
      DataStream<LogBlock> blocks, FlowOutlets outlets, FlowSettings settings) {
    build(blocks, null, outlets, settings);
  }

  /**
   * Builds the whole graph behind the source.
   *
   * @param changes catalogs to take up while the job runs: told by the coordinator of this source,
   *     which gets no readers; null for a job that keeps to its own
   */
  public static void build(
      DataStream<LogBlock> blocks,
      Source<CatalogChange, ?, ?> changes,
      FlowOutlets outlets,
      FlowSettings settings) {
    SingleOutputStreamOperator<PartialSum> sums =
        step(FlowOperatorId.INGEST.uid(), IngestOperator.behind(blocks, changes, settings));
    SingleOutputStreamOperator<Summary> base =
        step(FlowOperatorId.SUMMARISE.uid(), SummaryWindows.base(sums, settings));

    DataStream<Summary> summaries = base;
    SingleOutputStreamOperator<Summary> shorter = base;
    int level = 0;
    for (Duration size : settings.rollUps()) {
      DataStream<PartialSum> closed = shorter.getSideOutput(FlowOutputTags.CLOSED);
      shorter =
          step(FlowOperatorId.ROLL_UP.uid(++level), SummaryWindows.rollUp(closed, size, settings));
      summaries = summaries.union(shorter);
    }

    DataStream<Summary> late =
        step(
            FlowOperatorId.LATE.uid(),
            base.getSideOutput(FlowOutputTags.LATE_FLOW)
                .map(SummaryWindows.late(settings), TypeInformation.of(Summary.class)));
    DataStream<Accounting> lateCount =
        step(
            FlowOperatorId.LATE_COUNT.uid(),
            late.map(row -> Accounting.ofLate(row.flows()), TypeInformation.of(Accounting.class)));
    DataStream<Accounting> summarised =
        step(
            FlowOperatorId.SUMMARISE_COUNT.uid(),
            base.getSideOutput(FlowOutputTags.COUNTED)
                .transform("count", TypeInformation.of(Accounting.class), new CountOperator()));
    DataStream<Accounting> counted =
        sums.getSideOutput(FlowOutputTags.COUNTED).union(summarised, lateCount);
    SingleOutputStreamOperator<Accounting> books =
        step(
            FlowOperatorId.ACCOUNT.uid(),
            counted
                .transform(
                    "account", TypeInformation.of(Accounting.class), new AccountingOperator())
                .forceNonParallel());

    outlets.summaries().attach(summaries, FlowOperatorId.SUMMARIES);
    outlets
        .deadLetters()
        .attach(sums.getSideOutput(FlowOutputTags.DEAD_LETTER), FlowOperatorId.DEAD_LETTERS);
    outlets.lateFlows().attach(late, FlowOperatorId.LATE_FLOWS);
    outlets.signals().attach(sums.getSideOutput(FlowOutputTags.SIGNAL), FlowOperatorId.SIGNALS);
    outlets.accounting().attach(books, FlowOperatorId.ACCOUNTING);
    if (changes != null) {
      outlets
          .catalogUpdates()
          .attach(
              sums.getSideOutput(FlowOutputTags.CATALOG_UPDATE), FlowOperatorId.CATALOG_UPDATES);
    }
    if (settings.alerts() != null) {
      SingleOutputStreamOperator<AlertChange> alerts =
          step(
              FlowOperatorId.ALERT.uid(),
              AlertOperator.behind(sums.getSideOutput(FlowOutputTags.OBSERVED), settings));
      outlets.alerts().attach(alerts, FlowOperatorId.ALERTS);
    }
    if (settings.shadow() != null) {
      outlets.shadow().attach(sums.getSideOutput(FlowOutputTags.SHADOW), FlowOperatorId.SHADOW);
    }
  }

  private static <T> SingleOutputStreamOperator<T> step(
      String uid, SingleOutputStreamOperator<T> operator) {
    return operator.name(uid).uid(uid);
  }
}
