package io.egresslens.jobs.io;

import io.egresslens.alert.AlertChange;
import io.egresslens.alert.AlertFields;
import io.egresslens.catalog.CatalogUpdate;
import io.egresslens.flow.FieldTable;
import io.egresslens.flow.FieldTable.Field;
import io.egresslens.flow.Flow;
import io.egresslens.ingest.DeadLetter;
import io.egresslens.jobs.config.OutputFormat;
import io.egresslens.parse.FlowFields;
import io.egresslens.window.Accounting;
import io.egresslens.window.ShadowDifference;
import io.egresslens.window.Summary;
import io.egresslens.window.SummaryFields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions.TimestampNanosConversion;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.flink.util.function.SerializableFunction;

/**
 * One kind of row that leaves the job: the table of its fields, and the Avro schema that has the
 * same fields in the same order. Immutable and safe for use by many threads.
 *
 * @param <T> what a row is inside the job
 */
public final class Contract<T> implements Serializable {
  /** One word of one window about one key. */
  public static final Contract<Summary> SUMMARY =
      new Contract<>(SummaryFields.SUMMARY, io.egresslens.schemas.Summary.getClassSchema());

  /** Flows that came too late, as the summary that they would have been. */
  public static final Contract<Summary> LATE_FLOW =
      new Contract<>(SummaryFields.LATE_FLOW, io.egresslens.schemas.LateFlow.getClassSchema());

  /** A record that was not understood. */
  public static final Contract<DeadLetter> DEAD_LETTER =
      new Contract<>(FlowFields.DEAD_LETTER, io.egresslens.schemas.DeadLetter.getClassSchema());

  /** Threat intelligence or IDPS in alert mode. */
  public static final Contract<Flow> SIGNAL =
      new Contract<>(FlowFields.FLOW, io.egresslens.schemas.Signal.getClassSchema());

  /** The books. */
  public static final Contract<Accounting> ACCOUNTING =
      new Contract<>(SummaryFields.ACCOUNTING, io.egresslens.schemas.Accounting.getClassSchema());

  /** What became of a changed catalog. */
  public static final Contract<CatalogUpdate> CATALOG_UPDATE =
      new Contract<>(CatalogUpdate.FIELDS, io.egresslens.schemas.CatalogUpdate.getClassSchema());

  /** What a shadow catalog says something else of. */
  public static final Contract<ShadowDifference> SHADOW =
      new Contract<>(
          ShadowDifference.FIELDS, io.egresslens.schemas.ShadowDifference.getClassSchema());

  /** One step in an alert's life. */
  public static final Contract<AlertChange> ALERT =
      new Contract<>(AlertFields.CHANGE, io.egresslens.schemas.Alert.getClassSchema());

  private static final GenericData AVRO = avro();

  private final FieldTable<T> fields;
  private final Schema schema;
  private transient volatile BinaryMessageEncoder<GenericRecord> encoder;

  /**
   * @throws IllegalArgumentException when table and schema differ
   */
  Contract(FieldTable<T> fields, Schema schema) {
    requireSameNames(fields, schema);
    this.fields = fields;
    this.schema = schema;
  }

  /** Name, order and value of every field. */
  public FieldTable<T> fields() {
    return fields;
  }

  /** The schema of the Avro form. */
  public Schema schema() {
    return schema;
  }

  /** The function that writes a row in this format; it can be sent to where a graph runs. */
  public SerializableFunction<T, byte[]> writer(OutputFormat format) {
    return switch (format) {
      case AVRO -> this::toAvro;
      case JSON -> fields::toJson;
    };
  }

  /** The row in Avro's single-object encoding: marker, fingerprint of the schema, fields. */
  public byte[] toAvro(T row) {
    BinaryMessageEncoder<GenericRecord> ready = encoder;
    if (ready == null) {
      ready = new BinaryMessageEncoder<>(AVRO, schema);
      encoder = ready;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try {
      ready.encode(record(fields, schema, row), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  private static <R> GenericRecord record(FieldTable<R> fields, Schema schema, R row) {
    GenericRecord record = new GenericData.Record(schema);
    List<Field<R, ?>> rows = fields.fields();
    for (int i = 0; i < rows.size(); i++) {
      record.put(i, value(rows.get(i), schema.getFields().get(i).schema(), row));
    }
    return record;
  }

  private static <R, V> Object value(Field<R, V> field, Schema schema, R row) {
    V value = field.value().of(row);
    if (value instanceof Map<?, ?> map) {
      return new TreeMap<>(map); // Same row, same bytes: Avro writes a map as it comes.
    }
    if (value instanceof List<?> items) {
      return items.stream().map(item -> item(item, schema.getElementType())).toList();
    }
    return value == null || field.nested() == null ? value : record(field.nested(), schema, value);
  }

  private static Object item(Object item, Schema schema) {
    return item instanceof FieldTable.Row<?> row ? record(row, schema) : item;
  }

  private static <R> GenericRecord record(FieldTable.Row<R> row, Schema schema) {
    requireSameNames(row.table(), schema);
    return record(row.table(), schema, row.record());
  }

  private static void requireSameNames(FieldTable<?> fields, Schema schema) {
    List<String> ours = fields.fields().stream().map(Field::name).toList();
    List<String> avros = schema.getFields().stream().map(Schema.Field::name).toList();
    if (!Objects.equals(ours, avros)) {
      throw new IllegalArgumentException(
          schema.getFullName() + " has the fields " + avros + ", its table " + ours);
    }
    for (Field<?, ?> field : fields.fields()) {
      if (field.nested() != null) {
        requireSameNames(field.nested(), schema.getField(field.name()).schema());
      }
    }
  }

  private static GenericData avro() {
    GenericData avro = new GenericData();
    avro.addLogicalTypeConversion(new TimestampNanosConversion());
    return avro;
  }
}
