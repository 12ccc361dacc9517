package io.egresslens.jobs.cli;

import io.egresslens.classify.Verdict;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shows findings as tables on a terminal, the most urgent first. */
final class FindingsTable {
  private static final int ROWS_SHOWN = 12;
  private static final int CELL_WIDTH = 48;
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final List<String> HEAD =
      List.of("CLUSTER", "DESTINATION", "PORT", "FLOWS", "SOURCES", "FIRST", "LAST", "WHY", "RULE");

  private FindingsTable() {}

  /** Prints one table for each verdict that wants attention, then the flows by verdict. */
  static void print(Findings findings, PrintWriter out) {
    section("REQUIRED, BUT DENIED", Verdict.REQUIRED_DENIED, findings, out);
    section("ALLOWED, ALTHOUGH NOBODY EXPECTS IT", Verdict.UNEXPECTED_ALLOWED, findings, out);
    section("PROXIED BY THE SERVICE, YET AT THE FIREWALL", Verdict.PROXIED_DIRECT, findings, out);
    section("BLOCKED, AND NOT EXPECTED EITHER", Verdict.UNEXPECTED_DENIED, findings, out);
    out.println("Flows by verdict (times are UTC, SOURCES is the most in one window):");
    for (Verdict verdict : Verdict.values()) {
      out.printf(Locale.ROOT, "  %-20s %,10d%n", verdict.label(), findings.flows(verdict));
    }
    out.flush();
  }

  private static void section(String title, Verdict verdict, Findings findings, PrintWriter out) {
    List<Findings.Row> rows = findings.rows(verdict);
    out.printf(
        Locale.ROOT,
        "%s: %,d destinations, %,d flows%n",
        title,
        rows.size(),
        findings.flows(verdict));
    if (!rows.isEmpty()) {
      List<List<String>> cells = new ArrayList<>();
      cells.add(HEAD);
      rows.stream().limit(ROWS_SHOWN).map(FindingsTable::cells).forEach(cells::add);
      AlignedText.print(cells, out);
    }
    if (rows.size() > ROWS_SHOWN) {
      out.printf(Locale.ROOT, "  and %,d more%n", rows.size() - ROWS_SHOWN);
    }
    if (findings.flowsBeyondLimit(verdict) > 0) {
      out.printf(
          Locale.ROOT,
          "  and %,d flows to destinations beyond the first %,d%n",
          findings.flowsBeyondLimit(verdict),
          Findings.ROW_LIMIT);
    }
    out.println();
  }

  private static List<String> cells(Findings.Row row) {
    Findings.Key key = row.key;
    String why = key.expectation().label() + (row.entry == null ? "" : " (" + row.entry + ")");
    String port = key.port() == 0 ? "" : String.valueOf(key.port());
    String protocol = key.protocol() == null ? "" : key.protocol();
    return List.of(
        cell(key.cluster()),
        cell(key.destination() == null ? "(none)" : key.destination()),
        cell(port.isEmpty() ? protocol : protocol + ":" + port),
        String.format(Locale.ROOT, "%,d", row.flows),
        String.format(Locale.ROOT, "%,d", row.mostSources),
        minute(row.firstSeen),
        minute(row.lastSeen),
        cell(why),
        cell(row.rule == null ? "(default action)" : row.rule));
  }

  /** A time in UTC, to the minute. */
  static String minute(Instant time) {
    return MINUTE.format(time);
  }

  /** A text for a cell: harmless, and cut when it is long; null becomes empty. */
  static String cell(String text) {
    String safe = TerminalText.oneLine(text);
    return safe.length() <= CELL_WIDTH ? safe : safe.substring(0, CELL_WIDTH - 3) + "...";
  }
}
