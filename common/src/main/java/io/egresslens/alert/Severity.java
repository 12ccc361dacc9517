package io.egresslens.alert;

import java.util.Locale;

/** How much an alert matters; ascending. */
public enum Severity {
  INFO,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  /** As written. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
