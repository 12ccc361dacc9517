package io.egresslens.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.flow.Flow;
import io.egresslens.flow.FlowView;
import io.egresslens.flow.IpAddress;
import io.egresslens.ingest.DeadLetter;
import io.egresslens.ingest.EventTimeBounds;
import io.egresslens.ingest.LogBlock;
import io.egresslens.samples.RecordGenerator;
import io.egresslens.samples.RecordOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The parser with its scan gives the same calls as the one that reads everything with the JSON
 * parser, and every view says what its flow says.
 */
class ScanOracleTest {
  private static final Path SAMPLES = Path.of("../sample-logs");
  private static final long BROKER_MILLIS = 1_768_900_000_000L;

  /** Bytes that change the meaning of JSON, put anywhere. */
  private static final byte[] ODD = "\"\\{}[]:,. \t\r\n0159-+eEuTZ/x\0\u007f".getBytes(UTF_8);

  /** More of them for a night: any number will do. */
  private static final int CASES = Integer.getInteger("egresslens.cases", 5_000);

  private final LogParser fast = new LogParser(EventTimeBounds.DEFAULT);
  private final LogParser slow = new LogParser(EventTimeBounds.DEFAULT, false);
  private final Calls got = new Calls();
  private final Calls expected = new Calls();

  /** Calls as text, since dead letters hold arrays; checks every view against its flow. */
  private static final class Calls implements LogOutput {
    final List<Object> calls = new ArrayList<>();
    int views;

    @Override
    public void flow(Flow flow) {
      calls.add(flow);
    }

    @Override
    public void view(FlowView view) {
      views++;
      String seen = say(view);
      Flow flow = view.flow();
      assertThat(seen).isEqualTo(say(flow));
      assertThat(say(view)).as("after flow()").isEqualTo(seen);
      flow(flow);
    }

    @Override
    public void other(String category) {
      calls.add(category);
    }

    @Override
    public void deadLetter(DeadLetter letter) {
      calls.add(
          String.join(
              "|",
              letter.reason().label(),
              letter.detail(),
              letter.position().toString(),
              String.valueOf(letter.category()),
              Arrays.toString(letter.raw()),
              String.valueOf(letter.rawSizeBytes())));
    }
  }

  private static String say(FlowView view) {
    String host =
        new String(view.hostBytes(), view.hostFrom(), view.hostTo() - view.hostFrom(), UTF_8);
    return Stream.of(
            view.category(),
            view.kind(),
            view.action(),
            view.epochNanos(),
            view.firewall(),
            view.protocol(),
            view.rule(),
            view.hasSource() ? new IpAddress(view.sourceHigh(), view.sourceLow()) : null,
            view.destinationPort(),
            host.isEmpty() ? null : host,
            view.hasDestinationAddress()
                ? new IpAddress(view.destinationHigh(), view.destinationLow())
                : null,
            view.hasUrl(),
            view.box())
        .map(String::valueOf)
        .toList()
        .toString();
  }

  private static String say(Flow flow) {
    return Stream.of(
            flow.category(),
            flow.kind(),
            flow.action(),
            flow.time().getEpochSecond() * 1_000_000_000 + flow.time().getNano(),
            flow.firewall(),
            flow.protocol(),
            flow.rule().shortName(),
            flow.sourceIp(),
            flow.destinationPort(),
            flow.destinationFqdn(),
            flow.destinationIp(),
            flow.url() != null,
            flow.box())
        .map(String::valueOf)
        .toList()
        .toString();
  }

  /** Parses a block both ways; returns how many views there were. */
  private int same(String about, LogBlock block) {
    got.calls.clear();
    got.views = 0;
    expected.calls.clear();
    int count = fast.parse(block, got);
    assertThat(slow.parse(block, expected)).as(about).isEqualTo(count);
    if (!got.calls.equals(expected.calls)) {
      assertThat(got.calls).as(about).isEqualTo(expected.calls);
    }
    return got.views;
  }

