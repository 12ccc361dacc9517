package io.egresslens.bench;

import com.dslplatform.json.DslJson;
import com.dslplatform.json.JsonReader;
import com.dslplatform.json.NumberConverter;
import java.io.IOException;

/** dsl-json's reader, one a block, used by hand as its generated code uses it. */
final class DslJsonPeer extends Peer {
  private final JsonReader<Object> reader = new DslJson<>().newReader();
  private boolean wrapped;

  @Override
  protected void block(byte[] block) throws IOException {
    reader.process(block, block.length);
    // Behind the last object there is the end of its line and nothing else.
    while (reader.getCurrentIndex() < block.length - 1) {
      reader.getNextToken();
      wrapped = false;
      object();
      if (!wrapped) {
        counted();
      }
    }
  }

  private void object() throws IOException {
    if (reader.getNextToken() == '}') {
      return;
    }
    while (field() == ',') {
      reader.getNextToken();
    }
  }

  /** Reads name and value and returns the token behind them. */
  private byte field() throws IOException {
    reader.fillName();
    byte token = reader.getNextToken();
    if (token == '{' && reader.wasLastName("properties")) {
      object();
    } else if (token == '[' && reader.wasLastName("records")) {
      records();
    } else if (token == '"') {
      return text();
    } else if (reader.wasLastName("DestinationPort")) {
      record.port = NumberConverter.deserializeInt(reader);
    } else {
      return reader.skip();
    }
    return reader.getNextToken();
  }

  private void records() throws IOException {
    wrapped = true;
    while (reader.getNextToken() != ']') {
      if (reader.last() == ',') {
        reader.getNextToken();
      }
      object();
      counted();
    }
  }

  private byte text() throws IOException {
    if (reader.wasLastName("category")) {
      record.category = reader.readString();
    } else if (reader.wasLastName("time")) {
      record.time = reader.readString();
    } else if (reader.wasLastName("resourceId")) {
      record.firewall = reader.readString();
    } else if (reader.wasLastName("Protocol")) {
      record.protocol = reader.readString();
    } else if (reader.wasLastName("SourceIp")) {
      record.source = reader.readString();
    } else if (reader.wasLastName("Fqdn")) {
      record.host = reader.readString();
    } else if (reader.wasLastName("DestinationIp")) {
      record.address = reader.readString();
    } else if (reader.wasLastName("Action")) {
      record.action = reader.readString();
    } else if (reader.wasLastName("RuleCollection")) {
      record.collection = reader.readString();
    } else if (reader.wasLastName("Rule")) {
      record.rule = reader.readString();
    } else if (reader.wasLastName("msg")) {
      record.message = reader.readString();
    } else {
      return reader.skip();
    }
    return reader.getNextToken();
  }
}
