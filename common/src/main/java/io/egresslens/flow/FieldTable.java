package io.egresslens.flow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is written of one kind of record: its fields, in the order in which they are written. The
 * one table from which a record's JSON, its Avro form and tests of both are made. Immutable.
 *
 * <p>A value is a {@code String}, {@code Integer}, {@code Long}, {@code Double}, {@code Boolean},
 * {@code Instant}, a {@code List} of such values or of rows, a {@code Map} from string to {@code
 * Long}, or a record with a table of its own; null is an absent value, which JSON leaves out.
 * Numbers and truths are boxed on the way: fine for rows that leave a window, too dear for every
 * flow.
 *
 * @param <T> the kind of record
 */
public final class FieldTable<T> implements Serializable {
  /**
   * ASCII only: names are chosen by attackers, and a terminal obeys characters (C1 controls, text
   * direction) that plain JSON lets through.
   */
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final List<Field<T, ?>> fields;

  private FieldTable(List<Field<T, ?>> fields) {
    this.fields = List.copyOf(fields);
  }

  /** How to read one value off a record; null when the record has none. */
  @FunctionalInterface
  public interface Accessor<T, V> extends Serializable {
    V of(T record);
  }

  /**
   * One row of the table.
   *
   * @param nested the table of the value, when it is itself a record; null otherwise
   */
  public record Field<T, V>(String name, Accessor<T, V> value, FieldTable<V> nested)
      implements Serializable {
    private void writeJson(T record, JsonGenerator out) throws IOException {
      V present = value.of(record);
      if (present == null) {
        return;
      }
      out.writeFieldName(name);
      if (nested != null) {
        nested.writeJson(present, out);
      } else {
        writeValue(present, out);
      }
    }
  }

  /** A record together with its table: an item of a list in another record. */
  public record Row<V>(V record, FieldTable<V> table) {
    private void writeJson(JsonGenerator out) throws IOException {
      table.writeJson(record, out);
    }
  }

  /** The record as an item of a list. */
  public Row<T> row(T record) {
    return new Row<>(record, this);
  }

  /** A table without rows. */
  public static <T> FieldTable<T> none() {
    return new FieldTable<>(List.of());
  }

  /** This table with one more row at the end. */
  public FieldTable<T> with(String name, Accessor<T, ?> value) {
    return plus(new Field<>(name, value, null));
  }

  /** This table with one more row, a record with fields of its own. */
  public <V> FieldTable<T> with(String name, Accessor<T, V> value, FieldTable<V> nested) {
    return plus(new Field<>(name, value, nested));
  }

  /** This table without the rows of these names. */
  public FieldTable<T> without(String... names) {
    List<String> gone = List.of(names);
    return new FieldTable<>(fields.stream().filter(row -> !gone.contains(row.name())).toList());
  }

  private FieldTable<T> plus(Field<T, ?> row) {
    List<Field<T, ?>> more = new ArrayList<>(fields);
    more.add(row);
    return new FieldTable<>(more);
  }

  /** The rows, in order. */
  public List<Field<T, ?>> fields() {
    return fields;
  }

  /**
   * Writes the record as one JSON object: keys in the order of the table, absent values left out,
   * times as RFC 3339 in UTC, keys of a map sorted.
   */
  public void writeJson(T record, JsonGenerator out) throws IOException {
    out.writeStartObject();
    for (Field<T, ?> field : fields) {
      field.writeJson(record, out);
    }
    out.writeEndObject();
  }

  /** The record as one JSON object in ASCII, without line break. */
  public byte[] toJson(T record) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      writeJson(record, out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  /** The same as text. */
  public String toLine(T record) {
    return new String(toJson(record), StandardCharsets.US_ASCII);
  }

  private static void writeValue(Object value, JsonGenerator out) throws IOException {
    if (value instanceof String text) {
      out.writeString(text);
    } else if (value instanceof Integer || value instanceof Long) {
      out.writeNumber(((Number) value).longValue());
    } else if (value instanceof Double number) {
      out.writeNumber(number);
    } else if (value instanceof Boolean truth) {
      out.writeBoolean(truth);
    } else if (value instanceof Instant time) {
      out.writeString(time.toString());
    } else if (value instanceof Row<?> row) {
      row.writeJson(out);
    } else if (value instanceof List<?> items) {
      out.writeStartArray();
      for (Object item : items) {
        writeValue(item, out);
      }
      out.writeEndArray();
    } else if (value instanceof Map<?, ?> entries) {
      out.writeStartObject();
      for (Map.Entry<?, ?> entry : new TreeMap<>(entries).entrySet()) {
        out.writeFieldName((String) entry.getKey());
        writeValue(entry.getValue(), out);
      }
      out.writeEndObject();
    } else {
      throw new IllegalArgumentException("no way to write a " + value.getClass());
    }
  }
}
