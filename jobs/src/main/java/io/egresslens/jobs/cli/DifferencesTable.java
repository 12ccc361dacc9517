package io.egresslens.jobs.cli;

import io.egresslens.match.PatternDifferences;
import io.egresslens.match.PatternDifferences.Name;
import io.egresslens.match.PatternDifferences.Row;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.IntStream;

/** {@link PatternDifferences} for people: the names with a number each, then a row a product. */
final class DifferencesTable {
  private DifferencesTable() {}

  static void print(PatternDifferences differences, PrintWriter out) {
    List<Name> names = differences.names();
    out.println("the same text in other products, by names");
    int width = names.stream().mapToInt(name -> name.name().length()).max().orElse(0);
    IntStream.range(0, names.size())
        .forEach(
            i ->
                out.printf(
                    "  %2d  %-" + Math.max(1, Math.min(width, 60)) + "s  %s%n",
                    i + 1,
                    TerminalText.oneLine(names.get(i).name()),
                    names.get(i).what()));
    out.println(line("dialect", numbers(names), "why"));
    for (Row row : differences.rows()) {
      String mark = differences.isAsFirst(row) ? "" : " (differs)";
      String cells = row.isRead() ? cells(row) : padded("invalid", 5 * names.size());
      out.println(line(row.dialect().description(), cells, row.why() + mark));
    }
  }

  private static String line(String dialect, String cells, String why) {
    return String.format("  %-34s %s %s", dialect, cells, TerminalText.oneLine(why))
        .stripTrailing();
  }

  private static String numbers(List<Name> names) {
    StringBuilder cells = new StringBuilder();
    for (int i = 1; i <= names.size(); i++) {
      cells.append(padded(String.valueOf(i), 5));
    }
    return padded(cells.toString(), "invalid".length());
  }

  private static String cells(Row row) {
    StringBuilder cells = new StringBuilder();
    row.matches().forEach(match -> cells.append(padded(match ? "yes" : "no", 5)));
    return padded(cells.toString(), "invalid".length());
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
