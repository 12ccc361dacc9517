package io.egresslens.samples;

import static io.egresslens.classify.Expectation.OPTIONAL;
import static io.egresslens.classify.Expectation.UNLISTED;
import static io.egresslens.samples.Traffic.allow;
import static io.egresslens.samples.Traffic.deny;

import io.egresslens.classify.Expectation;
import io.egresslens.flow.Action;
import io.egresslens.flow.Category;
import io.egresslens.flow.FlowKind;
import io.egresslens.flow.LogFormat;
import io.egresslens.samples.Draft.Piece;
import io.egresslens.samples.Records.At;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * Every envelope, category and legacy shape, a few of each. They all happen on Tuesday 2026-01-20,
 * after the two weeks of {@link Scenario}, so that reading the whole folder leaves those weeks as
 * they are.
 */
final class Gallery {
  static final Instant DAY = Instant.parse("2026-01-20T09:00:00Z");
  static final Traffic PULL = allow("quay.io", "rc-aro-registries/r-quay", OPTIONAL);
  private static final Traffic BLOCKED = deny("www.example.net", UNLISTED);

  private final List<Draft> drafts = new ArrayList<>();
  private final Ticker ticker = new Ticker(DAY);

  private Gallery() {}

  static List<Draft> drafts() {
    Gallery gallery = new Gallery();
    gallery.storage();
    gallery.logAnalytics();
    gallery.azureDiagnostics();
    gallery.arrays();
    gallery.legacy();
    return gallery.drafts;
  }

  private Draft file(String path) {
    Draft draft = new Draft(path);
    drafts.add(draft);
    return draft;
  }

