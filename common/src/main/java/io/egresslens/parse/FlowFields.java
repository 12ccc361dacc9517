package io.egresslens.parse;

import io.egresslens.flow.FieldTable;
import io.egresslens.flow.Flow;
import io.egresslens.flow.IpAddress;

/** What is written of a flow (design section 8): by {@code parse}, and of signals by the job. */
public final class FlowFields {
  /** Every field of a flow. */
  public static final FieldTable<Flow> ALL =
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

  private FlowFields() {}

  private static String text(IpAddress address) {
    return address == null ? null : address.toString();
  }

  private static Integer port(int port) {
    return port == 0 ? null : port;
  }
}
