package io.egresslens.catalog;

import java.io.Serializable;
import java.util.Objects;

/**
 * The document that says so.
 *
 * @param document its name or title
 * @param section the heading or table in it; null when the document has none
 * @param date when it said so, as precisely as is known: a year, {@code 2025-04}, or a day; null
 *     when the document is known by its name alone
 */
public record SourceRef(String document, String section, String date) implements Serializable {
  public SourceRef {
    Objects.requireNonNull(document, "document");
  }

  /** {@code document, section (date)}, without the parts that are not there. */
  @Override
  public String toString() {
    return document
        + (section == null ? "" : ", " + section)
        + (date == null ? "" : " (" + date + ")");
  }
}
