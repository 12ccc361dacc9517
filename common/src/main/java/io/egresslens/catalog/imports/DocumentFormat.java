package io.egresslens.catalog.imports;

import java.util.Objects;

/**
 * A kind of document that can be imported.
 *
 * @param label what {@code --format} names it: lower-case kebab
 * @param about one line for the help
 * @param detector whether a document is of this kind
 * @param reader reads one
 */
public record DocumentFormat(String label, String about, Detector detector, Reader reader) {
  public DocumentFormat {
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(about, "about");
    Objects.requireNonNull(detector, "detector");
    Objects.requireNonNull(reader, "reader");
  }

  /** Tells a format by its marks. */
  @FunctionalInterface
  public interface Detector {
    /**
     * Whether the document is of this kind, by a mark that no other kind has.
     *
     * @param fileName without folder, as given; empty for standard input
     * @param text the whole document
     */
    boolean detects(String fileName, String text);
  }

  /** Reads a document of one format. */
  @FunctionalInterface
  public interface Reader {
    /**
     * Reads a document. Whatever the text, it does not throw: what cannot be read is a remark.
     *
     * @param text the whole document, line ends of any kind, without byte order mark
     */
    Imported read(String text, ImportOptions options);
  }
}
