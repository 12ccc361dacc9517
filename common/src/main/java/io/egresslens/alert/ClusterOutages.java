package io.egresslens.alert;

import static io.egresslens.alert.AlertState.instant;
import static io.egresslens.alert.Episode.NEVER;

import io.egresslens.alert.AlertLedger.Known;
import io.egresslens.alert.AlertLedger.Telling;
import io.egresslens.alert.Outages.Child;
import io.egresslens.alert.Outages.Found;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The denied required entries of all clusters, folded by what denied them. Not thread-safe. */
final class ClusterOutages {
  private final String firewall;
  private final AlertRules rules;
  private final AlertWriter writer;

  /** By cluster and id of the alert. */
  private final Map<String, TreeMap<String, Member>> members = new TreeMap<>();

  /** By cluster and cause. */
  private final Map<String, TreeMap<String, AlertState>> causes = new TreeMap<>();

  /** By cluster: when pages of its outages are due. */
  private final Map<String, Long> dueAtReached = new TreeMap<>();

  private final Map<String, Long> dueAtComplete = new TreeMap<>();

  private record Member(Scene scene, AlertState alert) {}

  ClusterOutages(String firewall, AlertRules rules, AlertWriter writer) {
    this.firewall = firewall;
    this.rules = rules;
    this.writer = writer;
  }

  /** Takes in what is known of an entry now. */
  void put(Scene scene, AlertState alert) {
    TreeMap<String, Member> ofCluster =
        members.computeIfAbsent(scene.subject().cluster(), any -> new TreeMap<>());
    if (alert.isBlank()) {
      ofCluster.remove(alert.alertId);
    } else {
      ofCluster.put(alert.alertId, new Member(scene, alert));
    }
  }

  /** Clusters to look at though nothing is observed of them. */
  Set<String> due(AlertTime now) {
    Set<String> due = new TreeSet<>();
    dueAtReached.forEach((cluster, at) -> addIf(at <= now.reachedMillis(), cluster, due));
    dueAtComplete.forEach((cluster, at) -> addIf(at <= now.completeMillis(), cluster, due));
    return due;
  }

  private static void addIf(boolean isDue, String cluster, Set<String> due) {
    if (isDue) {
      due.add(cluster);
    }
  }

  /** Tells of the entries of a cluster and of their outages. */
  void tell(String cluster, AlertTime now, Consumer<List<AlertChange>> told) {
    Map<String, Member> ofCluster = members.getOrDefault(cluster, new TreeMap<>());
    Map<String, List<Child>> byCause = byCause(ofCluster);
    TreeMap<String, AlertState> states = causes.computeIfAbsent(cluster, any -> new TreeMap<>());
    byCause.keySet().forEach(cause -> states.computeIfAbsent(cause, any -> outage(cluster, cause)));
    Outages outages = outages(cluster, now.reachedMillis());
    Map<Child, Cover> folded = new HashMap<>();
    long atReached = NEVER;
    long atComplete = NEVER;
    for (Map.Entry<String, AlertState> cause : states.entrySet()) {
      AlertState outage = cause.getValue();
      List<Child> children = byCause.getOrDefault(cause.getKey(), List.of());
      Found found = outages.find(children, outage.alertId, now.completeMillis(), outage.fold);
      boolean isEnabled = policy(cluster).enabled();
      outage.episodes = isEnabled ? found.episodes() : List.of();
      if (isEnabled) {
        folded.putAll(found.folded());
      }
      atReached = Math.min(atReached, found.lookAtReached());
      atReached =
          Math.min(
              atReached, Step.nextBorder(outage.silences(rules.settings()), now.reachedMillis()));
      atComplete = Math.min(atComplete, found.lookAtComplete());
      tellOutage(cluster, cause.getKey(), outage, found, ofCluster, now, told);
    }
    setDue(dueAtReached, cluster, atReached);
    setDue(dueAtComplete, cluster, atComplete);
    for (Member member : ofCluster.values()) {
      tellMember(member, now, folded, told);
    }
  }

