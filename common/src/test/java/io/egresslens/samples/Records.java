package io.egresslens.samples;

import static io.egresslens.flow.Category.APPLICATION_RULE;
import static io.egresslens.flow.Category.APPLICATION_RULE_AGGREGATION;
import static io.egresslens.flow.Category.NAT_RULE_AGGREGATION;
import static io.egresslens.flow.Category.NETWORK_RULE;
import static io.egresslens.flow.Category.NETWORK_RULE_AGGREGATION;

import io.egresslens.flow.Action;
import io.egresslens.flow.Category;
import io.egresslens.flow.FlowKind;
import io.egresslens.flow.RecordBox;
import io.egresslens.samples.Sample.Copy;
import io.egresslens.samples.Sample.Meaning;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The records that a firewall writes, one method for each kind of them. */
final class Records {
  static final String GROUP = "rcg-aro";

  private static final DateTimeFormatter SEVEN_DIGITS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SIX_DIGITS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Records() {}

  /** Where and when a record is written, and for whom. */
  record At(Instant time, Site site, String source, int sourcePort) {}

  /** An application or network rule record, structured. */
  static Sample flow(At at, Traffic traffic) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("Protocol", traffic.protocol().toUpperCase(Locale.ROOT));
    properties.put("SourceIp", at.source());
    properties.put("SourcePort", at.sourcePort());
    if (traffic.web()) {
      properties.put("DestinationPort", traffic.port());
      properties.put("Fqdn", traffic.host());
      properties.put("TargetUrl", traffic.url());
    } else {
      properties.put("DestinationIp", traffic.host());
      properties.put("DestinationPort", traffic.port());
    }
    properties.put("Action", word(traffic.action()));
    putRule(properties, at.site().firewall, traffic);
    properties.put("ActionReason", reason(traffic));
    if (traffic.web()) {
      properties.put("IsTlsInspected", false);
      properties.put("WebCategory", "");
      properties.put("IsExplicitProxyRequest", false);
    }
    Category category = traffic.web() ? APPLICATION_RULE : NETWORK_RULE;
    return structured(at, category, properties, decision(at, traffic, category.kind()));
  }

  /** The same decision as legacy text, in the shape that a firewall with a policy writes. */
  static Sample legacyFlow(At at, Traffic traffic) {
    LegacyShape shape;
    if (!traffic.web()) {
      shape =
          traffic.protocol().equals("icmp")
              ? LegacyShape.N6
              : traffic.rule().isEmpty() ? LegacyShape.N1 : LegacyShape.N2;
    } else if (traffic.host().isEmpty()) {
      shape = LegacyShape.A12;
    } else if (traffic.rule().isEmpty()) {
      shape = traffic.url().isEmpty() ? LegacyShape.A10 : LegacyShape.A11;
    } else {
      shape = traffic.url().isEmpty() ? LegacyShape.A5 : LegacyShape.A7;
    }
    boolean named = shape != LegacyShape.A12;
    return legacy(at, shape, named ? traffic : traffic.on(traffic.protocol(), 0), "", "");
  }

  /** Legacy text of any shape. */
  static Sample legacy(At at, LegacyShape shape, Traffic traffic, String text, String end) {
    String protocol = traffic.protocol().toUpperCase(Locale.ROOT);
    Map<String, String> places = new LinkedHashMap<>();
    places.put("P", protocol.equals("HTTP") ? "HTTP " : protocol);
    places.put("s", withPort(at.source(), at.sourcePort()));
    places.put("S", at.source());
    places.put("d", withPort(traffic.host(), traffic.port()));
    places.put("D", traffic.host());
    places.put("url", traffic.url().replaceFirst("^http://", ""));
    places.put("X", shape.kind() == FlowKind.IDPS ? idpsWord(traffic) : word(traffic.action()));
    places.put("po", at.site().firewall.policy());
    places.put("g", GROUP);
    places.put("rc", traffic.collection());
    places.put("r", traffic.ruleName());
    places.put("wc", "SearchEnginesAndPortals");
    places.put("t", text);
    Meaning meant =
        switch (shape.kind()) {
          case NAT -> Meaning.beside(RecordBox.INBOUND, FlowKind.NAT, null);
          case DNS, FQDN_FAILURE -> Meaning.beside(RecordBox.OTHER_CATEGORY, shape.kind(), null);
          default -> decision(at, traffic, shape.kind());
        };
    return new Sample(
        at.time(),
        timeText(at),
        at.site().firewall,
        shape.category(),
        shape.category().azureName(),
        shape,
        Map.of("msg", shape.text(places) + end),
        "shape",
        Copy.NONE,
        meant);
  }

  static Sample nat(At at, String outside, int port, String inside, int insidePort, String rule) {
    Map<String, Object> properties = tuple("TCP", at, outside, port);
    properties.put("TranslatedIp", inside);
    properties.put("TranslatedPort", insidePort);
    putRule(properties, at.site().firewall, Traffic.allow(outside, rule, null));
    return beside(at, Category.NAT_RULE, properties, RecordBox.INBOUND);
  }

  /** A threat intelligence hit by name (web protocols) or by address. */
  static Sample threatIntel(At at, Traffic traffic, String threat) {
    Map<String, Object> properties =
        tuple(
            traffic.protocol().toUpperCase(Locale.ROOT),
            at,
            traffic.web() ? "" : traffic.host(),
            traffic.port());
    properties.put("Fqdn", traffic.web() ? traffic.host() : "");
    properties.put("TargetUrl", traffic.url());
    properties.put("Action", word(traffic.action()));
    properties.put("ThreatDescription", threat);
    properties.put("IsTlsInspected", "false");
    Category category = Category.THREAT_INTEL;
    return structured(at, category, properties, decision(at, traffic, category.kind()));
  }

  static Sample idps(At at, Traffic traffic, String signatureId, String description) {
    Map<String, Object> properties =
        tuple(traffic.protocol().toUpperCase(Locale.ROOT), at, traffic.host(), traffic.port());
    properties.put("Action", idpsWord(traffic));
    properties.put("SignatureId", signatureId);
    properties.put("Category", "Attempted Information Leak");
    properties.put("Description", description);
    properties.put("Severity", 2);
    Category category = Category.IDPS_SIGNATURE;
    return structured(at, category, properties, decision(at, traffic, category.kind()));
  }

  static Sample dns(At at, String type, String name, String code, double seconds) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("SourceIp", at.source());
    properties.put("SourcePort", at.sourcePort());
    properties.put("QueryId", at.sourcePort() & 0xfff);
    properties.put("QueryType", type);
    properties.put("QueryClass", "IN");
    properties.put("QueryName", name + ".");
    properties.put("Protocol", "udp");
    properties.put("RequestSize", name.length() + 29);
    properties.put("DnssecOkBit", false);
    properties.put("EDNS0BufferSize", 512);
    properties.put("ResponseCode", code);
    properties.put("ResponseFlags", code.equals("NOERROR") ? "qr,rd,ra" : "qr,aa,rd,ra");
    properties.put("ResponseSize", name.length() * 2 + 61);
    properties.put("RequestDurationSecs", seconds);
    properties.put("ErrorNumber", 0);
    properties.put("ErrorMessage", "");
    return beside(at, Category.DNS_QUERY, properties, RecordBox.OTHER_CATEGORY);
  }

  /** A query that nobody answered: these rows come with a type that ends in a colon. */
  static Sample dnsTimeout(At at, String name) {
    return dns(at, "A:", name, "0", 0.0)
        .with("QueryId", 0)
        .with("QueryClass", "")
        .with("RequestSize", 0)
        .with("EDNS0BufferSize", 0)
        .with("ResponseFlags", "")
        .with("ResponseSize", 0)
        .with("ErrorMessage", "i/o timeout");
  }

  static Sample dnsAdditional(At at, String type, String name, String answer) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("MsgType", type);
    properties.put("Protocol", "UDP");
    properties.put("SocketFamily", "INET");
    properties.put("SourceIp", at.source());
    properties.put("SourcePort", at.sourcePort());
    properties.put("ServerIp", "168.63.129.16");
    properties.put("ServerPort", 53);
    properties.put("QueryMessage", ";; QUESTION SECTION:\n;" + name + ".\tIN\tA");
    properties.put("QueryTime", timeText(at));
    properties.put("ServerMessage", answer);
    properties.put("ResponseTime", timeText(at));
    return beside(at, Category.DNS_ADDITIONAL, properties, RecordBox.OTHER_CATEGORY);
  }

  static Sample resolveFailure(At at, String name, String error, String rule) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("Fqdn", name);
    properties.put("Error", error);
    properties.put("ServerIp", "168.63.129.16");
    properties.put("ServerPort", 53);
    putRule(properties, at.site().firewall, Traffic.allow(name, rule, null));
    return beside(at, Category.FQDN_RESOLVE_FAILURE, properties, RecordBox.OTHER_CATEGORY);
  }

  /** The return direction of a fast connection; the rate is text with the noise of a float. */
  static Sample fatFlow(At at, String server, String rate) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("Protocol", "TCP");
    properties.put("SourceIp", server);
    properties.put("SourcePort", 443);
    properties.put("DestinationIp", at.source());
    properties.put("DestinationPort", at.sourcePort());
    properties.put("FlowRate", rate);
    return beside(at, Category.FAT_FLOW, properties, RecordBox.OTHER_CATEGORY);
  }

  static Sample flowTrace(At at, String server, int port, String flag) {
    Map<String, Object> properties = tuple("TCP", at, server, port);
    properties.put("Flag", flag);
    properties.put("Action", "Log");
    properties.put("ActionReason", "Additional TCP Log");
    return beside(at, Category.FLOW_TRACE, properties, RecordBox.OTHER_CATEGORY);
  }

  /** A count of hits that the per-event categories hold too: application or network. */
  static Sample aggregation(At at, Traffic traffic, int hits) {
    Sample flow = flow(at, traffic).without("SourcePort");
    Category category = traffic.web() ? APPLICATION_RULE_AGGREGATION : NETWORK_RULE_AGGREGATION;
    Sample counted =
        traffic.web()
            ? flow.without("IsTlsInspected")
                .without("WebCategory")
                .without("IsExplicitProxyRequest")
                .with("ApplicationRuleCount", hits)
            : flow.with("IsDefaultRule", traffic.rule().isEmpty()).with("NetworkRuleCount", hits);
    return structured(
        at,
        category,
        counted.properties(),
        Meaning.beside(RecordBox.OTHER_CATEGORY, category.kind(), traffic.action()));
  }

  static Sample natAggregation(At at, String inside, int insidePort, String rule, int hits) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("SourceIp", at.source());
    properties.put("Protocol", "TCP");
    properties.put("TranslatedIp", inside);
    properties.put("TranslatedPort", insidePort);
    putRule(properties, at.site().firewall, Traffic.allow(inside, rule, null));
    properties.put("NatRuleCount", hits);
    return beside(at, NAT_RULE_AGGREGATION, properties, RecordBox.OTHER_CATEGORY);
  }

  private static Map<String, Object> tuple(String protocol, At at, String destination, int port) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("Protocol", protocol);
    properties.put("SourceIp", at.source());
    properties.put("SourcePort", at.sourcePort());
    properties.put("DestinationIp", destination);
    properties.put("DestinationPort", port);
    return properties;
  }

  private static void putRule(
      Map<String, Object> properties, Site.Firewall firewall, Traffic traffic) {
    boolean matched = !traffic.rule().isEmpty();
    properties.put("Policy", matched ? firewall.policy() : "");
    properties.put("RuleCollectionGroup", matched ? GROUP : "");
    properties.put("RuleCollection", traffic.collection());
    properties.put("Rule", traffic.ruleName());
  }

  private static String reason(Traffic traffic) {
    if (traffic.web() && traffic.host().isEmpty()) {
      return "SNI TLS extension was missing.";
    }
    return traffic.rule().isEmpty() ? "Default Action" : "";
  }

  /** A decision, or a signal when the firewall only raised an alert. */
  private static Meaning decision(At at, Traffic traffic, FlowKind kind) {
    boolean alert = traffic.action() == Action.ALERT;
    return new Meaning(
        alert ? RecordBox.SIGNAL : RecordBox.FLOW,
        kind,
        at.site().cluster,
        at.source(),
        traffic.host().isEmpty() ? null : traffic.host(),
        traffic.port(),
        traffic.protocol(),
        traffic.action(),
        alert ? null : traffic.expectation(),
        null);
  }

  private static Sample beside(
      At at, Category category, Map<String, Object> properties, RecordBox box) {
    return structured(at, category, properties, Meaning.beside(box, category.kind(), null));
  }

  private static Sample structured(
      At at, Category category, Map<String, Object> properties, Meaning meant) {
    return new Sample(
        at.time(),
        timeText(at),
        at.site().firewall,
        category,
        category.azureName(),
        null,
        properties,
        "baseline",
        Copy.NONE,
        meant);
  }

  /** The two usual spellings of the time, one for each firewall. */
  private static String timeText(At at) {
    return (at.site().firewall == Site.Firewall.EASTUS ? SEVEN_DIGITS : SIX_DIGITS)
        .format(at.time());
  }

  private static String word(Action action) {
    return switch (action) {
      case ALLOW -> "Allow";
      case DENY -> "Deny";
      case ALERT -> "Alert";
    };
  }

  /** The intrusion detection writes in lower case, and drops instead of denying. */
  private static String idpsWord(Traffic traffic) {
    return traffic.action() == Action.ALERT ? "alert" : "drop";
  }

  private static String withPort(String host, int port) {
    return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
  }
}
