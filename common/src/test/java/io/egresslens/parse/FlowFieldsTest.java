package io.egresslens.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.flow.Action;
import io.egresslens.flow.Category;
import io.egresslens.flow.Flow;
import io.egresslens.flow.FlowDetails;
import io.egresslens.flow.FlowKind;
import io.egresslens.flow.IpAddress;
import io.egresslens.flow.LogFormat;
import io.egresslens.flow.RuleRef;
import io.egresslens.ingest.DeadLetter;
import io.egresslens.ingest.LogPosition;
import io.egresslens.ingest.RejectReason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FlowFieldsTest {
  private static final LogPosition KAFKA = new LogPosition("logs", 3, 77, 0, 2);
  private static final LogPosition FILE = new LogPosition("a.json", -1, 1000, 11, 0);

  @Test
  void fullFlowHasEveryFieldInTheOrderOfTheContract() {
    FlowDetails details =
        new FlowDetails(
            "Games",
            true,
            false,
            IpAddress.parse("10.0.0.4"),
            8443,
            8,
            "20",
            "sig",
            1,
            "bad",
            "A",
            "NOERROR",
            "late",
            4.5,
            "FIN",
            17L);
    Flow flow =
        new Flow(
            Instant.parse("2026-01-31T08:15:42.118273100Z"),
            "/subscriptions/x",
            Category.THREAT_INTEL,
            FlowKind.THREAT_INTEL,
            LogFormat.STRUCTURED,
            "https",
            IpAddress.parse("10.20.0.7"),
            50112,
            "a.example.org",
            IpAddress.parse("2001:db8::1"),
            443,
            "https://a.example.org/",
            Action.ALERT,
            "why",
            new RuleRef("p", "g", "c", "r"),
            details);
    assertThat(FlowFields.FLOW.toLine(flow).replace('"', '\''))
        .isEqualTo(
            "{'time':'2026-01-31T08:15:42.118273100Z','firewall':'/subscriptions/x','category':'AZFWThreatIntel',"
                + "'kind':'threat-intel','protocol':'https','sourceIp':'10.20.0.7','sourcePort':50112,"
                + "'destinationFqdn':'a.example.org','destinationIp':'2001:db8::1','destinationPort':443,"
                + "'url':'https://a.example.org/','action':'alert','actionReason':'why','policy':'p',"
                + "'ruleCollectionGroup':'g','ruleCollection':'c','rule':'r','webCategory':'Games',"
                + "'tlsInspected':true,'explicitProxy':false,'translatedIp':'10.0.0.4','translatedPort':8443,"
                + "'icmpType':8,'signatureId':'20','signature':'sig','severity':1,'threat':'bad','queryType':'A',"
                + "'responseCode':'NOERROR','error':'late','rate':4.5,'flag':'FIN','hits':17,'format':'structured'}");
  }

  @Test
  void emptyFlowLeavesOutWhatItDoesNotKnow() {
    Flow flow =
        new Flow(
            Instant.EPOCH,
            null,
            Category.FAT_FLOW,
            FlowKind.FAT_FLOW,
            LogFormat.STRUCTURED,
            null,
            null,
            0,
            null,
            null,
            0,
            null,
            null,
            null,
            RuleRef.NONE,
            FlowDetails.NONE);
    assertThat(FlowFields.FLOW.toLine(flow).replace('"', '\''))
        .isEqualTo(
            "{'time':'1970-01-01T00:00:00Z','category':'AZFWFatFlow','kind':'fat-flow','format':'structured'}");
  }

  private static String letter(LogPosition position, byte[] raw, long size) {
    return FlowFields.DEAD_LETTER
        .toLine(new DeadLetter(RejectReason.NOT_JSON, "no \"JSON\"", position, null, raw, size))
        .replace('"', '\'');
  }

  @Test
  void deadLetterOfAMessageShowsItsTextEscaped() {
    byte[] raw = "{\u202e\u001b[31m".getBytes(StandardCharsets.UTF_8);
    assertThat(letter(KAFKA, raw, raw.length))
        .isEqualTo(
            "{'reason':'not-json','detail':'no \\'JSON\\'','position':{'topic':'logs','partition':3,'offset':77,'record':2},"
                + "'raw':'{\\u202E\\u001B[31m','rawSizeBytes':9}");
  }

  @Test
  void deadLetterOfAFileShowsOtherBytesInBase64() {
    assertThat(letter(FILE, new byte[] {(byte) 0xff, 0}, 2))
        .isEqualTo(
            "{'reason':'not-json','detail':'no \\'JSON\\'','position':{'file':'a.json','offset':1000,'line':11,'record':0},"
                + "'rawBase64':'/wA=','rawSizeBytes':2}");
  }

  @Test
  void cutRawTextMayEndInsideACharacter() {
    assertThat(letter(KAFKA, new byte[] {'a', (byte) 0xc3}, 9_000))
        .endsWith("'raw':'a','rawSizeBytes':9000,'rawCap':4096}");
  }
}