  /** The same as a message, as lines and as any file. */
  private int same(String about, byte[] bytes) {
    int views = same(about, LogBlock.ofMessage("t", 3, 77, BROKER_MILLIS, bytes));
    same(about, LogBlock.ofFile("f", 1_000, 11, bytes));
    return views + same(about, LogBlock.ofLines("f", 1_000, 11, bytes));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static List<Path> sampleFiles() throws IOException {
    try (Stream<Path> files = Files.walk(SAMPLES)) {
      return files
          .filter(file -> file.toString().matches(".*\\.(jsonl?|gz)"))
          .filter(file -> !file.toString().contains("expected"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("sampleFiles")
  void sampleFilesGiveTheSameCalls(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    same(file.toString(), bytes);
    for (String line : new String(bytes, UTF_8).split("\n")) {
      same(file.toString(), bytes(line));
    }
  }

  @Test
  void mostSampleRecordsAreViews() throws IOException {
    byte[] bytes = Files.readAllBytes(SAMPLES.resolve("log-analytics/every-table.jsonl"));
    same("rows", LogBlock.ofLines("f", 0, 1, bytes));
    assertThat(got.views).isGreaterThanOrEqualTo(got.calls.size() * 8 / 10);
  }

  private static byte[] generated(int records, RecordOptions options) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RecordGenerator.writeStructured(out, records, options);
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  void generatedRecordsAreAllViews(int perLine) throws IOException {
    for (boolean shuffled : new boolean[] {false, true}) {
      for (int escaped : new int[] {0, 10, 100}) {
        RecordOptions options =
            RecordOptions.DEFAULT
                .withShuffledKeys(shuffled)
                .withEscapedPercent(escaped)
                .withRecordsPerLine(perLine);
        byte[] bytes = generated(2_000, options);
        int views = same(options.toString(), LogBlock.ofLines("f", 0, 1, bytes));
        assertThat(views).as(options.toString()).isEqualTo(2_000);
      }
    }
  }

  /** One record of each kind and envelope, the beginning of what is damaged on purpose. */
  private static List<String> seeds() throws IOException {
    List<String> seeds = new ArrayList<>();
    for (String file :
        new String[] {
          "log-analytics/every-table.jsonl",
          "azure-diagnostics/structured-rows.jsonl",
          "azure-diagnostics/legacy-rows.jsonl",
          "arrays/string-properties.jsonl",
          "legacy/ipv6.jsonl",
          "legacy/nat-threat-idps-dns.jsonl"
        }) {
      Files.readAllLines(SAMPLES.resolve(file)).stream().limit(14).forEach(seeds::add);
    }
    byte[] records = generated(60, RecordOptions.DEFAULT.withEscapedPercent(20));
    Collections.addAll(seeds, new String(records, UTF_8).split("\n"));
    seeds.add(LogRecords.wrapped(LogRecords.networks(3)));
    seeds.add("[" + String.join(" , ", LogRecords.networks(3)) + "]");
    seeds.add("{ \"Records\" :\t[ " + String.join(",\r", LogRecords.networks(2)) + " ] } ,");
    seeds.add(LogRecords.network(5) + LogRecords.network(6));
    seeds.add(
        LogRecords.structured(
            "AZFWApplicationRule",
            "\"Protocol\":\"HTTPS\",\"SourceIp\":\"fd00::7\",\"SourcePort\":\"50112.0\","
                + "\"DestinationPort\":4.43e2,\"Fqdn\":\"B\u00fccher.Example.\",\"Action\":\"ALLOW\","
                + "\"Rule\":\" r \\u00a0\\ud83d\\ude00\\ud800\\t\",\"x\":-1.5E-07,\"y\":null,"
                + "\"IsTlsInspected\":\"True\",\"Severity\":300"));
    return seeds;
  }

  @Test
  void damagedBytesGiveTheSameCalls() throws IOException {
    List<String> seeds = seeds();
    for (int seed = 0; seed < CASES; seed++) {
      Random random = new Random(seed);
      byte[] line = bytes(seeds.get(random.nextInt(seeds.size())));
      byte[] damaged = damage(line, random);
      if (random.nextInt(4) == 0) {
        damaged = damage(damaged, random);
      }
      LogBlock block =
          random.nextBoolean()
              ? LogBlock.ofLines("f", 5, 2, damaged)
              : LogBlock.ofMessage("t", 0, 9, BROKER_MILLIS, damaged);
      same("seed " + seed + ": " + new String(damaged, UTF_8), block);
    }
  }

  /** Between two good ones, so that records of that form are well remembered. */
  @Test
  void aChangeAtAnyPlaceOfARememberedRecordGivesTheSameCalls() throws IOException {
    List<String> lines =
        List.of(new String(generated(40, RecordOptions.DEFAULT), UTF_8).split("\n"));
    for (String line :
        List.of(
            lines.get(1),
            lines.get(5),
            rowWithoutQuotes(),
            LogRecords.legacy(
                "AzureFirewallApplicationRule",
                "HTTPS request from 10.1.2.3:50112 to Www.Example.org:443. Action: Allow. Policy:"
                    + " p. Rule Collection Group: g. Rule Collection: c. Rule: r"),
            LogRecords.legacy(
                "AzureFirewallNetworkRule",
                "TCP request from 10.1.2.3:5 to 192.0.2.1:443 was DNAT'ed to 10.1.1.1:443"),
            LogRecords.legacy(
                "AzureFirewallDnsProxy",
                "DNS Request: 10.1.2.3:53 - 4711 A IN a.example.org. udp 44 false 512 NOERROR"
                    + " qr,rd,ra 120 0.003104511s"),
            LogRecords.legacy(
                "AzureFirewallApplicationRule",
                "HTTP request from 10.1.2.3:5 to a.org:80. Url: a.org/x?y=1:2. Action: Deny ."
                    + " Rule Collection: c. Rule: r"))) {
      byte[] good = bytes(line);
      for (int at = 0; at < good.length; at++) {
        for (int i = at % 3; i < ODD.length; i += 3) {
          byte odd = ODD[i];
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          out.writeBytes(bytes(line + "\n"));
          out.write(good, 0, at);
          out.write(odd);
          int rest = at + (odd & 1);
          out.write(good, rest, good.length - rest);
          out.writeBytes(bytes("\n" + line));
          same("place " + at + " byte " + odd, LogBlock.ofLines("f", 0, 1, out.toByteArray()));
        }
      }
    }
  }

  /** A trace, whose destination is another field, and a number that is of no field. */
  private static String rowWithoutQuotes() {
    return LogRecords.row(
        "AZFWDnsFlowTrace",
        "\"SourceIp\":\"10.1.2.3\",\"SourcePort\":\"5\",\"Duration\":1.5e-3,"
            + "\"DestinationIp\":\"192.0.2.1\",\"DestinationPort\":99,\"ServerPort\":53,"
            + "\"ServerIp\":\"168.63.129.16\",\"QueryName\":\"A.example.org.\"");
  }

  private static byte[] damage(byte[] line, Random random) {
    if (line.length == 0) {
      return line;
    }
    int at = random.nextInt(line.length);
    byte odd =
        random.nextInt(3) == 0 ? (byte) random.nextInt(256) : ODD[random.nextInt(ODD.length)];
    switch (random.nextInt(5)) {
      case 0 -> {
        return Arrays.copyOf(line, at);
      }
      case 1, 2 -> {
        byte[] changed = line.clone();
        changed[at] = odd;
        return changed;
      }
      case 3 -> {
        byte[] longer = Arrays.copyOf(line, line.length + 1);
        System.arraycopy(line, at, longer, at + 1, line.length - at);
        longer[at] = odd;
        return longer;
      }
      default -> {
        byte[] shorter = Arrays.copyOf(line, line.length - 1);
        System.arraycopy(line, at + 1, shorter, at, line.length - at - 1);
        return shorter;
      }
    }
  }

  /** Keys and values as the firewall and others may write them, drawn at random. */
  private static final String[] KEYS = {
    "category",
    "Category",
    "Type",
    "time",
    "TimeGenerated",
    "timeStamp",
    "resourceId",
    "_ResourceId",
    "ResourceId",
    "operationName",
    "Protocol",
    "Protocol_s",
    "SourceIp",
    "SourceIP",
    "SourcePort",
    "SourcePort_d",
    "DestinationIp",
    "DestinationPort",
    "Fqdn",
    "QueryName",
    "TargetUrl",
    "Url",
    "Action",
    "ActionReason",
    "Policy",
    "RuleCollectionGroup",
    "RuleCollection",
    "Rule",
    "RuleName",
    "WebCategory",
    "IsTlsInspected",
    "IsExplicitProxyRequest",
    "TranslatedIp",
    "TranslatedPort",
    "SignatureId",
    "Severity",
    "ThreatDescription",
    "QueryType",
    "ResponseCode",
    "ErrorMessage",
    "ServerIp",
    "ServerPort",
    "FlowRate",
    "Flag",
    "NatRuleCount",
    "msg",
    "IcmpType",
    "records",
    "properties",
    "unknown",
    "",
    "a_s",
    "_Internal_WorkspaceResourceIdOfAllOfThem",
    "metricName"
  };

  private static final String[] VALUES = {
    "AZFWApplicationRule",
    "AZFWNetworkRule",
    "azfwdnsquery",
    "AZFWFatFlow",
    "AZFWDnsFlowTrace",
    "AZFWNatRuleAggregation",
    "AZFWThreatIntel",
    "AzureDiagnostics",
    "AzureFirewallNetworkRule",
    "2026-01-20T08:15:42.1182730Z",
    "2026-01-20T08:15:42Z",
    "2026-01-20T08:15:42.5+00:00",
    "2026-01-20T08:15:42.123456789Z",
    "2026-01-20T08:15:42.1234567891Z",
    "2026-02-30T08:15:42Z",
    "2026-01-20T24:00:00Z",
    "2026-01-20 08:15:42",
    "1/20/2026 8:15:42 AM",
    "1999-01-20T08:15:42Z",
    "/SUBSCRIPTIONS/1/PROVIDERS/MICROSOFT.NETWORK/AZUREFIREWALLS/FW",
    "HTTPS",
    "TCP",
    "ICMP Type=8",
    "10.20.0.7",
    "10.020.0.7",
    "256.1.1.1",
    "1.2.3",
    "::ffff:10.0.0.1",
    "fd00::7",
    "443",
    "0",
    "00080",
    "65535",
    "65536",
    "1e3",
    "50112.0",
    "Www.Example.ORG.",
    "quay.io",
    ".",
    "..",
    "a..",
    "a.example.9",
    "9.example.a",
    "1.2.3.4.",
    "b\u00fccher.example",
    "Allow",
    "deny",
    "DROP",
    "alert",
    "Perhaps",
    "Log",
    "true",
    "False",
    "1",
    "3.2930000000000001",
    "1.",
    ".5",
    "-1",
    "",
    " ",
    "  x ",
    "\u00a0",
    "\u2003y\u2003",
    "rc-web",
    "r/web",
    "\u0000",
    "\ud800",
    "TCP request from 10.1.1.1:5 to 192.0.2.1:443. Action: Deny",
    "{\"Protocol\":\"TCP\"}"
  };

  @Test
  void composedRecordsGiveTheSameCalls() {
    int views = 0;
    for (int seed = 0; seed < CASES; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int records = random.nextInt(3); records >= 0; records--) {
        object(text, random, 0);
        text.append(random.nextInt(5) == 0 ? "," : "\n");
      }
      views += same("seed " + seed + ": " + text, bytes(text.toString()));
    }
    assertThat(views).isGreaterThan(CASES / 8);
  }

  private static void object(StringBuilder text, Random random, int depth) {
    List<String> members = new ArrayList<>();
    if (depth == 0 && random.nextInt(6) > 0) {
      members.add(member("category", VALUES[random.nextInt(8)], random));
      members.add(member("time", VALUES[9 + random.nextInt(4)], random));
    }
    if (random.nextInt(6) > 0) {
      members.add(member("SourceIp", "10.1.2." + random.nextInt(256), random));
      members.add(member("Action", random.nextBoolean() ? "Allow" : "alert", random));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      members.add(
          member(KEYS[random.nextInt(KEYS.length)], VALUES[random.nextInt(VALUES.length)], random));
    }
    if (depth < 2 && random.nextInt(3) > 0) {
      StringBuilder inner = new StringBuilder();
      object(inner, random, depth + 1);
      String name = random.nextInt(8) > 0 ? "properties" : "records";
      members.add(
          '"' + name + "\":" + (random.nextInt(9) > 0 ? inner.toString() : "[" + inner + "]"));
    }
    if (random.nextBoolean()) {
      Collections.shuffle(members, random);
    }
    text.append(blank(random)).append('{').append(blank(random));
    text.append(String.join(blank(random) + "," + blank(random), members));
    text.append(blank(random)).append('}').append(blank(random));
  }

  private static String member(String key, String value, Random random) {
    boolean bare = value.matches("-?[0-9.e]+|true|false|null") && random.nextBoolean();
    return '"'
        + (random.nextInt(30) == 0 ? escaped(key, random) : key)
        + '"'
        + blank(random)
        + ":"
        + blank(random)
        + (bare ? value : random.nextInt(12) == 0 ? "null" : '"' + escaped(value, random) + '"');
  }

  private static String escaped(String text, Random random) {
    StringBuilder out = new StringBuilder();
    boolean some = random.nextInt(6) == 0;
    for (char c : text.toCharArray()) {
      if (c < ' ' || Character.isSurrogate(c) || (some && random.nextInt(5) == 0)) {
        out.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
      } else if (c == '"' || c == '\\' || (c == '/' && some)) {
        out.append('\\').append(c);
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static String blank(Random random) {
    return random.nextInt(40) > 0 ? "" : random.nextInt(4) > 0 ? " " : " \t\r\n".substring(3);
  }

  private static String structured(String time, String host, String policy) {
    return ("{\"category\":\"AZFWApplicationRule\",\"time\":\"%s\",\"resourceId\":\"/X/AZUREFIREWALLS/F\","
            + "\"properties\":{\"Protocol\":\"HTTPS\",\"SourceIp\":\"10.1.1.1\",\"SourcePort\":1,"
            + "\"DestinationPort\":443,\"Fqdn\":\"%s\",\"Action\":\"Allow\",\"Policy\":\"%s\"}}\n")
        .formatted(time, host, policy);
  }

  private static String legacy(String text) {
    return ("{\"category\":\"AzureFirewallNetworkRule\",\"time\":\"2026-01-20T01:02:03Z\","
            + "\"properties\":{\"msg\":\"%s\"}}\n")
        .formatted(text);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  @Test
  void bytesThatLookLikeAnEmptyEntryOfTheKeyTableAreNoKey() {
    byte[] minusOneBehindComma = {(byte) 0xd3, -1, -1, -1, -1, -1, -1, -1};
    String longKey = "{\"time\":\"x\",\"" + "k".repeat(100) + "\":1}\n";
    same(
        "a long key foretold",
        joined(bytes(longKey + "{\"time\":\"x\""), minusOneBehindComma, bytes(" ".repeat(50))));
    String good = structured("2026-01-20T01:02:03Z", "a.com", "p");
    int behindLast = good.lastIndexOf('}');
    same(
        "a key of zeros",
        joined(
            bytes(good),
            bytes(good.substring(0, behindLast)),
            minusOneBehindComma,
            new byte[24],
            bytes("5}\n")));
  }

  @Test
  void aTimeOutOfRangeDoesNotSpoilTheDaysThatFollow() {
    String day = structured("2026-01-20T01:02:03Z", "a.com", "p");
    for (String far : List.of("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z")) {
      byte[] lines = bytes(day + structured(far, "a.com", "p") + day);
      assertThat(same(far, lines)).as("views around " + far).isEqualTo(4);
    }
  }

  @Test
  void aLongHostWithEscapesIsTheSameBehindARecordLikeIt() {
    String policy = "\\/" + "a".repeat(2_000);
    for (int length : new int[] {400, 511, 512, 513, 5_000, 63_000, 65_000, 66_000}) {
      String host = "\\u0061" + "b".repeat(length);
      same(
          "host of " + length,
          bytes(
              structured("2026-01-20T01:02:03Z", "\\u0061.com", policy)
                  + structured("2026-01-20T01:02:04Z", host, policy)));
    }
  }

  @Test
  void legacyTextsThatAreReadByOtherWordsAreNotComparedByTheseWords() {
    for (String[] pair :
        new String[][] {
          {
            "DNS Request: 10.0.0.1:5353 - 1 A IN name.com. udp request from 10.0.0.1:5353 to name.com:0",
            "DNS Request: 10.0.0.1:5353 - 1 A IN name.com. udp request from 10.9.9.9:1 to evil.com:443"
          },
          {
            "HTTPS request from 10.0.0.1:1 to a.com:0e1. Action: Deny",
            "HTTPS request from 10.0.0.1:1 to a.com:44e1. Action: Deny"
          },
          {
            "HTTPS request from 10.0.0.1:1 to a.com:4.000. Action: Deny",
            "HTTPS request from 10.0.0.1:1 to a.com:443.000. Action: Deny"
          },
          {
            "DNS Request: 10.0.0.1:1 - 1 A IN a.com. udp 44 true 512 NXDOMAIN qr 101 0.1s",
            "DNS Request: 10.0.0.1:1 - 1 A IN a.com. udp 44 true 512 NXDOMAIN qr 101 ."
          },
          {
            "DNS Request: 10.0.0.1:1 - 1 A IN a.com. udp 44 true 512 NXDOMAIN qr 101 0.1s",
            "DNS Request: 10.0.0.1:1 - 1 A IN a.com. udp 44  512 NXDOMAIN qr 101 0.1s"
          },
          {
            "DNS Request: 10.0.0.1:1 - 1 A IN a.com. udp 44 true 512 NXDOMAIN qr 101 0.1s",
            "DNS Request: 10.0.0.1:1 - 1 A IN 10.2.3.4 udp 44 true 512 NXDOMAIN qr 101 0.1s"
          },
          {
            "DNS Request: 10.0.0.1:1 - 1 A IN a.com. udp 44 true 512 NXDOMAIN qr",
            "DNS Request: 10.0.0.1:1 - 1.. A IN a.. udp .44. true 512 NXDOMAIN qr"
          },
          {
            "HTTP request from 10.0.0.1:1 to a.com:80. Url: a.com/. Action: Deny",
            "HTTP request from 10.0.0.1:1 to a.com:80. Url: .. Action: Deny"
          },
          {
            "HTTP request from 10.0.0.1:1 to a.com:80. Url: a.com/. Action: Deny",
            "HTTP request from 10.0.0.1:1 to a.com:80. Url: b. Action: Allow. Url: a. Action: Deny"
          },
          {
            "HTTP request from 10.0.0.1:1 to a.com:80. Url: a.com/. Action: Deny",
            "HTTP request from 10.0.0.1:1 to a.com:80. Url: a.Action:Allow... Action: Deny"
          }
        }) {
      same(pair[1], bytes(legacy(pair[0]) + legacy(pair[0]) + legacy(pair[1])));
      same(pair[1], bytes(legacy(pair[1]) + legacy(pair[0]) + legacy(pair[1])));
    }
  }

  @Test
  void dnsRequestsAndUrlsOfLegacyTextsAreRemembered() {
    for (String text :
        new String[] {
          "DNS Request: 10.0.0.%1$d:%1$d - %1$d A IN h%1$d.com. udp 44 true 512 X qr 10%1$d 0.%1$ds",
          "HTTP request from 10.0.0.%1$d:%1$d to a.com:80. Url: a.com/%1$d. Action: Deny"
        }) {
      StringBuilder lines = new StringBuilder();
      for (int i = 1; i <= 50; i++) {
        lines.append(legacy(text.formatted(i)));
      }
      int views = same(text, LogBlock.ofLines("f", 0, 1, bytes(lines.toString())));
      assertThat(views).as(text).isEqualTo(49);
    }
  }

  @Test
  void legacyTextsAreAsLongAsAStringMayBe() {
    String text = "HTTP request from 10.0.0.1:1 to %s:80. Url: a.com/%s. Action: Deny";
    for (int length : new int[] {500, 520, 4_000, 5_000, 64_000, 66_000}) {
      String more = "b".repeat(length);
      same(
          "host of " + length,
          bytes(legacy(text.formatted("a", "c")) + legacy(text.formatted(more, "c"))));
      same(
          "URL of " + length,
          bytes(legacy(text.formatted("a", "c")) + legacy(text.formatted("a", more))));
    }
  }

  @Test
  void addressesAndTimesAlmostLikeThoseBeforeAreReadAnew() {
    String line =
        structured("2026-01-20T01:02:59Z", "a.com", "p")
            + structured("2026-01-20T01:02:59.1Z", "a.com", "p");
    StringBuilder lines = new StringBuilder(line);
    for (String time :
        List.of(
            "2026-01-20T01:02:60Z",
            "2026-01-20T01:02:59Z",
            "2026-01-20T01:03:59Z",
            "2026-02-30T01:03:59Z",
            "2026-01-20T01:03:59Z",
            "2026-01-21T01:03:59Z",
            "2026-01-20T24:00:00Z",
            "2026-01-20T23:59:59Z",
            "2026-01-20T01:02:5",
            "2026-01-20T01:02:59.Z",
            "2026-01-20T01:02:59+00:00",
            "9999-12-31T23:59:59Z",
            "2026-01-20T01:02:59Z")) {
      lines.append(structured(time, "a.com", "p"));
    }
    same("times", bytes(lines.toString()));
    List<String> addresses =
        new ArrayList<>(List.of("1.1.1.1", "1.1.1.10", "1.1.1.100", "11.1.1.1"));
    addresses.addAll(
        List.of("1.1.1.1.", "01.1.1.1", "1.1.1", "1.1.1.256", "255.255.255.255", "1.1.1.1"));
    addresses.addAll(
        List.of(
            "255.255.255.25", "255.255.255.2555", "::1", "1.1.1.1:", "10.10.10.1", "10.1.10.10"));
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      addresses.add(
          random.nextInt(4) > 0
              ? "10.%d.%d.%d".formatted(random.nextInt(3), random.nextInt(260), random.nextInt(260))
              : addresses.get(random.nextInt(addresses.size())));
    }
    StringBuilder sources = new StringBuilder(line);
    for (String address : addresses) {
      sources.append(structured("2026-01-20T01:02:59Z", "a.com", "p").replace("10.1.1.1", address));
    }
    same("addresses, seed 7", LogBlock.ofLines("f", 0, 1, bytes(sources.toString())));
  }

  @Test
  void placeInTheBlockAndWhatFollowsItDoNotMatter() throws IOException {
    byte[] lines = generated(40, RecordOptions.DEFAULT.withEscapedPercent(30));
    byte[] row = bytes(LogRecords.network(7) + "\n");
    for (int length = 0; length <= lines.length; length += 1 + length % 7) {
      byte[] exact = Arrays.copyOf(lines, length);
      same("exact " + length, LogBlock.ofLines("f", 0, 1, exact));
      List<Object> calls = List.copyOf(got.calls);
      byte[] junk = Arrays.copyOf(lines, lines.length + 300);
      System.arraycopy(row, 0, junk, lines.length, Math.min(300, row.length));
      same("junk " + length, LogBlock.ofLines("f", 0, 1, junk, length));
      assertThat(got.calls).as("junk " + length).isEqualTo(calls);
    }
  }
}
