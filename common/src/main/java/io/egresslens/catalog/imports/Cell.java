package io.egresslens.catalog.imports;

/**
 * A cell of a table.
 *
 * @param line 1-based, where it starts
 * @param raw as published
 * @param plain what a reader of the page sees; a line feed is a line break inside the cell
 */
record Cell(int line, String raw, String plain) {
  /** What stands where a row has no such cell. */
  static final Cell NONE = new Cell(0, "", "");

  boolean isEmpty() {
    return plain.isBlank();
  }
}
