package io.egresslens.catalog.lint;

import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Location;

/** Takes what a rule hits. */
@FunctionalInterface
interface Hits {
  /**
   * A hit.
   *
   * @param why what is wrong just there, a phrase that names the entry
   */
  void add(Location place, String why);

  /** A hit on an entry, which is named by id and match. */
  default void add(CatalogEntry entry, String why) {
    add(entry.location(), entry.id() + " ('" + entry.match() + "') " + why);
  }
}
