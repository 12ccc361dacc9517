package io.egresslens.catalog.imports;

import java.util.Comparator;
import java.util.Objects;

/**
 * What the user must hear of one line of a document. Ordered by line.
 *
 * @param line 1-based; 0 for the document as a whole
 * @param text what stands there, as published: hostile until printed with care
 * @param reason what was made of it, or why nothing was, in one plain sentence
 */
public record Remark(int line, String text, String reason) implements Comparable<Remark> {
  private static final Comparator<Remark> ORDER =
      Comparator.comparingInt(Remark::line)
          .thenComparing(Remark::text)
          .thenComparing(Remark::reason);

  public Remark {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(reason, "reason");
  }

  @Override
  public int compareTo(Remark other) {
    return ORDER.compare(this, other);
  }
}
