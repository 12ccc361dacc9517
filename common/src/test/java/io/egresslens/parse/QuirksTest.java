package io.egresslens.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.flow.Action;
import io.egresslens.flow.Category;
import io.egresslens.flow.Flow;
import io.egresslens.flow.FlowKind;
import io.egresslens.flow.HostName;
import io.egresslens.ingest.DeadLetter;
import io.egresslens.ingest.EventTimeBounds;
import io.egresslens.ingest.LogBlock;
import io.egresslens.ingest.RejectReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What real payloads do beyond the documented fields, and what each refusal is called. */
class QuirksTest {
  private static final String NET = LogRecords.network(50112);
  private static final String APP =
      LogRecords.structured(
          "AZFWApplicationRule",
          "\"Protocol\":\"HTTPS\",\"SourceIp\":\"10.20.0.7\",\"SourcePort\":50112,"
              + "\"DestinationPort\":443,\"Fqdn\":\"a.example.org\",\"Action\":\"Deny\","
              + "\"IsTlsInspected\":false");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"SourcePort\":50112|\"SourcePort\":\"50112\"|50112",
        "\"SourcePort\":50112|\"SourcePort\":\"50112.0\"|50112",
        "\"SourcePort\":50112|\"SourcePort\":50112.0|50112",
        "\"SourcePort\":50112|\"SourcePort\":5.0112E4|50112",
        "\"SourcePort\":50112|\"SourcePort\":\"\"|0",
        "\"SourcePort\":50112|\"SourcePort\":null|0",
        "\"SourcePort\":50112|\"x\":{\"SourcePort\":[1]}|0",
        "\"SourcePort\":50112|\"SOURCEPORT\":50112|50112",
        "\"SourcePort\":50112|\"SourcePort\":1,\"SourcePort\":50112|50112",
      })
  void numbersComeInManySpellings(String from, String to, int port) {
    assertThat(Collected.message(NET.replace(from, to)).flow().sourcePort()).isEqualTo(port);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"action\":\"allow\",\"fqdn\":\"quay.io\",\"Fqdn_s\":\"quay.io\"",
        "\"severity\":\"info\"",
        "\"SourceIp\":\"nonsense\",\"SourcePort\":\"x\",\"msg\":\"x\"",
        "\"targetUrl\":\"https://quay.io/\",\"policy\":\"p\"",
      })
  void nothingBesideThePropertiesOverrulesThem(String beside) {
    Flow flow = Collected.message(APP).flow();
    String properties = APP.substring(APP.indexOf("\"properties\":") + 13, APP.length() - 1);
    String asText = "\"" + properties.replace("\"", "\\\"") + "\"";
    for (String record : new String[] {APP, APP.replace(properties, asText)}) {
      String behind = record.substring(0, record.length() - 1) + "," + beside + "}";
      assertThat(Collected.message(behind).flow()).isEqualTo(flow);
      assertThat(Collected.message("{" + beside + "," + record.substring(1)).flow())
          .isEqualTo(flow);
    }
  }

  @Test
  void spaceAroundValuesIsNoPartOfThem() {
    Flow flow = Collected.message(APP).flow();
    String padded =
        APP.replace("\"HTTPS\"", "\"HTTPS \"")
            .replace("\"Deny\"", "\" Deny\\t\"")
            .replace("\"10.20.0.7\"", "\" 10.20.0.7\"")
            .replace("50112", "\"50112 \"")
            .replace("a.example.org", " a.example.org ")
            .replace(":false", ":\" false\"");
    assertThat(Collected.message(padded).flow()).isEqualTo(flow);
    assertThat(Collected.message(APP.replace("a.example.org", " 8.8.8.8")).flow().destinationIp())
        .hasToString("8.8.8.8");
    assertThat(Collected.message(APP.replace("a.example.org", "  ")).flow().destinationFqdn())
        .isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"quay.io|quay.io", "quay.io.|quay.io", "quay.io..|quay.io..", ".quay.io|.quay.io"})
  void onlyOneRootDotIsTakenOffAName(String logged, String name) {
    Flow structured = Collected.message(APP.replace("a.example.org", logged)).flow();
    assertThat(structured.destinationFqdn()).isEqualTo(name);
    for (String port : new String[] {":443", ""}) {
      String text = "HTTPS request from 10.0.0.1:5 to " + logged + port + ". Action: Deny";
      Flow legacy =
          Collected.message(LogRecords.legacy("AzureFirewallApplicationRule", text)).flow();
      assertThat(legacy.destinationFqdn()).as(text).isEqualTo(name);
    }
    String normal = name.equals("quay.io") ? name : null;
    assertThat(HostName.normalize(name)).isEqualTo(normal);
  }

  @ParameterizedTest
  @CsvSource({"\"false\",false", "\"True\",true", "0,false", "1,true", "'\"1\"',true"})
  void booleansComeInManySpellings(String spelled, boolean inspected) {
    String record = APP.replace("\"IsTlsInspected\":false", "\"IsTlsInspected\":" + spelled);
    assertThat(Collected.message(record).flow().details().tlsInspected()).isEqualTo(inspected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"Action\":\"Allow\"|\"Action\":\"\"|MISSING_FIELD",
        "\"Action\":\"Allow\"|\"Action\":\"Log\"|BAD_VALUE",
        "\"SourceIp\":\"10.20.0.7\"|\"SourceIp\":\"\"|MISSING_FIELD",
        "\"SourceIp\":\"10.20.0.7\"|\"SourceIp\":\"10.20.0\"|BAD_ADDRESS",
        "\"DestinationIp\":\"192.0.2.53\"|\"DestinationIp\":\"example.org\"|BAD_ADDRESS",
        "\"DestinationPort\":443|\"DestinationPort\":65536|BAD_VALUE",
        "\"DestinationPort\":443|\"DestinationPort\":-1|BAD_VALUE",
        "\"DestinationPort\":443|\"DestinationPort\":443.5|BAD_VALUE",
        "\"DestinationPort\":443|\"DestinationPort\":\"https\"|BAD_VALUE",
        "\"properties\":{|\"properties\":17,\"x\":{|BAD_VALUE",
        "\"properties\":{|\"properties\":\"{x\",\"x\":{|BAD_VALUE",
        "AZFWNetworkRule|AZFWDnsProxy|UNKNOWN_CATEGORY",
        "AZFWNetworkRule||MISSING_FIELD",
        "2026-01-31T08:15:42.118273+00:00|2026-02-31T08:15:42Z|BAD_TIME",
        "2026-01-31T08:15:42.118273+00:00||BAD_TIME",
        "2026-01-31T08:15:42.118273+00:00|1999-12-31T23:59:59Z|BAD_TIME",
        "\"AZFWNetworkRule\"|\"AzureFirewallNetworkRule\"|MISSING_FIELD",
      })
  void everyRefusalHasItsReason(String from, String to, RejectReason reason) {
    DeadLetter letter = Collected.message(NET.replace(from, to == null ? "" : to)).letter();
    assertThat(letter.reason()).isEqualTo(reason);
    assertThat(letter.rawSizeBytes()).isEqualTo(letter.raw().length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|ENVELOPE",
        "{\"a\":1}|ENVELOPE",
        "17|ENVELOPE",
        "\"x\"|ENVELOPE",
        "{\"records\":{}}|ENVELOPE",
        "{\"records\":[17]}|ENVELOPE",
        "{'a':1}|NOT_JSON",
        "nonsense|NOT_JSON"
      })
  void whatIsNoRecordIsOneDeadLetter(String text, RejectReason reason) {
    assertThat(Collected.message(text).letter().reason()).isEqualTo(reason);
  }

  @Test
  void otherRecordsOfTheHubAreCountedByALabel() {
    String metric =
        "{\"count\":1,\"metricName\":\"Throughput\",\"timeGrain\":\"PT1M\",\"time\":\"%s\",\"resourceId\":\"%s\"}"
            .formatted(LogRecords.TIME, LogRecords.RESOURCE);
    String gateway =
        LogRecords.structured("ApplicationGatewayAccessLog", "\"a\":{\"b\":1}")
            .replace("AZUREFIREWALLS", "APPLICATIONGATEWAYS");
    assertThat(Collected.message("[" + metric + "," + gateway + "]").calls)
        .containsExactly(LogParser.METRIC, LogParser.OTHER_RESOURCE);
  }

  @Test
  void dnatApostropheSurvives() {
    String record =
        LogRecords.legacy(
            "AzureFirewallNetworkRule",
            "TCP request from 203.0.113.9:1 to 192.0.2.4:443 was DNAT'ed to 10.0.0.4:8443");
    assertThat(Collected.message(record).flow().details().translatedPort()).isEqualTo(8443);
  }

  @Test
  void addressInANameFieldIsAnAddress() {
    Flow flow = Collected.message(APP.replace("a.example.org", "192.0.2.9")).flow();
    assertThat(flow.destinationFqdn()).isNull();
    assertThat(flow.destinationIp()).hasToString("192.0.2.9");
  }

  @Test
  void recordWithoutDestinationIsAFlow() {
    Flow flow = Collected.message(APP.replace("a.example.org", "")).flow();
    assertThat(flow.destinationFqdn()).isNull();
    assertThat(flow.destinationIp()).isNull();
    assertThat(flow.action()).isEqualTo(Action.DENY);
  }

  @Test
  void dnsTimeoutRowTellsItsErrorOnly() {
    Flow flow =
        Collected.message(
                LogRecords.structured(
                    "AZFWDnsQuery",
                    "\"SourceIp\":\"10.0.0.4\",\"QueryType\":\"A:\",\"QueryName\":\"x.example.org.\",\"ResponseCode\":\"0\",\"ErrorNumber\":0,\"ErrorMessage\":\"i/o timeout\""))
            .flow();
    assertThat(flow.details().queryType()).isEqualTo("A");
    assertThat(flow.details().responseCode()).isNull();
    assertThat(flow.details().error()).isEqualTo("i/o timeout");
  }

  @Test
  void threatIntelUrlHasTwoNames() {
    Flow flow =
        Collected.message(
                LogRecords.structured(
                    "AZFWThreatIntel",
                    "\"SourceIp\":\"10.0.0.4\",\"Url\":\"x.example.org/a\",\"Fqdn\":\"x.example.org\",\"Action\":\"Deny\""))
            .flow();
    assertThat(flow.url()).isEqualTo("x.example.org/a");
  }

  @Test
  void structuredIcmpTypeIsSplitOff() {
    for (String protocol : new String[] {"ICMP Type=8", "ICMP  Type=8", " ICMP   Type=8 "}) {
      Flow flow = Collected.message(NET.replace("TCP", protocol)).flow();
      assertThat(flow.protocol()).as(protocol).isEqualTo("icmp");
      assertThat(flow.details().icmpType()).as(protocol).isEqualTo(8);
    }
  }

  @Test
  void timeFallsBackToTheOtherKeys() {
    for (String key : new String[] {"TimeGenerated", "timeStamp"}) {
      String record = NET.replace("\"time\":", "\"time\":\"\",\"" + key + "\":");
      assertThat(Collected.message(record).flow().time()).isEqualTo("2026-01-31T08:15:42.118273Z");
    }
  }

  @Test
  void operationNameStandsInForAMissingCategory() {
    String record =
        LogRecords.legacy("", "TCP request from 10.0.0.1:1 to 192.0.2.1:2. Action: Deny");
    assertThat(Collected.message(record).flow().category()).isEqualTo(Category.LEGACY_NETWORK_RULE);
    String threat = record.replace("AzureFirewallNetworkRuleLog", "AzureFirewallThreatIntelLog");
    assertThat(Collected.message(threat).flow().kind()).isEqualTo(FlowKind.NETWORK);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AzureFirewallIDSLog|TCP request from 10.0.0.1:1 to 192.0.2.1:2. Action: drop. Signature: 7. IDS: x|IDPS",
        "AzureFirewallThreatIntelLog|TCP request from 10.0.0.1:1 to 192.0.2.1:2. Action: Deny. ThreatIntel: x|THREAT_INTEL",
        "AzureFirewallNatRuleLog|TCP request from 10.0.0.1:1 to 192.0.2.1:2 was DNAT'ed to 10.0.0.9:4|NAT",
        "AzureFirewallDNSResolutionFailureLog|Failed to resolve FQDN a.example.org. Error x|FQDN_FAILURE",
      })
  void everyOperationOfTheNetworkCategoryStandsInForIt(
      String operation, String msg, FlowKind kind) {
    String record = LogRecords.legacy("", msg).replace("AzureFirewallNetworkRuleLog", operation);
    Flow flow = Collected.message(record).flow();
    assertThat(flow.category()).isEqualTo(Category.LEGACY_NETWORK_RULE);
    assertThat(flow.kind()).isEqualTo(kind);
  }

  @Test
  void timeFarFromTheBrokersTimeIsRefused() {
    long broker = Instant.parse("2026-01-31T08:00:00Z").toEpochMilli();
    byte[] bytes = NET.getBytes(StandardCharsets.UTF_8);
    LogBlock early = LogBlock.ofMessage("t", 0, 1, broker, bytes);
    assertThat(Collected.of(early).letter().reason()).isEqualTo(RejectReason.BAD_TIME);
    LogBlock near =
        LogBlock.ofMessage("t", 0, 1, broker + EventTimeBounds.DEFAULT.before().toMillis(), bytes);
    assertThat(Collected.of(near).flow().sourcePort()).isEqualTo(50112);
  }

  @Test
  void gzipMessagesAreReadWithinLimits() throws IOException {
    String text = LogRecords.wrapped(LogRecords.networks(20));
    byte[] packed = gzip(text.getBytes(StandardCharsets.UTF_8));
    assertThat(Collected.message(packed).calls)
        .isEqualTo(Collected.message(text).calls)
        .hasSize(20);
    DeadLetter cut = Collected.message(Arrays.copyOf(packed, packed.length - 9)).letter();
    assertThat(cut.reason()).isEqualTo(RejectReason.NOT_JSON);
    DeadLetter bomb = Collected.message(gzip(new byte[8_000_000])).letter();
    assertThat(bomb.reason()).isEqualTo(RejectReason.TOO_LARGE);
    assertThat(bomb.rawSizeBytes()).isGreaterThan(DeadLetter.RAW_CAP);
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }
}
