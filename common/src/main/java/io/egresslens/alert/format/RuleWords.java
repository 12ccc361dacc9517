package io.egresslens.alert.format;

import io.egresslens.alert.AlertRule;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What ASIM calls that which a rule finds. Neither says {@code Threat}, which is for hits of threat
 * intelligence: no rule of ours looks at these.
 *
 * @param subType {@code EventSubType}
 * @param method {@code DetectionMethod}
 */
record RuleWords(AlertRule rule, String subType, String method) {
  private static final String ANOMALY = "Anomaly";
  private static final String COMPLIANCE = "Compliance Violation";
  private static final String SUSPICIOUS = "Suspicious Activity";
  private static final String BEHAVIOUR = "Behavioral Analytics";
  private static final String OTHER = "Other";

  private static final Map<AlertRule, RuleWords> TABLE =
      table(
          new RuleWords(AlertRule.REQUIRED_DENIED, ANOMALY, OTHER),
          new RuleWords(AlertRule.REQUIRED_SILENT, ANOMALY, BEHAVIOUR),
          new RuleWords(AlertRule.OUTAGE, ANOMALY, OTHER),
          new RuleWords(AlertRule.UNEXPECTED_ALLOWED, COMPLIANCE, OTHER),
          new RuleWords(AlertRule.UNEXPECTED_DENIED_SURGE, ANOMALY, BEHAVIOUR),
          new RuleWords(AlertRule.PROXIED_SEEN_DIRECT, COMPLIANCE, OTHER),
          new RuleWords(AlertRule.SHARED_SUFFIX_UNKNOWN, COMPLIANCE, OTHER),
          new RuleWords(AlertRule.LOOKALIKE, SUSPICIOUS, OTHER),
          new RuleWords(AlertRule.VERDICT_FLIP, ANOMALY, OTHER),
          new RuleWords(AlertRule.MANY_SUBDOMAINS, SUSPICIOUS, BEHAVIOUR),
          new RuleWords(AlertRule.CATALOG_RETIREMENT, ANOMALY, OTHER),
          new RuleWords(AlertRule.FEED_SILENT, ANOMALY, BEHAVIOUR),
          new RuleWords(AlertRule.PARSE_FAILURES, ANOMALY, OTHER),
          new RuleWords(AlertRule.CATALOG_REJECTED, ANOMALY, OTHER));

  static RuleWords of(AlertRule rule) {
    return TABLE.get(rule);
  }

  /** A rule without a row, as a rule to come may be, is an anomaly found otherwise. */
  private static Map<AlertRule, RuleWords> table(RuleWords... rows) {
    Map<AlertRule, RuleWords> table = new EnumMap<>(AlertRule.class);
    List.of(AlertRule.values())
        .forEach(rule -> table.put(rule, new RuleWords(rule, ANOMALY, OTHER)));
    Arrays.stream(rows).forEach(row -> table.put(row.rule, row));
    return table;
  }
}
