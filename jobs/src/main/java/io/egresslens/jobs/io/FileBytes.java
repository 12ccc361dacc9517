package io.egresslens.jobs.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file being written through one large buffer. Not thread-safe. */
final class FileBytes implements Closeable {
  private static final int BUFFER_BYTES = 1 << 18;

  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int size;

  FileBytes(Path file) throws IOException {
    out = Files.newOutputStream(file);
  }

  /** Writes {@code [from, to)}. */
  void write(byte[] bytes, int from, int to) throws IOException {
    int length = to - from;
    if (length > BUFFER_BYTES - size) {
      flush();
      if (length > BUFFER_BYTES) {
        out.write(bytes, from, length);
        return;
      }
    }
    System.arraycopy(bytes, from, buffer, size, length);
    size += length;
  }

  void writeInt(int value) throws IOException {
    if (BUFFER_BYTES - size < Integer.BYTES) {
      flush();
    }
    for (int shift = 24; shift >= 0; shift -= 8) {
      buffer[size++] = (byte) (value >>> shift);
    }
  }

  private void flush() throws IOException {
    out.write(buffer, 0, size);
    size = 0;
  }

  @Override
  public void close() throws IOException {
    try (out) {
      flush();
    }
  }
}
