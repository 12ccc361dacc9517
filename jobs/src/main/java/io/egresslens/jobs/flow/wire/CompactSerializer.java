package io.egresslens.jobs.flow.wire;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A serializer written by hand for an immutable record. What it writes is a length and so many
 * bytes, which are copied from buffer to buffer without being understood. Not thread-safe; Flink
 * duplicates serializers for other threads.
 *
 * @param <T> the record
 */
abstract class CompactSerializer<T> extends TypeSerializer<T> {
  private static final long serialVersionUID = 1L;

  /** Bytes of a record that stand before its length. */
  private final int leadBytes;

  private transient CompactWriter writer;
  private transient CompactReader reader;

  /**
   * @param leadBytes how many of a record's bytes stand before its length, where a sort that looks
   *     at the first bytes only can see them
   */
  CompactSerializer(int leadBytes) {
    this.leadBytes = leadBytes;
  }

  /** Puts a record into bytes, in the newest version of the form. */
  abstract void write(T value, CompactWriter out);

  /** Reads it back, from the version that this serializer was restored for. */
  abstract T read(CompactReader in);

  @Override
  public final void serialize(T value, DataOutputView out) throws IOException {
    if (writer == null) {
      writer = new CompactWriter();
    }
    writer.reset();
    write(value, writer);
    writer.writeTo(out, leadBytes);
  }

  @Override
  public final T deserialize(DataInputView in) throws IOException {
    reader().readFrom(in, leadBytes);
    return read(reader);
  }

  private CompactReader reader() {
    if (reader == null) {
      reader = new CompactReader();
    }
    return reader;
  }

  @Override
  public final T deserialize(T reuse, DataInputView in) throws IOException {
    return deserialize(in);
  }

  @Override
  public final void copy(DataInputView in, DataOutputView out) throws IOException {
    reader().readFrom(in, leadBytes);
    reader.writeTo(out, leadBytes);
  }

  @Override
  public final T copy(T value) {
    return value;
  }

  @Override
  public final T copy(T value, T reuse) {
    return value;
  }

  @Override
  public final boolean isImmutableType() {
    return true;
  }

  @Override
  public final T createInstance() {
    return null;
  }

  @Override
  public final int getLength() {
    return -1;
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof CompactSerializer<?> same && same.getClass() == getClass();
  }

  @Override
  public final int hashCode() {
    return getClass().hashCode();
  }
}
