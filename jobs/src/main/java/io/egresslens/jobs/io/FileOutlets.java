package io.egresslens.jobs.io;

import io.egresslens.ingest.DeadLetter;
import io.egresslens.jobs.flow.FlowOutlets;
import io.egresslens.jobs.flow.Outlet;
import io.egresslens.parse.DeadLetterFields;
import io.egresslens.parse.FlowFields;
import io.egresslens.window.Summary;
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
        file(directory.resolve(SUMMARIES), summaries()),
        file(directory.resolve(DEAD_LETTERS), deadLetters()),
        file(
            directory.resolve(LATE_FLOWS),
            LineFormat.of(SortKey::of, SummaryFields.LATE_FLOW::toLine)),
        file(directory.resolve(SIGNALS), LineFormat.of(SortKey::of, FlowFields.ALL::toLine)),
        file(
            directory.resolve(ACCOUNTING),
            LineFormat.of(books -> "", SummaryFields.ACCOUNTING::toLine)));
  }

  /** Summaries by window, then by key. */
  public static LineFormat<Summary> summaries() {
    return LineFormat.of(SortKey::of, SummaryFields.SUMMARY::toLine);
  }

  private static LineFormat<DeadLetter> deadLetters() {
    return LineFormat.of(letter -> SortKey.of(letter.position()), DeadLetterFields.ALL::toLine);
  }

  private static <T> Outlet<T> file(Path target, LineFormat<T> format) {
    return (records, id) ->
        records
            .sinkTo(new SortedFileSink<>(target, format))
            .setParallelism(1)
            .name(id.uid())
            .uid(id.uid());
  }
}
