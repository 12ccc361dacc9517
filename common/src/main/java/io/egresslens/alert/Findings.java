package io.egresslens.alert;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What is known of one episode of an alert: what its texts are made of.
 *
 * @param startsAt start of the first pane that it is about
 * @param lastEvent end of the last
 * @param endsAt when it healed; null while it lasts
 * @param count flows that it is about
 * @param sources distinct sources of them
 * @param evidence some of them
 * @param firewallRule {@code collection/rule} or {@link SubjectMemory#DEFAULT_ACTION}, that decided
 *     most of them; null where there were none
 * @param catalogVersion the catalog that judged the newest of them; null where there were none
 */
public record Findings(
    Instant startsAt,
    Instant lastEvent,
    Instant endsAt,
    long count,
    long sources,
    List<Evidence> evidence,
    String firewallRule,
    String catalogVersion) {

  public Findings {
    Objects.requireNonNull(startsAt, "startsAt");
    Objects.requireNonNull(lastEvent, "lastEvent");
    evidence = List.copyOf(evidence);
  }

  /**
   * What a memory still holds of an episode; nothing of windows that were pruned.
   *
   * @param endsAt null while it lasts
   * @param count flows, as the rule's signal has them
   */
  public static Findings of(
      AlertRule rule,
      Scene scene,
      Instant startsAt,
      Instant lastEvent,
      Instant endsAt,
      long count) {
    SubjectMemory memory = scene.memory();
    long from = startsAt.toEpochMilli();
    // What is missed has no flows. Those before may be forgotten by now, or not yet.
    boolean isMissed = rule == AlertRule.REQUIRED_SILENT;
    long last = isMissed ? from : Math.max(from + 1, lastEvent.toEpochMilli());
    return new Findings(
        startsAt,
        lastEvent,
        endsAt,
        count,
        // Sources are known by window, which may hold others' flows: never more than its own.
        Math.min(count, memory.sources(rule.lanes(), from, last).count()),
        memory.evidence(rule.lanes(), from, last),
        memory.topRule(rule.lanes(), from, last),
        memory.catalogVersion());
  }

  /** The same, decided by another rule. */
  Findings decidedBy(String rule) {
    return new Findings(
        startsAt, lastEvent, endsAt, count, sources, evidence, rule, catalogVersion);
  }
}
