package io.egresslens.alert;

import io.egresslens.flow.FieldTable;

/**
 * What is written of alerts: the fields of design section 8. The labels stand beside the other
 * fields, as their like do in a summary, so that both are asked for {@code cluster} in the same
 * way; which of them are an alert's identity, its rule says.
 */
public final class AlertFields {
  /** Some of the flows behind an alert. */
  public static final FieldTable<Evidence> EVIDENCE =
      FieldTable.<Evidence>none()
          .with("destination", Evidence::destination)
          .with("port", evidence -> evidence.port() == 0 ? null : evidence.port())
          .with("protocol", Evidence::protocol)
          .with("action", evidence -> evidence.action().label())
          .with("rule", Evidence::rule)
          .with("flows", Evidence::flows)
          .with("firstSeen", Evidence::firstSeen)
          .with("lastSeen", Evidence::lastSeen)
          .with("sampleSources", Evidence::sampleSources);

  /** One step in an alert's life. */
  public static final FieldTable<AlertChange> CHANGE =
      FieldTable.<AlertChange>none()
          .with("alertId", AlertChange::alertId)
          .with("instanceId", AlertChange::instanceId)
          .with("sequence", AlertChange::sequence)
          .with("status", change -> change.status().label())
          .with("page", AlertChange::page)
          .with("rule", change -> change.rule().label())
          .with("kind", change -> change.rule().kind())
          .with("severity", change -> change.severity().label())
          .with("firewall", change -> label(change, LabelName.FIREWALL))
          .with("cluster", change -> label(change, LabelName.CLUSTER))
          .with("catalogEntry", change -> label(change, LabelName.CATALOG_ENTRY))
          .with("destination", change -> label(change, LabelName.DESTINATION))
          .with("port", AlertFields::port)
          .with("domain", change -> label(change, LabelName.DOMAIN))
          .with("cause", change -> label(change, LabelName.CAUSE))
          .with("category", change -> label(change, LabelName.CATEGORY))
          .with("reason", change -> label(change, LabelName.REASON))
          .with("catalog", change -> label(change, LabelName.CATALOG))
          .with("time", AlertChange::time)
          .with("startsAt", AlertChange::startsAt)
          .with("firedAt", AlertChange::firedAt)
          .with("lastEvent", AlertChange::lastEvent)
          .with("endsAt", AlertChange::endsAt)
          .with("count", AlertChange::count)
          .with("sources", AlertChange::sources)
          .with("evidence", change -> change.evidence().stream().map(EVIDENCE::row).toList())
          .with("firewallRule", AlertChange::firewallRule)
          .with("summary", AlertChange::summary)
          .with("description", AlertChange::description)
          .with("fix", AlertChange::fix)
          .with("parentId", AlertChange::parentId)
          .with("silence", AlertChange::silence)
          .with("catalogVersion", AlertChange::catalogVersion);

  private AlertFields() {}

  private static String label(AlertChange change, LabelName name) {
    return change.labels().get(name.label());
  }

  private static Integer port(AlertChange change) {
    String port = label(change, LabelName.PORT);
    return port == null ? null : Integer.valueOf(port);
  }
}
