package io.egresslens.flow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the records of a {@link FieldTable} with Jackson: what the table's own writer must give.
 */
final class JacksonRows {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private JacksonRows() {}

  static <T> byte[] toJson(FieldTable<T> table, T record) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      writeRecord(table, record, out);
    }
    return bytes.toByteArray();
  }

  private static <T> void writeRecord(FieldTable<T> table, T record, JsonGenerator out)
      throws IOException {
    out.writeStartObject();
    for (FieldTable.Field<T, ?> field : table.fields()) {
      writeField(field, record, out);
    }
    out.writeEndObject();
  }

  private static <T, V> void writeField(FieldTable.Field<T, V> field, T record, JsonGenerator out)
      throws IOException {
    V value = field.value().of(record);
    if (value == null) {
      return;
    }
    out.writeFieldName(field.name());
    if (field.nested() != null) {
      writeRecord(field.nested(), value, out);
    } else {
      writeValue(value, out);
    }
  }

  private static <V> void writeRow(FieldTable.Row<V> row, JsonGenerator out) throws IOException {
    writeRecord(row.table(), row.record(), out);
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
    } else if (value instanceof FieldTable.Row<?> row) {
      writeRow(row, out);
    } else if (value instanceof List<?> items) {
      out.writeStartArray();
      for (Object item : items) {
        writeValue(item, out);
      }
      out.writeEndArray();
    } else {
      out.writeStartObject();
      for (Map.Entry<?, ?> entry : new TreeMap<>((Map<?, ?>) value).entrySet()) {
        out.writeFieldName((String) entry.getKey());
        writeValue(entry.getValue(), out);
      }
      out.writeEndObject();
    }
  }
}
