package io.egresslens.alert;

import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Cluster;
import io.egresslens.match.NearMiss;
import io.egresslens.window.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * What an alert says to people: the same for the same findings, each text one line without control
 * characters. Names in it are data: who shows them makes them safe for where they are shown.
 *
 * @param summary one sentence without a number that changes
 * @param description what happened, since when, how often, by which rule, what breaks
 * @param fix what to do; null where nothing can be said
 */
public record AlertTexts(String summary, String description, String fix) {
  /** The longest name or sentence of others that is quoted. */
  private static final int QUOTE_LIMIT = 300;

  public AlertTexts {
    summary = inert(summary);
    description = inert(description);
    fix = fix == null ? null : inert(fix);
  }

  /** Of an episode of any rule but {@link AlertRule#OUTAGE}. */
  public static AlertTexts of(AlertRule rule, Scene scene, Findings findings) {
    Telling telling = new Telling(rule, scene, findings);
    return new AlertTexts(telling.summary(), telling.description(), telling.fix());
  }

  /**
   * Of several entries that are denied together.
   *
   * @param entries ids, in the order to name them
   */
  public static AlertTexts ofOutage(
      String cluster, String cause, List<String> entries, Findings findings) {
    boolean isDefault = SubjectMemory.DEFAULT_ACTION.equals(cause);
    String by = isDefault ? "no rule that allows them" : "rule " + quoted(cause);
    return new AlertTexts(
        "Required endpoints are denied together for " + cluster + ": " + by,
        "%d required endpoints were denied %s from %s %s%s. They are: %s."
            .formatted(
                entries.size(),
                times(findings.count()),
                sources(findings.sources()),
                since(findings),
                by(cause),
                String.join(", ", entries)),
        isDefault
            ? "Look for a rule that was taken away or that no longer covers " + cluster + "."
            : "Look at what was changed last in rule " + quoted(cause) + ".");
  }

  static String times(long count) {
    return count == 1 ? "once" : count + " times";
  }

  static String sources(long count) {
    return count == 1 ? "1 source" : count + " sources";
  }

  static String since(Findings findings) {
    return findings.endsAt() == null
        ? "since " + findings.startsAt()
        : "from " + findings.startsAt() + " to " + findings.endsAt();
  }

  /** Which rule did it; empty when nothing did. */
  static String by(String firewallRule) {
    if (firewallRule == null) {
      return "";
    }
    return SubjectMemory.DEFAULT_ACTION.equals(firewallRule)
        ? ", by the default action: no rule takes it"
        : ", by rule " + quoted(firewallRule);
  }

  /** A text of somebody else's: as it is, but not endless. */
  static String quoted(String text) {
    return text.length() <= QUOTE_LIMIT ? text : text.substring(0, QUOTE_LIMIT) + "...";
  }

  private static String inert(String text) {
    StringBuilder inert = new StringBuilder(text.length());
    text.codePoints().forEach(point -> inert.appendCodePoint(isInert(point) ? point : '?'));
    return inert.toString();
  }

