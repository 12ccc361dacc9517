package io.egresslens.alert;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One step in an alert's life, as it is told. Whoever keeps the last of each {@code instanceId}
 * knows the truth; whoever keeps the last of each {@code alertId} knows how it stands now.
 *
 * @param alertId hash of rule and labels: the same for ever
 * @param instanceId hash of {@code alertId} and {@code startsAt}: one outage
 * @param sequence 1 for the first step of an instance, then one more each
 * @param status where it stands after this step
 * @param page whether this step is one to turn to somebody with, in the way that the severity asks
 *     for: the first time that it fires, and again after the re-notify interval; never for what is
 *     suppressed
 * @param rule the rule
 * @param severity how much it matters
 * @param labels the identity, by {@link LabelName#label}; {@code firewall} is left out where
 *     unknown
 * @param time event time of this step
 * @param startsAt start of the pane with the first flow, or the missing one, that it is about
 * @param firedAt when it had lasted for long enough
 * @param lastEvent end of the last pane that it is about
 * @param endsAt when it healed; null while it lasts
 * @param count flows that it is about, so far
 * @param sources distinct sources of them; at least, where windows hold more than its own flows
 * @param evidence up to {@value Evidence#LIMIT}, in a fixed order
 * @param firewallRule {@code collection/rule}, or {@code Default Action}, that decided most of the
 *     flows; null where there were none
 * @param summary one line without a number that changes
 * @param description what happened, since when, how often, what breaks
 * @param fix what to do; null where nothing can be said
 * @param parentId {@code alertId} of the alert that it is folded into; null for none
 * @param silence who silenced it and why; null when nobody did
 * @param catalogVersion the catalog that judged the newest of its flows; null where there were none
 */
public record AlertChange(
    String alertId,
    String instanceId,
    long sequence,
    AlertStatus status,
    boolean page,
    AlertRule rule,
    Severity severity,
    Map<String, String> labels,
    Instant time,
    Instant startsAt,
    Instant firedAt,
    Instant lastEvent,
    Instant endsAt,
    long count,
    long sources,
    List<Evidence> evidence,
    String firewallRule,
    String summary,
    String description,
    String fix,
    String parentId,
    String silence,
    String catalogVersion) {

  public AlertChange {
    Objects.requireNonNull(alertId, "alertId");
    Objects.requireNonNull(instanceId, "instanceId");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(startsAt, "startsAt");
    Objects.requireNonNull(firedAt, "firedAt");
    Objects.requireNonNull(lastEvent, "lastEvent");
    Objects.requireNonNull(summary, "summary");
    Objects.requireNonNull(description, "description");
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    evidence = List.copyOf(evidence);
    if (sequence < 1 || (page && status == AlertStatus.SUPPRESSED)) {
      throw new IllegalArgumentException("step " + sequence + " of " + rule + ", page " + page);
    }
  }
}
