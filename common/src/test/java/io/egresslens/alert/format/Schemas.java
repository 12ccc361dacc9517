package io.egresslens.alert.format;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What each format asks of a document, as JSON Schemas beside this class. */
final class Schemas {
  private static final Map<AlertFormat, Schema> SCHEMAS = new EnumMap<>(AlertFormat.class);

  static {
    SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    for (AlertFormat format : AlertFormat.values()) {
      String name = format.name().toLowerCase(Locale.ROOT).replace("_", "") + ".schema.json";
      try (InputStream schema = Schemas.class.getResourceAsStream(name)) {
        SCHEMAS.put(format, registry.getSchema(schema));
      } catch (IOException e) {
        throw new UncheckedIOException(name, e);
      }
    }
  }

  private Schemas() {}

  /** What is wrong with the document; empty when nothing is. */
  static List<String> problems(AlertFormat format, byte[] document) {
    return SCHEMAS
        .get(format)
        .validate(
            new String(document, StandardCharsets.UTF_8),
            InputFormat.JSON,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
        .stream()
        .map(Error::toString)
        .toList();
  }
}
