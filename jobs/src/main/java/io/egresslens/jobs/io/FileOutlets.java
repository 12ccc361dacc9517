package io.egresslens.jobs.io;

import io.egresslens.alert.AlertChange;
import io.egresslens.alert.AlertFields;
import io.egresslens.jobs.flow.FlowOutlets;
import io.egresslens.jobs.flow.Outlet;
import io.egresslens.parse.FlowFields;
import io.egresslens.window.ShadowDifference;
import io.egresslens.window.Summary;
import io.egresslens.window.SummaryFields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.flink.api.common.typeinfo.Types;

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
  public static final String SHADOW = "shadow-differences.jsonl";

  public static final String ALERTS = "alerts.jsonl";

  private static final LineFormat<AlertChange> ALERT =
      new LineFormat<>(SortKey::of, () -> AlertFields.CHANGE);

  private static final String RUNS = "-runs";

  private FileOutlets() {}

  /** Files in this directory, which is created when needed. */
  public static FlowOutlets in(Path directory) {
    return new FlowOutlets(
        file(directory.resolve(SUMMARIES), SortKey::of, () -> SummaryFields.SUMMARY),
        file(
            directory.resolve(DEAD_LETTERS),
            (letter, out) -> SortKey.of(letter.position(), out),
            () -> FlowFields.DEAD_LETTER),
        file(directory.resolve(LATE_FLOWS), SortKey::of, () -> SummaryFields.LATE_FLOW),
        file(directory.resolve(SIGNALS), SortKey::of, () -> FlowFields.FLOW),
        file(directory.resolve(ACCOUNTING), (books, out) -> {}, () -> SummaryFields.ACCOUNTING),
        (updates, id) -> {
          throw new IllegalStateException("a bounded run keeps to its catalog");
        },
        file(
            directory.resolve(SHADOW),
            (row, out) -> out.text(row.id()),
            () -> ShadowDifference.FIELDS),
        file(directory.resolve(ALERTS), ALERT));
  }

  /** Adds a summary that is a line already to those of a file of them. */
  public static void add(Summary summary, String line, SortedLines lines) throws IOException {
    SortKey.of(summary, lines.key());
    lines.line().raw(line.getBytes(StandardCharsets.UTF_8));
    lines.add();
  }

  /** Adds a step in an alert's life to those of a file of them. */
  public static void add(AlertChange change, SortedLines lines) throws IOException {
    ALERT.addTo(lines, change);
  }

  private static <T> Outlet<T> file(
      Path target, LineFormat.Key<T> key, LineFormat.Fields<T> fields) {
    return file(target, new LineFormat<>(key, fields));
  }

  private static <T> Outlet<T> file(Path target, LineFormat<T> format) {
    return (records, id) ->
        records
            .transform(id.uid() + RUNS, Types.STRING, new SortedRunsOperator<>(target, format))
            .setParallelism(records.getParallelism())
            .uid(id.uid() + RUNS)
            .sinkTo(new SortedFileSink(target))
            .setParallelism(1)
            .name(id.uid())
            .uid(id.uid());
  }
}
