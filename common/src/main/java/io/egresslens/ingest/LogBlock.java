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
 * @param bytes the content; of a refused block only its beginning, at most {@link
 *     DeadLetter#RAW_CAP} bytes
 * @param refusal null, or why the reader could not hand this content over: the block is then one
 *     dead letter and nothing else
 * @param sizeBytes how many bytes the content had; more than {@code bytes} holds when refused
 */
public record LogBlock(
    String source,
    int partition,
    long offset,
    long line,
    long timestampMillis,
    byte[] bytes,
    RejectReason refusal,
    long sizeBytes) {

  public LogBlock {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(bytes, "bytes");
  }

  /** A Kafka message. */
  public static LogBlock ofMessage(
      String topic, int partition, long offset, long timestampMillis, byte[] bytes) {
    return new LogBlock(topic, partition, offset, 0, timestampMillis, bytes, null, bytes.length);
  }

  /** A part of a file; {@code line} 0 when its number is not known. */
  public static LogBlock ofFile(String path, long offset, long line, byte[] bytes) {
    return new LogBlock(path, -1, offset, line, Long.MIN_VALUE, bytes, null, bytes.length);
  }

  /** A part of a file that is too long to be handed over, or that could not be read. */
  public static LogBlock ofRefused(
      String path, long offset, long line, RejectReason refusal, byte[] head, long sizeBytes) {
    return new LogBlock(path, -1, offset, line, Long.MIN_VALUE, head, refusal, sizeBytes);
  }

  /** Whether this came from a file. */
  public boolean isFile() {
    return partition < 0;
  }
}
