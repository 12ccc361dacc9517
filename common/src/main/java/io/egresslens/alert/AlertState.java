package io.egresslens.alert;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** All that is kept of one alert: its past, what was told, and what was found. Not thread-safe. */
final class AlertState {
  final AlertRule rule;
  final Map<String, String> labels;
  final String alertId;
  AlertFold fold = AlertFold.NONE;
  AlertLedger ledger = new AlertLedger();

  /** Those that are not settled; made anew with each look. */
  List<Episode> episodes = List.of();

  /** By start of an episode: what was found of it, for when the flows are forgotten. */
  final TreeMap<Long, Findings> kept = new TreeMap<>();

  /** By start of an episode: the entries that are folded into it; of outages only. */
  final TreeMap<Long, TreeSet<String>> entries = new TreeMap<>();

  AlertState(AlertRule rule, Map<String, String> labels) {
    this.rule = rule;
    this.labels = Map.copyOf(labels);
    this.alertId = AlertIds.alertId(rule, labels);
  }

  /** Whether it means nothing any more. */
  boolean isBlank() {
    return episodes.isEmpty() && fold.isNone() && ledger.isEmpty();
  }

  /** Forgets what is not about an episode that is left. */
  void settle(long cut) {
    Set<Long> starts = new HashSet<>();
    episodes.forEach(episode -> starts.add(episode.startsAt()));
    ledger.settle(starts, cut);
    kept.keySet().retainAll(starts);
    entries.keySet().retainAll(starts);
  }

  /**
   * What was found, with what is forgotten by now.
   *
   * @param isForgotten whether some of it may be
   */
  Findings complete(Findings found, boolean isForgotten) {
    Findings before = kept.get(found.startsAt().toEpochMilli());
    if (before == null || !isForgotten) {
      return found;
    }
    boolean isGone = found.evidence().isEmpty();
    return new Findings(
        found.startsAt(),
        found.lastEvent(),
        found.endsAt(),
        found.count(),
        Math.max(found.sources(), before.sources()),
        isGone ? before.evidence() : found.evidence(),
        before.firewallRule() == null ? found.firewallRule() : before.firewallRule(),
        found.catalogVersion() == null ? before.catalogVersion() : found.catalogVersion());
  }

  /** The silences of the settings that are about it. */
  List<Cover> silences(AlertSettings settings) {
    List<Cover> covers = new ArrayList<>(0);
    for (Silence silence : settings.silences()) {
      if (silence.covers(rule, labels, silence.until().minusMillis(1))) {
        long from = silence.from() == null ? Long.MIN_VALUE : silence.from().toEpochMilli();
        covers.add(Cover.silence(from, silence.until().toEpochMilli(), silence.text()));
      }
    }
    return covers;
  }

  void write(DataOutputStream out) throws IOException {
    MemoryBytes.writeText(rule.label(), out);
    out.writeInt(labels.size());
    for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
      MemoryBytes.writeText(label.getKey(), out);
      MemoryBytes.writeText(label.getValue(), out);
    }
    fold.write(out);
    ledger.write(out);
    out.writeInt(kept.size());
    for (Findings findings : kept.values()) {
      KeptBytes.write(findings, out);
    }
    out.writeInt(entries.size());
    for (Map.Entry<Long, TreeSet<String>> names : entries.entrySet()) {
      out.writeLong(names.getKey());
      out.writeInt(names.getValue().size());
      for (String name : names.getValue()) {
        MemoryBytes.writeText(name, out);
      }
    }
  }

  static AlertState read(DataInputStream in) throws IOException {
    String name = MemoryBytes.readText(in);
    AlertRule rule = null;
    for (AlertRule one : AlertRule.values()) {
      rule = one.label().equals(name) ? one : rule;
    }
    if (rule == null) {
      throw new IllegalArgumentException("no rule " + name);
    }
    Map<String, String> labels = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      labels.put(MemoryBytes.readText(in), MemoryBytes.readText(in));
    }
    AlertState state = new AlertState(rule, labels);
    state.fold = AlertFold.read(in);
    state.ledger = AlertLedger.read(in);
    for (int left = in.readInt(); left > 0; left--) {
      Findings findings = KeptBytes.read(in);
      state.kept.put(findings.startsAt().toEpochMilli(), findings);
    }
    for (int left = in.readInt(); left > 0; left--) {
      TreeSet<String> names = new TreeSet<>();
      state.entries.put(in.readLong(), names);
      for (int more = in.readInt(); more > 0; more--) {
        names.add(MemoryBytes.readText(in));
      }
    }
    return state;
  }

  static Instant instant(long millis) {
    return Instant.ofEpochMilli(millis);
  }
}
