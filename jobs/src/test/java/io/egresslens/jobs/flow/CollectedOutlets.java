package io.egresslens.jobs.flow;

import io.egresslens.alert.AlertChange;
import io.egresslens.catalog.CatalogUpdate;
import io.egresslens.flow.Flow;
import io.egresslens.ingest.DeadLetter;
import io.egresslens.window.Accounting;
import io.egresslens.window.ShadowDifference;
import io.egresslens.window.Summary;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Outlets into lists of this JVM, for jobs on a mini cluster. At least once: what a failed attempt
 * wrote stays.
 */
final class CollectedOutlets {
  private static final Map<String, List<Object>> LISTS = new ConcurrentHashMap<>();

  private final String run = UUID.randomUUID().toString();

  FlowOutlets outlets() {
    return new FlowOutlets(list(), list(), list(), list(), list(), list(), list(), list());
  }

  List<Summary> summaries() {
    return records(FlowOperatorId.SUMMARIES, Summary.class);
  }

  List<DeadLetter> deadLetters() {
    return records(FlowOperatorId.DEAD_LETTERS, DeadLetter.class);
  }

  List<Summary> lateFlows() {
    return records(FlowOperatorId.LATE_FLOWS, Summary.class);
  }

  List<Flow> signals() {
    return records(FlowOperatorId.SIGNALS, Flow.class);
  }

  List<Accounting> accounting() {
    return records(FlowOperatorId.ACCOUNTING, Accounting.class);
  }

  List<CatalogUpdate> catalogUpdates() {
    return records(FlowOperatorId.CATALOG_UPDATES, CatalogUpdate.class);
  }

  List<ShadowDifference> shadow() {
    return records(FlowOperatorId.SHADOW, ShadowDifference.class);
  }

  List<AlertChange> alerts() {
    return records(FlowOperatorId.ALERTS, AlertChange.class);
  }

  /** The books as they were said last. */
  Accounting books() {
    List<Accounting> said = accounting();
    return said.get(said.size() - 1);
  }

  private <T> List<T> records(FlowOperatorId id, Class<T> type) {
    List<Object> list = LISTS.getOrDefault(run + id, List.of());
    synchronized (list) {
      return list.stream().map(type::cast).toList();
    }
  }

  private <T> Outlet<T> list() {
    String run = this.run;
    return (records, id) ->
        records.sinkTo(new ListSink<>(run + id)).setParallelism(1).name(id.uid()).uid(id.uid());
  }

  private record ListSink<T>(String name) implements Sink<T>, Serializable {
    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) {
      List<Object> list =
          LISTS.computeIfAbsent(name, n -> Collections.synchronizedList(new ArrayList<>()));
      return new SinkWriter<>() {
        @Override
        public void write(T element, Context context) {
          list.add(element);
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {}
      };
    }
  }
}
