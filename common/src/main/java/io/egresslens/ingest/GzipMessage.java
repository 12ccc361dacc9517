package io.egresslens.ingest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Opens messages that a shipper compressed with gzip. Within limits: what inflates to more than
 * {@link #MAX_BYTES}, or to more than {@link #MAX_RATIO} times its size, is an attack and no log
 * (logs of equal records reach some hundred times).
 */
public final class GzipMessage {
  /** The most that one message may inflate to. */
  public static final int MAX_BYTES = 32 * 1024 * 1024;

  /** The most that one byte may inflate to, once there is more than {@link #FREE_BYTES}. */
  public static final int MAX_RATIO = 400;

  private static final int FREE_BYTES = 1024 * 1024;

  private GzipMessage() {}

  /**
   * The block with its content in plain.
   *
   * @return the block itself when it is not compressed; a refused block when its data is damaged
   *     ({@code not-json}) or beyond the limits ({@code too-large})
   */
  public static LogBlock plain(LogBlock block) {
    byte[] packed = block.bytes();
    boolean gzip = block.length() > 2 && packed[0] == 0x1f && packed[1] == (byte) 0x8b;
    if (!gzip || block.refusal() != null) {
      return block;
    }
    long most = Math.min(MAX_BYTES, Math.max(FREE_BYTES, (long) MAX_RATIO * block.length()));
    ByteArrayOutputStream plain = new ByteArrayOutputStream(4 * block.length());
    try (InputStream in =
        new GZIPInputStream(new ByteArrayInputStream(packed, 0, block.length()))) {
      byte[] chunk = new byte[16 * 1024];
      int read;
      while ((read = in.read(chunk)) >= 0) {
        plain.write(chunk, 0, read);
        if (plain.size() > most) {
          return refused(block, RejectReason.TOO_LARGE);
        }
      }
    } catch (IOException e) {
      return refused(block, RejectReason.NOT_JSON);
    }
    return with(block, plain.toByteArray(), null);
  }

  private static LogBlock refused(LogBlock block, RejectReason reason) {
    byte[] packed = block.bytes();
    return with(block, Arrays.copyOf(packed, Math.min(block.length(), DeadLetter.RAW_CAP)), reason);
  }

  private static LogBlock with(LogBlock block, byte[] bytes, RejectReason refusal) {
    return new LogBlock(
        block.source(),
        block.partition(),
        block.offset(),
        block.line(),
        block.timestampMillis(),
        bytes,
        bytes.length,
        refusal,
        refusal == null ? bytes.length : block.length(),
        block.linesOnly());
  }
}
