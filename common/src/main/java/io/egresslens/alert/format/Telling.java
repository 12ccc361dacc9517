package io.egresslens.alert.format;

import io.egresslens.alert.AlertChange;
import io.egresslens.alert.AlertStatus;
import io.egresslens.alert.LabelName;
import java.time.Instant;
import java.util.Objects;

/**
 * A change as it is told once.
 *
 * @param recordedAt when it was told, by the clock; null where the same input must give the same
 *     bytes
 * @param firingUntil until when a receiver that hears nothing more may believe that it fires; null
 *     where that is said later. Only {@link AlertFormat#ALERTMANAGER} says it
 */
public record Telling(AlertChange change, Sender sender, Instant recordedAt, Instant firingUntil) {
  public Telling {
    Objects.requireNonNull(change, "change");
    Objects.requireNonNull(sender, "sender");
  }

  /** Without any time of the clock: the same bytes for the same change. */
  public static Telling of(AlertChange change, Sender sender) {
    return new Telling(change, sender, null, null);
  }

  /** Whether the alert goes on after this change, for everybody to see. */
  boolean isFiring() {
    return change.status() == AlertStatus.FIRING || change.status() == AlertStatus.FLAPPING;
  }

  /** When it ended: for what is folded, silenced or superseded, when that was said. */
  Instant endsAt() {
    return isFiring() ? null : change.endsAt() == null ? change.time() : change.endsAt();
  }

  /** The label's value; null when the alert has none. */
  String label(LabelName name) {
    String value = change.labels().get(name.label());
    return value == null || value.isEmpty() ? null : value;
  }

  /** Address of what to do about such alerts; null for none. */
  String runbook() {
    return sender.runbooks() == null ? null : sender.runbooks() + change.rule().label();
  }
}
