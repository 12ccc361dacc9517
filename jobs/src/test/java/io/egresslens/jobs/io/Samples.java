package io.egresslens.jobs.io;

import io.egresslens.alert.AlertChange;
import io.egresslens.alert.AlertRule;
import io.egresslens.alert.AlertStatus;
import io.egresslens.alert.Evidence;
import io.egresslens.alert.Severity;
import io.egresslens.catalog.CatalogUpdate;
import io.egresslens.classify.Expectation;
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
import io.egresslens.window.Accounting;
import io.egresslens.window.PartialSum;
import io.egresslens.window.ShadowDifference;
import io.egresslens.window.SourceSet;
import io.egresslens.window.Summary;
import io.egresslens.window.SummaryKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Rows of every contract: each kind once with every field set, and once with as few as can be. */
public final class Samples {
  static final List<Summary> SUMMARIES =
      List.of(
          summary(
              new SummaryKey(
                  "/subscriptions/s/azurefirewalls/hub",
                  "aro-prod",
                  "quay.io",
                  443,
                  "https",
                  Action.DENY,
                  Expectation.REQUIRED,
                  "aro.quay"),
              sources("10.10.1.4", "10.10.1.9", "2001:db8::1"),
              Map.of("egress/quay", 5L, "egress/any", 2L),
              "quay.io"),
          summary(
              new SummaryKey(
                  null,
                  "unassigned",
                  null,
                  0,
                  null,
                  Action.ALLOW,
                  Expectation.NO_DESTINATION,
                  null),
              SourceSet.EMPTY,
              Map.of(),
              null));

  public static final List<Flow> SIGNALS =
      List.of(
          new Flow(
              Instant.parse("2026-03-02T10:05:00.1234567Z"),
              "/subscriptions/s/azurefirewalls/hub",
              Category.IDPS_SIGNATURE,
              FlowKind.IDPS,
              LogFormat.STRUCTURED,
              "tcp",
              IpAddress.parse("10.10.1.4"),
              50123,
              "a\u0000\u202e.example",
              IpAddress.parse("2001:db8::7"),
              443,
              "a.example/p",
              Action.ALERT,
              "default",
              new RuleRef("policy", "group", "collection", "rule"),
              new FlowDetails(
                  "Business",
                  true,
                  false,
                  IpAddress.parse("10.0.0.4"),
                  8443,
                  8,
                  "2024897",
                  "text",
                  3,
                  "threat",
                  "A",
                  "NXDOMAIN",
                  "error",
                  12.5,
                  "SYN",
                  4_000_000_000L)),
          new Flow(
              Instant.parse("2026-03-02T10:05:00Z"),
              null,
              Category.LEGACY_NETWORK_RULE,
              FlowKind.THREAT_INTEL,
              LogFormat.LEGACY,
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
              FlowDetails.NONE));

  static final List<DeadLetter> DEAD_LETTERS =
      List.of(
          letter(new LogPosition("logs", 3, 5_000_000_000L, 0, 2), "AZFWDnsQuery", "{]", 2),
          letter(new LogPosition("a.json", -1, 120, 7, 0), null, "cut", 9000),
          new DeadLetter(
              RejectReason.NOT_JSON,
              "not JSON",
              new LogPosition("a.json", -1, 0, 0, 0),
              null,
              new byte[] {(byte) 0xff, 0},
              2));

  static final List<Accounting> BOOKS =
      List.of(
          new Accounting(
              12,
              5,
              1,
              1,
              Map.of("AZFWFatFlow", 1L, "AZFWDnsQuery", 2L),
              0,
              Map.of("not-json", 1L, "bad-time", 1L),
              4,
              1),
          Accounting.NONE);

  public static final List<CatalogUpdate> UPDATES =
      List.of(
          new CatalogUpdate(
              Instant.parse("2026-03-02T10:05:00.123Z"),
              true,
              "0123456789ab",
              1_772_445_900,
              1_000_000L,
              3L,
              List.of("conf/aro.yaml"),
              List.of(),
              0),
          new CatalogUpdate(
              Instant.parse("2026-03-02T10:06:00Z"),
              false,
              "0123456789ab",
              1_772_445_900,
              null,
              null,
              List.of("conf/aro.yaml", "egress.catalog/clusters.yaml"),
              List.of("conf/aro.yaml:7: id 'a' stands already at conf/aro.yaml:3"),
              1));

