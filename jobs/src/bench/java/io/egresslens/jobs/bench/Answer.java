package io.egresslens.jobs.bench;

import io.egresslens.window.Summary;
import io.egresslens.window.SummaryReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a contestant found: flows and distinct sources by window, firewall, cluster, destination,
 * port, protocol, action, expectation and entry. As a file: these, flows and sources behind them,
 * between tabs, in any order.
 */
record Answer(Map<String, String> rows) {
  /** A line of an answer file; null parts are empty. */
  static String line(Object... parts) {
    StringBuilder line = new StringBuilder();
    for (Object part : parts) {
      line.append(line.isEmpty() ? "" : "\t").append(part == null ? "" : part);
    }
    return line.toString();
  }

  /** From every file of this beginning below the folder: parallel sinks write several. */
  static Answer ofTsv(Path folder) throws IOException {
    Map<String, String> rows = new TreeMap<>();
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        if (folder.relativize(file).toString().startsWith("answer")) {
          try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
              add(rows, line);
            }
          }
        }
      }
    }
    return new Answer(rows);
  }

  /** From our own summaries. */
  static Answer ofSummaries(Path file) throws IOException {
    Map<String, String> rows = new TreeMap<>();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        add(rows, ofSummary(SummaryReader.read(line)));
      }
    }
    return new Answer(rows);
  }

  /** From the last word on each window, in rows of our topic. */
  static Answer ofRows(List<String> summaries) throws IOException {
    Map<String, String> rows = new TreeMap<>();
    for (String row : summaries) {
      Summary summary = SummaryReader.read(row);
      if (summary.isFinal()) {
        add(rows, ofSummary(summary));
      }
    }
    return new Answer(rows);
  }

  private static String ofSummary(Summary summary) {
    return line(
        summary.windowStart(),
        summary.firewall(),
        summary.cluster(),
        summary.destination(),
        summary.port(),
        summary.protocol(),
        summary.action().label(),
        summary.expectation().label(),
        summary.entry(),
        summary.flows(),
        (summary.sourcesEstimated() ? "about " : "") + summary.sources());
  }

  private static void add(Map<String, String> rows, String line) {
    int sources = line.lastIndexOf('\t');
    int flows = line.lastIndexOf('\t', sources - 1);
    if (rows.put(line.substring(0, flows), line.substring(flows + 1)) != null) {
      throw new IllegalStateException("two rows of one key: " + line);
    }
  }

  long flows() {
    return rows.values().stream()
        .mapToLong(value -> Long.parseLong(value.substring(0, value.indexOf('\t'))))
        .sum();
  }

  /** The first difference, or null. */
  String differsFrom(Answer truth) {
    for (Map.Entry<String, String> row : truth.rows.entrySet()) {
      String mine = rows.get(row.getKey());
      if (!row.getValue().equals(mine)) {
        return row.getKey() + ": " + row.getValue() + " expected, found " + mine;
      }
    }
    for (String key : rows.keySet()) {
      if (!truth.rows.containsKey(key)) {
        return key + ": not expected";
      }
    }
    return null;
  }
}
