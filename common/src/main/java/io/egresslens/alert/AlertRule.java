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
import java.util.function.Function;
import java.util.function.Predicate;

/** The rules: names and identities are part of the interface and never change. */
public enum AlertRule {
  REQUIRED_DENIED(
      "EgressRequiredDenied",
      "required-denied",
      CRITICAL,
      SubjectKind.ENTRY,
      FlowSignals.REQUIRED_DENIED,
      FlowSignals::requiredDenied,
      CLUSTER,
      CATALOG_ENTRY),
  REQUIRED_SILENT(
      "EgressRequiredSilent",
      "required-silent",
      HIGH,
      SubjectKind.ENTRY,
      FlowSignals.REQUIRED,
      LearnedSignals::requiredSilent,
      CLUSTER,
      CATALOG_ENTRY),
  OUTAGE(
      "EgressOutage", "outage", CRITICAL, null, FlowSignals.REQUIRED_DENIED, null, CLUSTER, CAUSE),
  UNEXPECTED_ALLOWED(
      "EgressUnexpectedAllowed",
      "unexpected-allowed",
      MEDIUM,
      SubjectKind.DESTINATION,
      FlowSignals.UNEXPECTED_ALLOWED,
      FlowSignals::unexpectedAllowed,
      CLUSTER,
      DESTINATION,
      PORT),
  UNEXPECTED_DENIED_SURGE(
      "EgressUnexpectedDeniedSurge",
      "surge",
      LOW,
      SubjectKind.CLUSTER,
      FlowSignals.UNEXPECTED_DENIED,
      LearnedSignals::unexpectedDeniedSurge,
      CLUSTER),
  PROXIED_SEEN_DIRECT(
      "EgressProxiedSeenDirect",
      "proxied-direct",
      HIGH,
      SubjectKind.ENTRY,
      FlowSignals.PROXIED,
      FlowSignals::proxiedSeenDirect,
      CLUSTER,
      CATALOG_ENTRY),
  SHARED_SUFFIX_UNKNOWN(
      "EgressSharedSuffixUnknown",
      "shared-suffix",
      HIGH,
      SubjectKind.NAME,
      FlowSignals.SHARED_ALLOWED,
      FlowSignals::sharedSuffixUnknown,
      CLUSTER,
      DESTINATION),
  LOOKALIKE(
      "EgressLookalike",
      "lookalike",
      HIGH,
      SubjectKind.NAME,
      FlowSignals.UNLISTED,
      FlowSignals::lookalike,
      CLUSTER,
      DESTINATION,
      CATALOG_ENTRY),
  VERDICT_FLIP(
      "EgressVerdictFlip",
      "flip",
      MEDIUM,
      SubjectKind.DESTINATION,
      FlowSignals.CAN_FLIP,
      LearnedSignals::verdictFlip,
      CLUSTER,
      DESTINATION,
      PORT),
  MANY_SUBDOMAINS(
      "EgressManySubdomains",
      "flood",
      MEDIUM,
      SubjectKind.DOMAIN,
      FlowSignals.UNLISTED,
      LearnedSignals::manySubdomains,
      CLUSTER,
      DOMAIN),
  CATALOG_RETIREMENT(
      "EgressCatalogRetirement",
      "retirement",
      LOW,
      SubjectKind.ENTRY,
      FlowSignals.ANY,
      FlowSignals::catalogRetirement,
      CLUSTER,
      CATALOG_ENTRY),
  FEED_SILENT(
      "EgressFeedSilent",
      "feed",
      HIGH,
      SubjectKind.FIREWALL,
      FlowSignals.ANY,
      LearnedSignals::feedSilent),
  PARSE_FAILURES(
      "EgressParseFailures",
      "parse",
      MEDIUM,
      SubjectKind.PARSING,
      FlowSignals.ANY,
      FlowSignals::parseFailures,
      CATEGORY,
      REASON),
  CATALOG_REJECTED(
      "EgressCatalogRejected",
      "catalog",
      MEDIUM,
      SubjectKind.CATALOG,
      FlowSignals.ANY,
      FlowSignals::catalogRejected,
      CATALOG);

  private final String label;
  private final String kind;
  private final Severity severity;
  private final SubjectKind subject;

  @SuppressWarnings("ImmutableEnumChecker") // a function without state
  private final Predicate<Lane> lanes;

  @SuppressWarnings("ImmutableEnumChecker") // a function without state
  private final Function<Scene, Signal> signal;

  @SuppressWarnings("ImmutableEnumChecker") // a copied list
  private final List<LabelName> identity;

  AlertRule(
      String label,
      String kind,
      Severity severity,
      SubjectKind subject,
      Predicate<Lane> lanes,
      Function<Scene, Signal> signal,
      LabelName... identity) {
    this.label = label;
    this.kind = kind;
    this.severity = severity;
    this.subject = subject;
    this.lanes = lanes;
    this.signal = signal;
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

  /** What its alerts are about; null where they are made of other alerts. */
  public SubjectKind subject() {
    return subject;
  }

  /** Which of a subject's flows it is about. */
  Predicate<Lane> lanes() {
    return lanes;
  }

  /**
   * What it makes of a subject of its kind: a pure function, which says nothing of panes before
   * what was pruned.
   *
   * @throws IllegalStateException for a rule without subject
   */
  public Signal signal(Scene scene) {
    if (signal == null) {
      throw new IllegalStateException(label + " is made of other alerts");
    }
    return signal.apply(scene).from(scene.memory().prunedTo());
  }
}