  public static final List<ShadowDifference> SHADOW =
      List.of(
          new ShadowDifference(
              "aaaabbbbccccddddeeeeffffg",
              Instant.parse("2026-03-02T10:05:00Z"),
              Instant.parse("2026-03-02T10:10:00Z"),
              "/subscriptions/s/fw",
              "aro-prod",
              "quay.io",
              443,
              "https",
              Action.DENY,
              17,
              Expectation.REQUIRED,
              "aro.quay",
              "0123456789ab",
              "aro-next",
              Expectation.WRONG_PORT,
              "next.quay",
              "ba9876543210"),
          new ShadowDifference(
              "gaaabbbbccccddddeeeeffffg",
              Instant.parse("2026-03-02T10:05:00Z"),
              Instant.parse("2026-03-02T10:10:00Z"),
              null,
              "unassigned",
              null,
              0,
              null,
              Action.ALLOW,
              1,
              Expectation.UNLISTED,
              null,
              "0123456789ab",
              "unassigned",
              Expectation.LOCAL,
              null,
              "ba9876543210"));

  public static final List<AlertChange> ALERTS =
      List.of(
          new AlertChange(
              "aaaabbbbccccddddeeeeffff2",
              "baaabbbbccccddddeeeeffff2",
              3,
              AlertStatus.RESOLVED,
              false,
              AlertRule.REQUIRED_DENIED,
              Severity.CRITICAL,
              // Every label, though no rule has all of them.
              Map.of(
                  "firewall", "/subscriptions/s/azurefirewalls/hub",
                  "cluster", "aro-prod",
                  "catalogEntry", "aro.quay",
                  "destination", "a\u0000\u202e.example",
                  "port", "443",
                  "domain", "a.example",
                  "cause", "Default Action",
                  "category", "AZFWApplicationRule",
                  "reason", "bad-time",
                  "catalog", "clusters.yaml"),
              Instant.parse("2026-03-02T10:17:20Z"),
              Instant.parse("2026-03-02T10:05:10Z"),
              Instant.parse("2026-03-02T10:06:10Z"),
              Instant.parse("2026-03-02T10:17:10Z"),
              Instant.parse("2026-03-02T10:17:20Z"),
              5_000_000_000L,
              3,
              List.of(
                  new Evidence(
                      "quay.io",
                      443,
                      "https",
                      Action.DENY,
                      "egress/deny",
                      17,
                      Instant.parse("2026-03-02T10:05:12.1234567Z"),
                      Instant.parse("2026-03-02T10:17:09Z"),
                      List.of("10.10.1.4", "2001:db8::1")),
                  new Evidence(
                      null,
                      0,
                      null,
                      Action.ALLOW,
                      null,
                      1,
                      Instant.parse("2026-03-02T10:05:12Z"),
                      Instant.parse("2026-03-02T10:05:12Z"),
                      List.of())),
              "Default Action",
              "Required endpoint aro.quay is denied for aro-prod",
              "Denied 17 times.",
              "Allow it.",
              "caaabbbbccccddddeeeeffff2",
              "team-net: change 12",
              "0123456789ab"),
          new AlertChange(
              "daaabbbbccccddddeeeeffff2",
              "eaaabbbbccccddddeeeeffff2",
              1,
              AlertStatus.FIRING,
              true,
              AlertRule.FEED_SILENT,
              Severity.HIGH,
              Map.of(),
              Instant.parse("2026-03-02T10:05:10Z"),
              Instant.parse("2026-03-02T10:05:10Z"),
              Instant.parse("2026-03-02T10:05:10Z"),
              Instant.parse("2026-03-02T10:05:10Z"),
              null,
              0,
              0,
              List.of(),
              null,
              "No records come",
              "Nothing since 10:05.",
              null,
              null,
              null,
              null));

  private Samples() {}

  private static Summary summary(
      SummaryKey key, SourceSet sources, Map<String, Long> rules, String domain) {
    Instant start = Instant.parse("2026-03-02T10:05:00Z");
    PartialSum sum =
        new PartialSum(
            key,
            start.toEpochMilli(),
            "v1",
            0,
            null,
            5_000_000_000L,
            sources,
            start.plusNanos(123_456_700),
            start.plusSeconds(299),
            rules);
    return Summary.of(sum, start.plusSeconds(300).toEpochMilli(), 2, true, domain);
  }

  private static SourceSet sources(String... addresses) {
    SourceSet.Builder sources = new SourceSet.Builder();
    for (String address : addresses) {
      sources.add(IpAddress.parse(address));
    }
    return sources.build();
  }

  private static DeadLetter letter(
      LogPosition position, String category, String raw, long sizeBytes) {
    return new DeadLetter(
        RejectReason.BAD_TIME,
        "no event time",
        position,
        category,
        raw.getBytes(StandardCharsets.UTF_8),
        sizeBytes);
  }
}
