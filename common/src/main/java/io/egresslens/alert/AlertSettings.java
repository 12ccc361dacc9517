package io.egresslens.alert;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What the owner of the alerts has said of them. Immutable.
 *
 * @param pane length of the panes of a {@link io.egresslens.window.Timeline}
 * @param rules what holds for a rule everywhere, where it is not the default
 * @param overrides what holds for some clusters, groups or entries; the last that fits wins
 * @param silences who does not want to hear of what
 * @param knownParents domains that may have any number of names, beside those of clouds
 */
public record AlertSettings(
    Duration pane,
    Map<AlertRule, Map<AlertOption, Object>> rules,
    List<Tuning> overrides,
    List<Silence> silences,
    Set<String> knownParents)
    implements Serializable {
  /** Without a file. */
  public static final AlertSettings DEFAULT =
      new AlertSettings(Duration.ofSeconds(10), Map.of(), List.of(), List.of(), Set.of());

  /**
   * Values for some alerts. An empty set means any; of a subject without group or entry only one
   * with an empty set speaks.
   *
   * @param set the values
   */
  public record Tuning(
      Set<AlertRule> rules,
      Set<String> clusters,
      Set<String> groups,
      Set<String> entries,
      Map<AlertOption, Object> set)
      implements Serializable {
    public Tuning {
      rules = Set.copyOf(rules);
      clusters = Set.copyOf(clusters);
      groups = Set.copyOf(groups);
      entries = Set.copyOf(entries);
      set = Map.copyOf(set);
    }

    boolean fits(AlertRule rule, String cluster, String group, String entry) {
      return fits(rules, rule)
          && fits(clusters, cluster)
          && fits(groups, group)
          && fits(entries, entry);
    }

    private static <T> boolean fits(Set<T> wanted, T value) {
      return wanted.isEmpty() || (value != null && wanted.contains(value));
    }
  }

  public AlertSettings {
    Objects.requireNonNull(pane, "pane");
    rules = Map.copyOf(rules);
    overrides = List.copyOf(overrides);
    silences = List.copyOf(silences);
    knownParents = Set.copyOf(knownParents);
  }

  /**
   * What holds for a rule and a subject. Parts that a subject does not have are null.
   *
   * @return never null
   * @throws IllegalArgumentException when the rule has no use for the option
   */
  public Object value(
      AlertRule rule, AlertOption option, String cluster, String group, String entry) {
    for (int i = overrides.size() - 1; i >= 0; i--) {
      Tuning override = overrides.get(i);
      if (override.set().containsKey(option) && override.fits(rule, cluster, group, entry)) {
        return override.set().get(option);
      }
    }
    Object value = rules.getOrDefault(rule, Map.of()).get(option);
    Object effective = value != null ? value : AlertDefaults.of(rule, option);
    if (effective == null) {
      throw new IllegalArgumentException(rule + " has no use for " + option);
    }
    return effective;
  }

  /** When alerts of a rule fire and end; parts that a subject does not have are null. */
  public AlertPolicy policy(AlertRule rule, String cluster, String group, String entry) {
    return new AlertPolicy(
        (Boolean) value(rule, AlertOption.ENABLED, cluster, group, entry),
        (Severity) value(rule, AlertOption.SEVERITY, cluster, group, entry),
        (Duration) value(rule, AlertOption.FOR, cluster, group, entry),
        (Long) value(rule, AlertOption.MINIMUM_COUNT, cluster, group, entry),
        (Duration) value(rule, AlertOption.KEEP_FIRING_FOR, cluster, group, entry),
        (Duration) value(rule, AlertOption.RENOTIFY_EVERY, cluster, group, entry),
        (int) Math.min(Integer.MAX_VALUE, flapCount(rule, cluster, group, entry)),
        (Duration) value(rule, AlertOption.FLAP_WITHIN, cluster, group, entry));
  }

  private long flapCount(AlertRule rule, String cluster, String group, String entry) {
    return (Long) value(rule, AlertOption.FLAP_COUNT, cluster, group, entry);
  }

  /** How many denied entries of one cause are one outage in this cluster. */
  public int outageMembers(String cluster) {
    long members = (Long) value(AlertRule.OUTAGE, AlertOption.MEMBERS, cluster, null, null);
    return (int) Math.min(Integer.MAX_VALUE, members);
  }

  /** The silences that are over at an instant: those who wrote them may want to know. */
  public List<Silence> over(Instant time) {
    return silences.stream().filter(silence -> !time.isBefore(silence.until())).toList();
  }

  /** The silences that cover an alert at an event time, in the order of the file. */
  public List<Silence> silences(AlertRule rule, Map<String, String> labels, Instant time) {
    return silences.stream().filter(silence -> silence.covers(rule, labels, time)).toList();
  }
}