  private static void setDue(Map<String, Long> due, String cluster, long at) {
    if (at == NEVER) {
      due.remove(cluster);
    } else {
      due.put(cluster, at);
    }
  }

  private AlertState outage(String cluster, String cause) {
    return new AlertState(AlertRule.OUTAGE, AlertLabels.ofOutage(firewall, cluster, cause));
  }

  private AlertPolicy policy(String cluster) {
    return rules.settings().policy(AlertRule.OUTAGE, cluster, null, null);
  }

  private Outages outages(String cluster, long reached) {
    return new Outages(policy(cluster), rules.settings().outageMembers(cluster), reached);
  }

  private Map<String, List<Child>> byCause(Map<String, Member> ofCluster) {
    Map<String, List<Child>> byCause = new TreeMap<>();
    for (Member member : ofCluster.values()) {
      List<Cover> silences = member.alert.silences(rules.settings());
      for (Episode episode : member.alert.episodes) {
        byCause
            .computeIfAbsent(cause(member, episode), any -> new ArrayList<>())
            .add(new Child(member.alert.alertId, episode, silences));
      }
    }
    return byCause;
  }

  private String cause(Member member, Episode episode) {
    String rule = writer.cause(member.alert, member.scene, episode);
    return rule == null ? SubjectMemory.DEFAULT_ACTION : rule;
  }

  private void tellMember(
      Member member, AlertTime now, Map<Child, Cover> folded, Consumer<List<AlertChange>> told) {
    AlertState alert = member.alert;
    List<Cover> silences = alert.silences(rules.settings());
    List<Known> known = new ArrayList<>();
    for (Episode episode : alert.episodes) {
      if (episode.hasFired()) {
        Cover fold = folded.get(new Child(alert.alertId, episode, silences));
        List<Cover> covers = new ArrayList<>(silences);
        if (fold != null) {
          covers.add(fold);
        }
        known.add(
            new Known(
                episode, Step.of(episode, covers, now.reachedMillis()), cause(member, episode)));
      }
    }
    AlertPolicy policy = rules.policy(alert.rule, member.scene.subject());
    List<AlertChange> changes = new ArrayList<>();
    for (Telling telling : alert.ledger.tell(known, AlertWriter.apart(policy))) {
      changes.add(writer.change(alert, member.scene, telling));
    }
    if (!changes.isEmpty()) {
      told.accept(changes);
    }
  }

  private void tellOutage(
      String cluster,
      String cause,
      AlertState outage,
      Found found,
      Map<String, Member> ofCluster,
      AlertTime now,
      Consumer<List<AlertChange>> told) {
    List<Cover> silences = outage.silences(rules.settings());
    List<Known> known = new ArrayList<>();
    for (Episode episode : outage.episodes) {
      known.add(new Known(episode, Step.of(episode, silences, now.reachedMillis()), cause));
    }
    List<AlertChange> changes = new ArrayList<>();
    for (Telling telling : outage.ledger.tell(known, AlertWriter.apart(policy(cluster)))) {
      Findings findings =
          AlertWriter.until(telling, findings(outage, cause, telling.episode(), found, ofCluster));
      List<String> entries =
          List.copyOf(outage.entries.getOrDefault(telling.episode().startsAt(), new TreeSet<>()));
      AlertTexts texts = AlertTexts.ofOutage(cluster, cause, entries, findings);
      changes.add(AlertWriter.change(outage, telling, findings, texts, policy(cluster).severity()));
    }
    if (!changes.isEmpty()) {
      told.accept(changes);
    }
  }

