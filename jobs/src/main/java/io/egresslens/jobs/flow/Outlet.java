package io.egresslens.jobs.flow;

import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Where one kind of record leaves the job: Kafka, files, a test's list.
 *
 * @param <T> the kind of record
 */
@FunctionalInterface
public interface Outlet<T> {
  /** Connects the stream to its sink under this id; the sink is named and uid'd by it. */
  void attach(DataStream<T> records, FlowOperatorId id);

  /** Both: the other must name its sinks otherwise. */
  default Outlet<T> and(Outlet<T> other) {
    return (records, id) -> {
      attach(records, id);
      other.attach(records, id);
    };
  }
}
