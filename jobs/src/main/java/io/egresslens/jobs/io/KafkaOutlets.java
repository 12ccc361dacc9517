package io.egresslens.jobs.io;

import io.egresslens.alert.AlertChange;
import io.egresslens.jobs.config.Guarantee;
import io.egresslens.jobs.config.OutputFormat;
import io.egresslens.jobs.config.RunConfig.AlertPosts;
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

  /** Outlets to the configured topics, and of alerts to whoever else is to be told. */
  public static FlowOutlets of(KafkaOutput output, String jobName, AlertPosts posts) {
    Topics topics = output.topics();
    return new FlowOutlets(
        topic(output, jobName, topics.summaries(), Contract.SUMMARY, Summary::id),
        topic(output, jobName, topics.deadLetters(), Contract.DEAD_LETTER, null),
        topic(output, jobName, topics.lateFlows(), Contract.LATE_FLOW, Summary::id),
        topic(output, jobName, topics.signals(), Contract.SIGNAL, null),
        topic(output, jobName, topics.accounting(), Contract.ACCOUNTING, books -> jobName),
        topic(output, jobName, topics.catalogUpdates(), Contract.CATALOG_UPDATE, row -> jobName),
        topic(output, jobName, topics.shadow(), Contract.SHADOW, ShadowDifference::id),
        alerts(output, jobName, posts).and(HttpAlertOutlets.of(posts, jobName)));
  }

  /**
   * Alerts do not wait for a checkpoint, whatever the guarantee of rows: the same step has the same
   * id each time that it is told.
   */
  private static Outlet<AlertChange> alerts(KafkaOutput output, String jobName, AlertPosts posts) {
    SerializableFunction<AlertChange, byte[]> value =
        output.format() == OutputFormat.JSON
            ? new CloudEventValue(HttpAlertOutlets.sender(posts, jobName))
            : Contract.ALERT.writer(output.format());
    return topic(
        output.with(Guarantee.AT_LEAST_ONCE),
        jobName,
        output.topics().alerts(),
        AlertChange::alertId,
        value);
  }

  private static <T> Outlet<T> topic(
      KafkaOutput output,
      String jobName,
      String topic,
      Contract<T> contract,
      SerializableFunction<T, String> key) {
    return topic(output, jobName, topic, key, contract.writer(output.format()));
  }

  private static <T> Outlet<T> topic(
      KafkaOutput output,
      String jobName,
      String topic,
      SerializableFunction<T, String> key,
      SerializableFunction<T, byte[]> value) {
    return (records, id) ->
        records
            .sinkTo(KafkaOutlet.create(output, jobName, topic, key, value))
            .name(id.uid())
            .uid(id.uid());
  }
}
