package io.egresslens.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.flow.Category;
import io.egresslens.flow.Flow;
import io.egresslens.flow.LogFormat;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every structured category, in the envelope of a diagnostic setting and in both flat forms. */
class StructuredRecordsTest {
  private static final String ENDS =
      "'Protocol':'TCP','SourceIp':'10.20.0.7','SourcePort':50112,'DestinationIp':'192.0.2.53',"
          + "'DestinationPort':443,";
  private static final String RULE =
      "'Policy':'pol-hub','RuleCollectionGroup':'rcg','RuleCollection':'rc','Rule':'r'";
  private static final String TO_NET =
      "'protocol':'tcp','sourceIp':'10.20.0.7','sourcePort':50112,'destinationIp':'192.0.2.53',"
          + "'destinationPort':443";
  private static final String BY_RULE =
      ",'policy':'pol-hub','ruleCollectionGroup':'rcg','ruleCollection':'rc','rule':'r'";

  /** category, properties, expected body. */
  private static final String[][] RECORDS = {
    {
      "AZFWApplicationRule",
      "'Protocol':'HTTPS','SourceIp':'10.20.0.7','SourcePort':50112,'DestinationPort':443,'Fqdn':'Chat.Example.net.','TargetUrl':'https://chat.example.net/a','Action':'Deny',"
          + RULE
          + ",'ActionReason':'Default Action','IsTlsInspected':true,'WebCategory':'Chat','IsExplicitProxyRequest':false",
      "'kind':'application','protocol':'https','sourceIp':'10.20.0.7','sourcePort':50112,'destinationFqdn':'chat.example.net','destinationPort':443,'url':'https://chat.example.net/a','action':'deny','actionReason':'Default Action'"
          + BY_RULE
          + ",'webCategory':'Chat','tlsInspected':true,'explicitProxy':false"
    },
    {
      "AZFWNetworkRule",
      ENDS + "'Action':'Allow'," + RULE + ",'ActionReason':''",
      "'kind':'network'," + TO_NET + ",'action':'allow'" + BY_RULE
    },
    {
      "AZFWNatRule",
      ENDS + "'TranslatedIp':'10.20.3.5','TranslatedPort':8443," + RULE,
      "'kind':'nat'," + TO_NET + BY_RULE + ",'translatedIp':'10.20.3.5','translatedPort':8443"
    },
    {
      "AZFWThreatIntel",
      ENDS
          + "'Fqdn':'','TargetUrl':'','Action':'Alert','ThreatDescription':'Known bad','IsTlsInspected':'false'",
      "'kind':'threat-intel',"
          + TO_NET
          + ",'action':'alert','tlsInspected':false,'threat':'Known bad'"
    },
    {
      "AZFWIdpsSignature",
      ENDS
          + "'Action':'drop','SignatureId':'2032081','Category':'TROJAN','Description':'JA3 x','Severity':1",
      "'kind':'idps',"
          + TO_NET
          + ",'action':'deny','signatureId':'2032081','signature':'JA3 x','severity':1"
    },
    {
      "AZFWDnsQuery",
      "'SourceIp':'10.20.0.7','SourcePort':50112,'QueryId':4711,'QueryType':'A','QueryClass':'IN','QueryName':'Www.Example.org.','Protocol':'udp','RequestSize':44,'DnssecOkBit':false,'EDNS0BufferSize':512,'ResponseCode':'NOERROR','ResponseFlags':'qr,rd,ra','ResponseSize':120,'RequestDurationSecs':6.6E-05,'ErrorNumber':0,'ErrorMessage':''",
      "'kind':'dns','protocol':'udp','sourceIp':'10.20.0.7','sourcePort':50112,'destinationFqdn':'www.example.org','queryType':'A','responseCode':'NOERROR'"
    },
    {
      "AZFWFqdnResolveFailure",
      "'Fqdn':'a.example.org','Error':'no such host','ServerIp':'192.0.2.1','ServerPort':53,"
          + RULE,
      "'kind':'fqdn-failure','destinationFqdn':'a.example.org'"
          + BY_RULE
          + ",'error':'no such host'"
    },
    {
      "AZFWDnsAdditional",
      "'MsgType':'query','Protocol':'UDP','SocketFamily':'INET','SourceIp':'10.20.0.7','SourcePort':50112,'ServerIp':'192.0.2.1','ServerPort':53,'QueryMessage':';; x','QueryTime':'2026-01-31T08:15:42Z'",
      "'kind':'dns-trace','protocol':'udp','sourceIp':'10.20.0.7','sourcePort':50112,'destinationIp':'192.0.2.1','destinationPort':53"
    },
    {
      "AZFWFatFlow",
      ENDS + "'FlowRate':'4.1180000000000003'",
      "'kind':'fat-flow'," + TO_NET + ",'rate':4.118"
    },
    {
      "AZFWFlowTrace",
      ENDS + "'Flag':'SYN-ACK','Action':'Log','ActionReason':'Additional TCP Log'",
      "'kind':'flow-trace'," + TO_NET + ",'actionReason':'Additional TCP Log','flag':'SYN-ACK'"
    },
    {
      "AZFWApplicationRuleAggregation",
      "'SourceIp':'10.20.0.7','DestinationPort':443,'Fqdn':'a.example.org','TargetUrl':'','Protocol':'HTTPS','Action':'Allow','ActionReason':'',"
          + RULE
          + ",'ApplicationRuleCount':17",
      "'kind':'aggregation','protocol':'https','sourceIp':'10.20.0.7','destinationFqdn':'a.example.org','destinationPort':443,'action':'allow'"
          + BY_RULE
          + ",'hits':17"
    },
    {
      "AZFWNetworkRuleAggregation",
      "'SourceIp':'10.20.0.7','DestinationIp':'192.0.2.53','DestinationPort':443,'Protocol':'TCP','Action':'Deny','ActionReason':'Default Action','IsDefaultRule':true,'NetworkRuleCount':'3'",
      "'kind':'aggregation','protocol':'tcp','sourceIp':'10.20.0.7','destinationIp':'192.0.2.53','destinationPort':443,'action':'deny','actionReason':'Default Action','hits':3"
    },
    {
      "AZFWNatRuleAggregation",
      "'SourceIp':'203.0.113.9','Protocol':'TCP','TranslatedIp':'10.20.3.5','TranslatedPort':443,"
          + RULE
          + ",'NatRuleCount':2",
      "'kind':'aggregation','protocol':'tcp','sourceIp':'203.0.113.9'"
          + BY_RULE
          + ",'translatedIp':'10.20.3.5','translatedPort':443,'hits':2"
    },
  };

