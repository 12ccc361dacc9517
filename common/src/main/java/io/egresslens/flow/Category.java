package io.egresslens.flow;

import com.google.common.collect.ImmutableList;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The log categories of Azure Firewall. {@link #find} knows each under its diagnostic-setting name,
 * its Log Analytics table name where the two differ, and the spellings seen in old documents.
 */
public enum Category {
  LEGACY_APPLICATION_RULE("AzureFirewallApplicationRule", LogFormat.LEGACY, FlowKind.APPLICATION),
  /** Also carries NAT, threat intelligence, IDPS and FQDN failures: the text says which. */
  LEGACY_NETWORK_RULE(
      "AzureFirewallNetworkRule",
      LogFormat.LEGACY,
      FlowKind.NETWORK,
      "AzureFirewallThreatIntelLog",
      "AzureFirewallIDSLog",
      "AzureFirewallDNSResolutionFailureLog",
      "AzureFirewallNatRule"),
  LEGACY_DNS_PROXY("AzureFirewallDnsProxy", LogFormat.LEGACY, FlowKind.DNS),
  APPLICATION_RULE("AZFWApplicationRule", LogFormat.STRUCTURED, FlowKind.APPLICATION),
  NETWORK_RULE("AZFWNetworkRule", LogFormat.STRUCTURED, FlowKind.NETWORK),
  NAT_RULE("AZFWNatRule", LogFormat.STRUCTURED, FlowKind.NAT),
  THREAT_INTEL("AZFWThreatIntel", LogFormat.STRUCTURED, FlowKind.THREAT_INTEL),
  IDPS_SIGNATURE("AZFWIdpsSignature", LogFormat.STRUCTURED, FlowKind.IDPS),
  DNS_QUERY("AZFWDnsQuery", LogFormat.STRUCTURED, FlowKind.DNS),
  FQDN_RESOLVE_FAILURE(
      "AZFWFqdnResolveFailure",
      LogFormat.STRUCTURED,
      FlowKind.FQDN_FAILURE,
      "AZFWInternalFqdnResolutionFailure"),
  DNS_ADDITIONAL("AZFWDnsAdditional", LogFormat.STRUCTURED, FlowKind.DNS_TRACE, "AZFWDnsFlowTrace"),
  FAT_FLOW("AZFWFatFlow", LogFormat.STRUCTURED, FlowKind.FAT_FLOW),
  FLOW_TRACE("AZFWFlowTrace", LogFormat.STRUCTURED, FlowKind.FLOW_TRACE),
  APPLICATION_RULE_AGGREGATION(
      "AZFWApplicationRuleAggregation", LogFormat.STRUCTURED, FlowKind.AGGREGATION),
  NETWORK_RULE_AGGREGATION(
      "AZFWNetworkRuleAggregation", LogFormat.STRUCTURED, FlowKind.AGGREGATION),
  NAT_RULE_AGGREGATION("AZFWNatRuleAggregation", LogFormat.STRUCTURED, FlowKind.AGGREGATION);

  private static final Map<String, Category> BY_NAME = new HashMap<>();

  static {
    for (Category category : values()) {
      BY_NAME.put(category.azureName.toLowerCase(Locale.ROOT), category);
      for (String alias : category.aliases) {
        BY_NAME.put(alias.toLowerCase(Locale.ROOT), category);
      }
    }
  }

  private final String azureName;
  private final LogFormat format;
  private final FlowKind kind;
  private final ImmutableList<String> aliases;

  Category(String azureName, LogFormat format, FlowKind kind, String... aliases) {
    this.azureName = azureName;
    this.format = format;
    this.kind = kind;
    this.aliases = ImmutableList.copyOf(aliases);
  }

  /** The category's name in the diagnostic setting, as records spell it. */
  public String azureName() {
    return azureName;
  }

  /** Whether its records are structured or text. */
  public LogFormat format() {
    return format;
  }

  /** The kind of its records; for the legacy network category only the usual one. */
  public FlowKind kind() {
    return kind;
  }

  /** The category of that name, whatever its case, or null when there is none. */
  public static Category find(String name) {
    return BY_NAME.get(name.toLowerCase(Locale.ROOT));
  }
}
