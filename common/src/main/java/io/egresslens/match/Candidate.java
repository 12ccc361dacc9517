package io.egresslens.match;

import io.egresslens.catalog.AddressSet;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.flow.AddressPrefix;
import java.util.Objects;

/**
 * An entry whose names fit a destination, and how it did.
 *
 * @param entry the entry as the catalog has it
 * @param match its pattern or range as text, bound to the cluster
 * @param standing whether it wins, or why not
 * @param prefix the longest of its ranges that holds the address; null for an entry of names
 * @param set the set that the range is of; null for an entry of names or of a single range
 */
public record Candidate(
    CatalogEntry entry, String match, Standing standing, AddressPrefix prefix, AddressSet set) {
  public Candidate {
    Objects.requireNonNull(entry, "entry");
    Objects.requireNonNull(match, "match");
    Objects.requireNonNull(standing, "standing");
  }

  /** An entry of names. */
  public Candidate(CatalogEntry entry, String match, Standing standing) {
    this(entry, match, standing, null, null);
  }
}
