package io.egresslens.alert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.egresslens.flow.Action;
import io.egresslens.flow.Labels;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads alerts back from the JSON lines that {@link AlertFields#CHANGE} writes, and from
 * CloudEvents with the same fields under {@code data}. For what this project wrote itself.
 */
public final class AlertReader {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Map<String, AlertRule> RULES =
      Arrays.stream(AlertRule.values())
          .collect(Collectors.toMap(AlertRule::label, Function.identity()));

  private final Map<?, ?> fields;

  private AlertReader(Map<?, ?> fields) {
    this.fields = fields;
  }

  /**
   * The step of a line.
   *
   * @throws IOException when the line is not one, or lacks a field that every step has
   */
  public static AlertChange read(String line) throws IOException {
    try (JsonParser parser = JSON.createParser(line)) {
      parser.nextToken();
      if (!(value(parser) instanceof Map<?, ?> fields)) {
        throw new IOException("an alert is a JSON object");
      }
      return new AlertReader(fields.get("data") instanceof Map<?, ?> data ? data : fields).change();
    } catch (RuntimeException e) {
      throw new IOException("not an alert: " + e.getMessage(), e);
    }
  }

  /** An object as a map, an array as a list, anything else as its text. */
  private static Object value(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      Map<String, Object> members = new HashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        members.put(name, value(parser));
      }
      return members;
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      List<Object> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(value(parser));
      }
      return items;
    }
    return parser.getText();
  }

  private AlertChange change() {
    return new AlertChange(
        text("alertId"),
        text("instanceId"),
        Long.parseLong(text("sequence")),
        constant(AlertStatus.class, "status"),
        Boolean.parseBoolean(text("page")),
        RULES.get(text("rule")),
        constant(Severity.class, "severity"),
        labels(),
        time("time"),
        time("startsAt"),
        time("firedAt"),
        time("lastEvent"),
        fields.containsKey("endsAt") ? time("endsAt") : null,
        Long.parseLong(text("count")),
        Long.parseLong(text("sources")),
        list("evidence").stream()
            .map(item -> new AlertReader((Map<?, ?>) item).evidence())
            .toList(),
        text("firewallRule"),
        text("summary"),
        text("description"),
        text("fix"),
        text("parentId"),
        text("silence"),
        text("catalogVersion"));
  }

  private Evidence evidence() {
    return new Evidence(
        text("destination"),
        fields.containsKey("port") ? Integer.parseInt(text("port")) : 0,
        text("protocol"),
        constant(Action.class, "action"),
        text("rule"),
        Long.parseLong(text("flows")),
        time("firstSeen"),
        time("lastSeen"),
        list("sampleSources").stream().map(String.class::cast).toList());
  }

  private Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    for (LabelName name : LabelName.values()) {
      if (fields.containsKey(name.label())) {
        labels.put(name.label(), text(name.label()));
      }
    }
    return labels;
  }

  private String text(String name) {
    return (String) fields.get(name);
  }

  private Instant time(String name) {
    return Instant.parse(text(name));
  }

  private List<?> list(String name) {
    return fields.get(name) instanceof List<?> items ? items : List.of();
  }

  private <E extends Enum<E>> E constant(Class<E> type, String name) {
    return Enum.valueOf(type, Labels.constant(text(name)));
  }
}
