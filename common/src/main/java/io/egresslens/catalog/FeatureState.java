package io.egresslens.catalog;

import io.egresslens.flow.Labels;
import java.util.Set;

/** What a cluster chose for a group of entries. */
public enum FeatureState {
  /** The cluster depends on it: a denied flow is an outage. */
  REQUIRED,
  /** May be used, may be blocked. */
  OPTIONAL,
  /** Not used: its flows are unexpected. */
  OPTED_OUT;

  private static final Set<String> OPTED_OUT_BY_DEFAULT =
      Set.of("red-hat-telemetry", "container-insights");

  private final String label = Labels.kebab(name());

  /** Spelling in cluster files: lower-case kebab. */
  public String label() {
    return label;
  }

  /**
   * What counts for a cluster that does not say: a cluster takes part in telemetry, Insights and
   * Container Insights only after opting in; every other group is optional.
   */
  public static FeatureState defaultOf(String group) {
    return OPTED_OUT_BY_DEFAULT.contains(group) ? OPTED_OUT : OPTIONAL;
  }
}
