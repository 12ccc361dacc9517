package io.egresslens.jobs.cli;

import io.egresslens.classify.Expectation;
import io.egresslens.classify.Verdict;
import io.egresslens.window.Summary;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The summaries of a run, added up over its windows into one row per cluster, destination, port and
 * expectation: what a person wants to see first. Not thread-safe.
 *
 * <p>At most {@link #ROW_LIMIT} rows are held for each verdict; the flows of further ones are
 * counted all the same, so that totals stay right under a flood of names.
 */
final class Findings {
  static final int ROW_LIMIT = 50_000;

  private final Map<Verdict, Map<Key, Row>> rows = new EnumMap<>(Verdict.class);
  private final Map<Verdict, Long> flows = new EnumMap<>(Verdict.class);
  private final Map<Verdict, Long> flowsBeyondLimit = new EnumMap<>(Verdict.class);

  /** What the windows of a row have in common. */
  record Key(
      String cluster, String destination, int port, String protocol, Expectation expectation) {}

  /** The sum over the windows. */
  static final class Row {
    final Key key;
    final String entry;
    long flows;
    long mostSources;
    Instant firstSeen;
    Instant lastSeen;
    String rule;

    Row(Key key, Summary first) {
      this.key = key;
      this.entry = first.entry();
      this.firstSeen = first.firstSeen();
      this.lastSeen = first.lastSeen();
    }

    void add(Summary summary) {
      flows += summary.flows();
      mostSources = Math.max(mostSources, summary.sources());
      if (summary.firstSeen().isBefore(firstSeen)) {
        firstSeen = summary.firstSeen();
      }
      if (summary.lastSeen().isAfter(lastSeen)) {
        lastSeen = summary.lastSeen();
      }
      if (!summary.rules().isEmpty()) {
        rule = summary.rules().get(0);
      }
    }
  }

  /** Adds the last revision of a summary; roll-ups would count twice and must not be added. */
  void add(Summary summary) {
    Verdict verdict = summary.verdict();
    flows.merge(verdict, summary.flows(), Long::sum);
    Key key =
        new Key(
            summary.cluster(),
            summary.destination(),
            summary.port(),
            summary.protocol(),
            summary.expectation());
    Map<Key, Row> ofVerdict = rows.computeIfAbsent(verdict, v -> new HashMap<>());
    Row row = ofVerdict.get(key);
    if (row == null) {
      if (ofVerdict.size() >= ROW_LIMIT) {
        flowsBeyondLimit.merge(verdict, summary.flows(), Long::sum);
        return;
      }
      row = new Row(key, summary);
      ofVerdict.put(key, row);
    }
    row.add(summary);
  }

  /** The rows of a verdict, those with most flows first. */
  List<Row> rows(Verdict verdict) {
    return rows.getOrDefault(verdict, Map.of()).values().stream()
        .sorted(
            Comparator.comparingLong((Row row) -> -row.flows)
                .thenComparing(row -> row.key.toString()))
        .toList();
  }

  /** Flows of a verdict, those beyond the row limit included. */
  long flows(Verdict verdict) {
    return flows.getOrDefault(verdict, 0L);
  }

  /** Flows of a verdict that no row holds. */
  long flowsBeyondLimit(Verdict verdict) {
    return flowsBeyondLimit.getOrDefault(verdict, 0L);
  }
}
