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
 * @param line 1-based line of the document on which it stood when it was imported; 0 when nobody
 *     says. It moves with every edit of the document, so it is no part of the catalog's version.
 */
public record SourceRef(String document, String section, String date, int line)
    implements Serializable {
  public SourceRef {
    Objects.requireNonNull(document, "document");
    if (line < 0) {
      throw new IllegalArgumentException("line " + line + " is below 0");
    }
  }

  /** A source of which no line is known. */
  public SourceRef(String document, String section, String date) {
    this(document, section, date, 0);
  }

  /** The same place at another line of the document. */
  SourceRef atLine(int other) {
    return line == other ? this : new SourceRef(document, section, date, other);
  }

  /**
   * {@code document, section (date)}, without the parts that are not there. The line is left out:
   * what is printed would change with every edit of the document.
   */
  @Override
  public String toString() {
    return document
        + (section == null ? "" : ", " + section)
        + (date == null ? "" : " (" + date + ")");
  }
}
