package io.egresslens.jobs.cli;

import java.io.PrintWriter;
import java.util.List;

/** Rows of cells as text. */
final class AlignedText {
  private AlignedText() {}

  /**
   * Prints rows with as many cells as the first one, columns two spaces apart.
   *
   * @param rows harmless already
   */
  static void print(List<List<String>> rows, PrintWriter out) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int c = 0; c < columns; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder("  ");
      for (int c = 0; c < columns; c++) {
        line.append(row.get(c)).append(" ".repeat(widths[c] - row.get(c).length() + 2));
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
