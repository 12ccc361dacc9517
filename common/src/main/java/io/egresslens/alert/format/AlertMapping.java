package io.egresslens.alert.format;

import static io.egresslens.alert.format.AlertFormat.ALERTMANAGER;
import static io.egresslens.alert.format.AlertFormat.ASIM;
import static io.egresslens.alert.format.AlertFormat.AZURE;
import static io.egresslens.alert.format.AlertFormat.CLOUD_EVENTS;
import static io.egresslens.alert.format.AlertFormat.ECS;
import static io.egresslens.alert.format.AlertFormat.OCSF;
import static io.egresslens.alert.format.JsonDocument.object;

import io.egresslens.alert.AlertChange;
import io.egresslens.alert.AlertStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The table: one row for each field of an {@link AlertChange}, and for what each format wants said
 * besides; a cell for each place that a format has for it. Rows stand in the order in which their
 * keys are written.
 *
 * <p>Identity stands in Alertmanager's labels and nowhere else there: what is a label decides which
 * alert it is, so that a count, a time or the name of a firewall's rule would make a new alert
 * whenever it changes.
 */
final class AlertMapping {
  private static final long CLASS_UID = 2004;
  private static final String PRODUCT = "EgressLens";

  /** All rows. */
  static final List<MappingRow<?>> ROWS = List.copyOf(new AlertMapping().rows);

  private final List<MappingRow<?>> rows = new ArrayList<>();

  private AlertMapping() {
    head();
    ids();
    what();
    LabelRows.addTo(rows);
    times();
    texts();
    flows();
    links();
  }

  private <V> MappingRow<V> row(String field, Function<Telling, V> value) {
    MappingRow<V> row = new MappingRow<>(field, value);
    rows.add(row);
    return row;
  }

  private <V> MappingRow<V> change(String field, Function<AlertChange, V> value) {
    return row(field, telling -> value.apply(telling.change()));
  }

  private void constant(AlertFormat format, String path, Object value) {
    row("(constant)", telling -> value).at(format, path);
  }

  /** What says which format it is, and who speaks. */
  private void head() {
    constant(CLOUD_EVENTS, "specversion", "1.0");
    constant(ECS, "ecs.version", "8.17.0");
    constant(ECS, "event.kind", "alert");
    constant(ECS, "event.category", List.of("network"));
    constant(ECS, "event.dataset", "egress.alert");
    constant(ECS, "event.module", "egress");
    constant(ECS, "observer.type", "firewall");
    constant(ECS, "observer.vendor", "Microsoft");
    constant(ECS, "observer.product", "Azure Firewall");
    constant(ECS, "cloud.provider", "azure");
    constant(OCSF, "category_uid", 2L);
    constant(OCSF, "category_name", "Findings");
    constant(OCSF, "class_uid", CLASS_UID);
    constant(OCSF, "class_name", "Detection Finding");
    constant(OCSF, "metadata.version", "1.6.0");
    constant(OCSF, "metadata.profiles", List.of("cloud", "security_control"));
    constant(OCSF, "metadata.product.name", PRODUCT);
    constant(OCSF, "metadata.product.vendor_name", PRODUCT);
    constant(OCSF, "cloud.provider", "Azure");
    constant(ASIM, "EventType", "Alert");
    constant(ASIM, "EventSchema", "AlertEvent");
    constant(ASIM, "EventSchemaVersion", "0.1");
    constant(ASIM, "EventVendor", PRODUCT);
    constant(ASIM, "EventProduct", PRODUCT);
    constant(AZURE, "schemaId", "azureMonitorCommonAlertSchema");
    constant(AZURE, "data.essentials.signalType", "Log");
    constant(AZURE, "data.essentials.monitoringService", "egress");
    constant(AZURE, "data.essentials.essentialsVersion", "1.0");
    constant(AZURE, "data.essentials.alertContextVersion", "1.0");
    row("version", telling -> telling.sender().version())
        .at(ECS, "agent.version")
        .at(OCSF, "metadata.product.version")
        .at(ASIM, "EventProductVersion");
    constant(ECS, "agent.type", "egress");
  }

