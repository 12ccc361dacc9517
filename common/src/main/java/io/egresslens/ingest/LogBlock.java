package io.egresslens.ingest;

import java.util.Objects;

/**
 * Bytes as they arrived: one Kafka message, or a run of whole lines (or of whole JSON values) of a
 * file. What travels from a source to the ingest step; holds any number of records.
 *
 * <p>The array is not copied. Its owner may use it again for the next block: who wants to keep a
 * block beyond the call that hands it over copies {@code [0, length)}.
 *
 * @param source topic, or path of the file as the user named it
 * @param partition Kafka partition; -1 for a file
 * @param offset Kafka offset; for a file the position of the first byte in the decompressed content
 * @param line 1-based number of the first line; 0 when not known (Kafka, the middle of a file)
 * @param timestampMillis the broker's record time; {@link Long#MIN_VALUE} when there is none
 * @param bytes holds the content; of a refused block only its beginning, at most {@link
 *     DeadLetter#RAW_CAP} bytes
 * @param length how many of the bytes are content, from the first on; what follows means nothing
 * @param refusal null, or why the reader could not hand this content over: the block is then one
 *     dead letter and nothing else
 * @param sizeBytes how many bytes the content had; more than {@code bytes} holds when refused
 * @param linesOnly whether this is a part of a file of lines: each line then is read by itself, so
 *     that what it gives does not depend on the place where the file was cut into blocks
 */
public record LogBlock(
    String source,
    int partition,
    long offset,
    long line,
    long timestampMillis,
    byte[] bytes,
    int length,
    RejectReason refusal,
    long sizeBytes,
    boolean linesOnly) {

  public LogBlock {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(bytes, "bytes");
    Objects.checkFromToIndex(0, length, bytes.length);
  }

  /** A Kafka message. */
  public static LogBlock ofMessage(
      String topic, int partition, long offset, long timestampMillis, byte[] bytes) {
    return new LogBlock(
        topic,
        partition,
        offset,
        0,
        timestampMillis,
        bytes,
        bytes.length,
        null,
        bytes.length,
        false);
  }

  /** A part of a file; {@code line} 0 when its number is not known. */
  public static LogBlock ofFile(String path, long offset, long line, byte[] bytes) {
    return ofFile(path, offset, line, bytes, bytes.length, false);
  }

  /** The same of the first {@code length} bytes of an array. */
  public static LogBlock ofFile(String path, long offset, long line, byte[] bytes, int length) {
    return ofFile(path, offset, line, bytes, length, false);
  }

  /** A part of a file whose records stand on lines of their own. */
  public static LogBlock ofLines(String path, long offset, long line, byte[] bytes) {
    return ofLines(path, offset, line, bytes, bytes.length);
  }

  /** The same of the first {@code length} bytes of an array. */
  public static LogBlock ofLines(String path, long offset, long line, byte[] bytes, int length) {
    return ofFile(path, offset, line, bytes, length, true);
  }

  private static LogBlock ofFile(
      String path, long offset, long line, byte[] bytes, int length, boolean linesOnly) {
    return new LogBlock(
        path, -1, offset, line, Long.MIN_VALUE, bytes, length, null, length, linesOnly);
  }

  /** A part of a file that is too long to be handed over, or that could not be read. */
  public static LogBlock ofRefused(
      String path, long offset, long line, RejectReason refusal, byte[] head, long sizeBytes) {
    return new LogBlock(
        path, -1, offset, line, Long.MIN_VALUE, head, head.length, refusal, sizeBytes, false);
  }

  /** Whether this came from a file. */
  public boolean isFile() {
    return partition < 0;
  }
}
