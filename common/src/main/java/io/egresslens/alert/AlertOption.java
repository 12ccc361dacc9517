package io.egresslens.alert;

import io.egresslens.catalog.ProblemKind;
import io.egresslens.catalog.YamlNode;
import io.egresslens.flow.Durations;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What can be set for a rule, for some clusters, groups or entries: one row each with its key, its
 * form and its meaning. {@link AlertDefaults} has the values that hold unless a file says
 * otherwise.
 */
public enum AlertOption {
  ENABLED("enabled", Form.SWITCH, "whether the rule looks at all"),
  SEVERITY("severity", Form.SEVERITY, "info, low, medium, high or critical"),
  FOR("for", Form.DURATION, "how long it must last before it fires"),
  MINIMUM_COUNT("minimumCount", Form.COUNT, "how many flows it must have before it fires"),
  KEEP_FIRING_FOR(
      "keepFiringFor",
      Form.DURATION,
      "how long nothing bad must be seen, while other flows go on, until it is resolved"),
  RENOTIFY_EVERY("renotifyEvery", Form.DURATION, "how often to page again; 0s for never"),
  FLAP_COUNT("flapCount", Form.COUNT, "how often it must fire within flapWithin to be flapping"),
  FLAP_WITHIN(
      "flapWithin",
      Form.DURATION,
      "see flapCount; and how long it must then stand still to be resolved"),
  MEMBERS(
      "members",
      Form.COUNT,
      "how many entries denied for one cause are one outage",
      AlertRule.OUTAGE),
  LEARN_FOR(
      "learnFor",
      Form.DURATION,
      "how long it must have watched before it speaks",
      AlertRule.UNEXPECTED_ALLOWED,
      AlertRule.UNEXPECTED_DENIED_SURGE,
      AlertRule.REQUIRED_SILENT,
      AlertRule.FEED_SILENT),
  NEW_FOR(
      "newFor",
      Form.DURATION,
      "how long a destination counts as new; up to 1h",
      AlertRule.UNEXPECTED_ALLOWED),
  WINDOW(
      "window",
      Form.DURATION,
      "the sliding stretch of time that is looked at; up to 1h",
      AlertRule.UNEXPECTED_DENIED_SURGE,
      AlertRule.PARSE_FAILURES),
  MINIMUM_FLOWS(
      "minimumFlows",
      Form.COUNT,
      "fewer in the window are never too many",
      AlertRule.UNEXPECTED_DENIED_SURGE,
      AlertRule.PARSE_FAILURES),
  FACTOR(
      "factor",
      Form.NUMBER,
      "how far over normal: deviations over the median, or times the normal gap",
      AlertRule.UNEXPECTED_DENIED_SURGE,
      AlertRule.REQUIRED_SILENT,
      AlertRule.FEED_SILENT),
  OCCURRENCES(
      "occurrences",
      Form.COUNT,
      "in how many minutes of a day it must be seen to have a rhythm",
      AlertRule.REQUIRED_SILENT,
      AlertRule.FEED_SILENT),
  MINIMUM_GAP(
      "minimumGap",
      Form.DURATION,
      "a shorter silence is never too long; at most 12h",
      AlertRule.REQUIRED_SILENT),
  GAP(
      "gap",
      Form.DURATION,
      "a shorter silence of the whole feed is never too long; up to 1h",
      AlertRule.FEED_SILENT),
  PANES(
      "panes",
      Form.COUNT,
      "how many panes must agree, before and after, for a change to be one",
      AlertRule.VERDICT_FLIP),
  CALM_FOR(
      "calmFor",
      Form.DURATION,
      "how long only the old decision must have been seen before; up to 1h",
      AlertRule.VERDICT_FLIP),
  NAMES(
      "names",
      Form.COUNT,
      "how many distinct names below one domain in an hour are too many",
      AlertRule.MANY_SUBDOMAINS),
  SHARE(
      "share",
      Form.SHARE,
      "the share of records, 0 to 1, that may be unreadable for one reason",
      AlertRule.PARSE_FAILURES),
  WARN_WITHIN(
      "warnWithin",
      Form.DURATION,
      "how long before an entry ends its use is told",
      AlertRule.CATALOG_RETIREMENT),
  URGENT_WITHIN(
      "urgentWithin",
      Form.DURATION,
      "how long before its end the severity is high at least",
      AlertRule.CATALOG_RETIREMENT);

