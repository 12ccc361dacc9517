package io.egresslens.jobs.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.function.Consumer;

/** Reads {@code records} wrappers with Jackson's streaming parser, the fastest it has. */
final class PeerReader {
  private static final JsonFactory JSON = new JsonFactory();

  private PeerReader() {}

  static void read(byte[] message, Consumer<PeerRecord> out) throws IOException {
    try (JsonParser parser = JSON.createParser(message)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            out.accept(record(parser));
          }
        }
      }
    }
  }

  private static PeerRecord record(JsonParser parser) throws IOException {
    PeerRecord record = new PeerRecord();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "category" -> record.category = parser.getText();
        case "time" -> record.time = parser.getText();
        case "resourceId" -> record.resourceId = parser.getText();
        case "properties" -> record.properties = properties(parser);
        default -> parser.skipChildren();
      }
    }
    return record;
  }

  private static PeerRecord.Properties properties(JsonParser parser) throws IOException {
    PeerRecord.Properties properties = new PeerRecord.Properties();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "Protocol" -> properties.protocol = parser.getText();
        case "SourceIp" -> properties.sourceIp = parser.getText();
        case "DestinationIp" -> properties.destinationIp = parser.getText();
        case "DestinationPort" -> properties.destinationPort = parser.getValueAsInt();
        case "Fqdn" -> properties.fqdn = parser.getText();
        case "Action" -> properties.action = parser.getText();
        default -> parser.skipChildren();
      }
    }
    return properties;
  }
}