  static Stream<Arguments> records() {
    return Arrays.stream(RECORDS)
        .map(row -> Arguments.of(row[0], row[1].replace('\'', '"'), row[2]));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("records")
  void diagnosticSettingRecord(String category, String properties, String body) {
    Flow flow = Collected.message(LogRecords.structured(category, properties)).flow();
    assertThat(FlowBodies.of(flow)).isEqualTo(body);
    assertThat(flow.category().azureName()).isEqualTo(category);
    assertThat(flow.format()).isEqualTo(LogFormat.STRUCTURED);
    assertThat(flow.firewall()).isEqualTo(LogRecords.RESOURCE.toLowerCase(java.util.Locale.ROOT));
    assertThat(flow.time()).isEqualTo("2026-01-31T08:15:42.118273Z");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("records")
  void escapedPropertiesReadTheSame(String category, String properties, String body) {
    String record = LogRecords.structured(category, properties);
    String inner = ("{" + properties + "}").replace("\"", "\\\"");
    String escaped = record.replace("{" + properties + "}", "\"" + inner + "\"");
    assertThat(FlowBodies.of(Collected.message(escaped).flow())).isEqualTo(body);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("records")
  void logAnalyticsRow(String category, String properties, String body) {
    String table =
        switch (category) {
          case "AZFWFqdnResolveFailure" -> "AZFWInternalFqdnResolutionFailure";
          case "AZFWDnsAdditional" -> "AZFWDnsFlowTrace";
          default -> category;
        };
    Flow flow = Collected.message(LogRecords.row(table, properties)).flow();
    assertThat(FlowBodies.of(flow)).isEqualTo(body);
    assertThat(flow.category().azureName()).isEqualTo(category);
  }

  /** Columns of AzureDiagnostics: text as {@code _s}, numbers as floats in {@code _d}. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("records")
  void azureDiagnosticsRow(String category, String properties, String body) {
    String columns =
        properties
            .replaceAll("\"(\\w+)\":(\\d+)(?=,|$)", "\"$1_d\":\"$2.0\"")
            .replaceAll("\"(\\w+)\":(true|false)", "\"$1_b\":$2")
            .replaceAll("\"(\\w+)(?<!_d|_b)\":\"", "\"$1_s\":\"")
            .replace("SourceIp_s", "SourceIP");
    Flow flow = Collected.message(LogRecords.diagnosticsRow(category, columns)).flow();
    assertThat(FlowBodies.of(flow)).isEqualTo(body);
  }

  @Test
  void tableHoldsEveryStructuredCategory() {
    Set<String> all =
        Arrays.stream(Category.values())
            .filter(category -> category.format() == LogFormat.STRUCTURED)
            .map(Category::azureName)
            .collect(Collectors.toSet());
    assertThat(Arrays.stream(RECORDS).map(row -> row[0])).containsExactlyInAnyOrderElementsOf(all);
  }
}
