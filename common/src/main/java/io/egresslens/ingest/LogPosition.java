package io.egresslens.ingest;

import java.util.Objects;

/**
 * Where a record stood: topic, partition, offset, or file and line.
 *
 * @param source topic, or path of the file as the user named it
 * @param partition Kafka partition; -1 for a file
 * @param offset Kafka offset; for a file the position of the record's first byte in the
 *     decompressed content
 * @param line 1-based line of the file on which the record starts; 0 when not known or Kafka
 * @param record 0-based index of the record in its message or line
 */
public record LogPosition(String source, int partition, long offset, long line, int record) {
  public LogPosition {
    Objects.requireNonNull(source, "source");
  }

  /** Whether the record came from a file. */
  public boolean isFile() {
    return partition < 0;
  }
}
