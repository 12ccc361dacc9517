package io.egresslens.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Jackson's token stream, one parser a block: names are interned, texts that nobody asks for are
 * skipped undecoded, and texts that come again and again are not made again.
 */
final class StreamPeer extends Peer {
  private final JsonFactory factory = new JsonFactory();
  private final TextPool pool = new TextPool();

  @Override
  protected void block(byte[] block) throws IOException {
    try (JsonParser parser = factory.createParser(block)) {
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        object(parser);
      }
    }
  }

  /** Reads a line's object, the line end of a wrapper included. */
  private void object(JsonParser parser) throws IOException {
    String name = parser.nextFieldName();
    if (!"records".equals(name)) {
      fields(parser, name);
      counted();
      return;
    }
    parser.nextToken();
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      fields(parser, parser.nextFieldName());
      counted();
    }
    parser.nextToken();
  }

  private void fields(JsonParser parser, String first) throws IOException {
    for (String name = first; name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      switch (name) {
        case "category" -> record.category = text(parser);
        case "time" -> record.time = parser.getText();
        case "resourceId" -> record.firewall = text(parser);
        case "Protocol" -> record.protocol = text(parser);
        case "SourceIp" -> record.source = text(parser);
        case "Fqdn" -> record.host = text(parser);
        case "DestinationIp" -> record.address = text(parser);
        case "DestinationPort" -> record.port = parser.getIntValue();
        case "Action" -> record.action = text(parser);
        case "RuleCollection" -> record.collection = text(parser);
        case "Rule" -> record.rule = text(parser);
        case "msg" -> record.message = parser.getText();
        case "properties" -> fields(parser, parser.nextFieldName());
        default -> {
          if (token.isStructStart()) {
            parser.skipChildren();
          }
        }
      }
    }
  }

  private String text(JsonParser parser) throws IOException {
    return pool.text(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
  }
}
