package io.egresslens.alert;

import static io.egresslens.alert.AlertState.instant;

import io.egresslens.alert.AlertLedger.Telling;
import java.time.Instant;

/** Makes rows of what is to be told. Immutable. */
final class AlertWriter {
  private final AlertRules rules;

  AlertWriter(AlertRules rules) {
    this.rules = rules;
  }

  /** How far a reminder is from a page of another instance at least: half of what pages are. */
  static long apart(AlertPolicy policy) {
    long within = policy.flapWithin().toMillis();
    long again = policy.renotifyEvery().toMillis();
    return (again > 0 ? Math.min(within, again) : within) / 2;
  }

  /**
   * What is known of an episode of any rule but an outage. A required entry is denied by what
   * denied it until it fired, so that what it is folded into stays the same while it lasts.
   */
  Findings findings(AlertState alert, Scene scene, Episode episode) {
    Findings found =
        Findings.of(
            alert.rule,
            scene,
            instant(episode.startsAt()),
            instant(episode.lastBad()),
            episode.hasEnded() ? instant(episode.endsAt()) : null,
            episode.count());
    boolean isForgotten = isForgotten(scene, episode);
    if (alert.rule == AlertRule.REQUIRED_DENIED && !isForgotten) {
      found = found.decidedBy(cause(alert, scene, episode));
    }
    return alert.complete(found, isForgotten);
  }

  /** The rule that {@link #findings} names, for less. */
  String cause(AlertState alert, Scene scene, Episode episode) {
    Findings kept = isForgotten(scene, episode) ? alert.kept.get(episode.startsAt()) : null;
    if (kept != null && kept.firewallRule() != null) {
      return kept.firewallRule();
    }
    if (alert.rule != AlertRule.REQUIRED_DENIED) {
      return findings(alert, scene, episode).firewallRule();
    }
    long until = Math.min(episode.lastBad(), episode.firedAt());
    return scene.memory().topRule(alert.rule.lanes(), episode.startsAt(), until);
  }

  /** Whether notes of its beginning may be gone. */
  private static boolean isForgotten(Scene scene, Episode episode) {
    long pruned = scene.memory().prunedTo();
    return pruned != Long.MIN_VALUE
        && episode.startsAt() < pruned - SubjectKind.LOOK_BACK.toMillis();
  }

  /** A row about a subject. */
  AlertChange change(AlertState alert, Scene scene, Telling telling) {
    Episode episode = telling.episode();
    Findings findings = until(telling, findings(alert, scene, episode));
    AlertTexts texts = AlertTexts.of(alert.rule, scene, findings);
    Severity severity = rules.severity(alert.rule, scene.subject(), episode.lastBad());
    return change(alert, telling, findings, texts, severity);
  }

  /** What is told while it lasts does not say when it ended, though that may be known. */
  static Findings until(Telling telling, Findings findings) {
    boolean isOver =
        telling.step().status() == AlertStatus.RESOLVED
            || telling.step().status() == AlertStatus.SUPERSEDED;
    return isOver || findings.endsAt() == null
        ? findings
        : new Findings(
            findings.startsAt(),
            findings.lastEvent(),
            null,
            findings.count(),
            findings.sources(),
            findings.evidence(),
            findings.firewallRule(),
            findings.catalogVersion());
  }

  /** A row. */
  static AlertChange change(
      AlertState alert, Telling telling, Findings findings, AlertTexts texts, Severity severity) {
    Episode episode = telling.episode();
    Step step = telling.step();
    Instant startsAt = findings.startsAt();
    String description =
        episode.flapping()
            ? texts.description() + " It goes on and off: it fired " + episode.firings() + " times."
            : texts.description();
    return new AlertChange(
        alert.alertId,
        AlertIds.instanceId(alert.alertId, startsAt),
        telling.sequence(),
        step.status(),
        step.page(),
        alert.rule,
        severity,
        alert.labels,
        instant(step.time()),
        startsAt,
        instant(episode.firedAt()),
        findings.lastEvent(),
        findings.endsAt(),
        findings.count(),
        findings.sources(),
        findings.evidence(),
        findings.firewallRule(),
        texts.summary(),
        description,
        texts.fix(),
        step.parentId(),
        step.silence(),
        findings.catalogVersion());
  }
}
