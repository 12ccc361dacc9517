package io.egresslens.jobs.flow.wire;

import io.egresslens.flow.SeededHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Reads what {@link CompactWriter} wrote, a record at a time. Not thread-safe.
 *
 * <p>A name that was read before is handed out as the same string, hash and all; the table is
 * small, and a name is taken from it only when all its bytes are the same.
 */
final class CompactReader {
  private static final SeededHash HASH = new SeededHash();
  private static final int TABLE_SIZE = 512;

  private final byte[][] coded = new byte[TABLE_SIZE][];
  private final String[] texts = new String[TABLE_SIZE];
  private byte[] bytes = new byte[1024];
  private int size;
  private int at;

  /** Reads the next record's bytes. */
  void readFrom(DataInputView in, int leadBytes) throws IOException {
    in.readFully(bytes, 0, leadBytes);
    int length = in.readInt();
    if (leadBytes + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(leadBytes + length, 2 * bytes.length));
    }
    in.readFully(bytes, leadBytes, length);
    at = 0;
    size = leadBytes + length;
  }

  /** Writes the record's bytes as they came. */
  void writeTo(DataOutputView out, int leadBytes) throws IOException {
    out.write(bytes, 0, leadBytes);
    out.writeInt(size - leadBytes);
    out.write(bytes, leadBytes, size - leadBytes);
  }

  int getByte() {
    return bytes[at++];
  }

  int getInt() {
    int value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value = (value << 8) | (bytes[at++] & 0xff);
    }
    return value;
  }

  long getLong() {
    long high = getInt();
    return (high << 32) | (getInt() & 0xffff_ffffL);
  }

  long getVarint() {
    long value = 0;
    int shift = 0;
    byte part;
    do {
      part = bytes[at++];
      value |= (part & 0x7fL) << shift;
      shift += 7;
    } while (part < 0);
    return value;
  }

  byte[] getBytes() {
    int length = (int) getVarint() - 1;
    if (length < 0) {
      return null;
    }
    byte[] value = Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return value;
  }

  /** A text that comes again and again. */
  String getName() {
    int from = at;
    int head = (int) getVarint();
    if (head == 0) {
      return null;
    }
    at += chars(head) * width(head);
    int slot = (int) HASH.of(bytes, from, at) & (TABLE_SIZE - 1);
    byte[] known = coded[slot];
    if (known == null || !Arrays.equals(known, 0, known.length, bytes, from, at)) {
      coded[slot] = Arrays.copyOfRange(bytes, from, at);
      at = from;
      texts[slot] = getText();
    }
    return texts[slot];
  }

  /** A text. */
  String getText() {
    int head = (int) getVarint();
    if (head == 0) {
      return null;
    }
    int length = chars(head);
    int from = at;
    at += length * width(head);
    if (width(head) == 1) {
      return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }
    char[] wide = new char[length];
    for (int i = 0; i < length; i++) {
      wide[i] = (char) ((bytes[from + 2 * i] << 8) | (bytes[from + 2 * i + 1] & 0xff));
    }
    return new String(wide);
  }

  private static int chars(int head) {
    return (head - 1) >> 1;
  }

  private static int width(int head) {
    return (head & 1) == 0 ? 2 : 1;
  }
}
