package io.egresslens.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
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
