package io.egresslens.bench;

import com.alibaba.fastjson2.JSONReader;
import com.alibaba.fastjson2.util.Fnv;
import java.nio.charset.StandardCharsets;

/** fastjson2's reader: names are told by their hash, values that nobody asks for are skipped. */
final class FastjsonStreamPeer extends LinePeer {
  private static final long RECORDS = Fnv.hashCode64("records");
  private static final long PROPERTIES = Fnv.hashCode64("properties");
  private static final long CATEGORY = Fnv.hashCode64("category");
  private static final long TIME = Fnv.hashCode64("time");
  private static final long RESOURCE_ID = Fnv.hashCode64("resourceId");
  private static final long PROTOCOL = Fnv.hashCode64("Protocol");
  private static final long SOURCE = Fnv.hashCode64("SourceIp");
  private static final long FQDN = Fnv.hashCode64("Fqdn");
  private static final long ADDRESS = Fnv.hashCode64("DestinationIp");
  private static final long PORT = Fnv.hashCode64("DestinationPort");
  private static final long ACTION = Fnv.hashCode64("Action");
  private static final long COLLECTION = Fnv.hashCode64("RuleCollection");
  private static final long RULE = Fnv.hashCode64("Rule");
  private static final long MESSAGE = Fnv.hashCode64("msg");

  private boolean wrapped;

  @Override
  protected void line(byte[] block, int from, int to) {
    try (JSONReader reader = JSONReader.of(block, from, to - from, StandardCharsets.UTF_8)) {
      wrapped = false;
      object(reader);
      if (!wrapped) {
        counted();
      }
    }
  }

  private void object(JSONReader reader) {
    reader.nextIfObjectStart();
    while (!reader.nextIfObjectEnd()) {
      field(reader, reader.readFieldNameHashCode());
    }
  }

  private void field(JSONReader reader, long name) {
    if (name == TIME) {
      record.time = reader.readString();
    } else if (name == CATEGORY) {
      record.category = reader.readString();
    } else if (name == RESOURCE_ID) {
      record.firewall = reader.readString();
    } else if (name == PROPERTIES) {
      object(reader);
    } else if (name == PROTOCOL) {
      record.protocol = reader.readString();
    } else if (name == SOURCE) {
      record.source = reader.readString();
    } else if (name == FQDN) {
      record.host = reader.readString();
    } else if (name == ADDRESS) {
      record.address = reader.readString();
    } else if (name == PORT) {
      record.port = reader.readInt32Value();
    } else if (name == ACTION) {
      record.action = reader.readString();
    } else if (name == COLLECTION) {
      record.collection = reader.readString();
    } else if (name == RULE) {
      record.rule = reader.readString();
    } else if (name == MESSAGE) {
      record.message = reader.readString();
    } else if (name == RECORDS) {
      reader.nextIfArrayStart();
      while (!reader.nextIfArrayEnd()) {
        object(reader);
        counted();
      }
      wrapped = true;
    } else {
      reader.skipValue();
    }
  }
}
