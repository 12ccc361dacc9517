package io.egresslens.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.egresslens.flow.Flow;
import io.egresslens.flow.FlowDetails;
import io.egresslens.flow.IpAddress;
import io.egresslens.ingest.DeadLetter;
import io.egresslens.ingest.LogPosition;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Writes flows and dead letters as JSON, one object each, with the field names and the order of the
 * record contract. What a record does not say is left out, never null. Everything outside ASCII is
 * escaped, so that no line of a log can smuggle control or direction marks into a terminal.
 * Stateless; safe for use by many threads.
 */
public final class FlowJson {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private FlowJson() {}

  /** The flow as one line, without line end. */
  public static String toLine(Flow flow) {
    return line(json -> write(flow, json));
  }

  /** The dead letter as one line, without line end. */
  public static String toLine(DeadLetter letter) {
    return line(json -> write(letter, json));
  }

  /** Writes a flow. */
  public static void write(Flow flow, JsonGenerator json) throws IOException {
    json.writeStartObject();
    text(json, "time", flow.time().toString());
    text(json, "firewall", flow.firewall());
    text(json, "category", flow.category().azureName());
    text(json, "kind", flow.kind().label());
    text(json, "protocol", flow.protocol());
    address(json, "sourceIp", flow.sourceIp());
    port(json, "sourcePort", flow.sourcePort());
    text(json, "destinationFqdn", flow.destinationFqdn());
    address(json, "destinationIp", flow.destinationIp());
    port(json, "destinationPort", flow.destinationPort());
    text(json, "url", flow.url());
    text(json, "action", flow.action() == null ? null : flow.action().label());
    text(json, "actionReason", flow.actionReason());
    text(json, "policy", flow.rule().policy());
    text(json, "ruleCollectionGroup", flow.rule().collectionGroup());
    text(json, "ruleCollection", flow.rule().collection());
    text(json, "rule", flow.rule().rule());
    details(flow.details(), json);
    text(json, "format", flow.format().label());
    json.writeEndObject();
  }

  private static void details(FlowDetails details, JsonGenerator json) throws IOException {
    text(json, "webCategory", details.webCategory());
    flag(json, "tlsInspected", details.tlsInspected());
    flag(json, "explicitProxy", details.explicitProxy());
    address(json, "translatedIp", details.translatedIp());
    number(json, "translatedPort", details.translatedPort());
    number(json, "icmpType", details.icmpType());
    text(json, "signatureId", details.signatureId());
    text(json, "signature", details.signature());
    number(json, "severity", details.severity());
    text(json, "threat", details.threat());
    text(json, "queryType", details.queryType());
    text(json, "responseCode", details.responseCode());
    text(json, "error", details.error());
    if (details.rate() != null) {
      json.writeNumberField("rate", details.rate());
    }
    text(json, "flag", details.flag());
    number(json, "hits", details.hits());
  }

  /** Writes a dead letter; its bytes as text when they are UTF-8, as base64 when not. */
  public static void write(DeadLetter letter, JsonGenerator json) throws IOException {
    json.writeStartObject();
    text(json, "reason", letter.reason().label());
    text(json, "detail", letter.detail());
    position(letter.position(), json);
    text(json, "category", letter.category());
    boolean cut = letter.raw().length < letter.rawSizeBytes();
    String raw = utf8(letter.raw(), cut);
    if (raw != null) {
      text(json, "raw", raw);
    } else {
      json.writeBinaryField("rawBase64", letter.raw());
    }
    json.writeNumberField("rawSizeBytes", letter.rawSizeBytes());
    if (cut) {
      json.writeNumberField("rawCap", DeadLetter.RAW_CAP);
    }
    json.writeEndObject();
  }

  private static void position(LogPosition position, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("position");
    if (position.isFile()) {
      json.writeStringField("file", position.source());
      json.writeNumberField("offset", position.offset());
      if (position.line() > 0) {
        json.writeNumberField("line", position.line());
      }
    } else {
      json.writeStringField("topic", position.source());
      json.writeNumberField("partition", position.partition());
      json.writeNumberField("offset", position.offset());
    }
    json.writeNumberField("record", position.record());
    json.writeEndObject();
  }

  /**
   * The bytes as text, or null when they are not UTF-8.
   *
   * @param cut whether the last character may be incomplete; it is then left out
   */
  private static String utf8(byte[] bytes, boolean cut) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, !cut);
    return result.isError() ? null : text.flip().toString();
  }

  private static void text(JsonGenerator json, String name, String value) throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }

  private static void address(JsonGenerator json, String name, IpAddress value) throws IOException {
    text(json, name, value == null ? null : value.toString());
  }

  private static void port(JsonGenerator json, String name, int value) throws IOException {
    if (value != 0) {
      json.writeNumberField(name, value);
    }
  }

  private static void number(JsonGenerator json, String name, Number value) throws IOException {
    if (value != null) {
      json.writeNumberField(name, value.longValue());
    }
  }

  private static void flag(JsonGenerator json, String name, Boolean value) throws IOException {
    if (value != null) {
      json.writeBooleanField(name, value);
    }
  }

  private interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  private static String line(Content content) {
    StringWriter out = new StringWriter(512);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      content.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("a string writer failed", e);
    }
    return out.toString();
  }
}
