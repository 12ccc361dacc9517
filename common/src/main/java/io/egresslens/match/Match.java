package io.egresslens.match;

import io.egresslens.catalog.CatalogEntry;

/**
 * The entry that a destination hits.
 *
 * @param entry the winner
 * @param wrongPort whether the entry lists the destination, but not with this port or protocol
 * @param pathChecked whether the entry has a path and it was compared; false when the path did not
 *     show or the entry has none
 */
public record Match(CatalogEntry entry, boolean wrongPort, boolean pathChecked) {}
