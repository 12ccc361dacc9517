package io.egresslens.catalog.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The grid of an AsciiDoc table. Its cells are one stream, cut into rows by the number of columns;
 * a cell may reach over rows ({@code .2+|}) or columns ({@code 2+|}), or be repeated ({@code 3*|}).
 */
final class AsciiDocTable {
  /** What may stand right before the bar of a cell: spans, alignment, style. */
  private static final Pattern CELL =
      Pattern.compile(
          "(?:(?<=^|\\s)([0-9]{1,3})?(?:\\.([0-9]{1,3}))?([+*]))?"
              + "(?:(?<=^|\\s|[+*])[<^>]?(?:\\.[<^>])?[adehlmsv]?)?\\|");

  private static final Pattern COLS = Pattern.compile("cols\\s*=\\s*(?:\"([^\"]*)\"|([^,\\]]*))");
  private static final Pattern REPEAT = Pattern.compile("^\\s*([0-9]{1,3})\\*.*$");

  /** More columns than this no table of hosts has; more rows of one span neither. */
  private static final int MAX_SPAN = 100;

  private final List<List<Cell>> rows = new ArrayList<>();
  private boolean headed;

  private AsciiDocTable() {}

  /**
   * Reads the lines between two {@code |===}.
   *
   * @param attributes what stands in brackets above the table; empty for nothing
   */
  static AsciiDocTable of(String attributes, List<DocumentLine> lines) {
    AsciiDocTable table = new AsciiDocTable();
    List<Written> written = written(lines);
    if (written.isEmpty()) {
      return table;
    }
    int first = written.get(0).cell().line();
    int inFirstLine =
        written.stream().filter(w -> w.cell().line() == first).mapToInt(Written::columns).sum();
    int columns = columns(attributes, inFirstLine);
    table.headed =
        attributes.contains("header") || (blankBehind(lines, first) && columns == inFirstLine);
    table.fill(written, columns);
    return table;
  }

  /** Whether the first row holds headings. */
  boolean isHeaded() {
    return headed && !rows.isEmpty();
  }

  /** Every row, that of the headings too. */
  List<List<Cell>> rows() {
    return rows;
  }

  /** A cell with its spans. */
  private record Written(Cell cell, int columns, int rows, int times) {}

  private static List<Written> written(List<DocumentLine> lines) {
    List<Written> cells = new ArrayList<>();
    StringBuilder raw = null;
    int line = 0;
    int[] spans = {1, 1, 1};
    for (DocumentLine each : lines) {
      Matcher bar = CELL.matcher(each.text());
      int from = 0;
      while (bar.find()) {
        if (bar.start() > 0 && each.text().charAt(bar.end() - 2) == '\\' && bar.end() > 1) {
          continue;
        }
        if (raw != null) {
          raw.append(each.text(), from, bar.start());
          cells.add(cell(line, raw.toString(), spans));
        }
        raw = new StringBuilder();
        line = each.number();
        spans = spans(bar);
        from = bar.end();
      }
      if (raw != null) {
        raw.append(each.text().substring(from)).append('\n');
      }
    }
    if (raw != null) {
      cells.add(cell(line, raw.toString(), spans));
    }
    return cells;
  }

  private static Written cell(int line, String text, int[] spans) {
    String raw = text.strip();
    // A name may stand behind an empty first line: the line that is named is the name's.
    int lead = (int) text.substring(0, text.indexOf(raw)).chars().filter(c -> c == '\n').count();
    String plain = raw.length() > MarkdownReader.MAX_LINE ? raw : Markup.ASCIIDOC.plain(raw);
    return new Written(
        new Cell(line + lead, raw.replace('\n', ' '), joined(plain)), spans[0], spans[1], spans[2]);
  }

  /** Lines of a cell flow together; list items and empty lines part them. */
  private static String joined(String plain) {
    return plain.replaceAll("\n\\s*[*-]\\s+", "\n").replaceAll("(?<=\\S)\n(?=[a-z ])", " ");
  }

  private static int[] spans(Matcher bar) {
    int columns = number(bar.group(1));
    int rows = number(bar.group(2));
    return "*".equals(bar.group(3)) ? new int[] {1, 1, columns} : new int[] {columns, rows, 1};
  }

  private static int number(String digits) {
    return digits == null ? 1 : Math.min(MAX_SPAN, Math.max(1, Integer.parseInt(digits)));
  }

  private static int columns(String attributes, int inFirstLine) {
    Matcher cols = COLS.matcher(attributes);
    if (!cols.find()) {
      return Math.max(1, inFirstLine);
    }
    String text = cols.group(1) == null ? cols.group(2) : cols.group(1);
    int columns = 0;
    for (String column : text.split("[,;]", -1)) {
      Matcher repeat = REPEAT.matcher(column);
      columns += repeat.matches() ? number(repeat.group(1)) : 1;
    }
    return Math.min(MAX_SPAN, columns);
  }

  private static boolean blankBehind(List<DocumentLine> lines, int first) {
    return lines.stream().anyMatch(l -> l.number() == first + 1 && l.text().isBlank());
  }

  private void fill(List<Written> written, int columns) {
    List<Integer> taken = new ArrayList<>();
    List<Cell> above = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      taken.add(0);
      above.add(Cell.NONE);
    }
    List<Cell> row = new ArrayList<>();
    for (Written one : written) {
      for (int time = 0; time < one.times(); time++) {
        row = reach(row, taken, above, columns);
        for (int i = 0; i < one.columns() && row.size() < columns; i++) {
          taken.set(row.size(), one.rows() - 1);
          above.set(row.size(), one.cell());
          row.add(i == 0 ? one.cell() : Cell.NONE);
        }
      }
    }
    if (!row.isEmpty()) {
      rows.add(row);
    }
  }

  /** The row in which the next cell stands: full ones end, cells from above fill their places. */
  private List<Cell> reach(List<Cell> before, List<Integer> taken, List<Cell> above, int columns) {
    List<Cell> row = before;
    while (true) {
      if (row.size() == columns) {
        rows.add(row);
        row = new ArrayList<>();
      }
      if (taken.get(row.size()) == 0) {
        return row;
      }
      taken.set(row.size(), taken.get(row.size()) - 1);
      row.add(above.get(row.size()));
    }
  }
}
