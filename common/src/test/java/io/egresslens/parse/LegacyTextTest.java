package io.egresslens.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.flow.Flow;
import io.egresslens.ingest.RejectReason;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every known form of the legacy text, by its id in the reference, under all four endings. */
class LegacyTextTest {
  private static final String APP = "AzureFirewallApplicationRule";
  private static final String NET = "AzureFirewallNetworkRule";
  private static final String DNS = "AzureFirewallDnsProxy";
  private static final String FROM = " request from 10.20.0.7:50112";
  private static final String WEB = FROM + " to Www.Example.org:443. ";
  private static final String CLASSIC = "Rule Collection: rc-web. Rule: Azure-to-x, HTTP";
  private static final String POLICY =
      "Policy: pol-hub. Rule Collection Group: rcg.app. Rule Collection: rc-web. Rule: r: web";
  private static final String NETWORK = FROM + " to 192.0.2.53:443";

  private static final String SOURCE = "'sourceIp':'10.20.0.7','sourcePort':50112,";
  private static final String TO_WEB =
      SOURCE + "'destinationFqdn':'www.example.org','destinationPort':443,";
  private static final String TO_NET =
      SOURCE + "'destinationIp':'192.0.2.53','destinationPort':443,";
  private static final String BY_CLASSIC = "'ruleCollection':'rc-web','rule':'Azure-to-x, HTTP'";
  private static final String BY_POLICY =
      "'policy':'pol-hub','ruleCollectionGroup':'rcg.app','ruleCollection':'rc-web','rule':'r: web'";
  private static final String HTTPS = "'kind':'application','protocol':'https'," + TO_WEB;
  private static final String HTTP = "'kind':'application','protocol':'http'," + TO_WEB;
  private static final String TCP = "'kind':'network','protocol':'tcp'," + TO_NET;

