package io.egresslens.alert;

import java.util.Locale;

/** Where an alert stands in its life. Pending ones are not told to anybody. */
public enum AlertStatus {
  FIRING,
  /** Goes on and off: told once, and not again until it has stood still. */
  FLAPPING,
  /** Would be firing, but is folded into another alert or silenced by its owner. */
  SUPPRESSED,
  RESOLVED,
  /** Was told under a start that late data moved: another instance stands for it. */
  SUPERSEDED;

  /** As written. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
