package io.egresslens.alert;

import static io.egresslens.alert.AlertOption.CALM_FOR;
import static io.egresslens.alert.AlertOption.FACTOR;
import static io.egresslens.alert.AlertOption.GAP;
import static io.egresslens.alert.AlertOption.LEARN_FOR;
import static io.egresslens.alert.AlertOption.MEMBERS;
import static io.egresslens.alert.AlertOption.MINIMUM_FLOWS;
import static io.egresslens.alert.AlertOption.MINIMUM_GAP;
import static io.egresslens.alert.AlertOption.NAMES;
import static io.egresslens.alert.AlertOption.NEW_FOR;
import static io.egresslens.alert.AlertOption.OCCURRENCES;
import static io.egresslens.alert.AlertOption.PANES;
import static io.egresslens.alert.AlertOption.SHARE;
import static io.egresslens.alert.AlertOption.URGENT_WITHIN;
import static io.egresslens.alert.AlertOption.WARN_WITHIN;
import static io.egresslens.alert.AlertOption.WINDOW;
import static io.egresslens.alert.AlertRule.CATALOG_REJECTED;
import static io.egresslens.alert.AlertRule.CATALOG_RETIREMENT;
import static io.egresslens.alert.AlertRule.FEED_SILENT;
import static io.egresslens.alert.AlertRule.LOOKALIKE;
import static io.egresslens.alert.AlertRule.MANY_SUBDOMAINS;
import static io.egresslens.alert.AlertRule.OUTAGE;
import static io.egresslens.alert.AlertRule.PARSE_FAILURES;
import static io.egresslens.alert.AlertRule.PROXIED_SEEN_DIRECT;
import static io.egresslens.alert.AlertRule.REQUIRED_DENIED;
import static io.egresslens.alert.AlertRule.REQUIRED_SILENT;
import static io.egresslens.alert.AlertRule.SHARED_SUFFIX_UNKNOWN;
import static io.egresslens.alert.AlertRule.UNEXPECTED_ALLOWED;
import static io.egresslens.alert.AlertRule.UNEXPECTED_DENIED_SURGE;
import static io.egresslens.alert.AlertRule.VERDICT_FLIP;

import io.egresslens.flow.Durations;
import java.util.EnumMap;
import java.util.Map;

/** What holds unless a file says otherwise: one table. */
final class AlertDefaults {
  private static final Map<AlertRule, Map<AlertOption, Object>> TABLE =
      new EnumMap<>(AlertRule.class);

  static {
    //  rule                     for   count  keep   renotify
    row(REQUIRED_DENIED, "1m", 3, "15m", "4h");
    row(REQUIRED_SILENT, "0s", 1, "15m", "24h");
    row(OUTAGE, "0s", 1, "15m", "4h");
    row(UNEXPECTED_ALLOWED, "0s", 1, "1h", "0s");
    row(UNEXPECTED_DENIED_SURGE, "0s", 1, "15m", "0s");
    row(PROXIED_SEEN_DIRECT, "5m", 3, "1h", "24h");
    row(SHARED_SUFFIX_UNKNOWN, "0s", 1, "1d", "0s");
    row(LOOKALIKE, "0s", 1, "1d", "0s");
    row(VERDICT_FLIP, "0s", 1, "1h", "0s");
    row(MANY_SUBDOMAINS, "0s", 1, "1h", "0s");
    row(CATALOG_RETIREMENT, "0s", 1, "1d", "7d");
    row(FEED_SILENT, "0s", 1, "15m", "4h");
    row(PARSE_FAILURES, "5m", 10, "15m", "24h");
    row(CATALOG_REJECTED, "0s", 1, "15m", "24h");

    set(OUTAGE, MEMBERS, 3L);
    set(UNEXPECTED_ALLOWED, LEARN_FOR, Durations.parse("1d"));
    set(UNEXPECTED_ALLOWED, NEW_FOR, Durations.parse("1h"));
    set(UNEXPECTED_DENIED_SURGE, LEARN_FOR, Durations.parse("1h"));
    set(UNEXPECTED_DENIED_SURGE, WINDOW, Durations.parse("5m"));
    set(UNEXPECTED_DENIED_SURGE, MINIMUM_FLOWS, 100L);
    set(UNEXPECTED_DENIED_SURGE, FACTOR, 8.0);
    set(REQUIRED_SILENT, LEARN_FOR, Durations.parse("20m"));
    set(REQUIRED_SILENT, OCCURRENCES, 10L);
    set(REQUIRED_SILENT, FACTOR, 4.0);
    set(REQUIRED_SILENT, MINIMUM_GAP, Durations.parse("10m"));
    set(FEED_SILENT, GAP, Durations.parse("10m"));
    set(FEED_SILENT, LEARN_FOR, Durations.parse("20m"));
    set(FEED_SILENT, OCCURRENCES, 10L);
    set(FEED_SILENT, FACTOR, 4.0);
    set(VERDICT_FLIP, PANES, 10L);
    set(VERDICT_FLIP, CALM_FOR, Durations.parse("30m"));
    set(MANY_SUBDOMAINS, NAMES, 200L);
    set(PARSE_FAILURES, WINDOW, Durations.parse("5m"));
    set(PARSE_FAILURES, MINIMUM_FLOWS, 10L);
    set(PARSE_FAILURES, SHARE, 0.05);
    set(CATALOG_RETIREMENT, WARN_WITHIN, Durations.parse("30d"));
    set(CATALOG_RETIREMENT, URGENT_WITHIN, Durations.parse("7d"));
  }

  private AlertDefaults() {}

  /** Null when the rule has no use for the option. */
  static Object of(AlertRule rule, AlertOption option) {
    return TABLE.get(rule).get(option);
  }

  private static void row(AlertRule rule, String hold, long count, String keep, String renotify) {
    TABLE.put(rule, new EnumMap<>(AlertOption.class));
    set(rule, AlertOption.ENABLED, true);
    set(rule, AlertOption.SEVERITY, rule.severity());
    set(rule, AlertOption.FOR, Durations.parse(hold));
    set(rule, AlertOption.MINIMUM_COUNT, count);
    set(rule, AlertOption.KEEP_FIRING_FOR, Durations.parse(keep));
    set(rule, AlertOption.RENOTIFY_EVERY, Durations.parse(renotify));
    set(rule, AlertOption.FLAP_COUNT, 3L);
    set(rule, AlertOption.FLAP_WITHIN, Durations.parse("1h"));
  }

  private static void set(AlertRule rule, AlertOption option, Object value) {
    if (!option.appliesTo(rule)) {
      throw new IllegalArgumentException(rule + " has no use for " + option);
    }
    TABLE.get(rule).put(option, value);
  }
}
