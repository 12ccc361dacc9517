package io.egresslens.parse;

import java.util.Arrays;

/**
 * The firewalls seen last, each with the quote behind its name: there are few of them, and their
 * ids are long. An id is known by its last eight bytes, then compared as a whole; one that finds
 * all places taken throws the oldest out. Not thread-safe.
 */
final class RecentFirewalls {
  private static final int PLACES = 8;

  private final ScannedFlow flow;
  private final byte[][] ids = new byte[PLACES][];
  private final long[] ends = new long[PLACES];
  private final String[] names = new String[PLACES];
  private int count;
  private int oldest;

  RecentFirewalls(ScannedFlow flow) {
    this.flow = flow;
  }

  /**
   * Takes the firewall whose id begins there when it is one of those.
   *
   * @return the place of the quote behind it, or -1
   */
  int read(byte[] bytes, int at, int end) {
    for (int i = 0; i < count; i++) {
      byte[] id = ids[i];
      int behind = at + id.length;
      if (behind <= end
          && Swar.word(bytes, behind - 8) == ends[i]
          && Arrays.equals(bytes, at, behind, id, 0, id.length)) {
        flow.firewall(names[i]);
        return behind - 1;
      }
    }
    return -1;
  }

  /** Remembers the id {@code [from, close)}, behind which there is a quote. */
  void add(byte[] bytes, int from, int close, String name) {
    if (close - from < 8) {
      return;
    }
    int place = count < PLACES ? count++ : oldest++;
    oldest %= PLACES;
    ids[place] = Arrays.copyOfRange(bytes, from, close + 1);
    ends[place] = Swar.word(bytes, close - 7);
    names[place] = name;
  }
}
