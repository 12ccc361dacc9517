package io.egresslens.samples;

import io.egresslens.flow.Category;
import io.egresslens.flow.FlowKind;
import java.util.Map;

/**
 * The 39 shapes of the legacy text, as patterns with places: {@code {P}} protocol, {@code {s}}
 * source with port, {@code {S}} without, {@code {d}} and {@code {D}} the same for the destination,
 * {@code {url}}, {@code {X}} action, {@code {po} {g} {rc} {r}} the rule, {@code {wc}} web category,
 * {@code {t}} free text.
 */
public enum LegacyShape {
  A1("{P} request from {s} to {d}. Action: {X}. Rule Collection: {rc}. Rule: {r}"),
  A2(A1.pattern + ". Web Category: {wc}"),
  A3("{P} request from {s} to {d}. Url: {url}. Action: {X}. Rule Collection: {rc}. Rule: {r}"),
  A4(A3.pattern + ". Web Category: {wc}"),
  A5("{P} request from {s} to {d}. Action: {X}. " + Part.POLICY),
  A6(A5.pattern + ". Web Category: {wc}"),
  A7("{P} request from {s} to {d}. Url: {url}. Action: {X}. " + Part.POLICY),
  A8(
      "{P} request from {s} to {d}. Url: {url}. Action: {X} . "
          + Part.POLICY
          + ". Web Category: {wc}"),
  A9("{P} request from {s} to {d}. Action: {X}. Rule Collection: {po}:{g}:{rc}. Rule: {r}"),
  A10("{P} request from {s} to {d}. Action: Deny. " + Part.DEFAULT_DENY),
  A11("{P} request from {s} to {d}. Url: {url}. Action: Deny. " + Part.DEFAULT_DENY),
  A12("{P} request from {s}. Action: Deny. Reason: SNI TLS extension was missing."),
  A13("{P} request from {s} was denied. Reason: SNI TLS extension was missing."),
  A14(
      "{P} request from {s} to {d}. Action: Deny. Failed to resolve address {d}:"
          + " lookup {D} on 168.63.129.16:53: no such host"),
  A15("{P} request from {s} to {d}. Action: {X}. {t}"),
  A16(
      "{P} request from {s} to {d}. Action: {X}. Rule Collection Group: {g}."
          + " Rule Collection: {rc}. Rule: {r}."),
  N1("{P} request from {s} to {d}. Action: {X}"),
  N2("{P} request from {s} to {d}. Action: {X}. " + Part.POLICY),
  N3("{P} request from {s} to {d}. Action: {X}.. " + Part.POLICY),
  N4("{P} request from {s} to {d}. Action: {X}.. Rule Collection: {rc}. Rule: {r}"),
  N5("{P} request from {s} to {d}. Action: {X}. Rule Collection: {rc}. Rule Name: {r}"),
  N6("ICMP Type=8 request from {S} to {D}. Action: {X}"),
  N7("ICMP Type=8 request from {S}:0 to {D}:0. Action: {X}.."),
  N8("ICMP request from {S} to {D}. Action: {X}"),
  D1("{P} request from {s} to {d} was DNAT'ed to {t}"),
  D2(D1.pattern + ". " + Part.POLICY),
  D3(D1.pattern + ". Rule Collection: {rc}. Rule: {r}"),
  T1("{P} request from {s} to {d}. Action: {X}. ThreatIntel: {t}"),
  T2("{P} request from {s} to {d}. Url: {url}. Action: {X}. ThreatIntel: {t}"),
  T3("{P} request from {S} to {D}. Action: {X}. {t}"),
  I1("{P} request from {s} to {d}. Action: {X}. " + Part.SIGNATURE),
  I2("ICMP request from {S}: to {D}:. Action: {X}. " + Part.SIGNATURE),
  F1(
      "Failed to resolve FQDN {D}. Error {t}; retried once."
          + " Rule Collection: {po}:{g}:{rc}. Rule: {r}"),
  F2("Failed to resolve FQDN {D}. Rule Collection: {po}:{g}:{rc}. Rule: {r}"),
  F3("Failed to resolve FQDN {D}. Error {t}; retried once."),
  Q1("DNS Request: {s} - 4711 A IN {D}. udp 44 false 512 NOERROR qr,rd,ra 120 0.003104511s"),
  Q2("DNS Request: {s} \u2013 4712 AAAA IN {D}. udp 44 true 4096 NXDOMAIN qr,aa,rd 101 0.000205s"),
  Q3("DNS Request: {s} - 4713 A IN {D}. udp 44 false 512 NOERROR - 0 2.000117s"),
  Q4(" Error: 2 {D}. A: read udp {s}->168.63.129.16:53: i/o timeout");

  private final String pattern;

  LegacyShape(String pattern) {
    this.pattern = pattern;
  }

  /** The text with every place filled. */
  String text(Map<String, String> places) {
    String text = pattern;
    for (Map.Entry<String, String> place : places.entrySet()) {
      text = text.replace("{" + place.getKey() + "}", place.getValue());
    }
    if (text.contains("{")) {
      throw new IllegalArgumentException(name() + " has a place without value: " + text);
    }
    return text;
  }

  Category category() {
    return switch (name().charAt(0)) {
      case 'A' -> Category.LEGACY_APPLICATION_RULE;
      case 'Q' -> Category.LEGACY_DNS_PROXY;
      default -> Category.LEGACY_NETWORK_RULE;
    };
  }

  FlowKind kind() {
    return switch (name().charAt(0)) {
      case 'A' -> FlowKind.APPLICATION;
      case 'D' -> FlowKind.NAT;
      case 'T' -> FlowKind.THREAT_INTEL;
      case 'I' -> FlowKind.IDPS;
      case 'F' -> FlowKind.FQDN_FAILURE;
      case 'Q' -> FlowKind.DNS;
      default -> FlowKind.NETWORK;
    };
  }

  String operation() {
    return switch (kind()) {
      case APPLICATION -> "AzureFirewallApplicationRuleLog";
      case NAT -> "AzureFirewallNatRuleLog";
      case THREAT_INTEL -> "AzureFirewallThreatIntelLog";
      case IDPS -> "AzureFirewallIDSLog";
      case FQDN_FAILURE -> "AzureFirewallDNSResolutionFailureLog";
      case DNS -> "AzureFirewallDnsProxyLog";
      default -> "AzureFirewallNetworkRuleLog";
    };
  }

  /** Whether the firewall ends this text in any of its four ways; the others end as written. */
  boolean endsVary() {
    return switch (this) {
      case A12, A13, A14, A16, N7, D1 -> false;
      default -> kind() != FlowKind.DNS && kind() != FlowKind.FQDN_FAILURE;
    };
  }

  /** Parts that several shapes share. */
  private static final class Part {
    static final String POLICY =
        "Policy: {po}. Rule Collection Group: {g}. Rule Collection: {rc}. Rule: {r}";
    static final String DEFAULT_DENY = "No rule matched. Proceeding with default action";
    static final String SIGNATURE =
        "Signature: 2032081. IDS: {t}. Priority: 1. Classification: Attempted Information Leak";
  }
}