  /** What is known of an outage; notes whose it is. */
  private Findings findings(
      AlertState outage,
      String cause,
      Episode episode,
      Found found,
      Map<String, Member> ofCluster) {
    TreeSet<String> entries =
        outage.entries.computeIfAbsent(episode.startsAt(), any -> new TreeSet<>());
    List<Evidence> evidence = new ArrayList<>();
    long sources = 0;
    String version = null;
    for (Map.Entry<Child, Cover> fold : found.folded().entrySet()) {
      boolean isPart =
          fold.getValue().from() >= episode.firedAt() && fold.getValue().from() < episode.endsAt();
      if (isPart) {
        Child child = fold.getKey();
        Member member = ofCluster.get(child.alertId());
        entries.add(member.scene.subject().name());
        Findings one = writer.findings(member.alert, member.scene, child.episode());
        evidence.addAll(one.evidence());
        sources = Math.max(sources, one.sources());
        version = one.catalogVersion();
      }
    }
    evidence.sort(
        Comparator.comparingLong(Evidence::flows)
            .reversed()
            .thenComparing(Evidence::destination, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparingInt(Evidence::port));
    return outage.complete(
        new Findings(
            instant(episode.startsAt()),
            instant(episode.lastBad()),
            episode.hasEnded() ? instant(episode.endsAt()) : null,
            episode.count(),
            sources,
            evidence.subList(0, Math.min(Evidence.LIMIT, evidence.size())),
            cause,
            version),
        true);
  }

  /** Folds what is older; before the entries are. */
  void fold(AlertTime now, long cut) {
    for (Map.Entry<String, TreeMap<String, AlertState>> cluster : causes.entrySet()) {
      Map<String, Member> ofCluster = members.getOrDefault(cluster.getKey(), new TreeMap<>());
      Map<String, List<Child>> byCause = byCause(ofCluster);
      Outages outages = outages(cluster.getKey(), now.reachedMillis());
      for (Map.Entry<String, AlertState> cause : cluster.getValue().entrySet()) {
        AlertState outage = cause.getValue();
        List<Child> children = byCause.getOrDefault(cause.getKey(), List.of());
        Found found = outages.find(children, outage.alertId, now.completeMillis(), outage.fold);
        for (Episode episode : found.episodes()) {
          if (episode.startsAt() < cut) {
            outage.kept.put(
                episode.startsAt(), findings(outage, cause.getKey(), episode, found, ofCluster));
          }
        }
        outage.fold = outages.fold(children, cut, outage.fold);
      }
    }
  }

  /** Forgets what is settled; after the entries were folded and put in again. */
  void settle(AlertTime now, long cut) {
    members.values().forEach(of -> of.values().removeIf(member -> member.alert.isBlank()));
    members.values().removeIf(Map::isEmpty);
    for (Map.Entry<String, TreeMap<String, AlertState>> cluster : causes.entrySet()) {
      Map<String, List<Child>> byCause =
          byCause(members.getOrDefault(cluster.getKey(), new TreeMap<>()));
      Outages outages = outages(cluster.getKey(), now.reachedMillis());
      cluster
          .getValue()
          .entrySet()
          .removeIf(
              cause -> {
                AlertState outage = cause.getValue();
                List<Child> children = byCause.getOrDefault(cause.getKey(), List.of());
                outage.episodes =
                    outages
                        .find(children, outage.alertId, now.completeMillis(), outage.fold)
                        .episodes();
                outage.settle(cut);
                return outage.isBlank() && children.isEmpty();
              });
    }
    causes.values().removeIf(Map::isEmpty);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(causes.size());
    for (Map.Entry<String, TreeMap<String, AlertState>> cluster : causes.entrySet()) {
      MemoryBytes.writeText(cluster.getKey(), out);
      out.writeInt(cluster.getValue().size());
      for (Map.Entry<String, AlertState> cause : cluster.getValue().entrySet()) {
        MemoryBytes.writeText(cause.getKey(), out);
        cause.getValue().write(out);
      }
    }
  }

  /** The entries are not read: whoever has alerts is looked at again, and put in. */
  void read(DataInputStream in) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      TreeMap<String, AlertState> states = new TreeMap<>();
      String cluster = MemoryBytes.readText(in);
      causes.put(cluster, states);
      for (int more = in.readInt(); more > 0; more--) {
        states.put(MemoryBytes.readText(in), AlertState.read(in));
      }
      // To be looked at again.
      dueAtReached.put(cluster, Long.MIN_VALUE);
    }
  }
}
