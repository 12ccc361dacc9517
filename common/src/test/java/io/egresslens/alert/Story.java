package io.egresslens.alert;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.classify.Expectation;
import io.egresslens.flow.Action;
import io.egresslens.flow.IpAddress;
import io.egresslens.window.PartialSum;
import io.egresslens.window.SourceSet;
import io.egresslens.window.SummaryKey;
import io.egresslens.window.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Flows that a test tells of, and what the rules make of them. Times are minutes from a start. */
final class Story {
  static final Instant START = Instant.parse("2026-08-14T10:00:00Z");
  static final String CLUSTER = "aro-prod";
  static final long PANE = 10_000;
  private static final long WINDOW = Duration.ofMinutes(5).toMillis();

  private final AlertRules rules;
  private final List<Observation> told = new ArrayList<>();
  private final Map<Subject, SubjectMemory> memories = new HashMap<>();
  private long reached = START.toEpochMilli();

  Story(AlertSettings settings, Catalog catalog, ClusterInventory inventory) {
    rules = new AlertRules(settings, catalog, inventory);
  }

  Story(AlertSettings settings) {
    this(settings, Catalog.EMPTY, ClusterInventory.EMPTY);
  }

  static Story plain() {
    return new Story(AlertSettings.DEFAULT);
  }

  /** Who flows to what, in which way. */
  record To(String destination, int port, Action action, Expectation expectation, String entry) {
    To deny() {
      return new To(destination, port, Action.DENY, expectation, entry);
    }
  }

  static To required(String entry) {
    return new To(entry + ".example", 443, Action.ALLOW, Expectation.REQUIRED, entry);
  }

  static To unlisted(String name) {
    return new To(name, 443, Action.ALLOW, Expectation.UNLISTED, null);
  }

  static To of(Expectation expectation, String name) {
    return new To(name, 443, Action.ALLOW, expectation, null);
  }

  static long millis(double minute) {
    return START.toEpochMilli() + Math.round(minute * 60_000);
  }

  /** One flow. */
  Story at(double minute, To to) {
    return at(minute, to, 1, null, "10.0.0.4");
  }

  /** Flows in one pane. */
  Story at(double minute, To to, long flows, String rule, String source) {
    long time = millis(minute);
    SourceSet.Builder sources = new SourceSet.Builder();
    sources.add(IpAddress.parse(source));
    Instant instant = Instant.ofEpochMilli(time);
    PartialSum sum =
        new PartialSum(
            new SummaryKey(
                "/fw",
                CLUSTER,
                to.destination(),
                to.port(),
                "https",
                to.action(),
                to.expectation(),
                to.entry()),
            Math.floorDiv(time, WINDOW) * WINDOW,
            "c1",
            0,
            null,
            flows,
            sources.build(),
            instant,
            instant,
            rule == null ? Map.of() : Map.of(rule, flows));
    Timeline panes = Timeline.of(Math.floorDiv(time, PANE) * PANE, flows);
    tell(new Observation(sum, panes));
    reached = Math.max(reached, time);
    return this;
  }

  /** A flow every so many minutes, from one time up to another. */
  Story every(double minutes, double from, double to, To flow) {
    for (int i = 0; from + i * minutes < to; i++) {
      at(from + i * minutes, flow);
    }
    return this;
  }

  /** Time goes on though nothing comes. */
  Story until(double minute) {
    reached = Math.max(reached, millis(minute));
    return this;
  }

  Story tell(Observation observation) {
    told.add(observation);
    for (Subject subject : Subject.of(observation)) {
      memory(subject).observe(observation);
    }
    return this;
  }

  List<Observation> told() {
    return told;
  }

  SubjectMemory memory(Subject subject) {
    return memories.computeIfAbsent(subject, any -> new SubjectMemory(any.kind()));
  }

  /** All that were touched. */
  Set<Subject> subjects() {
    return Set.copyOf(memories.keySet());
  }

  AlertRules rules() {
    return rules;
  }

  void prune(double minute) {
    memories.values().forEach(memory -> memory.prune(millis(minute)));
  }

  Scene scene(Subject subject) {
    return new Scene(
        subject,
        memory(subject),
        memory(Subject.cluster(CLUSTER)),
        memory(Subject.FIREWALL),
        rules,
        new AlertTime(reached, reached));
  }

  Signal signal(AlertRule rule, Subject subject) {
    return rule.signal(scene(subject));
  }

  /** Minutes at which subjects have bad panes, for each subject that has some. */
  Map<String, List<Double>> bad(AlertRule rule) {
    Map<String, List<Double>> bad = new HashMap<>();
    for (Subject subject : List.copyOf(memories.keySet())) {
      if (subject.kind() == rule.subject()) {
        List<Double> minutes = minutes(signal(rule, subject).bad());
        if (!minutes.isEmpty()) {
          bad.put(String.valueOf(subject.name()), minutes);
        }
      }
    }
    return bad;
  }

  /** The rules that complain of anything. */
  List<AlertRule> complaints() {
    List<AlertRule> complaints = new ArrayList<>();
    for (AlertRule rule : AlertRule.values()) {
      if (rule.subject() != null && !bad(rule).isEmpty()) {
        complaints.add(rule);
      }
    }
    return complaints;
  }

  static List<Double> minutes(Timeline timeline) {
    List<Double> minutes = new ArrayList<>();
    for (long start : timeline.starts()) {
      minutes.add((start - START.toEpochMilli()) / 60_000.0);
    }
    return minutes;
  }

  static Subject entry(String id) {
    return new Subject(SubjectKind.ENTRY, CLUSTER, id, 0);
  }

  static Subject destination(String name) {
    return new Subject(SubjectKind.DESTINATION, CLUSTER, name, 443);
  }
}
