package io.egresslens.jobs.cli;

import static io.egresslens.jobs.cli.FindingsTable.cell;
import static io.egresslens.jobs.cli.FindingsTable.minute;

import io.egresslens.alert.AlertChange;
import io.egresslens.alert.AlertStatus;
import io.egresslens.alert.LabelName;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shows alerts as a table on a terminal, the worst first. */
final class AlertsTable {
  private static final int ROWS_SHOWN = 15;
  private static final String DEFAULT_ACTION = "Default Action";

  private static final List<String> HEAD =
      List.of(
          "ALERT",
          "SEVERITY",
          "CLUSTER",
          "WHAT",
          "FROM",
          "UNTIL",
          "STATE",
          "FLOWS",
          "SOURCES",
          "RULE");

  private AlertsTable() {}

  /** Prints the table, and below it in one line how many alerts there are. */
  static void print(ToldAlerts alerts, PrintWriter out) {
    List<ToldAlerts.Row> rows = alerts.rows();
    out.println("ALERTS");
    if (!rows.isEmpty()) {
      List<List<String>> cells = new ArrayList<>();
      cells.add(HEAD);
      rows.stream().limit(ROWS_SHOWN).map(AlertsTable::cells).forEach(cells::add);
      AlignedText.print(cells, out);
    }
    if (rows.size() > ROWS_SHOWN) {
      out.printf(Locale.ROOT, "  and %,d more%n", rows.size() - ROWS_SHOWN);
    }
    out.printf(
        Locale.ROOT,
        "%,d alerts: %,d fired and paged, %,d resolved, %,d folded or silenced%n%n",
        alerts.count(),
        alerts.paged(),
        alerts.resolved(),
        alerts.foldedOrSilenced());
    out.flush();
  }

  private static List<String> cells(ToldAlerts.Row row) {
    AlertChange alert = row.last;
    // Where there is no source, it is about flows that did not come.
    boolean hasFlows = alert.sources() > 0;
    return List.of(
        alert.rule().label(),
        alert.severity().label(),
        cell(label(alert, LabelName.CLUSTER)),
        cell(what(alert)) + (row.folded == 0 ? "" : ", " + row.folded + " folded"),
        minute(alert.startsAt()),
        alert.endsAt() == null ? "still firing" : minute(alert.endsAt()),
        state(alert),
        hasFlows ? String.format(Locale.ROOT, "%,d", alert.count()) : "",
        hasFlows ? String.format(Locale.ROOT, "%,d", alert.sources()) : "",
        cell(
            DEFAULT_ACTION.equals(alert.firewallRule())
                ? "(default action)"
                : alert.firewallRule()));
  }

  /** What tells it from others of its rule and cluster; of a firewall its last name. */
  private static String what(AlertChange alert) {
    List<String> parts =
        alert.rule().identity().stream()
            .filter(name -> name != LabelName.CLUSTER && name != LabelName.PORT)
            .map(name -> name == LabelName.DESTINATION ? endpoint(alert) : label(alert, name))
            .filter(part -> part != null)
            .toList();
    if (!parts.isEmpty()) {
      return String.join(" ", parts);
    }
    String firewall = label(alert, LabelName.FIREWALL);
    return firewall == null ? "" : firewall.substring(firewall.lastIndexOf('/') + 1);
  }

  private static String endpoint(AlertChange alert) {
    String destination = label(alert, LabelName.DESTINATION);
    String port = label(alert, LabelName.PORT);
    if (destination == null || port == null) {
      return destination;
    }
    return (destination.indexOf(':') < 0 ? destination : "[" + destination + "]") + ":" + port;
  }

  private static String state(AlertChange alert) {
    if (alert.silence() == null) {
      return alert.status().label();
    }
    return alert.status() == AlertStatus.RESOLVED ? "silenced, resolved" : "silenced";
  }

  private static String label(AlertChange alert, LabelName name) {
    return alert.labels().get(name.label());
  }
}
