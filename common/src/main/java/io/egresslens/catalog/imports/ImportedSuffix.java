package io.egresslens.catalog.imports;

import java.util.Objects;

/**
 * A domain of which a document says that some names below it are meant, and not which.
 *
 * @param suffix a host name in normal form
 * @param place where it stands
 */
public record ImportedSuffix(String suffix, Place place) {
  public ImportedSuffix {
    Objects.requireNonNull(suffix, "suffix");
    Objects.requireNonNull(place, "place");
  }
}
