package io.egresslens.jobs.flow.wire;

import io.egresslens.window.WindowKey;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/**
 * Writes keys: their hash, then window and parts.
 *
 * <p>The hash leads because a bounded run sorts by these bytes: keys differ in the first four,
 * where without it hundreds of bytes of the same firewall would be compared first. It decides
 * nothing: keys of one hash are still told apart by all that follows.
 */
final class WindowKeySerializer extends CompactSerializer<WindowKey> {
  private static final long serialVersionUID = 1L;
  private static final int VERSION = 1;

  WindowKeySerializer() {
    super(Integer.BYTES);
  }

  @Override
  void write(WindowKey key, CompactWriter out) {
    out.putInt(key.hashCode());
    out.putLong(key.windowStartMillis());
    SummaryKeyForm.write(key.key(), out);
  }

  @Override
  WindowKey read(CompactReader in) {
    in.getInt();
    long windowStartMillis = in.getLong();
    return new WindowKey(SummaryKeyForm.read(in), windowStartMillis);
  }

  @Override
  public TypeSerializer<WindowKey> duplicate() {
    return new WindowKeySerializer();
  }

  @Override
  public TypeSerializerSnapshot<WindowKey> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The version of keys in a checkpoint. Made by Flink by its name. */
  public static final class Snapshot extends CompactSnapshot<WindowKey> {
    public Snapshot() {
      super(VERSION);
    }

    @Override
    CompactSerializer<WindowKey> serializer(int version) {
      return new WindowKeySerializer();
    }
  }
}
