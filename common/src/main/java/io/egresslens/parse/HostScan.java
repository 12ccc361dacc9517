package io.egresslens.parse;

/**
 * Brings a host into the form that {@link io.egresslens.flow.HostName} gives a name: lower case,
 * without the root's dot. A host stays where it stands, and moves to a buffer only when it must be
 * changed. Says no to whatever may be an address, or is not ASCII. Allocates nothing. Not
 * thread-safe.
 */
final class HostScan {
  private static final int MAX_CHANGED = 512;

  private final byte[] buffer = new byte[MAX_CHANGED];
  private byte[] bytes = buffer;
  private int from;
  private int to;

  /** Holds the host from {@link #from} to {@link #to}. */
  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  /** Equal to {@link #from} when there is no name. */
  int to() {
    return to;
  }

  /** There is no name. */
  void clear() {
    from = 0;
    to = 0;
  }

  /** Takes the host of {@code [start, end)}, not empty; false when it may be no name. */
  boolean read(byte[] source, int start, int end) {
    return read(source, start, end, odd(source, start, end) != 0);
  }

  /**
   * The same.
   *
   * @param odd whether it may hold upper-case letters, colons or anything beyond ASCII
   */
  boolean read(byte[] source, int start, int end, boolean odd) {
    // Storing a reference may cost a barrier of the collector.
    if (bytes != source) {
      bytes = source;
    }
    from = start;
    to = end;
    if (odd && !lowerCase()) {
      return false;
    }
    int root = to - 1;
    if (bytes[root] == '.' && (root == from || bytes[root - 1] != '.')) {
      to = root;
    }
    // An address begins and ends in a digit, or holds a colon.
    return to == from || !ValueChecks.isDigit(bytes[from]) || !ValueChecks.isDigit(bytes[to - 1]);
  }

  /** 0 when a host has no upper-case letter, no colon and nothing beyond ASCII. */
  private static int odd(byte[] bytes, int from, int to) {
    long odd = 0;
    int at = from;
    for (; at + 8 <= to; at += 8) {
      long word = Swar.word(bytes, at);
      odd |= Swar.uppersAndColons(word) | (word & Swar.HIGHS);
    }
    if (at < to) {
      long word = Swar.wordOrZeros(bytes, at) & (-1L >>> (64 - 8 * (to - at)));
      odd |= Swar.uppersAndColons(word) | (word & Swar.HIGHS);
    }
    return odd == 0 ? 0 : 1;
  }

  private boolean lowerCase() {
    int length = to - from;
    if (length > MAX_CHANGED) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      int b = bytes[from + i];
      if (b < 0 || b == ':') {
        return false;
      }
      buffer[i] = (byte) (b >= 'A' && b <= 'Z' ? b | 32 : b);
    }
    bytes = buffer;
    from = 0;
    to = length;
    return true;
  }
}
