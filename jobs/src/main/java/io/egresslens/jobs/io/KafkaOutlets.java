package io.egresslens.jobs.io;

import io.egresslens.alert.AlertChange;
import io.egresslens.jobs.config.RunConfig.KafkaOutput;
import io.egresslens.jobs.config.RunConfig.Topics;
import io.egresslens.jobs.flow.FlowOutlets;
import io.egresslens.jobs.flow.Outlet;
import io.egresslens.window.ShadowDifference;
import io.egresslens.window.Summary;
import org.apache.flink.util.function.SerializableFunction;

/**
 * The outlets of a running job: one topic for each kind of record. Rows that belong together have a
 * key, so that they stand in one partition in order: summaries, late flows and differences of a
 * shadow their id, alerts theirs, the books the name of the job, as changes of the catalog. Of
 * summaries, alerts and books the last row counts, so their topics may be compacted; late flows and
 * differences of a shadow add up, so theirs must not be.
 */
public final class KafkaOutlets {
  private KafkaOutlets() {}

  /** Outlets to the configured topics. */
  public static FlowOutlets of(KafkaOutput output, String jobName) {
    Topics topics = output.topics();
    return new FlowOutlets(
        topic(output, jobName, topics.summaries(), Contract.SUMMARY, Summary::id),
        topic(output, jobName, topics.deadLetters(), Contract.DEAD_LETTER, null),
        topic(output, jobName, topics.lateFlows(), Contract.LATE_FLOW, Summary::id),
        topic(output, jobName, topics.signals(), Contract.SIGNAL, null),
        topic(output, jobName, topics.accounting(), Contract.ACCOUNTING, books -> jobName),
        topic(output, jobName, topics.catalogUpdates(), Contract.CATALOG_UPDATE, row -> jobName),
        topic(output, jobName, topics.shadow(), Contract.SHADOW, ShadowDifference::id),
        topic(output, jobName, topics.alerts(), Contract.ALERT, AlertChange::alertId));
  }

  private static <T> Outlet<T> topic(
      KafkaOutput output,
      String jobName,
      String topic,
      Contract<T> contract,
      SerializableFunction<T, String> key) {
    SerializableFunction<T, byte[]> value = contract.writer(output.format());
    return (records, id) ->
        records
            .sinkTo(KafkaOutlet.create(output, jobName, topic, key, value))
            .name(id.uid())
            .uid(id.uid());
  }
}
