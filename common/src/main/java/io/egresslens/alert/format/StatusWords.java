package io.egresslens.alert.format;

import io.egresslens.alert.AlertChange;
import io.egresslens.alert.AlertStatus;
import java.util.List;

/**
 * How the others call what has become of an alert.
 *
 * @param first whether the row is for the first step of an instance only
 * @param ecsType {@code event.type}
 * @param ecsAction {@code event.action}
 * @param ocsfActivity {@code activity_id}: 1 Create, 2 Update, 3 Close
 * @param ocsfStatus {@code status_id}: 1 New, 2 In Progress, 3 Suppressed, 4 Resolved, 99 other
 * @param azure {@code monitorCondition}; null for what is not sent there
 */
record StatusWords(
    AlertStatus ours,
    boolean first,
    String ecsType,
    String ecsAction,
    long ocsfActivity,
    String ocsfActivityName,
    long ocsfStatus,
    String ocsfStatusName,
    String asim,
    String azure) {

  private static final String ACTIVE = "Active";
  private static final String CLOSED = "Closed";

  /** The first row that fits counts. */
  private static final List<StatusWords> TABLE =
      List.of(
          new StatusWords(
              AlertStatus.FIRING,
              true,
              "start",
              "alert-opened",
              1,
              "Create",
              1,
              "New",
              ACTIVE,
              "Fired"),
          new StatusWords(
              AlertStatus.FIRING,
              false,
              "info",
              "alert-updated",
              2,
              "Update",
              2,
              "In Progress",
              ACTIVE,
              "Fired"),
          new StatusWords(
              AlertStatus.FLAPPING,
              false,
              "info",
              "alert-updated",
              2,
              "Update",
              2,
              "In Progress",
              ACTIVE,
              "Fired"),
          new StatusWords(
              AlertStatus.SUPPRESSED,
              false,
              "info",
              "alert-suppressed",
              2,
              "Update",
              3,
              "Suppressed",
              ACTIVE,
              null),
          new StatusWords(
              AlertStatus.RESOLVED,
              false,
              "end",
              "alert-closed",
              3,
              "Close",
              4,
              "Resolved",
              CLOSED,
              "Resolved"),
          // Not resolved: another instance stands for it. OCSF has no word for that.
          new StatusWords(
              AlertStatus.SUPERSEDED,
              false,
              "end",
              "alert-closed",
              3,
              "Close",
              99,
              "superseded",
              CLOSED,
              "Resolved"));

  static StatusWords of(AlertChange change) {
    return TABLE.stream()
        .filter(row -> row.ours == change.status() && (!row.first || change.sequence() == 1))
        .findFirst()
        .orElseThrow();
  }
}
