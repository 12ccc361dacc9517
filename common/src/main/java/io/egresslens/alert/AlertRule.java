package io.egresslens.alert;

import static io.egresslens.alert.LabelName.CATALOG;
import static io.egresslens.alert.LabelName.CATALOG_ENTRY;
import static io.egresslens.alert.LabelName.CATEGORY;
import static io.egresslens.alert.LabelName.CAUSE;
import static io.egresslens.alert.LabelName.CLUSTER;
import static io.egresslens.alert.LabelName.DESTINATION;
import static io.egresslens.alert.LabelName.DOMAIN;
import static io.egresslens.alert.LabelName.PORT;
import static io.egresslens.alert.LabelName.REASON;
import static io.egresslens.alert.Severity.CRITICAL;
import static io.egresslens.alert.Severity.HIGH;
import static io.egresslens.alert.Severity.LOW;
import static io.egresslens.alert.Severity.MEDIUM;

import java.util.List;

/** The rules: names and identities are part of the interface and never change. */
public enum AlertRule {
  REQUIRED_DENIED("EgressRequiredDenied", "required-denied", CRITICAL, CLUSTER, CATALOG_ENTRY),
  REQUIRED_SILENT("EgressRequiredSilent", "required-silent", HIGH, CLUSTER, CATALOG_ENTRY),
  OUTAGE("EgressOutage", "outage", CRITICAL, CLUSTER, CAUSE),
  UNEXPECTED_ALLOWED(
      "EgressUnexpectedAllowed", "unexpected-allowed", MEDIUM, CLUSTER, DESTINATION, PORT),
  UNEXPECTED_DENIED_SURGE("EgressUnexpectedDeniedSurge", "surge", LOW, CLUSTER),
  PROXIED_SEEN_DIRECT("EgressProxiedSeenDirect", "proxied-direct", HIGH, CLUSTER, CATALOG_ENTRY),
  SHARED_SUFFIX_UNKNOWN("EgressSharedSuffixUnknown", "shared-suffix", HIGH, CLUSTER, DESTINATION),
  LOOKALIKE("EgressLookalike", "lookalike", HIGH, CLUSTER, DESTINATION, CATALOG_ENTRY),
  VERDICT_FLIP("EgressVerdictFlip", "flip", MEDIUM, CLUSTER, DESTINATION, PORT),
  MANY_SUBDOMAINS("EgressManySubdomains", "flood", MEDIUM, CLUSTER, DOMAIN),
  CATALOG_RETIREMENT("EgressCatalogRetirement", "retirement", LOW, CLUSTER, CATALOG_ENTRY),
  FEED_SILENT("EgressFeedSilent", "feed", HIGH),
  PARSE_FAILURES("EgressParseFailures", "parse", MEDIUM, CATEGORY, REASON),
  CATALOG_REJECTED("EgressCatalogRejected", "catalog", MEDIUM, CATALOG);

  private final String label;
  private final String kind;
  private final Severity severity;

  @SuppressWarnings("ImmutableEnumChecker") // a copied list
  private final List<LabelName> identity;

  AlertRule(String label, String kind, Severity severity, LabelName... identity) {
    this.label = label;
    this.kind = kind;
    this.severity = severity;
    this.identity = List.of(identity);
  }

  /** Name of its alerts. */
  public String label() {
    return label;
  }

  /** The short word for what it finds. */
  public String kind() {
    return kind;
  }

  /** Unless configured otherwise. */
  public Severity severity() {
    return severity;
  }

  /** What tells its alerts apart, besides the firewall. */
  public List<LabelName> identity() {
    return identity;
  }
}
