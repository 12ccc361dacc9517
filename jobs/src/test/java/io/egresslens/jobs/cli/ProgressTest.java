package io.egresslens.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
  /** Between the look at the result and the question for the counters a job may end. */
  @Test
  void aJobThatEndsWhileItIsAskedHowFarItIsHasEnded() throws Exception {
    JobExecutionResult done = new JobExecutionResult(new JobID(), 1, Map.of());
    StringWriter err = new StringWriter();
    Progress progress = new Progress(new PrintWriter(err), 100, true);

    assertThat(progress.await(new EndingJob(done))).isSameAs(done);
    assertThat(err.toString()).startsWith("\rstarting").endsWith("\r");
  }

  /** Ends, and its engine with it, when it is asked for its counters. */
  private static final class EndingJob implements JobClient {
    private final JobExecutionResult done;
    private final CompletableFuture<JobExecutionResult> result = new CompletableFuture<>();

    EndingJob(JobExecutionResult done) {
      this.done = done;
    }

    @Override
    public CompletableFuture<JobExecutionResult> getJobExecutionResult() {
      return result;
    }

    @Override
    public CompletableFuture<Map<String, Object>> getAccumulators() {
      result.complete(done);
      throw new IllegalStateException("the engine has already been shut down");
    }

    @Override
    public JobID getJobID() {
      return done.getJobID();
    }

    @Override
    public CompletableFuture<JobStatus> getJobStatus() {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> cancel() {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<String> stopWithSavepoint(
        boolean advance, String directory, SavepointFormatType format) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<String> triggerSavepoint(
        String directory, SavepointFormatType format) {
      throw new UnsupportedOperationException();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0|12000000000|1.5|starting",
        "8000000|4500000000|12000000000|3"
            + "|37 %  4.50 of 12.00 GB  2,666,667 records/s, 1,500 MB/s  5 s left",
        "1000|563000|1000000000000|10|0 %  0.00 of 1000.00 GB  100 records/s, 0 MB/s  4933 h left",
        "100|1000|60000|10|1 %  0.00 of 0.00 GB  10 records/s, 0 MB/s  9 min left",
        "200|60000|60000|10|100 %  0.00 of 0.00 GB  20 records/s, 0 MB/s  0 s left",
        // Compressed: more comes out than went in.
        "200|3000000000|60000|10|3.00 GB  20 records/s, 300 MB/s",
        "200|1|0|10|0.00 GB  20 records/s, 0 MB/s",
      })
  void lineSaysHowMuchIsDoneHowFastAndHowLongItTakes(
      long records, long bytes, long totalBytes, double seconds, String line) {
    assertThat(Progress.line(records, bytes, totalBytes, seconds).strip()).isEqualTo(line);
  }
}