  private void ids() {
    change("id", change -> change.instanceId() + ":" + change.sequence())
        .at(CLOUD_EVENTS, "id")
        .at(OCSF, "metadata.uid")
        .at(ASIM, "EventOriginalUid");
    row("source", LabelRows::source).at(CLOUD_EVENTS, "source");
    constant(CLOUD_EVENTS, "type", "egress.alert.v1");
    change("alertId", AlertChange::alertId)
        .at(CLOUD_EVENTS, "subject", "partitionkey", "data.alertId")
        .at(ECS, "event.hash")
        .at(OCSF, "finding_info.uid_alt")
        .at(ASIM, "AdditionalFields.alertId")
        .at(AZURE, "data.essentials.originAlertId");
    change("instanceId", AlertChange::instanceId)
        .at(CLOUD_EVENTS, "data.instanceId")
        .at(ECS, "event.id")
        .at(OCSF, "finding_info.uid")
        .at(ASIM, "EventUid", "AlertId")
        .at(AZURE, "data.essentials.alertId");
    change("sequence", AlertChange::sequence)
        // Text of one length, so that it sorts as the numbers do.
        .at(CLOUD_EVENTS, "sequence", "%010d"::formatted)
        .at(CLOUD_EVENTS, "data.sequence")
        .at(ECS, "event.sequence")
        .at(OCSF, "metadata.sequence")
        .at(ASIM, "AdditionalFields.sequence")
        .at(AZURE, "data.alertContext.sequence");
    row("recordedAt", Telling::recordedAt)
        .at(CLOUD_EVENTS, "recordedtime")
        .at(ECS, "event.created")
        .at(OCSF, "metadata.logged_time", MappingWords::millis);
  }

  /** Rule, severity, status. */
  private void what() {
    change("rule", change -> change.rule().label())
        .at(ALERTMANAGER, "labels.alertname")
        .at(CLOUD_EVENTS, "egressrule", "data.rule")
        .at(ECS, "rule.name", "rule.id")
        .at(OCSF, "metadata.event_code")
        .at(OCSF, "finding_info.analytic", MappingWords::analytic)
        .at(ASIM, "RuleName", "Rule")
        .at(AZURE, "data.essentials.alertRule");
    change("severity", change -> SeverityWords.of(change.severity()))
        .at(ALERTMANAGER, "labels.severity", SeverityWords::alertmanager)
        .at(ALERTMANAGER, "labels.page", words -> words.page() ? "true" : null)
        .at(CLOUD_EVENTS, "severitytext", SeverityWords::text)
        .at(CLOUD_EVENTS, "severitynumber", SeverityWords::number)
        .at(CLOUD_EVENTS, "data.severity", words -> words.ours().label())
        .at(ECS, "event.severity", SeverityWords::ecs)
        .at(ECS, "log.level", words -> words.ours().label())
        .at(OCSF, "severity_id", SeverityWords::ocsf)
        .at(OCSF, "severity", SeverityWords::ocsfCaption)
        .at(ASIM, "EventSeverity", SeverityWords::asim)
        .at(ASIM, "EventOriginalSeverity", words -> words.ours().label())
        .at(AZURE, "data.essentials.severity", SeverityWords::azure);
    change("kind", change -> change.rule().kind())
        .at(ALERTMANAGER, "labels.kind")
        .at(CLOUD_EVENTS, "data.kind")
        .at(ECS, "rule.category")
        .at(ECS, "tags", List::of)
        .at(OCSF, "finding_info.types", List::of)
        .at(ASIM, "EventOriginalType")
        .at(AZURE, "data.alertContext.kind");
    change("rule, as ASIM groups them", change -> RuleWords.of(change.rule()))
        .at(ASIM, "EventSubType", RuleWords::subType)
        .at(ASIM, "DetectionMethod", RuleWords::method);
    change("status", StatusWords::of)
        .at(CLOUD_EVENTS, "egressstatus", words -> words.ours().label())
        .at(CLOUD_EVENTS, "data.status", words -> words.ours().label())
        .at(ECS, "event.type", words -> List.of(words.ecsType()))
        .at(ECS, "event.action", StatusWords::ecsAction)
        .at(ECS, "egress.status", words -> words.ours().label())
        .at(OCSF, "activity_id", StatusWords::ocsfActivity)
        .at(OCSF, "activity_name", StatusWords::ocsfActivityName)
        .at(OCSF, "type_uid", words -> CLASS_UID * 100 + words.ocsfActivity())
        .at(OCSF, "status_id", StatusWords::ocsfStatus)
        .at(OCSF, "status", StatusWords::ocsfStatusName)
        .at(OCSF, "is_alert", MappingWords::isAlert)
        .at(ASIM, "AlertStatus", StatusWords::asim)
        .at(ASIM, "AlertOriginalStatus", words -> words.ours().label())
        .at(AZURE, "data.essentials.monitorCondition", StatusWords::azure)
        .at(AZURE, "data.alertContext.status", words -> words.ours().label());
    change("page", AlertChange::page)
        .at(CLOUD_EVENTS, "data.page")
        .at(ECS, "egress.page")
        .at(OCSF, "unmapped.page")
        .at(ASIM, "AdditionalFields.page")
        .at(AZURE, "data.alertContext.page");
  }

