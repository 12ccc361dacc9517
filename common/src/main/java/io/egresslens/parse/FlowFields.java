package io.egresslens.parse;

import io.egresslens.flow.FieldTable;
import io.egresslens.flow.Flow;
import io.egresslens.flow.IpAddress;
import io.egresslens.ingest.DeadLetter;
import io.egresslens.ingest.LogPosition;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What is written of flows and of dead letters (design section 8). */
public final class FlowFields {
  /** A flow, of whatever kind. */
  public static final FieldTable<Flow> FLOW =
      FieldTable.<Flow>none()
          .with("time", Flow::time)
          .with("firewall", Flow::firewall)
          .with("category", flow -> flow.category().azureName())
          .with("kind", flow -> flow.kind().label())
          .with("protocol", Flow::protocol)
          .with("sourceIp", flow -> text(flow.sourceIp()))
          .with("sourcePort", flow -> port(flow.sourcePort()))
          .with("destinationFqdn", Flow::destinationFqdn)
          .with("destinationIp", flow -> text(flow.destinationIp()))
          .with("destinationPort", flow -> port(flow.destinationPort()))
          .with("url", Flow::url)
          .with("action", flow -> flow.action() == null ? null : flow.action().label())
          .with("actionReason", Flow::actionReason)
          .with("policy", flow -> flow.rule().policy())
          .with("ruleCollectionGroup", flow -> flow.rule().collectionGroup())
          .with("ruleCollection", flow -> flow.rule().collection())
          .with("rule", flow -> flow.rule().rule())
          .with("webCategory", flow -> flow.details().webCategory())
          .with("tlsInspected", flow -> flow.details().tlsInspected())
          .with("explicitProxy", flow -> flow.details().explicitProxy())
          .with("translatedIp", flow -> text(flow.details().translatedIp()))
          .with("translatedPort", flow -> flow.details().translatedPort())
          .with("icmpType", flow -> flow.details().icmpType())
          .with("signatureId", flow -> flow.details().signatureId())
          .with("signature", flow -> flow.details().signature())
          .with("severity", flow -> flow.details().severity())
          .with("threat", flow -> flow.details().threat())
          .with("queryType", flow -> flow.details().queryType())
          .with("responseCode", flow -> flow.details().responseCode())
          .with("error", flow -> flow.details().error())
          .with("rate", flow -> flow.details().rate())
          .with("flag", flow -> flow.details().flag())
          .with("hits", flow -> flow.details().hits())
          .with("format", flow -> flow.format().label());

  private static final FieldTable<LogPosition> POSITION =
      FieldTable.<LogPosition>none()
          .with("file", position -> position.isFile() ? position.source() : null)
          .with("topic", position -> position.isFile() ? null : position.source())
          .with("partition", position -> position.isFile() ? null : position.partition())
          .with("offset", LogPosition::offset)
          .with("line", position -> position.line() > 0 ? position.line() : null)
          .with("record", LogPosition::record);

  /** A dead letter; its bytes as text when they are UTF-8, in base64 when not. */
  public static final FieldTable<DeadLetter> DEAD_LETTER =
      FieldTable.<DeadLetter>none()
          .with("reason", letter -> letter.reason().label())
          .with("detail", DeadLetter::detail)
          .with("position", DeadLetter::position, POSITION)
          .with("category", DeadLetter::category)
          .with("raw", FlowFields::rawText)
          .with(
              "rawBase64",
              letter ->
                  rawText(letter) == null ? Base64.getEncoder().encodeToString(letter.raw()) : null)
          .with("rawSizeBytes", DeadLetter::rawSizeBytes)
          .with("rawCap", letter -> isCut(letter) ? DeadLetter.RAW_CAP : null);

  private FlowFields() {}

  private static String text(IpAddress address) {
    return address == null ? null : address.toString();
  }

  private static Integer port(int port) {
    return port == 0 ? null : Integer.valueOf(port);
  }

  private static boolean isCut(DeadLetter letter) {
    return letter.raw().length < letter.rawSizeBytes();
  }

  /**
   * The bytes as text, or null when they are not UTF-8. Where they were cut off the last character
   * may be incomplete; it is then left out.
   */
  private static String rawText(DeadLetter letter) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer text = CharBuffer.allocate(letter.raw().length);
    CoderResult result = decoder.decode(ByteBuffer.wrap(letter.raw()), text, !isCut(letter));
    return result.isError() ? null : text.flip().toString();
  }
}
