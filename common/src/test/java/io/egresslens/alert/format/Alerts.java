package io.egresslens.alert.format;

import io.egresslens.alert.AlertChange;
import io.egresslens.alert.AlertIds;
import io.egresslens.alert.AlertRule;
import io.egresslens.alert.AlertStatus;
import io.egresslens.alert.Evidence;
import io.egresslens.alert.LabelName;
import io.egresslens.alert.Severity;
import io.egresslens.flow.Action;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Changes of alerts for tests, one step after the other. */
public record Alerts(
    AlertRule rule,
    Severity severity,
    Map<String, String> labels,
    Instant startsAt,
    String parentId,
    List<Evidence> evidence,
    long count,
    String firewallRule) {
  public static final Instant START = Instant.parse("2026-03-02T10:02:00Z");
  public static final String FIREWALL =
      "/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/rg-hub/providers/"
          + "microsoft.network/azurefirewalls/fw-hub-weu";

  /** One required endpoint denied for a cluster. */
  public static Alerts denied(String cluster, String entry) {
    return of(
        AlertRule.REQUIRED_DENIED, Map.of("cluster", cluster, "catalogEntry", entry), denials(36));
  }

  /** An alert of a rule with a value for each of its labels. */
  public static Alerts of(AlertRule rule) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (LabelName name : rule.identity()) {
      labels.put(name.label(), name == LabelName.PORT ? "443" : "some-" + name.label());
    }
    return of(rule, labels, denials(36));
  }

  /** An alert with these labels, and the firewall. */
  public static Alerts of(AlertRule rule, Map<String, String> labels, List<Evidence> evidence) {
    Map<String, String> all = new LinkedHashMap<>(labels);
    all.put("firewall", FIREWALL);
    return new Alerts(
        rule, rule.severity(), Map.copyOf(all), START, null, evidence, 36, "Default Action");
  }

  private static List<Evidence> denials(long flows) {
    return List.of(
        new Evidence(
            "cdn02.quay.io",
            443,
            "https",
            Action.DENY,
            null,
            flows,
            START.plusMillis(120),
            START.plusSeconds(331),
            List.of("10.1.0.4", "10.1.0.5")));
  }

  public Alerts starting(Instant other) {
    return new Alerts(rule, severity, labels, other, parentId, evidence, count, firewallRule);
  }

  public Alerts withSeverity(Severity other) {
    return new Alerts(rule, other, labels, startsAt, parentId, evidence, count, firewallRule);
  }

  public Alerts withParent(String id) {
    return new Alerts(rule, severity, labels, startsAt, id, evidence, count, firewallRule);
  }

  public Alerts withFlows(long flows, String decidedBy) {
    return new Alerts(rule, severity, labels, startsAt, parentId, denials(flows), flows, decidedBy);
  }

  public String alertId() {
    return AlertIds.alertId(rule, labels);
  }

  public String instanceId() {
    return AlertIds.instanceId(alertId(), startsAt);
  }

  /** A step of the alert. */
  public AlertChange step(long sequence, AlertStatus status) {
    boolean open =
        status == AlertStatus.FIRING
            || status == AlertStatus.FLAPPING
            || status == AlertStatus.SUPPRESSED;
    Instant time = startsAt.plusSeconds(60 * sequence);
    return new AlertChange(
        alertId(),
        instanceId(),
        sequence,
        status,
        status == AlertStatus.FIRING && sequence == 1,
        rule,
        severity,
        labels,
        time,
        startsAt,
        startsAt.plusSeconds(60),
        startsAt.plusSeconds(331),
        open ? null : time,
        count,
        2,
        evidence,
        firewallRule,
        "Required endpoint is denied",
        "cdn02.quay.io:443 denied " + count + " times since 10:02; image pulls fail.",
        "Add cdn02.quay.io to the rules.",
        parentId,
        null,
        "2026.03.1");
  }
}