  private void times() {
    change("time", AlertChange::time)
        .at(CLOUD_EVENTS, "time", "data.time")
        .at(ECS, "@timestamp")
        .at(OCSF, "finding_info.modified_time", MappingWords::millis)
        .at(ASIM, "TimeGenerated")
        .at(AZURE, "data.alertContext.time");
    change("startsAt", AlertChange::startsAt)
        .at(CLOUD_EVENTS, "data.startsAt")
        .at(ECS, "event.start")
        .at(OCSF, "start_time", MappingWords::millis)
        .at(OCSF, "finding_info.first_seen_time", MappingWords::millis)
        .at(ASIM, "EventStartTime")
        .at(AZURE, "data.alertContext.startsAt");
    change("firedAt", AlertChange::firedAt)
        .at(CLOUD_EVENTS, "data.firedAt")
        .at(ECS, "egress.fired")
        // A finding's own time is when it was made; those of the flows are start and end.
        .at(OCSF, "time", MappingWords::millis)
        .at(OCSF, "finding_info.created_time", MappingWords::millis)
        .at(ASIM, "AdditionalFields.firedAt")
        .at(AZURE, "data.essentials.firedDateTime");
    change("lastEvent", AlertChange::lastEvent)
        .at(ALERTMANAGER, "annotations.last_event", JsonDocument::time)
        .at(CLOUD_EVENTS, "data.lastEvent")
        .at(OCSF, "finding_info.last_seen_time", MappingWords::millis)
        .at(AZURE, "data.alertContext.lastEvent");
    change("endsAt", AlertChange::endsAt).at(CLOUD_EVENTS, "data.endsAt");
    row("endsAt, or when it was silenced or folded", Telling::endsAt)
        .at(OCSF, "end_time", MappingWords::millis)
        .at(AZURE, "data.essentials.resolvedDateTime");
    row("end, or the last that is known", MappingWords::knownEnd)
        .at(ECS, "event.end")
        .at(ASIM, "EventEndTime");
  }

  private void texts() {
    change("summary", AlertChange::summary)
        .at(ALERTMANAGER, "annotations.summary")
        .at(CLOUD_EVENTS, "data.summary")
        .at(ECS, "message")
        .at(OCSF, "message", "finding_info.title")
        .at(ASIM, "AlertName")
        .at(AZURE, "data.alertContext.summary");
    change("description", AlertChange::description)
        .at(ALERTMANAGER, "annotations.description")
        .at(CLOUD_EVENTS, "data.description")
        .at(ECS, "egress.description")
        .at(OCSF, "finding_info.desc")
        .at(ASIM, "EventMessage", "AlertDescription")
        .at(AZURE, "data.essentials.description");
    change("fix", AlertChange::fix)
        .at(ALERTMANAGER, "annotations.fix")
        .at(CLOUD_EVENTS, "data.fix")
        .at(ECS, "egress.fix")
        .at(OCSF, "remediation.desc")
        .at(ASIM, "AttackRemediationSteps")
        .at(AZURE, "data.customProperties.fix");
    change("instanceId, beside the labels", AlertChange::instanceId)
        .at(ALERTMANAGER, "annotations.instance_id");
    change("status, beside the labels", AlertChange::status)
        .at(
            ALERTMANAGER,
            "annotations.flapping",
            status -> status == AlertStatus.FLAPPING ? "true" : null);
    change("silence", AlertChange::silence)
        .at(CLOUD_EVENTS, "data.silence")
        .at(ECS, "egress.silence")
        .at(OCSF, "unmapped.silence")
        .at(ASIM, "AdditionalFields.silence");
  }

