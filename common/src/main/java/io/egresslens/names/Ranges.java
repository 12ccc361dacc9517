package io.egresslens.names;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** Puts days together over which an address had one name, so that a change is not averaged away. */
final class Ranges {
  private Ranges() {}

  /**
   * One range for days in a row that one name leads, and one for each day that none does.
   *
   * @param days in order
   */
  static List<NameRange> of(Collection<Occasions> days, int port) {
    List<NameRange> ranges = new ArrayList<>();
    Occasions open = null;
    String leader = null;
    for (Occasions day : days) {
      String of = day.leader();
      if (open != null && of != null && Objects.equals(of, leader)) {
        open.addAll(day);
        continue;
      }
      close(open, port, ranges);
      open = new Occasions();
      open.addAll(day);
      leader = of;
    }
    close(open, port, ranges);
    return ranges;
  }

  private static void close(Occasions open, int port, List<NameRange> ranges) {
    NameRange range = open == null ? null : open.range(port);
    if (range != null) {
      ranges.add(range);
    }
  }
}
