package io.egresslens.alert.format;

import io.egresslens.alert.AlertStatus;

/**
 * The forms in which alerts are told, each as one JSON object: keys in a fixed order, no nulls,
 * ASCII. What stands where is in {@link AlertMapping}.
 */
public enum AlertFormat {
  /** CloudEvents 1.0, structured, with all of our own fields under {@code data}. */
  CLOUD_EVENTS("application/cloudevents+json"),
  /** Elastic Common Schema. */
  ECS("application/json"),
  /** Open Cybersecurity Schema Framework 1.6.0, Detection Finding (2004). */
  OCSF("application/json"),
  /** Advanced Security Information Model of Microsoft Sentinel, AlertEvent 0.1. */
  ASIM("application/json"),
  /** Common alert schema of Azure Monitor. */
  AZURE("application/json"),
  /** One element of the body that {@code POST /api/v2/alerts} of Alertmanager takes. */
  ALERTMANAGER("application/json");

  private final String mediaType;

  AlertFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /** Media type of one document. */
  public String mediaType() {
    return mediaType;
  }

  /** Whether the format has a word for such a change; otherwise it is not to be told in it. */
  public boolean tells(AlertStatus status) {
    return status != AlertStatus.SUPPRESSED || (this != AZURE && this != ALERTMANAGER);
  }

  /** The change as a JSON object in ASCII, without line break. */
  public byte[] write(Telling telling) {
    JsonDocument document = new JsonDocument();
    AlertMapping.ROWS.forEach(row -> row.fill(this, telling, document));
    return document.toBytes();
  }
}
