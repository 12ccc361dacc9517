package io.egresslens.samples;

import io.egresslens.flow.Category;
import io.egresslens.flow.LogFormat;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** The ways in which a record reaches a reader. Each constant writes one record as JSON text. */
public enum Envelope {
  /** Diagnostic setting to Event Hubs: wrapped in {@code {"records":[...]}}. */
  EVENT_HUB,
  /** Diagnostic setting to Storage: one record a line. */
  STORAGE,
  /** Storage before November 2018: one wrapper a blob. */
  STORAGE_OLD,
  /** Log Analytics data export: flat row. */
  LOG_ANALYTICS,
  /** The same with a {@code records} wrapper. */
  LOG_ANALYTICS_WRAPPED,
  /** Row of the table AzureDiagnostics with the legacy text. */
  AZURE_DIAGNOSTICS_LEGACY,
  /** Row of the table AzureDiagnostics with columns that carry a type suffix. */
  AZURE_DIAGNOSTICS_STRUCTURED,
  /** A record alone, as a shipper sends it. */
  SINGLE,
  /** A bare array. */
  ARRAY,
  /** {@code properties} as a string that holds JSON. */
  STRING_PROPERTIES;

  /** Column names of AzureDiagnostics that are not property name plus suffix. */
  private static final Map<String, String> COLUMNS = Map.of("SourceIp", "SourceIP");

  private static final Set<String> REAL_COLUMNS = Set.of("FlowRate", "RequestDurationSecs");
  private static final String TENANT = "00000000-0000-4000-8000-0000000e00ff";

  String record(Sample sample) {
    return Json.text(
        switch (this) {
          case LOG_ANALYTICS, LOG_ANALYTICS_WRAPPED -> logAnalytics(sample);
          case AZURE_DIAGNOSTICS_LEGACY, AZURE_DIAGNOSTICS_STRUCTURED -> diagnostics(sample);
          case STRING_PROPERTIES -> diagnosticSetting(sample, Json.text(sample.properties()));
          default -> diagnosticSetting(sample, sample.properties());
        });
  }

  /** The two firewalls differ in the order of their keys, as the readers' fixtures do. */
  private static Map<String, Object> diagnosticSetting(Sample sample, Object properties) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("category", sample.categoryText());
    record.put("time", sample.timeText());
    record.put("resourceId", sample.firewall().resourceId().toUpperCase(Locale.ROOT));
    if (sample.shape() != null) {
      record.put("operationName", sample.shape().operation());
    }
    record.put("properties", properties);
    return sample.firewall() == Site.Firewall.EASTUS ? record : new TreeMap<>(record);
  }

  private static Map<String, Object> logAnalytics(Sample sample) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("TenantId", TENANT);
    row.put("TimeGenerated", sample.timeText());
    row.putAll(sample.properties());
    row.put("Type", table(sample.category()));
    row.put("_ItemId", itemId(sample));
    row.put("_ResourceId", sample.firewall().resourceId());
    row.put("_Internal_WorkspaceResourceId", workspace(sample));
    return row;
  }

  private static Map<String, Object> diagnostics(Sample sample) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("TenantId", TENANT);
    row.put("TimeGenerated", sample.timeText());
    row.put("ResourceId", sample.firewall().resourceId().toUpperCase(Locale.ROOT));
    row.put("Category", sample.categoryText());
    row.put("ResourceGroup", sample.firewall().resourceGroup.toUpperCase(Locale.ROOT));
    row.put("ResourceType", "AZUREFIREWALLS");
    row.put("Resource", sample.firewall().label.toUpperCase(Locale.ROOT));
    if (sample.shape() != null) {
      row.put("OperationName", sample.shape().operation());
    }
    sample.properties().forEach((name, value) -> row.put(column(name, value), value));
    row.put("Type", "AzureDiagnostics");
    row.put("_ResourceId", sample.firewall().resourceId());
    return row;
  }

  private static String column(String name, Object value) {
    String suffix =
        value instanceof Number || REAL_COLUMNS.contains(name)
            ? "_d"
            : value instanceof Boolean ? "_b" : "_s";
    return COLUMNS.getOrDefault(name, name + suffix);
  }

  private static String table(Category category) {
    if (category.format() == LogFormat.LEGACY) {
      throw new IllegalArgumentException(category + " has no table of its own");
    }
    return switch (category) {
      case FQDN_RESOLVE_FAILURE -> "AZFWInternalFqdnResolutionFailure";
      case DNS_ADDITIONAL -> "AZFWDnsFlowTrace";
      default -> category.azureName();
    };
  }

  private static String workspace(Sample sample) {
    return "/subscriptions/"
        + sample.firewall().subscription
        + "/resourcegroups/rg-logs/providers/microsoft.operationalinsights/workspaces/law-hub";
  }

  private static String itemId(Sample sample) {
    String content = sample.timeText() + Json.text(sample.properties());
    return UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
