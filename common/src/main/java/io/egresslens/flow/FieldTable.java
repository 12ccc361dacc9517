package io.egresslens.flow;

import java.io.Serializable;
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
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

  private final List<Field<T, ?>> fields;

  /** What stands before the value of each field: its name in quotes and a colon. */
  private final byte[][] heads;

  private FieldTable(List<Field<T, ?>> fields) {
    this.fields = List.copyOf(fields);
    this.heads = fields.stream().map(field -> head(field.name())).toArray(byte[][]::new);
  }

  private static byte[] head(String name) {
    JsonBytes head = new JsonBytes();
    head.text(name);
    head.raw(':');
    return head.toByteArray();
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
    private void writeValue(T record, byte[] head, JsonBytes out) {
      V present = value.of(record);
      if (present == null) {
        return;
      }
      out.raw(head);
      if (nested != null) {
        nested.writeJson(present, out);
      } else {
        FieldTable.writeValue(present, out);
      }
      out.raw(',');
    }
  }

  /** A record together with its table: an item of a list in another record. */
  public record Row<V>(V record, FieldTable<V> table) {
    private void writeJson(JsonBytes out) {
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
  public void writeJson(T record, JsonBytes out) {
    out.raw('{');
    for (int i = 0; i < heads.length; i++) {
      fields.get(i).writeValue(record, heads[i], out);
    }
    close(out, '}');
  }

  /** The record as one JSON object in ASCII, without line break. */
  public byte[] toJson(T record) {
    JsonBytes bytes = new JsonBytes();
    writeJson(record, bytes);
    return bytes.toByteArray();
  }

  /** The same as text. */
  public String toLine(T record) {
    return new String(toJson(record), StandardCharsets.US_ASCII);
  }

  private static void writeValue(Object value, JsonBytes out) {
    if (value instanceof String text) {
      out.text(text);
    } else if (value instanceof Integer || value instanceof Long) {
      out.number(((Number) value).longValue());
    } else if (value instanceof Instant time) {
      out.time(time);
    } else if (value instanceof Boolean truth) {
      out.raw(truth ? TRUE : FALSE);
    } else if (value instanceof Double number) {
      writeDouble(number, out);
    } else if (value instanceof Row<?> row) {
      row.writeJson(out);
    } else if (value instanceof List<?> items) {
      out.raw('[');
      for (Object item : items) {
        writeValue(item, out);
        out.raw(',');
      }
      close(out, ']');
    } else if (value instanceof Map<?, ?> entries) {
      out.raw('{');
      for (Map.Entry<?, ?> entry : new TreeMap<>(entries).entrySet()) {
        out.text((String) entry.getKey());
        out.raw(':');
        writeValue(entry.getValue(), out);
        out.raw(',');
      }
      close(out, '}');
    } else {
      throw new IllegalArgumentException("no way to write a " + value.getClass());
    }
  }

  /** JSON has no number for what is none: text then. */
  private static void writeDouble(double number, JsonBytes out) {
    String text = Double.toString(number);
    if (Double.isFinite(number)) {
      out.raw(text.getBytes(StandardCharsets.US_ASCII));
    } else {
      out.text(text);
    }
  }

  /** Every member is followed by a comma; the last one's gives way. */
  private static void close(JsonBytes out, char bracket) {
    if (out.last() == ',') {
      out.dropLast();
    }
    out.raw(bracket);
  }
}
