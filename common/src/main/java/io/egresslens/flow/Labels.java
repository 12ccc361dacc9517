package io.egresslens.flow;

import java.util.Locale;

/** The one spelling of enum constants in records: lower-case kebab. */
public final class Labels {
  private Labels() {}

  /** {@code THREAT_INTEL} becomes {@code threat-intel}. */
  public static String kebab(String constantName) {
    return constantName.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** {@code threat-intel} becomes {@code THREAT_INTEL}: back from a record to the constant. */
  public static String constant(String label) {
    return label.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