  /** id, category, text, expected body. */
  private static final String[][] SHAPES = {
    {
      "A1",
      APP,
      "HTTPS" + WEB + "Action: Allow. " + CLASSIC,
      HTTPS + "'action':'allow'," + BY_CLASSIC
    },
    {
      "A2",
      APP,
      "HTTPS" + WEB + "Action: Allow. " + CLASSIC + ". Web Category: SearchEnginesAndPortals",
      HTTPS + "'action':'allow'," + BY_CLASSIC + ",'webCategory':'SearchEnginesAndPortals'"
    },
    {
      "A3",
      APP,
      "HTTP " + WEB + "Url: www.example.org/a. Action: Allow. " + CLASSIC,
      HTTP + "'url':'www.example.org/a','action':'allow'," + BY_CLASSIC
    },
    {
      "A4",
      APP,
      "HTTP " + WEB + "Url: www.example.org/a. Action: Deny. " + CLASSIC + ". Web Category: Games",
      HTTP + "'url':'www.example.org/a','action':'deny'," + BY_CLASSIC + ",'webCategory':'Games'"
    },
    {
      "A5", APP, "HTTPS" + WEB + "Action: Allow. " + POLICY, HTTPS + "'action':'allow'," + BY_POLICY
    },
    {
      "A6",
      APP,
      "HTTPS" + WEB + "Action: Allow. " + POLICY + ". Web Category: Games",
      HTTPS + "'action':'allow'," + BY_POLICY + ",'webCategory':'Games'"
    },
    {
      "A7",
      APP,
      "HTTPS" + WEB + "Url: www.example.org/a?b=c. Action: Allow. " + POLICY,
      HTTPS + "'url':'www.example.org/a?b=c','action':'allow'," + BY_POLICY
    },
    {
      "A8",
      APP,
      "HTTPS" + WEB + "Url: www.example.org/a. Action: Allow . " + POLICY + ". Web Category: Games",
      HTTPS + "'url':'www.example.org/a','action':'allow'," + BY_POLICY + ",'webCategory':'Games'"
    },
    {
      "A9",
      APP,
      "HTTPS" + WEB + "Action: Allow. Rule Collection: pol-hub:rcg.app:rc-web. Rule: r: web",
      HTTPS + "'action':'allow'," + BY_POLICY
    },
    {
      "A10",
      APP,
      "HTTPS" + WEB + "Action: Deny. No rule matched. Proceeding with default action",
      HTTPS + "'action':'deny','actionReason':'No rule matched. Proceeding with default action'"
    },
    {
      "A11",
      APP,
      "HTTP "
          + WEB
          + "Url: www.example.org/. Action: Deny. No rule matched. Proceeding with default action",
      HTTP
          + "'url':'www.example.org/','action':'deny','actionReason':'No rule matched. Proceeding with default action'"
    },
    {
      "A12",
      APP,
      "HTTPS" + FROM + ". Action: Deny. Reason: SNI TLS extension was missing",
      "'kind':'application','protocol':'https',"
          + SOURCE
          + "'action':'deny','actionReason':'SNI TLS extension was missing'"
    },
    {
      "A13",
      APP,
      "HTTPS" + FROM + " was denied. Reason: SNI TLS extension was missing",
      "'kind':'application','protocol':'https',"
          + SOURCE
          + "'action':'deny','actionReason':'SNI TLS extension was missing'"
    },
    {
      "A14",
      APP,
      "HTTPS"
          + WEB
          + "Action: Deny. Failed to resolve address b.example.net:443: lookup b.example.net on 192.0.2.1:53: no such host",
      HTTPS
          + "'action':'deny','actionReason':'Failed to resolve address b.example.net:443: lookup b.example.net on 192.0.2.1:53: no such host'"
    },
    {
      "A15",
      APP,
      "MSSQL" + FROM + " to db.example.org:1433. Action: Deny. Something new. With two sentences",
      "'kind':'application','protocol':'mssql',"
          + SOURCE
          + "'destinationFqdn':'db.example.org','destinationPort':1433,'action':'deny','actionReason':'Something new. With two sentences'"
    },
    {
      "A16",
      APP,
      "HTTPS" + WEB + "Action: Allow. Rule Collection Group: g. Rule Collection: rc-web. Rule: r",
      HTTPS + "'action':'allow','ruleCollectionGroup':'g','ruleCollection':'rc-web','rule':'r'"
    },
    {"N1", NET, "TCP" + NETWORK + ". Action: Deny", TCP + "'action':'deny'"},
    {
      "N2",
      NET,
      "TCP" + NETWORK + ". Action: Allow. " + POLICY,
      TCP + "'action':'allow'," + BY_POLICY
    },
    {
      "N3",
      NET,
      "TCP" + NETWORK + ". Action: Allow.. " + POLICY,
      TCP + "'action':'allow'," + BY_POLICY
    },
    {
      "N4",
      NET,
      "TCP" + NETWORK + ". Action: Allow.. " + CLASSIC,
      TCP + "'action':'allow'," + BY_CLASSIC
    },
    {
      "N5",
      NET,
      "TCP" + NETWORK + ". Action: Allow. " + CLASSIC.replace("Rule:", "Rule Name:"),
      TCP + "'action':'allow'," + BY_CLASSIC
    },
    {
      "N6",
      NET,
      "ICMP Type=8 request from 10.20.0.7 to 192.0.2.53. Action: Deny",
      "'kind':'network','protocol':'icmp','sourceIp':'10.20.0.7','destinationIp':'192.0.2.53','action':'deny','icmpType':8"
    },
    {
      "N7",
      NET,
      "ICMP Type=8 request from 10.20.0.7:0 to 192.0.2.53:0. Action: Deny",
      "'kind':'network','protocol':'icmp','sourceIp':'10.20.0.7','destinationIp':'192.0.2.53','action':'deny','icmpType':8"
    },
    {
      "N8",
      NET,
      "ICMP request from 10.20.0.7 to 192.0.2.53. Action: Allow",
      "'kind':'network','protocol':'icmp','sourceIp':'10.20.0.7','destinationIp':'192.0.2.53','action':'allow'"
    },
    {
      "D1",
      NET,
      "TCP" + NETWORK + " was DNAT'ed to 10.20.3.5:8443",
      "'kind':'nat','protocol':'tcp'," + TO_NET + "'translatedIp':'10.20.3.5','translatedPort':8443"
    },
    {
      "D2",
      NET,
      "TCP" + NETWORK + " was DNAT'ed to 10.20.3.5:8443. " + POLICY,
      "'kind':'nat','protocol':'tcp',"
          + TO_NET
          + BY_POLICY
          + ",'translatedIp':'10.20.3.5','translatedPort':8443"
    },
    {
      "D3",
      NET,
      "TCP" + NETWORK + " was DNAT'ed to 10.20.3.5:8443. " + CLASSIC,
      "'kind':'nat','protocol':'tcp',"
          + TO_NET
          + BY_CLASSIC
          + ",'translatedIp':'10.20.3.5','translatedPort':8443"
    },
    {
      "T1",
      NET,
      "HTTPS" + WEB + "Action: Alert. ThreatIntel: Bot Networks, seen",
      "'kind':'threat-intel','protocol':'https',"
          + TO_WEB
          + "'action':'alert','threat':'Bot Networks, seen'"
    },
    {
      "T2",
      NET,
      "HTTP " + WEB + "Url: www.example.org/x. Action: Deny. ThreatIntel: Bot Networks",
      "'kind':'threat-intel','protocol':'http',"
          + TO_WEB
          + "'url':'www.example.org/x','action':'deny','threat':'Bot Networks'"
    },
    {
      "T3",
      NET,
      "TCP request from 10.20.0.7 to 192.0.2.53. Action: Deny. Known bad address",
      "'kind':'threat-intel','protocol':'tcp','sourceIp':'10.20.0.7','destinationIp':'192.0.2.53','action':'deny','threat':'Known bad address'"
    },
    {
      "I1",
      NET,
      "TCP"
          + NETWORK
          + ". Action: drop. Signature: 2032081. IDS: JA3 Hash - [Abuse.ch] Possible x. Priority: 1. Classification: Unknown Traffic",
      "'kind':'idps','protocol':'tcp',"
          + TO_NET
          + "'action':'deny','signatureId':'2032081','signature':'JA3 Hash - [Abuse.ch] Possible x','severity':1"
    },
    {
      "I2",
      NET,
      "ICMP request from 10.20.0.7: to 192.0.2.53:. Action: alert. Signature: 2100366. IDS: PING x. Priority: 3. Classification: Misc activity",
      "'kind':'idps','protocol':'icmp','sourceIp':'10.20.0.7','destinationIp':'192.0.2.53','action':'alert','signatureId':'2100366','signature':'PING x','severity':3"
    },
    {
      "F1",
      NET,
      "Failed to resolve FQDN a.example.org. Error read udp 10.0.0.4:4->10.0.0.5:53: i/o timeout.x; 2. Rule Collection: p:g:c. Rule: r",
      "'kind':'fqdn-failure','destinationFqdn':'a.example.org','policy':'p','ruleCollectionGroup':'g','ruleCollection':'c','rule':'r','error':'read udp 10.0.0.4:4->10.0.0.5:53: i/o timeout.x; 2'"
    },
    {
      "F2",
      NET,
      "Failed to resolve FQDN a.example.org. Rule Collection: p:g:c. Rule: r",
      "'kind':'fqdn-failure','destinationFqdn':'a.example.org','policy':'p','ruleCollectionGroup':'g','ruleCollection':'c','rule':'r'"
    },
    {
      "F3",
      NET,
      "Failed to resolve FQDN a.example.org. Error no such host",
      "'kind':'fqdn-failure','destinationFqdn':'a.example.org','error':'no such host'"
    },
    {
      "Q1",
      DNS,
      "DNS Request: 10.20.0.7:50112 - 4711 A IN www.example.org. udp 44 false 512 NOERROR qr,rd,ra 120 0.0031s",
      "'kind':'dns','protocol':'udp',"
          + SOURCE
          + "'destinationFqdn':'www.example.org','queryType':'A','responseCode':'NOERROR'"
    },
    {
      "Q2",
      DNS,
      "DNS Request: [fd00::1]:5350 \u2013 4711 AAAA IN www.example.org. tcp 44 false 512 NXDOMAIN qr,rd,ra 120 0.0031s",
      "'kind':'dns','protocol':'tcp','sourceIp':'fd00::1','sourcePort':5350,'destinationFqdn':'www.example.org','queryType':'AAAA','responseCode':'NXDOMAIN'"
    },
    {
      "Q3",
      DNS,
      "DNS Request: 10.20.0.7:50112 - 4711 A IN www.example.org. udp 44 false 512 SERVFAIL - 0 6.0s",
      "'kind':'dns','protocol':'udp',"
          + SOURCE
          + "'destinationFqdn':'www.example.org','queryType':'A','responseCode':'SERVFAIL'"
    },
    {
      "Q4",
      DNS,
      " Error: 2 www.example.org. A: read udp 10.0.0.4:4->10.0.0.5:53: i/o timeout",
      "'kind':'dns','destinationFqdn':'www.example.org','queryType':'A','responseCode':'SERVFAIL','error':'read udp 10.0.0.4:4->10.0.0.5:53: i/o timeout'"
    },
  };

