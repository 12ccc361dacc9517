package io.egresslens.alert;

import static io.egresslens.alert.Episode.NEVER;

import io.egresslens.alert.AlertLedger.Known;
import io.egresslens.alert.AlertLedger.Telling;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Draws the conclusions of a book from its subjects, and collects what is to be told. */
final class Conclusions {
  /** How much event time goes by between two rounds of forgetting. */
  private static final long ROUND = 300_000;

  /** Rounds between two looks for names that need not be known any more. */
  private static final int LONG_ROUND = 12;

  private static final Map<SubjectKind, List<AlertRule>> RULES = new EnumMap<>(SubjectKind.class);

  static {
    for (SubjectKind kind : SubjectKind.values()) {
      RULES.put(
          kind, Arrays.stream(AlertRule.values()).filter(one -> one.subject() == kind).toList());
    }
  }

  /** How many subjects without alerts forget at one look. */
  private static final int AT_A_TIME = 1_000;

  private final String firewall;
  private final AlertRules rules;
  private final SubjectShelf shelf;
  private final ClusterOutages outages;
  private final AlertWriter writer;
  private final long paneMillis;
  private final List<List<AlertChange>> told = new ArrayList<>();

  /** Flows of panes before it are forgotten, and what ended before it is settled. */
  private long cut = Long.MIN_VALUE;

  private int rounds;

  /** What has no alerts and is to forget what is older than the cut, when there is time. */
  private final Deque<WatchedSubject> toPrune = new ArrayDeque<>();

  Conclusions(String firewall, AlertRules rules, SubjectShelf shelf) {
    this.firewall = firewall;
    this.rules = rules;
    this.shelf = shelf;
    this.writer = new AlertWriter(rules);
    this.outages = new ClusterOutages(firewall, rules, writer);
    this.paneMillis = rules.settings().pane().toMillis();
  }

  /** Looks at subjects, and tells what has changed. */
  void look(Collection<WatchedSubject> subjects, AlertTime now) {
    Set<String> clusters = new LinkedHashSet<>(outages.due(now));
    for (WatchedSubject watched : subjects) {
      Scene scene = scene(watched, now);
      see(watched, scene);
      for (AlertState alert : watched.alerts.values()) {
        if (alert.rule == AlertRule.REQUIRED_DENIED) {
          outages.put(scene, alert);
          clusters.add(watched.subject.cluster());
        } else {
          tell(scene, alert);
        }
      }
    }
    clusters.forEach(cluster -> outages.tell(cluster, now, told::add));
  }

  private Scene scene(WatchedSubject watched, AlertTime now) {
    Subject subject = watched.subject;
    SubjectMemory all = shelf.memory(Subject.FIREWALL);
    SubjectMemory cluster =
        subject.cluster() == null ? all : shelf.memory(Subject.cluster(subject.cluster()));
    return new Scene(subject, watched.memory, cluster, all, rules, now);
  }

  /** Finds the episodes of a subject anew, and when to look at it again. */
  private void see(WatchedSubject watched, Scene scene) {
    AlertTime now = scene.now();
    long atReached = NEVER;
    long atComplete = nextMinute(watched, now);
    if (watched.subject.kind() == SubjectKind.FIREWALL) {
      atReached = now.reachedMillis() + paneMillis;
    }
    for (AlertRule rule : RULES.get(watched.subject.kind())) {
      Signal signal = rule.signal(scene).from(cut);
      AlertState alert = watched.alerts.get(rule);
      if (alert == null && signal.bad().isEmpty()) {
        continue;
      }
      AlertPolicy policy = rules.policy(rule, watched.subject);
      if (!policy.enabled() && alert == null) {
        continue;
      }
      if (alert == null) {
        alert = new AlertState(rule, AlertLabels.of(rule, firewall, scene));
        watched.alerts.put(rule, alert);
        shelf.wake(watched);
      }
      AlertMachine.Course course = machine(policy).run(signal, now, alert.fold);
      alert.episodes = policy.enabled() ? course.episodes() : List.of();
      atReached = Math.min(atReached, course.lookAtReached());
      atComplete = Math.min(atComplete, course.lookAtComplete());
      atReached =
          Math.min(
              atReached, Step.nextBorder(alert.silences(rules.settings()), now.reachedMillis()));
    }
    shelf.lookLater(watched, atReached, atComplete);
  }

  private AlertMachine machine(AlertPolicy policy) {
    return new AlertMachine(policy, paneMillis);
  }

