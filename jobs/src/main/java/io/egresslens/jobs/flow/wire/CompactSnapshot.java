package io.egresslens.jobs.flow.wire;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What a checkpoint remembers of a {@link CompactSerializer}: the version of its form. State of an
 * older version is read by that version and written anew; state of a newer one is refused.
 *
 * @param <T> the record
 */
abstract class CompactSnapshot<T> implements TypeSerializerSnapshot<T> {
  private final int newestVersion;
  private int version;

  CompactSnapshot(int newestVersion) {
    this.newestVersion = newestVersion;
    this.version = newestVersion;
  }

  /** The serializer that reads what this version wrote. */
  abstract CompactSerializer<T> serializer(int version);

  @Override
  public final int getCurrentVersion() {
    return newestVersion;
  }

  @Override
  public final void writeSnapshot(DataOutputView out) {
    // The version, which Flink writes itself, says it all.
  }

  @Override
  public final void readSnapshot(int readVersion, DataInputView in, ClassLoader loader)
      throws IOException {
    version = readVersion;
  }

  @Override
  public final TypeSerializer<T> restoreSerializer() {
    return serializer(version);
  }

  @Override
  public final TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
      TypeSerializerSnapshot<T> older) {
    if (older.getClass() != getClass()) {
      return TypeSerializerSchemaCompatibility.incompatible();
    }
    int found = ((CompactSnapshot<T>) older).version;
    if (found > newestVersion || found < 1) {
      return TypeSerializerSchemaCompatibility.incompatible();
    }
    return found == newestVersion
        ? TypeSerializerSchemaCompatibility.compatibleAsIs()
        : TypeSerializerSchemaCompatibility.compatibleAfterMigration();
  }
}
