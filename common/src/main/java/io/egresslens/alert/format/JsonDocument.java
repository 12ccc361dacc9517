package io.egresslens.alert.format;

import io.egresslens.flow.JsonBytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A JSON object that is filled path by path: keys stand in the order in which they came first. What
 * is null, empty text or an empty list is left out, times are RFC 3339 in UTC with milliseconds,
 * and the text is ASCII. Not thread-safe.
 */
final class JsonDocument {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

  private final Map<String, Object> root = new LinkedHashMap<>();

  /** The form of a time. */
  static String time(Instant time) {
    return TIME.format(time);
  }

  /** An object for a list: names and values by turns, absent values left out. */
  static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (!isAbsent(namesAndValues[i + 1])) {
        object.put((String) namesAndValues[i], namesAndValues[i + 1]);
      }
    }
    return object;
  }

  /**
   * Puts a value where the path says.
   *
   * @param path names with dots between
   * @param value text, number, truth, time, list or map; null for nothing
   */
  @SuppressWarnings("unchecked") // A path ends in a value or goes on: the table's rows agree on it.
  void put(String path, Object value) {
    if (isAbsent(value)) {
      return;
    }
    Map<String, Object> at = root;
    int from = 0;
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', from)) {
      at =
          (Map<String, Object>)
              at.computeIfAbsent(path.substring(from, dot), name -> new LinkedHashMap<>());
      from = dot + 1;
    }
    if (at.put(path.substring(from), value) != null) {
      throw new IllegalStateException("two rows for " + path);
    }
  }

  byte[] toBytes() {
    JsonBytes out = new JsonBytes();
    write(root, out);
    return out.toByteArray();
  }

  private static boolean isAbsent(Object value) {
    return value == null
        || (value instanceof String text && text.isEmpty())
        || (value instanceof List<?> list && list.isEmpty())
        || (value instanceof Map<?, ?> map && map.isEmpty());
  }

  private static void write(Object value, JsonBytes out) {
    if (value instanceof String text) {
      out.text(text);
    } else if (value instanceof Instant time) {
      out.text(time(time));
    } else if (value instanceof Boolean truth) {
      out.raw(truth ? TRUE : FALSE);
    } else if (value instanceof Integer || value instanceof Long) {
      out.number(((Number) value).longValue());
    } else if (value instanceof List<?> list) {
      out.raw('[');
      for (int i = 0; i < list.size(); i++) {
        comma(i, out);
        write(list.get(i), out);
      }
      out.raw(']');
    } else if (value instanceof Map<?, ?> map) {
      out.raw('{');
      int i = 0;
      for (Map.Entry<?, ?> member : map.entrySet()) {
        comma(i++, out);
        out.text((String) member.getKey());
        out.raw(':');
        write(member.getValue(), out);
      }
      out.raw('}');
    } else {
      throw new IllegalArgumentException("no way to write a " + value.getClass());
    }
  }

  private static void comma(int index, JsonBytes out) {
    if (index > 0) {
      out.raw(',');
    }
  }
}
