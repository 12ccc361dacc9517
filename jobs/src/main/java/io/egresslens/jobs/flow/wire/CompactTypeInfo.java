package io.egresslens.jobs.flow.wire;

import io.egresslens.window.PartialSum;
import io.egresslens.window.WindowKey;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * A record whose serializer is written by hand. Every edge and state of these records names its
 * constant: found by reflection, the type would be written field by field.
 *
 * @param <T> the record
 */
public final class CompactTypeInfo<T> extends TypeInformation<T> {
  private static final long serialVersionUID = 1L;

  /** What travels from ingest to the windows and lies in their state. */
  public static final TypeInformation<PartialSum> PARTIAL_SUM =
      new CompactTypeInfo<>(PartialSum.class, new PartialSumSerializer());

  /** What sums are brought together by. */
  public static final TypeInformation<WindowKey> WINDOW_KEY =
      new CompactTypeInfo<>(WindowKey.class, new WindowKeySerializer());

  /** What a changed catalog travels and is saved as. */
  public static final TypeInformation<EditionPart> EDITION_PART =
      new CompactTypeInfo<>(EditionPart.class, new EditionPartSerializer());

  /** What travels from ingest to the alert rules. */
  public static final TypeInformation<AlertInput> ALERT_INPUT =
      new CompactTypeInfo<>(AlertInput.class, new AlertInputSerializer());

  private final Class<T> type;
  private final CompactSerializer<T> serializer;

  private CompactTypeInfo(Class<T> type, CompactSerializer<T> serializer) {
    this.type = type;
    this.serializer = serializer;
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return serializer.duplicate();
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public Class<T> getTypeClass() {
    return type;
  }

  @Override
  public boolean isKeyType() {
    return true;
  }

  @Override
  public String toString() {
    return type.getSimpleName();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CompactTypeInfo<?> same && same.type == type;
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof CompactTypeInfo<?>;
  }
}
