package io.egresslens.match;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A table of pattern cases with their answers. Tab-separated: the first line names the columns, of
 * which {@code pattern}, {@code host}, {@code port}, {@code path} and {@code expected} are needed;
 * lines that start with {@code #} are comments. A host {@code <empty>} is none, a port is {@code
 * 443} or {@code 123/udp}, a path {@code -} does not show.
 *
 * @param rows all lines in order, the header and the comments included
 */
public record PatternCases(List<Row> rows) {
  /**
   * One line of the table.
   *
   * @param line as it was read
   * @param expected what the table says; null for header and comments
   * @param answer what we say; null for header and comments
   */
  public record Row(String line, String expected, PatternAnswer answer) {
    /** Whether this is a case and our answer is another than the table's. */
    public boolean differs() {
      return answer != null && !answer.outcome().label().equals(expected);
    }
  }

  public PatternCases {
    rows = List.copyOf(rows);
  }

  /**
   * Reads a table and answers every case.
   *
   * @throws IllegalArgumentException for a line that is no case; the message names it
   */
  public static PatternCases read(BufferedReader reader) throws IOException {
    List<Row> rows = new ArrayList<>();
    List<String> columns = null;
    int number = 0;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        rows.add(new Row(line, null, null));
      } else if (columns == null) {
        columns = List.of(line.split("\t", -1));
        requireColumns(columns);
        rows.add(new Row(line, null, null));
      } else {
        rows.add(row(columns, line, number));
      }
    }
    return new PatternCases(rows);
  }

  /** The table with our answers in a last column, {@code actual}. */
  public Stream<String> lines() {
    return rows.stream()
        .map(
            row -> {
              if (row.answer() != null) {
                return row.line() + "\t" + row.answer().outcome().label();
              }
              boolean header = !row.line().isBlank() && !row.line().startsWith("#");
              return header ? row.line() + "\tactual" : row.line();
            });
  }

  /** How many cases we answer differently. */
  public long differences() {
    return rows.stream().filter(Row::differs).count();
  }

  private static Row row(List<String> columns, String line, int number) {
    List<String> fields = List.of(line.split("\t", -1));
    if (fields.size() != columns.size()) {
      throw new IllegalArgumentException(
          "line " + number + ": " + fields.size() + " columns, the header has " + columns.size());
    }
    DestinationSpec destination;
    try {
      destination =
          DestinationSpec.of(
              fields.get(columns.indexOf("host")),
              fields.get(columns.indexOf("port")),
              fields.get(columns.indexOf("path")));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
    }
    PatternAnswer answer = PatternDialect.ask(fields.get(columns.indexOf("pattern")), destination);
    return new Row(line, fields.get(columns.indexOf("expected")), answer);
  }

  private static void requireColumns(List<String> columns) {
    List<String> needed = List.of("pattern", "host", "port", "path", "expected");
    if (!columns.containsAll(needed)) {
      throw new IllegalArgumentException("the header needs the columns " + needed);
    }
  }
}
