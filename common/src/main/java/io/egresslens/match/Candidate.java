package io.egresslens.match;

import io.egresslens.catalog.CatalogEntry;
import java.util.Objects;

/**
 * An entry whose names fit a destination, and how it did.
 *
 * @param entry the entry as the catalog has it
 * @param match its pattern or range as text, bound to the cluster
 * @param standing whether it wins, or why not
 */
public record Candidate(CatalogEntry entry, String match, Standing standing) {
  public Candidate {
    Objects.requireNonNull(entry, "entry");
    Objects.requireNonNull(match, "match");
    Objects.requireNonNull(standing, "standing");
  }
}