  /** How a value is written and read. */
  enum Form {
    SWITCH(YamlNode::bool),
    SEVERITY(
        node ->
            node.choice(
                "severity",
                Arrays.stream(Severity.values())
                    .collect(Collectors.toMap(Severity::label, level -> level)))),
    DURATION(node -> node.parsed(Durations::parse)),
    COUNT(node -> node.parsed(Form::count)),
    NUMBER(node -> node.parsed(text -> number(text, Double.MAX_VALUE))),
    SHARE(node -> node.parsed(text -> number(text, 1)));

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final Function<YamlNode, ?> reader;

    Form(Function<YamlNode, ?> reader) {
      this.reader = reader;
    }

    private static Long count(String text) {
      if (!text.matches("[1-9][0-9]{0,17}")) {
        throw new IllegalArgumentException("'" + text + "' is no whole number from 1 on");
      }
      return Long.valueOf(text);
    }

    private static Double number(String text, double most) {
      double number = text.matches("[0-9]{1,9}([.][0-9]{1,9})?") ? Double.parseDouble(text) : 0;
      if (number <= 0 || number > most) {
        throw new IllegalArgumentException(
            "'" + text + "' is no number over 0" + (most == 1 ? " and up to 1" : ""));
      }
      return number;
    }
  }

  /** Rules look back so far and no further: what is older may have been forgotten. */
  private static final Map<String, Duration> LONGEST =
      Map.of(
          "newFor", SubjectKind.LOOK_BACK,
          "window", SubjectKind.LOOK_BACK,
          "gap", SubjectKind.LOOK_BACK,
          "calmFor", SubjectKind.LOOK_BACK,
          "minimumGap", Duration.ofHours(12));

  private final String key;
  private final Form form;
  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // never written to
  private final Set<AlertRule> rules;

  /** For every rule. */
  AlertOption(String key, Form form, String meaning) {
    this(key, form, meaning, EnumSet.allOf(AlertRule.class));
  }

  /** For these rules. */
  AlertOption(String key, Form form, String meaning, AlertRule first, AlertRule... more) {
    this(key, form, meaning, EnumSet.of(first, more));
  }

  AlertOption(String key, Form form, String meaning, Set<AlertRule> rules) {
    this.key = key;
    this.form = form;
    this.meaning = meaning;
    this.rules = rules;
  }

  /** As a file writes it. */
  public String key() {
    return key;
  }

  /** What it says, for people. */
  public String meaning() {
    return meaning;
  }

  /** Whether the rule has a use for it. */
  public boolean appliesTo(AlertRule rule) {
    return rules.contains(rule);
  }

  /** Reads a value; null after a problem. */
  Object read(YamlNode node) {
    Object value = form.reader.apply(node);
    String refused = value == null ? null : refusal(value);
    if (refused != null) {
      node.problem(ProblemKind.BAD_VALUE, refused);
    }
    return refused == null ? value : null;
  }

  /** The value as a file writes it. */
  static String written(Object value) {
    if (value instanceof Duration duration) {
      return Durations.format(duration);
    }
    return value instanceof Severity severity ? severity.label() : String.valueOf(value);
  }

  private String refusal(Object value) {
    Duration longest = LONGEST.get(key);
    if (longest != null && (((Duration) value).compareTo(longest) > 0 || isZero(value))) {
      return "'" + key + "' is longer than 0s and at most " + Durations.format(longest);
    }
    return this == FLAP_COUNT && (Long) value < 2 ? "'" + key + "' is 2 or more" : null;
  }

  private static boolean isZero(Object value) {
    return ((Duration) value).isZero();
  }
}
