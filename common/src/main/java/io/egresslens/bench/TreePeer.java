package io.egresslens.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;

/** Jackson databind: a tree of every line. */
final class TreePeer extends LinePeer {
  private final ObjectReader reader = new ObjectMapper().reader();

  @Override
  protected void line(byte[] block, int from, int to) throws IOException {
    JsonNode line = reader.readTree(block, from, to - from);
    JsonNode records = line.get("records");
    if (records == null) {
      record(line);
    } else {
      for (JsonNode each : records) {
        record(each);
      }
    }
  }

  private void record(JsonNode node) {
    JsonNode properties = node.get("properties");
    record.category = text(node, "category");
    record.time = text(node, "time");
    record.firewall = text(node, "resourceId");
    record.message = text(properties, "msg");
    if (record.message == null) {
      record.protocol = text(properties, "Protocol");
      record.source = text(properties, "SourceIp");
      record.host = text(properties, "Fqdn");
      record.address = text(properties, "DestinationIp");
      record.port = properties.path("DestinationPort").intValue();
      record.action = text(properties, "Action");
      record.collection = text(properties, "RuleCollection");
      record.rule = text(properties, "Rule");
    }
    counted();
  }

  private static String text(JsonNode node, String name) {
    JsonNode value = node.get(name);
    return value == null ? null : value.textValue();
  }
}
