package io.egresslens.catalog;

/** Whether egress lockdown is on: then the service's gateway carries the proxied endpoints. */
public enum Lockdown {
  ON,
  OFF,
  /** Nobody told us; judged as off, the careful side. */
  UNKNOWN
}
