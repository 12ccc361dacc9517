package io.egresslens.catalog.imports;

import io.egresslens.catalog.PortSpec;
import java.util.List;

/** An item of a list that is nothing but destinations. A list has no column for ports. */
final class ListItem {
  private ListItem() {}

  /** Takes in an item; one that says more than destinations is passed over as text. */
  static void read(Cell item, String section, ImportOptions options, Imported.Draft draft) {
    if (item.isEmpty() || !HostCell.looksLikeHost(item.plain())) {
      return;
    }
    HostCell hosts = HostCell.read(item.plain());
    if (!hosts.refusals().isEmpty() || hosts.destinations().isEmpty()) {
      return;
    }
    Place place = new Place(section, item.line(), item.raw());
    for (HostCell.Destination destination : hosts.destinations()) {
      List<PortSpec> ports =
          destination.port() == null ? options.ports() : List.of(destination.port());
      if (ports.isEmpty()) {
        draft.unread(item.line(), item.raw(), "stands in a list, which names no port");
      } else {
        draft.add(ImportedEntry.of(destination.match(), ports, place));
      }
    }
  }
}
