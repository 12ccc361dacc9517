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

  private static final long INTERVAL_MILLIS = 500;

  private final PrintWriter err;
  private final long totalBytes;
  private final boolean overwriteLine = Boolean.getBoolean(TERMINAL);
  private final long startNanos = System.nanoTime();

  /**
   * @param totalBytes size of the input; compressed files make the share an estimate
   */
  Progress(PrintWriter err, long totalBytes) {
    this.err = err;
    this.totalBytes = totalBytes;
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
          show(job);
          shown = System.nanoTime();
        }
      }
    }
  }

  private void show(JobClient job) throws InterruptedException {
    long bytes = counter(job, IngestOperator.BYTES_READ);
    long records = counter(job, IngestOperator.RECORDS_READ);
    long percent = totalBytes == 0 ? 100 : Math.min(100, bytes * 100 / totalBytes);
    String line =
        String.format(
            Locale.ROOT, "%3d %%  %,d records  %s", percent, records, rate(records, bytes));
    err.print(overwriteLine ? "\r" + line + "   " : line + System.lineSeparator());
    err.flush();
  }

  /** What the job has counted so far under this name; 0 when it does not say. */
  long counter(JobClient job, String name) throws InterruptedException {
    try {
      Map<String, Object> counters =
          job.getAccumulators().get(INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
      return (Long) counters.getOrDefault(name, 0L);
    } catch (ExecutionException | TimeoutException e) {
      return 0;
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
    double seconds = seconds();
    return String.format(
        Locale.ROOT, "%,.0f records/s, %,.0f MB/s", records / seconds, bytes / seconds / 1e6);
  }
}
