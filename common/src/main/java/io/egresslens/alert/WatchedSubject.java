package io.egresslens.alert;

import java.util.EnumMap;
import java.util.Map;

/** A subject with what is remembered of it and the alerts about it. Not thread-safe. */
final class WatchedSubject {
  final Subject subject;
  final SubjectMemory memory;

  /** Only of rules that have found something. */
  final Map<AlertRule, AlertState> alerts = new EnumMap<>(AlertRule.class);

  /** When to look again though nothing comes, by each of the two clocks. */
  long dueAtReached = Episode.NEVER;

  long dueAtComplete = Episode.NEVER;

  /** Whether anything was seen lately, or is known of an alert about it. */
  boolean isActive;

  /** Whether anything was observed since it was looked at. */
  boolean isTouched;

  WatchedSubject(Subject subject, SubjectMemory memory) {
    this.subject = subject;
    this.memory = memory;
  }

  boolean isDue(AlertTime now) {
    return dueAtReached <= now.reachedMillis() || dueAtComplete <= now.completeMillis();
  }
}
