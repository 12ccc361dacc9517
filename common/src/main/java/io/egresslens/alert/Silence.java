package io.egresslens.alert;

import java.io.Serializable;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Somebody does not want to hear of some alerts for a time. It goes by event time, so a replay of
 * that time is as silent.
 *
 * @param rules which rules; empty means any
 * @param match what labels must be, by {@link LabelName#label}; a value that ends in {@code *}
 *     stands for all that start alike, one that starts with it for all that end alike
 * @param owner who wants it
 * @param reason why
 * @param from first instant; null means always
 * @param until first instant at which it is over
 */
public record Silence(
    Set<AlertRule> rules,
    Map<String, String> match,
    String owner,
    String reason,
    Instant from,
    Instant until)
    implements Serializable {

  public Silence {
    rules = Set.copyOf(rules);
    match = Map.copyOf(match);
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(until, "until");
    if (rules.isEmpty() && match.isEmpty()) {
      throw new IllegalArgumentException("a silence of everything");
    }
  }

  /** Whether it covers an alert at this event time. */
  public boolean covers(AlertRule rule, Map<String, String> labels, Instant time) {
    return time.isBefore(until)
        && (from == null || !time.isBefore(from))
        && (rules.isEmpty() || rules.contains(rule))
        && match.entrySet().stream().allMatch(m -> fits(m.getValue(), labels.get(m.getKey())));
  }

  /** Who and why, in one line. */
  public String text() {
    return owner + ": " + reason;
  }

  private static boolean fits(String wanted, String value) {
    if (value == null) {
      return false;
    }
    int last = wanted.length() - 1;
    if (wanted.charAt(last) == '*') {
      return value.startsWith(wanted.substring(0, last));
    }
    return wanted.charAt(0) == '*' ? value.endsWith(wanted.substring(1)) : value.equals(wanted);
  }
}