  /** What is not there is looked for every minute, not of all entries at once. */
  private static long nextMinute(WatchedSubject watched, AlertTime now) {
    boolean canBeMissed =
        watched.subject.kind() == SubjectKind.ENTRY
            && watched.memory.firstSeen(FlowSignals.REQUIRED) != NEVER
            && now.completeMillis() > Long.MIN_VALUE / 2;
    if (!canBeMissed) {
      return NEVER;
    }
    long minute = SubjectMemory.MINUTE;
    long offset = Math.floorMod(watched.subject.name().hashCode(), minute);
    return (Math.floorDiv(now.completeMillis() - offset, minute) + 1) * minute + offset;
  }

  private void tell(Scene scene, AlertState alert) {
    List<Cover> silences = alert.silences(rules.settings());
    List<Known> known = new ArrayList<>();
    for (Episode episode : alert.episodes) {
      if (episode.hasFired()) {
        known.add(
            new Known(
                episode,
                Step.of(episode, silences, scene.now().reachedMillis()),
                writer.cause(alert, scene, episode)));
      }
    }
    List<AlertChange> changes = new ArrayList<>();
    for (Telling telling :
        alert.ledger.tell(known, AlertWriter.apart(rules.policy(alert.rule, scene.subject())))) {
      changes.add(writer.change(alert, scene, telling));
    }
    if (!changes.isEmpty()) {
      told.add(changes);
    }
  }

  /** What there is to tell: rows of one alert together, by the time of their first. */
  List<AlertChange> changes() {
    told.sort(
        Comparator.<List<AlertChange>, Instant>comparing(rows -> rows.get(0).time())
            .thenComparing(rows -> rows.get(0).rule() != AlertRule.OUTAGE)
            .thenComparing(rows -> rows.get(0).alertId()));
    List<AlertChange> changes = told.stream().flatMap(List::stream).toList();
    told.clear();
    return changes;
  }

  /** Forgets what is older than the lateness, when it is time to. */
  void forget(AlertTime now, long latenessMillis) {
    if (now.completeMillis() < Long.MIN_VALUE / 2) {
      return;
    }
    prune();
    long newCut = Math.floorDiv(now.completeMillis() - latenessMillis, paneMillis) * paneMillis;
    if (!toPrune.isEmpty() || (cut != Long.MIN_VALUE && newCut - cut < ROUND)) {
      return;
    }
    List<WatchedSubject> alerting = new ArrayList<>();
    for (WatchedSubject watched : shelf.active()) {
      if (watched.alerts.isEmpty()) {
        toPrune.add(watched);
      } else {
        alerting.add(watched);
      }
    }
    outages.fold(now, newCut);
    for (WatchedSubject watched : alerting) {
      fold(watched, scene(watched, now), newCut);
    }
    // Only now: all of them looked at what is around them.
    cut = newCut;
    for (WatchedSubject watched : alerting) {
      watched.memory.prune(cut);
    }
    for (WatchedSubject watched : alerting) {
      Scene scene = scene(watched, now);
      see(watched, scene);
      for (AlertState alert : List.copyOf(watched.alerts.values())) {
        alert.settle(cut);
        if (alert.rule == AlertRule.REQUIRED_DENIED) {
          outages.put(scene, alert);
        }
        if (alert.isBlank()) {
          watched.alerts.remove(alert.rule);
        }
      }
    }
    outages.settle(now, cut);
    if (++rounds % LONG_ROUND == 0) {
      shelf.dropUnknown(cut - SubjectKind.LEARNING.toMillis());
    }
  }

  /** Some at a time: nothing is concluded of what they still hold. */
  private void prune() {
    for (int left = AT_A_TIME; left > 0 && !toPrune.isEmpty(); left--) {
      WatchedSubject watched = toPrune.remove();
      watched.memory.prune(cut);
      if (watched.alerts.isEmpty() && watched.memory.lastPane(FlowSignals.ANY) < cut) {
        shelf.settle(watched);
      }
    }
  }

  private void fold(WatchedSubject watched, Scene scene, long newCut) {
    for (AlertState alert : watched.alerts.values()) {
      for (Episode episode : alert.episodes) {
        if (episode.startsAt() < newCut) {
          alert.kept.put(episode.startsAt(), writer.findings(alert, scene, episode));
        }
      }
      Signal signal = alert.rule.signal(scene).from(cut);
      AlertPolicy policy = rules.policy(alert.rule, watched.subject);
      alert.fold = machine(policy).fold(signal, newCut, alert.fold);
    }
  }

  void write(DataOutputStream out) throws IOException {
    out.writeLong(cut);
    out.writeInt(rounds);
    outages.write(out);
  }

  void read(DataInputStream in) throws IOException {
    cut = in.readLong();
    rounds = in.readInt();
    outages.read(in);
  }
}
