package io.egresslens.jobs.cli;

import io.egresslens.jobs.flow.operator.IngestOperator;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;

/** Waits for a bounded job and says on a terminal how far it is. */
final class Progress {
  /** System property: set by the launcher when standard error is a terminal. */
  private static final String TERMINAL = "egresslens.terminal";

  /**
   * How often the counters are looked at. The system property is for the benchmark: what this costs
   * is far below what two runs differ by, so it is measured a hundred times as often.
   */
  static final long INTERVAL_MILLIS = Long.getLong("egresslens.progress.millis", 500);

  private final PrintWriter err;
  private final long totalBytes;
  private final boolean overwriteLine;
  private final long startNanos = System.nanoTime();

  /**
   * @param totalBytes size of the input; compressed files make the share an estimate
   */
  Progress(PrintWriter err, long totalBytes) {
    this(err, totalBytes, Boolean.getBoolean(TERMINAL));
  }

  Progress(PrintWriter err, long totalBytes, boolean overwriteLine) {
    this.err = err;
    this.totalBytes = totalBytes;
    this.overwriteLine = overwriteLine;
  }

  /** Waits for the end of the job; its failure is thrown. */
  JobExecutionResult await(JobClient job) throws InterruptedException, ExecutionException {
    var result = job.getJobExecutionResult();
    long shown = startNanos;
    while (true) {
      try {
        JobExecutionResult done = result.get(INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        clearLine();
        return done;
      } catch (TimeoutException e) {
        // A log file or a pipe gets a line every ten seconds, a terminal one that moves.
        if (overwriteLine || System.nanoTime() - shown > TimeUnit.SECONDS.toNanos(10)) {
          show(counters(job));
          shown = System.nanoTime();
        }
      }
    }
  }

  private void show(Map<String, Object> counters) {
    long bytes = (Long) counters.getOrDefault(IngestOperator.BYTES_READ, 0L);
    long records = (Long) counters.getOrDefault(IngestOperator.RECORDS_READ, 0L);
    String line = line(records, bytes, totalBytes, seconds());
    err.print(overwriteLine ? String.format("\r%-78s", line) : line + System.lineSeparator());
    err.flush();
  }

  /**
   * {@code 42 % 5.04 of 12.00 GB 3,100,000 records/s, 1,745 MB/s 4 s left}. Of compressed files
   * more may be read than there was: then there is no share and nothing to foresee.
   */
  static String line(long records, long bytes, long totalBytes, double seconds) {
    String rate = rate(records, bytes, seconds);
    if (bytes == 0) {
      return "starting";
    }
    if (bytes > totalBytes) {
      return String.format(Locale.ROOT, "%.2f GB  %s", bytes / 1e9, rate);
    }
    return String.format(
        Locale.ROOT,
        "%3d %%  %.2f of %.2f GB  %s  %s left",
        bytes * 100 / totalBytes,
        bytes / 1e9,
        totalBytes / 1e9,
        rate,
        left(Math.round((totalBytes - bytes) * seconds / bytes)));
  }

  private static String left(long seconds) {
    return seconds < 120
        ? seconds + " s"
        : seconds < 7_200 ? seconds / 60 + " min" : seconds / 3_600 + " h";
  }

  /** What the job has counted so far under this name; 0 when it does not say. */
  long counter(JobClient job, String name) throws InterruptedException {
    return (Long) counters(job).getOrDefault(name, 0L);
  }

  /** One question to the job a time, a few milliseconds: the counters come with its heartbeats. */
  private static Map<String, Object> counters(JobClient job) throws InterruptedException {
    try {
      return job.getAccumulators().get(INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | IllegalStateException e) {
      // The last is what an engine throws that has shut down since the result was looked for.
      return Map.of();
    }
  }

  private void clearLine() {
    if (overwriteLine) {
      err.print("\r" + " ".repeat(78) + "\r");
      err.flush();
    }
  }

  /** Seconds since the start. */
  double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  /** {@code 620,000 records/s, 372 MB/s}, from the start until now. */
  String rate(long records, long bytes) {
    return rate(records, bytes, seconds());
  }

  private static String rate(long records, long bytes, double seconds) {
    return String.format(
        Locale.ROOT, "%,.0f records/s, %,.0f MB/s", records / seconds, bytes / seconds / 1e6);
  }
}
