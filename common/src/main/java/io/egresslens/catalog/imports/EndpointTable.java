package io.egresslens.catalog.imports;

import io.egresslens.catalog.PortSpec;
import java.util.List;
import java.util.Locale;

/**
 * A table of a document, read row by row: which column has the destinations and which the ports
 * follows from the headings. Every row with something like a host name becomes an entry, a shared
 * suffix or an unread line.
 */
final class EndpointTable {
  /** Words of a heading, the more telling first. */
  private static final List<String> HOST_WORDS =
      List.of("fqdn", "url", "host", "domain", "endpoint", "dns", "destination", "address");

  private final Imported.Draft draft;
  private final ImportOptions options;
  private final String section;
  private final int host;
  private final int port;
  private final int protocol;

  /**
   * A table with its headings.
   *
   * @param headings without marks; empty for rows that stand under none
   * @param section the heading of the document above the table, or null
   */
  EndpointTable(
      List<String> headings, String section, ImportOptions options, Imported.Draft draft) {
    List<String> words = headings.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
    this.port = column(words, "port");
    this.protocol = column(words, "protocol");
    this.host =
        HOST_WORDS.stream()
            .map(word -> column(words, word))
            .filter(column -> column >= 0 && column != port)
            .findFirst()
            .orElse(-1);
    this.section = section;
    this.options = options;
    this.draft = draft;
  }

  /** Takes in a row. */
  void row(List<Cell> cells) {
    Cell cell = at(cells, host);
    boolean told = !cell.isEmpty() && destinations(cell, cells);
    for (int i = 0; i < cells.size(); i++) {
      Cell other = cells.get(i);
      // A row that became something may speak of other names; one that did not must not hide them.
      boolean alone = other.plain().chars().noneMatch(Character::isWhitespace);
      if (i != host && (alone || !told) && HostCell.looksLikeHost(other.plain())) {
        draft.unread(
            other.line(),
            other.raw(),
            host < 0
                ? "no column of the table is known to hold destinations"
                : "stands outside of the column for destinations");
      }
    }
  }

  /** Takes in the cell for destinations; whether something came of it. */
  private boolean destinations(Cell cell, List<Cell> cells) {
    HostCell hosts = HostCell.read(cell.plain());
    hosts.notes().forEach(note -> draft.note(cell.line(), cell.raw(), note));
    for (String refusal : hosts.refusals()) {
      draft.unread(cell.line(), cell.raw(), refusal);
    }
    Place place = new Place(section, cell.line(), cell.raw());
    hosts.suffixes().forEach(suffix -> draft.add(new ImportedSuffix(suffix, place)));
    if (hosts.destinations().isEmpty()) {
      if (hosts.suffixes().isEmpty() && hosts.refusals().isEmpty()) {
        draft.unread(cell.line(), cell.raw(), "names no destination");
      }
      return !hosts.suffixes().isEmpty();
    }
    PortCell read = PortCell.read(at(cells, port).plain(), at(cells, protocol).plain());
    entries(hosts, place, read);
    return read.refusal() == null;
  }

  private void entries(HostCell hosts, Place place, PortCell ports) {
    if (ports.refusal() != null) {
      draft.unread(place.line(), place.raw(), ports.refusal());
      return;
    }
    ports.notes().forEach(note -> draft.note(place.line(), place.raw(), note));
    for (HostCell.Destination destination : hosts.destinations()) {
      List<PortSpec> its =
          destination.port() != null
              ? List.of(destination.port())
              : ports.ports().isEmpty() ? options.ports() : ports.ports();
      if (its.isEmpty()) {
        draft.unread(place.line(), place.raw(), "names no port");
      } else {
        draft.add(ImportedEntry.of(destination.match(), its, place));
      }
    }
  }

  private static Cell at(List<Cell> cells, int column) {
    return column < 0 || column >= cells.size() ? Cell.NONE : cells.get(column);
  }

  private static int column(List<String> headings, String word) {
    for (int i = 0; i < headings.size(); i++) {
      if (headings.get(i).contains(word)) {
        return i;
      }
    }
    return -1;
  }
}
