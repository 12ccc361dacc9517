package io.egresslens.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Entries of a catalog as a table for people: one row an entry, in their order. */
public final class CatalogListing {
  /** The headings, in the order of the cells. */
  public static final List<String> COLUMNS =
      List.of("id", "group", "level", "match", "ports", "clouds", "valid", "source");

  private CatalogListing() {}

  /** The cells of each entry under {@link #COLUMNS}; no clouds reads {@code all}. */
  public static List<List<String>> rows(List<CatalogEntry> entries) {
    return entries.stream().map(CatalogListing::row).toList();
  }

  /** The table as text: headings first, columns two spaces apart, each line ended by a newline. */
  public static String text(List<CatalogEntry> entries) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(COLUMNS);
    lines.addAll(rows(entries));
    List<Integer> widths = new ArrayList<>(Collections.nCopies(COLUMNS.size(), 0));
    for (List<String> line : lines) {
      for (int i = 0; i < line.size(); i++) {
        widths.set(i, Math.max(widths.get(i), line.get(i).length()));
      }
    }
    StringBuilder out = new StringBuilder();
    for (List<String> line : lines) {
      for (int i = 0; i < line.size() - 1; i++) {
        String cell = line.get(i);
        out.append(cell).append(" ".repeat(widths.get(i) - cell.length() + 2));
      }
      out.append(line.get(line.size() - 1)).append('\n');
    }
    return out.toString();
  }

  private static List<String> row(CatalogEntry entry) {
    String ports = entry.ports().stream().map(PortSpec::toString).collect(Collectors.joining(" "));
    String clouds =
        entry.clouds().stream().sorted().map(Cloud::label).collect(Collectors.joining(" "));
    return List.of(
        entry.id(),
        entry.group(),
        entry.level().label(),
        entry.match(),
        ports,
        clouds.isEmpty() ? "all" : clouds,
        entry.period().toString(),
        entry.source().toString());
  }
}
