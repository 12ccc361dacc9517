package io.egresslens.window;

/** What all panes together hold. Not thread-safe. */
final class HeldRows {
  /** What one row is reckoned at, with its name and its share of the tables. */
  private static final int ROW_BYTES = 256;

  /** Far from where the places of keys in one array, which are ints, would end. */
  private static final int MAX_KEY_BYTES = 1 << 30;

  /** How many bytes of keys one pane may hold and not be full. */
  final int maxKeyBytes;

  int rows;

  /** Of what rows hold beyond their ordinary share. */
  long bytes;

  /** How many panes have no room for many more keys, however few rows there are. */
  int fullPanes;

  HeldRows() {
    this(MAX_KEY_BYTES);
  }

  HeldRows(int maxKeyBytes) {
    this.maxKeyBytes = maxKeyBytes;
  }

  /** In rows; more than any limit when a pane is full, so that it is emptied. */
  int weight() {
    return fullPanes > 0
        ? Integer.MAX_VALUE
        : (int) Math.min(Integer.MAX_VALUE, rows + bytes / ROW_BYTES);
  }
}
