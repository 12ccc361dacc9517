package io.egresslens.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The fields of one record as text, whatever envelope they came in: one slot a {@link Field},
 * reused from record to record. Values are without the space around them; absent, {@code null},
 * {@code ""} and nothing but space are all null here. When a key comes twice the later value that
 * is not empty wins.
 *
 * <p>The envelope's fields come from the top of the record only. The others come from {@code
 * properties} only when that is an object, wherever in the record it stands, and from the top when
 * there is none: nothing beside a decision can overrule it. Not thread-safe.
 */
final class RecordFields {
  /** Spellings remembered; more than that are looked up afresh, so random keys cost no memory. */
  private static final int MAX_REMEMBERED = 2048;

  private static final Object UNKNOWN = new Object();

  /** Backed by an array: nothing is allocated per record. */
  private final EnumMap<Field, String> slots = new EnumMap<>(Field.class);

  private final Map<String, Object> topKeys = new HashMap<>();
  private final Map<String, Object> dataKeys = new HashMap<>();
  private final JsonFactory json;
  private boolean propertiesSeen;
  private boolean propertiesRead;
  private boolean propertiesBroken;

  /**
   * @param json reads {@code properties} that come as escaped text
   */
  RecordFields(JsonFactory json) {
    this.json = json;
  }

  void clear() {
    slots.clear();
    propertiesSeen = false;
    propertiesRead = false;
    propertiesBroken = false;
  }

  /** The field's text, or null when the record does not say it. */
  String get(Field field) {
    return slots.get(field);
  }

  void set(Field field, String value) {
    String text = value == null ? "" : value.strip();
    if (!text.isEmpty()) {
      slots.put(field, text);
    }
  }

  /** Says that {@code properties} was there, an object whose fields are set by themselves. */
  void markProperties() {
    propertiesSeen = true;
    propertiesRead = true;
  }

  /** Whether {@code properties} was there and is neither an object nor an object as text. */
  boolean propertiesBroken() {
    return propertiesBroken;
  }

  /** Whether this has a field of an envelope at all. */
  boolean hasEnvelope() {
    return envelopeFields() > 0;
  }

  /**
   * Whether this is surely a record and not a part of one: no nested object of any category carries
   * two fields of the envelope.
   */
  boolean looksLikeRecord() {
    return envelopeFields() >= 2;
  }

  /** Whether this says by itself what was logged, so that it is no mere envelope of records. */
  boolean hasProperties() {
    return propertiesRead;
  }

  /** Whether this names what was logged and when, as records do whose data is beside that. */
  boolean hasCategoryAndTime() {
    return (slots.containsKey(Field.CATEGORY) || slots.containsKey(Field.TYPE))
        && (slots.containsKey(Field.TIME)
            || slots.containsKey(Field.TIME_GENERATED)
            || slots.containsKey(Field.TIME_STAMP));
  }

  private int envelopeFields() {
    int count = propertiesSeen ? 1 : 0;
    for (Field field : Field.ENVELOPE) {
      count += slots.containsKey(field) ? 1 : 0;
    }
    return count + (slots.containsKey(Field.MSG) ? 1 : 0);
  }

  /** The field of a key at the top of a record, or null. */
  Field topField(String key) {
    return field(topKeys, key, true);
  }

  /**
   * Reads the value of a top-level field that is not {@code records}.
   *
   * @param parser at the value
   * @param field null for a key that we do not know
   */
  void readTop(JsonParser parser, Field field) throws IOException {
    if (field == Field.PROPERTIES) {
      readProperties(parser);
    } else {
      boolean overruled = propertiesRead && field != null && !field.isEnvelope();
      readValue(parser, overruled ? null : field);
    }
  }

  private void readProperties(JsonParser parser) throws IOException {
    propertiesSeen = true;
    switch (parser.currentToken()) {
      case START_OBJECT -> readObject(parser);
      case VALUE_NULL -> {}
      case VALUE_STRING -> readEscaped(parser.getText());
      default -> {
        propertiesBroken = true;
        parser.skipChildren();
      }
    }
  }

  /** Other Azure services send {@code properties} as JSON inside a string: decoded once. */
  private void readEscaped(String text) {
    if (text.isBlank()) {
      return;
    }
    try (JsonParser inner = json.createParser(text)) {
      if (inner.nextToken() == JsonToken.START_OBJECT) {
        readObject(inner);
        propertiesBroken = inner.nextToken() != null;
        return;
      }
      propertiesBroken = true;
    } catch (IOException e) {
      propertiesBroken = true;
    }
  }

  private void readObject(JsonParser parser) throws IOException {
    if (!propertiesRead) {
      propertiesRead = true;
      slots.keySet().removeIf(field -> !field.isEnvelope());
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      Field field = field(dataKeys, parser.currentName(), false);
      parser.nextToken();
      readValue(parser, field);
    }
  }

  private void readValue(JsonParser parser, Field field) throws IOException {
    JsonToken token = parser.currentToken();
    if (token.isStructStart()) {
      parser.skipChildren();
    } else if (field != null && token != JsonToken.VALUE_NULL) {
      String text = parser.getText();
      set(field, mayHoldSurrogates(parser) ? wellFormed(text) : text);
    }
  }

  private static Field field(Map<String, Object> known, String key, boolean top) {
    Object found = known.get(key);
    if (found == null) {
      Field field = Field.find(key, top);
      found = field == null ? UNKNOWN : field;
      if (known.size() < MAX_REMEMBERED) {
        known.put(key, found);
      }
    }
    return found == UNKNOWN ? null : (Field) found;
  }

  /** One pass over the parser's own characters, cheaper than the same over the string. */
  private static boolean mayHoldSurrogates(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      return false;
    }
    char[] chars = parser.getTextCharacters();
    int from = parser.getTextOffset();
    int to = from + parser.getTextLength();
    int bits = 0;
    for (int i = from; i < to; i++) {
      bits |= chars[i];
    }
    return bits >= Character.MIN_SURROGATE;
  }

  /** Replaces lone surrogates, which JSON can spell and UTF-8 cannot, by the replacement mark. */
  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return text.codePoints()
            .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
      }
    }
    return text;
  }
}
