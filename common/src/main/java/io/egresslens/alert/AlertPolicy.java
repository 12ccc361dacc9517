package io.egresslens.alert;

import java.time.Duration;
import java.util.Objects;

/**
 * When an alert of a rule fires, and when it ends.
 *
 * @param enabled whether the rule looks at all
 * @param severity of its alerts
 * @param holdFor how long it must last before it fires ({@code for})
 * @param minimumCount how many flows it must have before it fires
 * @param keepFiringFor how long there must be nothing bad, while other flows go on, before it ends
 *     without having been seen to heal
 * @param renotifyEvery how often to page again while it lasts; zero for never
 * @param flapCount how many times it must fire within {@code flapWithin} to be flapping
 * @param flapWithin see {@code flapCount}; and how long it must then stand still to be resolved
 */
public record AlertPolicy(
    boolean enabled,
    Severity severity,
    Duration holdFor,
    long minimumCount,
    Duration keepFiringFor,
    Duration renotifyEvery,
    int flapCount,
    Duration flapWithin) {

  public AlertPolicy {
    Objects.requireNonNull(severity, "severity");
    if (holdFor.isNegative()
        || minimumCount < 1
        || keepFiringFor.isNegative()
        || renotifyEvery.isNegative()
        || flapCount < 2
        || flapWithin.isNegative()) {
      throw new IllegalArgumentException("hold " + holdFor + ", minimum " + minimumCount);
    }
  }
}