  private static boolean isInert(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  /** The texts of one episode; names are quoted as they come. */
  private record Telling(
      AlertRule rule, Scene scene, Findings findings, CatalogEntry entry, String target) {
    Telling(AlertRule rule, Scene scene, Findings findings) {
      this(rule, scene, findings, entry(scene), target(scene.subject(), findings));
      Objects.requireNonNull(findings, "findings");
    }

    private String cluster() {
      return scene.subject().cluster();
    }

    private String name() {
      return quoted(String.valueOf(scene.subject().name()));
    }

    String summary() {
      return switch (rule) {
        case REQUIRED_DENIED -> "Required endpoint " + name() + " is denied for " + cluster();
        case REQUIRED_SILENT ->
            "Required endpoint " + name() + " is no longer seen from " + cluster();
        case UNEXPECTED_ALLOWED ->
            "New unexpected destination " + target + " is allowed for " + cluster();
        case UNEXPECTED_DENIED_SURGE -> "Unusually many unexpected denies for " + cluster();
        case PROXIED_SEEN_DIRECT ->
            "Proxied endpoint " + name() + " reaches the firewall from " + cluster();
        case SHARED_SUFFIX_UNKNOWN ->
            "Unknown account " + name() + " of a shared service is allowed for " + cluster();
        case LOOKALIKE -> name() + " looks like a known endpoint, seen from " + cluster();
        case VERDICT_FLIP -> "The decision on " + target + " changed for " + cluster();
        case MANY_SUBDOMAINS ->
            "Unusually many names below " + name() + " are asked for by " + cluster();
        case CATALOG_RETIREMENT ->
            "Endpoint " + name() + " ends soon and " + cluster() + " still uses it";
        case FEED_SILENT -> "The firewall's log has stopped";
        case PARSE_FAILURES -> "Too many records cannot be read: " + name();
        case CATALOG_REJECTED -> "A change to the catalog was refused";
        case OUTAGE -> throw new IllegalArgumentException("an outage has texts of its own");
      };
    }

    String description() {
      List<String> sentences = new ArrayList<>();
      sentences.add(happened());
      if (findings.evidence().size() > 1) {
        sentences.add("Among them: " + destinations() + ".");
      }
      boolean isMissed = rule == AlertRule.REQUIRED_DENIED || rule == AlertRule.REQUIRED_SILENT;
      if (isMissed && entry != null && entry.purpose() != null) {
        sentences.add("What breaks: " + quoted(entry.purpose()) + ".");
      }
      String near = near();
      if (near != null) {
        sentences.add(near);
      }
      return String.join(" ", sentences);
    }

    private String happened() {
      String often = times(findings.count()) + " from " + sources(findings.sources());
      String seen = " " + often + " " + since(findings) + by(findings.firewallRule()) + ".";
      return switch (rule) {
        case REQUIRED_DENIED -> target + " was denied" + seen;
        case REQUIRED_SILENT ->
            "%s is overdue %s, though other flows of %s go on%s."
                .formatted(name(), since(findings), cluster(), lastSeen());
        case PROXIED_SEEN_DIRECT ->
            target
                + " was seen"
                + seen
                + " With egress lockdown on, the service carries it: lockdown may be off, or the"
                + " name be resolved past the gateway.";
        case UNEXPECTED_ALLOWED -> target + ", not seen allowed before, was allowed" + seen;
        case SHARED_SUFFIX_UNKNOWN ->
            name() + " was allowed" + seen + " Anybody can rent a name below this suffix.";
        case LOOKALIKE -> name() + " was asked for" + seen;
        case VERDICT_FLIP -> flipped();
        case UNEXPECTED_DENIED_SURGE -> "Unexpected destinations were denied" + seen;
        case MANY_SUBDOMAINS ->
            "Names below "
                + name()
                + " were asked for"
                + seen
                + " Data may leave in them, or a program makes them up.";
        case CATALOG_RETIREMENT ->
            "%s was used %s. It ends at %s."
                .formatted(
                    target, often + " " + since(findings), Instant.ofEpochMilli(endOfEntry()));
        case FEED_SILENT -> "The next record is overdue " + since(findings) + lastRecord() + ".";
        case PARSE_FAILURES ->
            "%d records were not understood %s, for the reason %s."
                .formatted(findings.count(), since(findings), name());
        case CATALOG_REJECTED ->
            "A changed catalog or cluster file was refused "
                + since(findings)
                + "; the job goes on with the one before.";
        case OUTAGE -> throw new IllegalArgumentException("an outage has texts of its own");
      };
    }

    private String flipped() {
      boolean isAllowed = LearnedSignals.isAllowedAt(scene, findings.startsAt().toEpochMilli());
      String before = rule(isAllowed ? FlowSignals.DENIED : FlowSignals.ALLOWED, true);
      String after = rule(isAllowed ? FlowSignals.ALLOWED : FlowSignals.DENIED, false);
      return "%s was %s until %s%s, and has been %s since%s."
          .formatted(
              target,
              isAllowed ? "denied" : "allowed",
              findings.startsAt(),
              by(before),
              isAllowed ? "allowed" : "denied",
              by(after));
    }

    private String rule(Predicate<Lane> lanes, boolean before) {
      long start = findings.startsAt().toEpochMilli();
      long hour = SubjectKind.LOOK_BACK.toMillis();
      return scene
          .memory()
          .topRule(
              lanes.and(FlowSignals.CAN_FLIP),
              before ? start - hour : start,
              before ? start : start + hour);
    }

    private String lastSeen() {
      return findings.evidence().stream()
          .map(Evidence::lastSeen)
          .max(Instant::compareTo)
          .map(time -> "; it was seen last at " + time)
          .orElse("");
    }

    private String lastRecord() {
      Timeline before =
          scene
              .firewall()
              .panes(rule.lanes())
              .between(Long.MIN_VALUE, findings.startsAt().toEpochMilli());
      return before.isEmpty() ? "" : "; the last one was of " + Instant.ofEpochMilli(before.last());
    }

    private String destinations() {
      return String.join(", ", findings.evidence().stream().map(Telling::target).toList());
    }

    /** What the name is close to, where it hits nothing that is expected. */
    private String near() {
      boolean isUnlisted =
          rule == AlertRule.UNEXPECTED_ALLOWED
              || rule == AlertRule.LOOKALIKE
              || rule == AlertRule.VERDICT_FLIP
              || rule == AlertRule.SHARED_SUFFIX_UNKNOWN;
      NearMiss found = isUnlisted ? FlowSignals.nearMiss(scene) : null;
      return found == null ? null : quoted(found.explanation()) + ".";
    }

    String fix() {
      String acceptable =
          "If it is wanted, accept it in the cluster inventory with owner, reason and until;"
              + " if not, take it out of "
              + ruleWord("the rule that allows it")
              + ".";
      return switch (rule) {
        case REQUIRED_DENIED -> allowIt();
        case REQUIRED_SILENT ->
            "Look at routes, name resolution and private links of "
                + cluster()
                + ": nothing denies it, it does not arrive."
                + explain();
        case UNEXPECTED_ALLOWED, SHARED_SUFFIX_UNKNOWN -> acceptable + explain();
        case PROXIED_SEEN_DIRECT ->
            "Check the cluster's egress lockdown and its DNS; until then keep the name allowed.";
        case LOOKALIKE ->
            "Find out what asks for it at "
                + sampleSources()
                + ". If it is somebody you know, accept it in the cluster inventory; if not, deny"
                + " it.";
        case VERDICT_FLIP ->
            "Look for the change of the firewall's rules at that time." + explain();
        case UNEXPECTED_DENIED_SURGE, MANY_SUBDOMAINS ->
            "Find out what runs at " + sampleSources() + ".";
        case CATALOG_RETIREMENT -> replaced();
        case FEED_SILENT ->
            "Check the firewall's diagnostic settings and the way of its log to this job.";
        case PARSE_FAILURES ->
            "Read the dead letters of this reason; each has its text and its place.";
        case CATALOG_REJECTED ->
            "Run: ./egresslens catalog lint FILE, mend what it names, and put the file in place"
                + " again.";
        case OUTAGE -> throw new IllegalArgumentException("an outage has texts of its own");
      };
    }

    private String allowIt() {
      String add = "Add " + destinations(target) + " to an application or network rule";
      String where = " that allows the sources of " + cluster() + sourceRanges() + ".";
      boolean hasRule = findings.firewallRule() != null && !isDefault();
      String before =
          hasRule ? " It must come before rule " + quoted(findings.firewallRule()) + "." : "";
      return add + where + before + explain();
    }

    private String destinations(String fallback) {
      return findings.evidence().isEmpty() ? fallback : destinations();
    }

    private boolean isDefault() {
      return SubjectMemory.DEFAULT_ACTION.equals(findings.firewallRule());
    }

    private String ruleWord(String fallback) {
      return findings.firewallRule() == null || isDefault()
          ? fallback
          : "rule " + quoted(findings.firewallRule());
    }

    private String sourceRanges() {
      Cluster cluster = scene.rules().cluster(cluster());
      return cluster == null
          ? ""
          : " ("
              + String.join(", ", cluster.sources().stream().map(String::valueOf).toList())
              + ")";
    }

    private String sampleSources() {
      return findings.evidence().isEmpty() || findings.evidence().get(0).sampleSources().isEmpty()
          ? "its sources"
          : String.join(", ", findings.evidence().get(0).sampleSources());
    }

    private String replaced() {
      return entry == null || entry.replacedBy() == null
          ? "No entry replaces it: ask its publisher."
          : "It is replaced by entry " + entry.replacedBy() + ": allow that one before.";
    }

    /** Only names that no shell reads as anything else make a command. */
    private String explain() {
      String asked = asked();
      if (!asked.matches("[a-z0-9][a-z0-9.-]*(:[0-9]+)?")
          || !cluster().matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
        return "";
      }
      boolean isKnown = scene.rules().cluster(cluster()) != null;
      return " Run: ./egresslens explain "
          + asked
          + (isKnown ? " --cluster " + cluster() + " --clusters FILE" : "");
    }

    /** What to explain; of an entry that has no flows the name that it takes, if it is one only. */
    private String asked() {
      CatalogEntry entry = entry(scene);
      return findings.evidence().isEmpty() && entry != null ? entry.match() : target;
    }

    private long endOfEntry() {
      return FlowSignals.end(scene);
    }

    private static CatalogEntry entry(Scene scene) {
      List<CatalogEntry> versions =
          scene.subject().kind() == SubjectKind.ENTRY
              ? scene.rules().entry(scene.subject().name())
              : List.of();
      return versions.isEmpty() ? null : versions.get(versions.size() - 1);
    }

    /** The destination that most flows went to, or what the alert is about. */
    private static String target(Subject subject, Findings findings) {
      if (subject.kind() == SubjectKind.DESTINATION) {
        return withPort(subject.name(), subject.port());
      }
      return findings.evidence().isEmpty() || subject.kind() != SubjectKind.ENTRY
          ? quoted(String.valueOf(subject.name()))
          : target(findings.evidence().get(0));
    }

    private static String target(Evidence evidence) {
      return evidence.destination() == null
          ? "no destination"
          : withPort(evidence.destination(), evidence.port());
    }

    private static String withPort(String destination, int port) {
      String name = quoted(destination);
      if (port == 0) {
        return name;
      }
      return name.indexOf(':') < 0 ? name + ":" + port : "[" + name + "]:" + port;
    }
  }
}