  /** What is said of the flows: all of it changes, none of it is identity. */
  private void flows() {
    change("count", AlertChange::count)
        .at(ALERTMANAGER, "annotations.count", String::valueOf)
        .at(CLOUD_EVENTS, "data.count")
        .at(ECS, "egress.count")
        .at(OCSF, "finding_info.related_events_count")
        // A record of nothing is none to ASIM; silence is one thing that happened.
        .at(ASIM, "EventCount", count -> Math.max(1, count))
        .at(AZURE, "data.alertContext.count");
    change("sources", AlertChange::sources)
        .at(ALERTMANAGER, "annotations.sources", String::valueOf)
        .at(CLOUD_EVENTS, "data.sources")
        .at(ECS, "egress.source.distinct")
        .at(OCSF, "unmapped.sources")
        .at(ASIM, "AdditionalFields.sources")
        .at(AZURE, "data.alertContext.sources");
    change("evidence", AlertChange::evidence)
        .at(ALERTMANAGER, "annotations.evidence", EvidenceForms::text)
        .at(CLOUD_EVENTS, "data.evidence", EvidenceForms::own)
        .at(ECS, "egress.evidence", EvidenceForms::ecs)
        .at(ECS, "related.hosts", EvidenceForms::hosts)
        .at(ECS, "related.ip", EvidenceForms::addresses)
        .at(OCSF, "evidences", EvidenceForms::ocsf)
        .at(OCSF, "observables", EvidenceForms::observables)
        .at(OCSF, "action_id", EvidenceForms::action)
        .at(OCSF, "disposition_id", EvidenceForms::action)
        .at(ASIM, "AdditionalFields.evidence", EvidenceForms::own)
        .at(AZURE, "data.alertContext.evidence", EvidenceForms::own);
    change("firewallRule", AlertChange::firewallRule)
        .at(ALERTMANAGER, "annotations.firewall_rule")
        .at(CLOUD_EVENTS, "data.firewallRule")
        // Not rule.name: that is the rule that made this document, and so ours.
        .at(ECS, "egress.firewall.rule.name")
        .at(OCSF, "firewall_rule.name")
        .at(ASIM, "AdditionalFields.firewallRule")
        .at(AZURE, "data.alertContext.firewallRule");
    change("catalogVersion", AlertChange::catalogVersion)
        .at(ALERTMANAGER, "annotations.catalog_version")
        .at(CLOUD_EVENTS, "data.catalogVersion")
        .at(ECS, "egress.catalog.version")
        .at(OCSF, "unmapped.catalog_version")
        .at(ASIM, "AdditionalFields.catalogVersion")
        .at(AZURE, "data.alertContext.catalogVersion");
  }

  private void links() {
    change("parentId", AlertChange::parentId)
        .at(ALERTMANAGER, "annotations.parent")
        .at(CLOUD_EVENTS, "data.parentId")
        .at(ECS, "egress.parent.id")
        .at(OCSF, "finding_info.related_events", id -> List.of(object("uid", id)))
        .at(ASIM, "AdditionalFields.parentId")
        .at(AZURE, "data.customProperties.parentId");
    row("runbook", Telling::runbook)
        .at(ALERTMANAGER, "annotations.runbook_url")
        .at(CLOUD_EVENTS, "data.runbook")
        .at(ECS, "rule.reference")
        .at(OCSF, "unmapped.runbook")
        .at(ASIM, "EventReportUrl")
        .at(AZURE, "data.customProperties.runbook");
    constant(CLOUD_EVENTS, "datacontenttype", "application/json");
    constant(CLOUD_EVENTS, "dataschema", "urn:egresslens:alert:1.0");
    change("startsAt, for Alertmanager", AlertChange::startsAt).at(ALERTMANAGER, "startsAt");
    // The last key of all: whoever sends again adds it, see Telling.firingUntil.
    row("end, or until when to believe", MappingWords::until).at(ALERTMANAGER, "endsAt");
  }
}
