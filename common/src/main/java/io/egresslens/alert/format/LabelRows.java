package io.egresslens.alert.format;

import static io.egresslens.alert.format.AlertFormat.ALERTMANAGER;
import static io.egresslens.alert.format.AlertFormat.ASIM;
import static io.egresslens.alert.format.AlertFormat.AZURE;
import static io.egresslens.alert.format.AlertFormat.CLOUD_EVENTS;
import static io.egresslens.alert.format.AlertFormat.ECS;
import static io.egresslens.alert.format.AlertFormat.OCSF;
import static io.egresslens.alert.format.JsonDocument.object;

import com.google.common.base.CaseFormat;
import com.google.common.net.UrlEscapers;
import io.egresslens.alert.LabelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rows of the mapping for an alert's identity, one for each name of a label. */
final class LabelRows {
  private static final int LONGEST_PORT = 5;

  private LabelRows() {}

  /**
   * Where an alert comes from, for CloudEvents: job and firewall as a path. What is no part of one
   * is escaped, as both are free text.
   */
  static String source(Telling telling) {
    StringBuilder source = new StringBuilder("/egress/").append(escaped(telling.sender().job()));
    String firewall = telling.label(LabelName.FIREWALL);
    if (firewall != null) {
      for (String part : firewall.split("/", -1)) {
        if (!part.isEmpty()) {
          source.append('/').append(escaped(part));
        }
      }
    }
    return source.toString();
  }

  static void addTo(List<MappingRow<?>> rows) {
    for (LabelName name : LabelName.values()) {
      rows.add(row(name));
    }
    rows.add(
        new MappingRow<>("firewall and cluster", LabelRows::resources)
            .at(OCSF, "resources")
            .at(AZURE, "data.essentials.configurationItems", LabelRows::names));
  }

  private static MappingRow<?> row(LabelName name) {
    String camel = name.label();
    String snake = CaseFormat.LOWER_CAMEL.to(CaseFormat.LOWER_UNDERSCORE, camel);
    MappingRow<String> row =
        new MappingRow<>(camel, (Telling telling) -> telling.label(name))
            .at(ALERTMANAGER, "labels." + snake)
            .at(CLOUD_EVENTS, "data." + camel, value -> typed(name, value));
    if (name != LabelName.FIREWALL) {
      row.at(OCSF, "unmapped." + snake, value -> typed(name, value))
          .at(ASIM, "AdditionalFields." + camel, value -> typed(name, value))
          .at(AZURE, "data.alertContext." + camel, value -> typed(name, value));
    }
    return withPlaceOfItsOwn(name, row);
  }

  /** What has a place of its own: all of it in ECS, the firewall everywhere. */
  private static MappingRow<String> withPlaceOfItsOwn(LabelName name, MappingRow<String> row) {
    return switch (name) {
      case FIREWALL ->
          row.at(ECS, "observer.name", LabelRows::shortName)
              .at(ECS, "azure.resource.id")
              .at(ASIM, "DvcId")
              .at(ASIM, "DvcIdType", LabelRows::idType)
              .at(ASIM, "DvcHostname", LabelRows::shortName)
              .at(ASIM, "Dvc", LabelRows::shortName)
              .at(AZURE, "data.essentials.alertTargetIDs", List::of);
      case CLUSTER -> row.at(ECS, "orchestrator.cluster.name");
      case CATALOG_ENTRY -> row.at(ECS, "egress.catalog.entry");
      case DESTINATION ->
          row.at(ECS, "destination.address")
              .at(ECS, "destination.ip", text -> EvidenceForms.isAddress(text) ? text : null)
              .at(ECS, "destination.domain", text -> EvidenceForms.isAddress(text) ? null : text);
      case PORT -> row.at(ECS, "destination.port", value -> typed(name, value));
      case DOMAIN -> row.at(ECS, "destination.registered_domain");
      case CAUSE -> row.at(ECS, "egress.cause");
      case CATEGORY -> row.at(ECS, "egress.category");
      case REASON -> row.at(ECS, "event.reason");
      case CATALOG -> row.at(ECS, "egress.catalog.name");
    };
  }

  /** Numbers are numbers, except where they are labels. */
  private static Object typed(LabelName name, String value) {
    boolean number =
        name == LabelName.PORT
            && value.length() <= LONGEST_PORT
            && value.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? Long.valueOf(value) : value;
  }

  private static List<Map<String, Object>> resources(Telling telling) {
    List<Map<String, Object>> resources = new ArrayList<>();
    String firewall = telling.label(LabelName.FIREWALL);
    if (firewall != null) {
      resources.add(object("uid", firewall, "name", shortName(firewall), "type", "Azure Firewall"));
    }
    String cluster = telling.label(LabelName.CLUSTER);
    if (cluster != null) {
      resources.add(object("name", cluster, "type", "Azure Red Hat OpenShift cluster"));
    }
    return resources;
  }

  private static List<Object> names(List<Map<String, Object>> resources) {
    return resources.stream().map(resource -> resource.get("name")).toList();
  }

  private static String shortName(String resourceId) {
    String name = resourceId.substring(resourceId.lastIndexOf('/') + 1);
    return name.isEmpty() ? resourceId : name;
  }

  private static String idType(String resourceId) {
    return resourceId.startsWith("/subscriptions/") ? "AzureResourceId" : "Other";
  }

  private static String escaped(String part) {
    return UrlEscapers.urlPathSegmentEscaper().escape(wellFormed(part));
  }

  /** A half of a surrogate pair cannot be escaped, and names in logs may hold one. */
  private static String wellFormed(String text) {
    StringBuilder whole = new StringBuilder(text.length());
    text.codePoints().forEach(c -> whole.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c));
    return whole.toString();
  }
}
