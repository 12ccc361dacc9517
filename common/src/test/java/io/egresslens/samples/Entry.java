package io.egresslens.samples;

import io.egresslens.samples.Sample.Copy;
import io.egresslens.samples.Sample.Meaning;
import java.time.Duration;

/**
 * Where a record of {@code sample-logs} stands and what is meant by it.
 *
 * @param file path below {@code sample-logs/}, with forward slashes
 * @param line 1-based, in the decompressed file; of the record's first character
 * @param record 0-based position in its message, array or line
 * @param envelope how it is wrapped
 * @param sample the record; its {@code category} is null when it is no firewall log
 * @param behind only below {@code event-hub/} and for what is no dead letter, else null: the
 *     broker's time of the message in the demo, minus the event time
 */
public record Entry(
    String file, long line, int record, Envelope envelope, Sample sample, Duration behind) {

  /** What a reader must make of it. */
  public Meaning meant() {
    return sample.meant();
  }

  /** The story of the README that it belongs to. */
  public String story() {
    return sample.story();
  }

  /** Whether it repeats another record. */
  public Copy copy() {
    return sample.copy();
  }

  /** The first folder of the path, for example {@code event-hub}. */
  public String folder() {
    return file.substring(0, file.indexOf('/'));
  }
}