  static Stream<Arguments> shapes() {
    return Arrays.stream(SHAPES).map(row -> Arguments.of((Object[]) row));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shapes")
  void everyShapeGivesItsFieldsUnderEveryEnding(
      String id, String category, String text, String body) {
    for (String ending : new String[] {"", ".", ". ", ".."}) {
      Flow flow = Collected.message(LogRecords.legacy(category, text + ending)).flow();
      assertThat(FlowBodies.of(flow)).as(id + " ending \"" + ending + "\"").isEqualTo(body);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shapes")
  void everyShapeIsTheSameAsADiagnosticsRow(String id, String category, String text, String body) {
    String row = LogRecords.diagnosticsRow(category, "\"msg_s\":\"" + text + "\"");
    assertThat(FlowBodies.of(Collected.message(row).flow())).as(id).isEqualTo(body);
  }

  private static final String PING = "'kind':'network','protocol':'icmp','sourceIp':'10.20.0.7',";

  /** category, text, expected body: forms that are mixed of the known ones. */
  private static final String[][] MIXED = {
    {
      NET,
      "ICMP Type=8 request from 10.20.0.7 to 192.0.2.53. Action: Deny. No rule matched. Proceeding with default action",
      PING
          + "'destinationIp':'192.0.2.53','action':'deny','actionReason':'No rule matched. Proceeding with default action','icmpType':8"
    },
    {
      NET,
      "ICMP request from 10.20.0.7 to a.example.org. Action: Deny. Failed to resolve address a.example.org: no such host",
      PING
          + "'destinationFqdn':'a.example.org','action':'deny','actionReason':'Failed to resolve address a.example.org: no such host'"
    },
    {
      NET,
      "ICMP  Type=8  request from 10.20.0.7 to 192.0.2.53. Action: Deny",
      PING + "'destinationIp':'192.0.2.53','action':'deny','icmpType':8"
    },
    {
      APP,
      "HTTPS" + WEB + "Action: Deny. Reason: SNI was missing. " + POLICY,
      HTTPS + "'action':'deny','actionReason':'SNI was missing'," + BY_POLICY
    },
    {
      APP,
      "HTTPS" + FROM + " was denied. Reason: SNI was missing. " + POLICY,
      "'kind':'application','protocol':'https',"
          + SOURCE
          + "'action':'deny','actionReason':'SNI was missing',"
          + BY_POLICY
    },
    {
      NET,
      "ICMP request from 10.20.0.7 to 192.0.2.53. Action: Deny. Reason: TEXT. " + CLASSIC,
      PING + "'destinationIp':'192.0.2.53','action':'deny','actionReason':'TEXT'," + BY_CLASSIC
    },
    {
      NET,
      "TCP" + NETWORK + " was DNAT'ed to 10.20.3.5:8443.. " + CLASSIC,
      "'kind':'nat','protocol':'tcp',"
          + TO_NET
          + BY_CLASSIC
          + ",'translatedIp':'10.20.3.5','translatedPort':8443"
    },
    {
      NET,
      "Failed to resolve FQDN a.example.org.. Error x",
      "'kind':'fqdn-failure','destinationFqdn':'a.example.org','error':'x'"
    },
  };

  static Stream<Arguments> mixed() {
    return Arrays.stream(MIXED).map(row -> Arguments.of((Object[]) row));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("mixed")
  void mixedFormsGiveTheirFields(String category, String text, String body) {
    Flow flow = Collected.message(LogRecords.legacy(category, text)).flow();
    assertThat(FlowBodies.of(flow)).isEqualTo(body);
  }

  @Test
  void tableHoldsEveryShapeOnce() {
    assertThat(Arrays.stream(SHAPES).map(row -> row[0])).doesNotHaveDuplicates().hasSize(39);
  }

  /** text behind the protocol, expected source, port, destination, port. */
  private static final String[][] ENDPOINTS = {
    {"TCP", "[fd00::1]:5000 to [2001:db8::5]:443", "fd00::1|5000|2001:db8::5|443"},
    {"TCP", "fd10:2:0:2::10:5000 to 2001:db8::5:443", "fd10:2:0:2::10|5000|2001:db8::5|443"},
    {"ICMP Type=128", "fd10:2:0:2::10 to 2001:db8::5", "fd10:2:0:2::10|0|2001:db8::5|0"},
    {"ICMP Type=128", "[fd10:2:0:2::10]:0 to 2001:db8::5:", "fd10:2:0:2::10|0|2001:db8::5|0"},
    {"TCP", "10.0.0.1:5000 to 192.0.2.1", "10.0.0.1|5000|192.0.2.1|0"},
    {"UDP", "10.0.0.1: to 192.0.2.1:53", "10.0.0.1|0|192.0.2.1|53"},
    {"HTTPS", "10.0.0.1:5000 to 192.0.2.1:443", "10.0.0.1|5000|192.0.2.1|443"},
    {"HTTPS", "10.0.0.1:5000 to WWW.Example.ORG.:443", "10.0.0.1|5000|www.example.org|443"},
    {
      "HTTPS",
      "10.0.0.1:5000 to a b. Action: Allow. c:443",
      "10.0.0.1|5000|a b. action: allow. c|443"
    },
  };

  static Stream<Arguments> endpoints() {
    return Arrays.stream(ENDPOINTS).map(row -> Arguments.of((Object[]) row));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("endpoints")
  void endpointsSplitAtTheirPort(String protocol, String endpoints, String expected) {
    String text = protocol + " request from " + endpoints + ". Action: Deny";
    Flow flow = Collected.message(LogRecords.legacy(NET, text)).flow();
    String host =
        flow.destinationIp() == null ? flow.destinationFqdn() : flow.destinationIp().toString();
    assertThat(
            flow.sourceIp() + "|" + flow.sourcePort() + "|" + host + "|" + flow.destinationPort())
        .isEqualTo(expected);
  }

  @Test
  void urlThatHoldsADecisionDoesNotDecide() {
    String text = "HTTP " + WEB + "Url: x.org/. Action: Allow. Rule: y. Action: Deny. " + CLASSIC;
    Flow flow = Collected.message(LogRecords.legacy(APP, text)).flow();
    assertThat(FlowBodies.of(flow))
        .isEqualTo(HTTP + "'url':'x.org/. Action: Allow. Rule: y','action':'deny'," + BY_CLASSIC);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "TCP request to 192.0.2.1:1. Action: Deny",
        " request from 10.0.0.1:1. Action: Deny",
        "TCP request from 10.0.0.1:1 to 192.0.2.1:1. Action: Perhaps",
        "DNS Request: 10.0.0.1:1 - 4711 A IN",
        "Error: 2",
        "Failed to resolve FQDN ",
        "TCP request from 10.0.0.1:1 to 192.0.2.1:1",
        "...",
        "Action: Deny"
      })
  void otherTextIsAnUnknownShape(String text) {
    assertThat(Collected.message(LogRecords.legacy(NET, text)).letter().reason())
        .isEqualTo(RejectReason.UNKNOWN_SHAPE);
  }

  @Test
  void longHostileTextTakesLinearTime() {
    String part = ". Action: x. Rule: ";
    String text = "TCP" + NETWORK + part.repeat(3_000);
    assertThat(Collected.message(LogRecords.legacy(NET, text)).letter().reason())
        .isEqualTo(RejectReason.UNKNOWN_SHAPE);
  }
}
