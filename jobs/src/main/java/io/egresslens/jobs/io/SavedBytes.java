package io.egresslens.jobs.io;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Small records as bytes, for the state of a writer. */
final class SavedBytes {
  /** Writes one record. */
  interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  /** Reads one record. */
  interface Reading<T> {
    T from(DataInputStream in) throws IOException;
  }

  private SavedBytes() {}

  static byte[] write(Writing record) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      record.to(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  /**
   * @throws IllegalArgumentException for bytes that were cut off
   */
  static <T> T read(byte[] bytes, Reading<T> record) {
    try {
      return record.from(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException e) {
      throw new IllegalArgumentException("not what a writer of alerts saved", e);
    }
  }

  static void writeBlock(byte[] block, DataOutputStream out) throws IOException {
    out.writeInt(block.length);
    out.write(block);
  }

  static byte[] readBlock(DataInputStream in) throws IOException {
    byte[] block = new byte[in.readInt()];
    in.readFully(block);
    return block;
  }
}
