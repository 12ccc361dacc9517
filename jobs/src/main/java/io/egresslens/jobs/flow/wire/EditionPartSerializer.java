package io.egresslens.jobs.flow.wire;

import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** Writes pieces of editions. */
final class EditionPartSerializer extends CompactSerializer<EditionPart> {
  private static final long serialVersionUID = 1L;
  private static final int VERSION = 1;

  EditionPartSerializer() {
    super(0);
  }

  @Override
  void write(EditionPart part, CompactWriter out) {
    out.putLong(part.generation());
    out.putVarint(part.index());
    out.putVarint(part.count());
    out.putBytes(part.bytes());
  }

  @Override
  EditionPart read(CompactReader in) {
    return new EditionPart(in.getLong(), (int) in.getVarint(), (int) in.getVarint(), in.getBytes());
  }

  @Override
  public TypeSerializer<EditionPart> duplicate() {
    return new EditionPartSerializer();
  }

  @Override
  public TypeSerializerSnapshot<EditionPart> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The version of pieces in a checkpoint. Made by Flink by its name. */
  public static final class Snapshot extends CompactSnapshot<EditionPart> {
    public Snapshot() {
      super(VERSION);
    }

    @Override
    CompactSerializer<EditionPart> serializer(int version) {
      return new EditionPartSerializer();
    }
  }
}
