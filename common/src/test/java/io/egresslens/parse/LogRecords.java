package io.egresslens.parse;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Composed log records in the envelopes of the real ones. All names and addresses are made up. */
final class LogRecords {
  static final String RESOURCE =
      "/SUBSCRIPTIONS/00000000-1111-2222-3333-444444444444/RESOURCEGROUPS/RG-HUB/PROVIDERS/"
          + "MICROSOFT.NETWORK/AZUREFIREWALLS/FW-HUB";
  static final String TIME = "2026-01-31T08:15:42.118273+00:00";

  private LogRecords() {}

  /** A structured record in the envelope of a diagnostic setting. */
  static String structured(String category, String properties) {
    return "{\"category\":\"%s\",\"time\":\"%s\",\"resourceId\":\"%s\",\"properties\":{%s}}"
        .formatted(category, TIME, RESOURCE, properties);
  }

  /** A legacy record in the envelope of a diagnostic setting. */
  static String legacy(String category, String msg) {
    return ("{\"category\":\"%s\",\"time\":\"%s\",\"resourceId\":\"%s\","
            + "\"operationName\":\"AzureFirewallNetworkRuleLog\",\"properties\":{\"msg\":\"%s\"}}")
        .formatted(category, TIME, RESOURCE, msg.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  /** A row of a Log Analytics table. */
  static String row(String table, String columns) {
    return ("{\"Type\":\"%s\",\"TimeGenerated\":\"%s\",\"_ResourceId\":\"%s\",\"TenantId\":\"t\","
            + "\"_ItemId\":\"i\",%s}")
        .formatted(table, TIME, RESOURCE.toLowerCase(java.util.Locale.ROOT), columns);
  }

  /** A row of the AzureDiagnostics table. */
  static String diagnosticsRow(String category, String columns) {
    return ("{\"Type\":\"AzureDiagnostics\",\"Category\":\"%s\",\"TimeGenerated\":\"%s\","
            + "\"ResourceId\":\"%s\",%s}")
        .formatted(category, TIME, RESOURCE, columns);
  }

  /** A network rule record that differs from others by its source port. */
  static String network(int sourcePort) {
    return structured(
        "AZFWNetworkRule",
        ("\"Protocol\":\"TCP\",\"SourceIp\":\"10.20.0.7\",\"SourcePort\":%d,"
                + "\"DestinationIp\":\"192.0.2.53\",\"DestinationPort\":443,\"Action\":\"Allow\","
                + "\"Policy\":\"pol-hub\",\"RuleCollectionGroup\":\"rcg-net\","
                + "\"RuleCollection\":\"rc-web\",\"Rule\":\"r-web\",\"ActionReason\":\"\"")
            .formatted(sourcePort));
  }

  /** Network records with the source ports 1 to {@code count}. */
  static List<String> networks(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(LogRecords::network).toList();
  }

  static String wrapped(List<String> records) {
    return records.stream().collect(Collectors.joining(",", "{\"records\":[", "]}"));
  }
}