  private void storage() {
    Draft web = storageBlob(Site.Firewall.EASTUS, Category.APPLICATION_RULE, "09");
    Draft net = storageBlob(Site.Firewall.EASTUS, Category.NETWORK_RULE, "09");
    Draft text = storageBlob(Site.Firewall.WESTEUROPE, Category.LEGACY_APPLICATION_RULE, "09");
    for (int i = 0; i < 6; i++) {
      web.line(Envelope.STORAGE, flow(Site.PROD, i % 3 == 0 ? BLOCKED : PULL));
      net.line(Envelope.STORAGE, flow(Site.PROD, ntp(10 + i)));
      text.line(Envelope.STORAGE, Records.legacyFlow(at(Site.LEGACY), i % 3 == 0 ? BLOCKED : PULL));
    }
    Draft old = storageBlob(Site.Firewall.WESTEUROPE, Category.LEGACY_NETWORK_RULE, "10");
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Sample sample = Records.legacyFlow(at(Site.LEGACY), ntp(20 + i));
      pieces.add(Piece.of(Envelope.STORAGE_OLD, sample.story("storage-old")));
    }
    old.wrapped("{\"records\":[", pieces, "]}");
  }

  private Draft storageBlob(Site.Firewall firewall, Category category, String hour) {
    return file(
        "storage/insights-logs-"
            + category.azureName().toLowerCase(Locale.ROOT)
            + "/resourceId="
            + firewall.resourceId().toUpperCase(Locale.ROOT)
            + "/y=2026/m=01/d=20/h="
            + hour
            + "/m=00/PT1H.json");
  }

  private void logAnalytics() {
    Draft each = file("log-analytics/every-table.jsonl");
    for (Sample sample : everyStructured()) {
      each.line(Envelope.LOG_ANALYTICS, sample.story("every-category"));
    }
    Draft wrapped = file("log-analytics/am-azfwapplicationrule-wrapped.jsonl");
    for (int i = 0; i < 2; i++) {
      List<Piece> pieces = new ArrayList<>();
      for (int k = 0; k < 4; k++) {
        Sample sample = flow(Site.DEV, allow("quay.io", "rc-a/r-q", Expectation.REQUIRED));
        pieces.add(Piece.of(Envelope.LOG_ANALYTICS_WRAPPED, sample.story("log-analytics")));
      }
      wrapped.wrapped("{\"records\":[", pieces, "]}");
    }
  }

  private void azureDiagnostics() {
    Draft text = file("azure-diagnostics/legacy-rows.jsonl");
    for (LegacyShape shape :
        List.of(
            LegacyShape.A5,
            LegacyShape.A10,
            LegacyShape.N2,
            LegacyShape.D2,
            LegacyShape.T1,
            LegacyShape.I1,
            LegacyShape.F1,
            LegacyShape.Q1)) {
      text.line(
          Envelope.AZURE_DIAGNOSTICS_LEGACY,
          shape(at(Site.LEGACY), shape, false, "").story("diagnostics-row"));
    }
    Draft columns = file("azure-diagnostics/structured-rows.jsonl");
    for (Sample sample : everyStructured()) {
      columns.line(Envelope.AZURE_DIAGNOSTICS_STRUCTURED, sample.story("every-category"));
    }
  }

  /** One record of each structured category, in the order of the enum. */
  private List<Sample> everyStructured() {
    List<Sample> samples = new ArrayList<>();
    for (Category category : Category.values()) {
      if (category.format() == LogFormat.STRUCTURED) {
        samples.add(structured(category));
      }
    }
    return samples;
  }

  private Sample structured(Category category) {
    At at = at(Site.PROD);
    At outside = new At(at.time(), Site.PROD, "203.0.113.9", 40_022);
    Traffic threat = new Traffic("bad.example.net", "https", 443, "", Action.ALERT, "", null);
    Traffic attack = new Traffic("203.0.113.98", "tcp", 443, "", Action.DENY, "", UNLISTED);
    return switch (category) {
      case APPLICATION_RULE -> Records.flow(at, PULL);
      case NETWORK_RULE -> Records.flow(at, ntp(10));
      case NAT_RULE -> Records.nat(outside, "198.51.100.4", 8443, "10.20.3.5", 443, "rc-web/r-p");
      case THREAT_INTEL -> Records.threatIntel(at, threat, "This is a test indicator");
      case IDPS_SIGNATURE -> Records.idps(at, attack, "2024897", "ET POLICY odd upload");
      case DNS_QUERY -> Records.dns(at, "A", "quay.io", "NOERROR", 0.0071);
      case FQDN_RESOLVE_FAILURE ->
          Records.resolveFailure(at, "gone.example.com", "no such host", "rc-net/r-name");
      case DNS_ADDITIONAL -> Records.dnsAdditional(at, "Client Query", "quay.io", "");
      case FAT_FLOW -> Records.fatFlow(at, "198.51.100.80", "4.1180000000000003");
      case FLOW_TRACE -> Records.flowTrace(at, "10.50.2.9", 5432, "INVALID");
      case APPLICATION_RULE_AGGREGATION -> Records.aggregation(at, PULL, 41);
      case NETWORK_RULE_AGGREGATION -> Records.aggregation(at, ntp(10), 7);
      case NAT_RULE_AGGREGATION ->
          Records.natAggregation(outside, "10.20.3.5", 443, "rc-web/r-p", 3);
      default -> throw new IllegalArgumentException(category + " is legacy");
    };
  }

  private void arrays() {
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      pieces.add(Piece.of(Envelope.ARRAY, flow(Site.PROD, PULL).story("array")));
    }
    file("arrays/bare-array.json").wrapped("[", pieces, "]");
    Piece single = Piece.of(Envelope.SINGLE, flow(Site.PROD, PULL).story("pretty"));
    file("arrays/single-pretty.json").enter(single, 0, null).text(pretty(single.text()));
    file("arrays/string-properties.jsonl")
        .line(Envelope.STRING_PROPERTIES, flow(Site.PROD, PULL).story("string-properties"))
        .line(Envelope.STRING_PROPERTIES, flow(Site.LEGACY, BLOCKED).story("string-properties"));
    file("arrays/byte-order-mark.jsonl")
        .text("\ufeff")
        .line(Envelope.SINGLE, flow(Site.PROD, PULL).story("byte-order-mark"));
    Draft crlf = file("arrays/carriage-return.jsonl");
    for (int i = 0; i < 3; i++) {
      Piece piece = Piece.of(Envelope.SINGLE, flow(Site.PROD, PULL).story("carriage-return"));
      crlf.line(piece.text(piece.text() + "\r"));
    }
    Draft times = file("arrays/time-spellings.jsonl");
    List.of(
            List.of("2026-01-20T09:30:00Z", "2026-01-20T09:30:00Z"),
            List.of("2026-01-20T09:30:00.12Z", "2026-01-20T09:30:00.12Z"),
            List.of("2026-01-20T09:30:00.123Z", "2026-01-20T09:30:00.123Z"),
            List.of("2026-01-20T09:30:00.123456789Z", "2026-01-20T09:30:00.123456789Z"),
            List.of("2026-01-20T09:30:00.1234567", "2026-01-20T09:30:00.1234567Z"),
            List.of("2026-01-20T11:30:00.123456+02:00", "2026-01-20T09:30:00.123456Z"),
            List.of("2026-01-20 09:30:00.1234567", "2026-01-20T09:30:00.1234567Z"),
            List.of("1/20/2026 9:30:00 AM", "2026-01-20T09:30:00Z"),
            List.of("01/20/2026 09:30:00 AM", "2026-01-20T09:30:00Z"))
        .forEach(
            spelled -> {
              Sample sample = flow(Site.PROD, PULL).story("time-spelling");
              times.line(
                  Envelope.SINGLE, sample.time(Instant.parse(spelled.get(1)), spelled.get(0)));
            });
    file("arrays/keep-alive.jsonl")
        .text("{\"records\":[]}\n\n")
        .line(Envelope.SINGLE, flow(Site.PROD, PULL).story("keep-alive"));
    Draft zipped = file("arrays/compressed.jsonl.gz");
    for (int i = 0; i < 4; i++) {
      zipped.line(Envelope.SINGLE, flow(Site.PROD, PULL).story("compressed"));
    }
  }

  /** The file's final bytes: gzip for a name that says so. */
  static byte[] finish(Draft draft) {
    return draft.path().endsWith(".gz") ? gzip(draft.bytes()) : draft.bytes();
  }

  /**
   * Two gzip members, cut in the middle of a line, of stored blocks: the same bytes with every
   * release of the compression library.
   */
  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int half = content.length / 2;
    member(Arrays.copyOfRange(content, 0, half), out);
    member(Arrays.copyOfRange(content, half, content.length), out);
    return out.toByteArray();
  }

  private static void member(byte[] part, ByteArrayOutputStream out) {
    CRC32 crc = new CRC32();
    crc.update(part);
    ByteBuffer bytes = ByteBuffer.allocate(part.length + 23).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 255});
    bytes.put((byte) 1).putShort((short) part.length).putShort((short) ~part.length).put(part);
    bytes.putInt((int) crc.getValue()).putInt(part.length);
    out.writeBytes(bytes.array());
  }

  /** Every shape once; what can end in four ways does so in turn, N1 in all four. */
  private void legacy() {
    List<String> ends = List.of("", ".", ". ", "..");
    int turn = 0;
    Draft application = file("legacy/application.jsonl");
    Draft network = file("legacy/network.jsonl");
    Draft others = file("legacy/nat-threat-idps-dns.jsonl");
    Draft v6 = file("legacy/ipv6.jsonl");
    for (LegacyShape shape : LegacyShape.values()) {
      Draft draft =
          switch (shape.kind()) {
            case APPLICATION -> application;
            case NETWORK -> network;
            default -> others;
          };
      String end = shape.endsVary() ? ends.get(turn++ % 4) : "";
      draft.line(Envelope.STORAGE, shape(at(Site.LEGACY), shape, false, end));
      for (String more : shape == LegacyShape.N1 ? ends : List.<String>of()) {
        draft.line(Envelope.STORAGE, shape(at(Site.LEGACY), shape, false, more));
      }
      switch (shape) {
        case A1, N1, N2, N6, D1, T1, I1, Q1 ->
            v6.line(Envelope.STORAGE, shape(at(Site.LEGACY), shape, true, "").story("legacy-ipv6"));
        default -> {}
      }
    }
  }

  static Sample shape(At ip4, LegacyShape shape, boolean v6, String end) {
    At at = ip4;
    if (shape.kind() == FlowKind.NAT) {
      at = new At(ip4.time(), ip4.site(), v6 ? "2001:db8::9" : "203.0.113.9", ip4.sourcePort());
    } else if (v6) {
      at = new At(ip4.time(), Site.JUMP, "fd00:10:40::4", 51_000);
    }
    String name =
        switch (shape.kind()) {
          case APPLICATION -> "www.example.net";
          case DNS -> "www.example.org";
          case FQDN_FAILURE -> "gone.example.org";
          case NAT -> v6 ? "2001:db8::4" : "198.51.100.4";
          default -> v6 ? "2001:db8::66" : "198.51.100.66";
        };
    boolean web = shape.kind() == FlowKind.APPLICATION || shape == LegacyShape.T2;
    Traffic traffic =
        new Traffic(name, web ? "https" : "tcp", 443, "", action(shape), "", UNLISTED);
    switch (shape) {
      case A1, A2, A5, A6, A9, A16, N2, N3, N4, N5, D2, D3, F1, F2 ->
          traffic = rule(traffic, "Azure-to-AllowedServices, HTTP/r-2. Business-Use");
      case A3, A4, A7, A8, A11 -> {
        traffic = rule(traffic, shape == LegacyShape.A11 ? "" : "rc-web/r-sites");
        boolean odd = shape == LegacyShape.A3;
        traffic = traffic.plainHttp(odd ? "/search?q=a. Action: none&x=1" : "/search?q=a");
      }
      case A12, A13 -> traffic = deny("", Expectation.NO_DESTINATION).on("https", 0);
      case N6, N7, N8, I2 -> traffic = traffic.on("icmp", 0);
      case T2 ->
          traffic =
              new Traffic(
                  "bad.example.net",
                  "http",
                  80,
                  "http://bad.example.net/a.bin",
                  Action.DENY,
                  "",
                  UNLISTED);
      case T3 -> traffic = traffic.on("udp", 0);
      default -> {}
    }
    String text =
        switch (shape.kind()) {
          case NAT -> v6 ? "[fd00:10:20::5]:443" : "10.20.3.5:443";
          case THREAT_INTEL -> "Bot networks. JA3 Hash - [Example] Possible agent";
          case IDPS -> "ET SCAN odd, but harmless: probe";
          case FQDN_FAILURE ->
              "lookup gone.example.org on 168.63.129.16:53: read udp -> i/o timeout";
          default -> "Web category lookup was not possible";
        };
    return Records.legacy(at, shape, traffic, text, end);
  }

  private static Action action(LegacyShape shape) {
    return switch (shape) {
      case A10, A11, A14, A15, N7, T3 -> Action.DENY;
      case I1 -> Action.DENY;
      case I2, T1 -> Action.ALERT;
      default -> Action.ALLOW;
    };
  }

  private static Traffic rule(Traffic traffic, String rule) {
    return new Traffic(
        traffic.host(),
        traffic.protocol(),
        traffic.port(),
        traffic.url(),
        traffic.action(),
        rule,
        traffic.expectation());
  }

  private Sample flow(Site site, Traffic traffic) {
    return Records.flow(at(site), traffic).story("gallery");
  }

  static Traffic ntp(int server) {
    return allow("192.0.2." + server, "rc-net/r-ntp", UNLISTED).on("udp", 123);
  }

  private At at(Site site) {
    return ticker.at(site);
  }

  /** The record on many lines, with the spaces that a person would set. */
  private static String pretty(String json) {
    String spaced =
        json.replace("{\"", "{\n  \"").replace(",\"", ",\n  \"").replace("\":", "\" : ");
    return spaced.replace("}", "\n}") + "\n";
  }
}
