package io.egresslens.catalog.imports;

import java.util.Objects;

/**
 * Where in a document something stands.
 *
 * @param section the heading above it, or what the format has in a heading's place; null for none
 * @param line 1-based; 0 for the document as a whole
 * @param raw the text as published, as far as it matters: a cell, a line, a value
 */
public record Place(String section, int line, String raw) {
  public Place {
    Objects.requireNonNull(raw, "raw");
  }
}
