package io.egresslens.window;

/** What all panes together hold. Not thread-safe. */
final class HeldRows {
  /** What one row is reckoned at, with its name and its share of the tables. */
  private static final int ROW_BYTES = 256;

  int rows;

  /** Of what rows hold beyond their ordinary share. */
  long bytes;

  int weight() {
    return (int) Math.min(Integer.MAX_VALUE, rows + bytes / ROW_BYTES);
  }
}
