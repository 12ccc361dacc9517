package io.egresslens.catalog;

import java.time.LocalDate;
import java.util.Objects;

/**
 * The document that says so.
 *
 * @param document its name or title
 * @param section the heading or table in it; null when the document has none
 * @param date when the document said it; null when the document's own date is enough
 */
public record SourceRef(String document, String section, LocalDate date) {
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
