package io.egresslens.jobs.io;

import io.egresslens.flow.FieldTable;
import io.egresslens.jobs.flow.FlowOutlets;
import io.egresslens.jobs.flow.Outlet;
import io.egresslens.parse.FlowFields;
import io.egresslens.window.SummaryFields;
import java.nio.file.Path;

/**
 * The outlets of a bounded run: one sorted JSON Lines file for each kind of record. The same
 * records give the same bytes, whatever order they come in.
 */
public final class FileOutlets {
  public static final String SUMMARIES = "summaries.jsonl";
  public static final String DEAD_LETTERS = "dead-letters.jsonl";
  public static final String LATE_FLOWS = "late-flows.jsonl";
  public static final String SIGNALS = "signals.jsonl";
  public static final String ACCOUNTING = "accounting.json";

  private FileOutlets() {}

  /** Files in this directory, which is created when needed. */
  public static FlowOutlets in(Path directory) {
    return new FlowOutlets(
        file(directory.resolve(SUMMARIES), SortKey::of, SummaryFields.SUMMARY),
        file(
            directory.resolve(DEAD_LETTERS),
            letter -> SortKey.of(letter.position()),
            FlowFields.DEAD_LETTER),
        file(directory.resolve(LATE_FLOWS), SortKey::of, SummaryFields.LATE_FLOW),
        file(directory.resolve(SIGNALS), SortKey::of, FlowFields.FLOW),
        file(directory.resolve(ACCOUNTING), books -> "", SummaryFields.ACCOUNTING));
  }

  private static <T> Outlet<T> file(Path target, LineFormat.Key<T> key, FieldTable<T> fields) {
    SortedFileSink<T> sink = new SortedFileSink<>(target, new LineFormat<>(key, fields));
    return (records, id) -> records.sinkTo(sink).setParallelism(1).name(id.uid()).uid(id.uid());
  }
}
