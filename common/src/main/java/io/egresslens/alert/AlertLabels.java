package io.egresslens.alert;

import io.egresslens.match.NearMiss;
import java.util.Map;
import java.util.TreeMap;

/** The identity of alerts: names only, in normal form. */
public final class AlertLabels {
  private AlertLabels() {}

  /**
   * Labels of a rule's alert about a subject.
   *
   * @param firewall left out when empty
   * @return by {@link LabelName#label}; what a subject does not have is left out
   */
  public static Map<String, String> of(AlertRule rule, String firewall, Scene scene) {
    Map<String, String> labels = new TreeMap<>();
    put(labels, LabelName.FIREWALL, firewall);
    rule.identity().forEach(name -> put(labels, name, value(rule, name, scene)));
    return labels;
  }

  /** Labels of several entries that are denied for one cause. */
  public static Map<String, String> ofOutage(String firewall, String cluster, String cause) {
    Map<String, String> labels = new TreeMap<>();
    put(labels, LabelName.FIREWALL, firewall);
    put(labels, LabelName.CLUSTER, cluster);
    put(labels, LabelName.CAUSE, cause);
    return labels;
  }

  private static String value(AlertRule rule, LabelName name, Scene scene) {
    Subject subject = scene.subject();
    return switch (name) {
      case CLUSTER -> subject.cluster();
      case CATALOG_ENTRY -> rule == AlertRule.LOOKALIKE ? resembled(scene) : subject.name();
      case PORT -> subject.port() == 0 ? null : String.valueOf(subject.port());
      case DESTINATION, DOMAIN, CATALOG -> subject.name();
      case REASON -> part(subject.name(), 1);
      case CATEGORY -> part(subject.name(), 0);
      case FIREWALL, CAUSE -> null;
    };
  }

  private static String resembled(Scene scene) {
    NearMiss found = FlowSignals.nearMiss(scene);
    return found == null ? null : found.entry();
  }

  /** Of {@code category/reason}, or of a reason alone. */
  private static String part(String name, int part) {
    int slash = name.indexOf('/');
    if (part == 0) {
      return slash < 0 ? null : name.substring(0, slash);
    }
    return name.substring(slash + 1);
  }

  private static void put(Map<String, String> labels, LabelName name, String value) {
    if (value != null && !value.isEmpty()) {
      labels.put(name.label(), value);
    }
  }
}
