package io.egresslens.match;

import io.egresslens.flow.Labels;

/** How an entry whose names fit did in the end. A closed list. */
public enum Standing {
  WINS,
  /** Everything fits, but another entry that fits ranks before it. */
  OUTRANKED,
  /** Names, cloud, time and path fit; port or protocol does not. */
  OTHER_PORT,
  /** The path shows and is not below the entry's. */
  OTHER_PATH,
  NOT_YET_VALID,
  NO_LONGER_VALID,
  /** The entry is for other clouds than the cluster's. */
  OTHER_CLOUD,
  /** Only explanations know it: a template fits with the region or domain of another cluster. */
  OTHER_BINDING;

  private final String label = Labels.kebab(name());

  /** Spelling in reports: lower-case kebab. */
  public String label() {
    return label;
  }
}
