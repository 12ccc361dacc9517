package io.egresslens.catalog.diff;

import java.util.Objects;

/**
 * A field that is not what it was.
 *
 * @param field its key in a catalog file
 * @param before null when it was not there
 * @param after null when it is there no longer
 */
public record FieldChange(String field, String before, String after) {
  public FieldChange {
    Objects.requireNonNull(field, "field");
  }
}
