package io.egresslens.jobs.cli;

import io.egresslens.alert.AlertChange;
import io.egresslens.alert.AlertStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What was told of alerts, as it stands after the last step of each instance: what a person wants
 * to see first. Steps may come in any order. Not thread-safe.
 *
 * <p>Less than a kilobyte is held for each instance: its texts and evidence are not.
 */
final class ToldAlerts {
  private static final Comparator<Row> WORST_FIRST =
      Comparator.comparing((Row row) -> row.last.severity())
          .reversed()
          .thenComparing(row -> row.last.startsAt())
          .thenComparing(row -> row.last.instanceId());

  private final Map<String, Row> instances = new HashMap<>();

  /** One instance: its last step, and what the steps before say. */
  static final class Row {
    AlertChange last;
    boolean paged;

    /** How many instances are folded into it. */
    int folded;

    private boolean isSuperseded() {
      return last.status() == AlertStatus.SUPERSEDED;
    }

    private boolean overlaps(Row other) {
      return !last.startsAt().isAfter(other.end()) && !other.last.startsAt().isAfter(end());
    }

    private Instant end() {
      return last.endsAt() == null ? Instant.MAX : last.endsAt();
    }
  }

  /** Adds a step. */
  void add(AlertChange change) {
    Row row = instances.computeIfAbsent(change.instanceId(), id -> new Row());
    row.paged |= change.page();
    if (row.last == null || row.last.sequence() < change.sequence()) {
      row.last = withoutTexts(change);
    }
  }

  /**
   * The instances that stand for themselves, the worst first, then the oldest: those that another
   * one took the place of are left out, and so are those folded into one that is here.
   */
  List<Row> rows() {
    List<Row> standing = standing();
    standing.forEach(row -> row.folded = 0);
    Map<String, List<Row>> byAlert = byAlert(standing);
    List<Row> rows = new ArrayList<>();
    for (Row row : standing) {
      Row parent =
          byAlert.getOrDefault(String.valueOf(row.last.parentId()), List.of()).stream()
              .filter(row::overlaps)
              .findFirst()
              .orElse(null);
      if (parent == null) {
        rows.add(row);
      } else {
        parent.folded++;
      }
    }
    return rows;
  }

  /** All instances but those that another one took the place of. */
  int count() {
    return standing().size();
  }

  /** Those for which somebody was woken, perhaps under a start that late data moved. */
  long paged() {
    Map<String, List<Row>> replaced =
        byAlert(instances.values().stream().filter(Row::isSuperseded).toList());
    return count(
        row ->
            row.paged
                || replaced.getOrDefault(row.last.alertId(), List.of()).stream()
                    .anyMatch(before -> before.paged && before.overlaps(row)));
  }

  /** Those that are over. */
  long resolved() {
    return count(row -> row.last.status() == AlertStatus.RESOLVED);
  }

  /** Those that nobody was to be woken for: part of another one, or silenced by their owner. */
  long foldedOrSilenced() {
    return count(row -> row.last.parentId() != null || row.last.silence() != null);
  }

  private long count(Predicate<Row> wanted) {
    return standing().stream().filter(wanted).count();
  }

  private List<Row> standing() {
    return instances.values().stream()
        .filter(row -> !row.isSuperseded())
        .sorted(WORST_FIRST)
        .toList();
  }

  private static Map<String, List<Row>> byAlert(List<Row> rows) {
    Map<String, List<Row>> byAlert = new HashMap<>();
    rows.forEach(
        row -> byAlert.computeIfAbsent(row.last.alertId(), id -> new ArrayList<>()).add(row));
    return byAlert;
  }

  private static AlertChange withoutTexts(AlertChange change) {
    return new AlertChange(
        change.alertId(),
        change.instanceId(),
        change.sequence(),
        change.status(),
        change.page(),
        change.rule(),
        change.severity(),
        change.labels(),
        change.time(),
        change.startsAt(),
        change.firedAt(),
        change.lastEvent(),
        change.endsAt(),
        change.count(),
        change.sources(),
        List.of(),
        change.firewallRule(),
        "",
        "",
        null,
        change.parentId(),
        change.silence(),
        change.catalogVersion());
  }
}
