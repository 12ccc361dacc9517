package io.egresslens.jobs.flow.wire;

import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The bytes of one record, put together in a buffer that is used again for the next. Not
 * thread-safe.
 *
 * <p>Names repeat from record to record, a firewall's resource id in all of them: their coded form
 * is kept in a small table, where a name that pushes another out costs no more than its coding.
 */
final class CompactWriter {
  private static final int TABLE_SIZE = 512;
  private static final int MAX_VARINT_BYTES = 10;

  private final String[] texts = new String[TABLE_SIZE];
  private final byte[][] coded = new byte[TABLE_SIZE][];
  private byte[] bytes = new byte[1024];
  private int size;

  /** Begins a record. */
  void reset() {
    size = 0;
  }

  /**
   * Writes the record: so many of its bytes, the number of the others, the others.
   *
   * @param leadBytes at most as many as the record has
   */
  void writeTo(DataOutputView out, int leadBytes) throws IOException {
    out.write(bytes, 0, leadBytes);
    out.writeInt(size - leadBytes);
    out.write(bytes, leadBytes, size - leadBytes);
  }

  void putByte(int value) {
    require(1);
    bytes[size++] = (byte) value;
  }

  /** Four bytes, the highest first: sorted as bytes, numbers are sorted by unsigned value. */
  void putInt(int value) {
    require(Integer.BYTES);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  void putLong(long value) {
    putInt((int) (value >>> 32));
    putInt((int) value);
  }

  /** Seven bits a byte, low ones first; short for small numbers that are not negative. */
  void putVarint(long value) {
    require(MAX_VARINT_BYTES);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** Length and bytes; null is told apart from empty. */
  void putBytes(byte[] value) {
    if (value == null) {
      putVarint(0);
      return;
    }
    putVarint(value.length + 1L);
    putRaw(value, value.length);
  }

  /** A text that comes again and again. May be null. */
  void putName(String text) {
    if (text == null) {
      putVarint(0);
      return;
    }
    int hash = text.hashCode();
    int slot = (hash ^ hash >>> 16) & (TABLE_SIZE - 1);
    if (!text.equals(texts[slot])) {
      int from = size;
      putText(text);
      texts[slot] = text;
      coded[slot] = Arrays.copyOfRange(bytes, from, size);
      return;
    }
    putRaw(coded[slot], coded[slot].length);
  }

  /**
   * A text, char by char, so that one that is no valid Unicode comes back as it was. One byte a
   * char as long as they fit, else two; 0 is null. May be null.
   */
  void putText(String text) {
    if (text == null) {
      putVarint(0);
      return;
    }
    int length = text.length();
    int seen = 0;
    for (int i = 0; i < length; i++) {
      seen |= text.charAt(i);
    }
    boolean wide = seen > 0xff;
    putVarint(2L * length + (wide ? 2 : 1));
    require(2 * length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (wide) {
        bytes[size++] = (byte) (c >>> 8);
      }
      bytes[size++] = (byte) c;
    }
  }

  private void putRaw(byte[] value, int length) {
    require(length);
    System.arraycopy(value, 0, bytes, size, length);
    size += length;
  }

  private void require(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}
