package io.egresslens.ingest;

import java.util.Objects;

/**
 * Bytes as they arrived: one Kafka message, or a run of whole lines (or of whole JSON values) of a
 * file. What travels from a source to the ingest step; holds any number of records.
 *
 * <p>The array is not copied and must not be written to afterwards.
 *
 * @param source topic, or path of the file as the user named it
 * @param partition Kafka partition; -1 for a file
 * @param offset Kafka offset; for a file the position of the first byte in the decompressed content
 * @param line 1-based number of the first line; 0 when not known (Kafka, the middle of a file)
 * @param timestampMillis the broker's record time; {@link Long#MIN_VALUE} when there is none
 * @param bytes the content
 */
public record LogBlock(
    String source, int partition, long offset, long line, long timestampMillis, byte[] bytes) {

  public LogBlock {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(bytes, "bytes");
  }

  /** A Kafka message. */
  public static LogBlock ofMessage(
      String topic, int partition, long offset, long timestampMillis, byte[] bytes) {
    return new LogBlock(topic, partition, offset, 0, timestampMillis, bytes);
  }

  /** A part of a file; {@code line} 0 when its number is not known. */
  public static LogBlock ofFile(String path, long offset, long line, byte[] bytes) {
    return new LogBlock(path, -1, offset, line, Long.MIN_VALUE, bytes);
  }

  /** Whether this came from a file. */
  public boolean isFile() {
    return partition < 0;
  }
}
