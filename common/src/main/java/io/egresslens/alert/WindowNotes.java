package io.egresslens.alert;

import io.egresslens.window.PartialSum;
import io.egresslens.window.SummaryKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who, where to and by which rule, of one window of a lane. Most windows are never asked, so sums
 * wait to be added up until somebody does, or until they are many. Not thread-safe.
 */
final class WindowNotes {
  /** How many destinations are told apart; those of the smallest names. */
  static final int FACES = 8;

  /** So many sums wait for each destination that is known, and for one more. */
  private static final int WAITING = 4;

  private final List<PartialSum> waiting = new ArrayList<>(1);

  /** All flows but those that wait, under a key of the lane; null for none. */
  private PartialSum whole;

  /**
   * The flows of the {@value #FACES} smallest faces. A face that is not among them now never will
   * be again, so the order leaves no trace.
   */
  private final TreeMap<SummaryKey, PartialSum> faces = new TreeMap<>(LaneMemory.BY_FACE);

  private long firstSeen = Long.MAX_VALUE;
  private long lastSeen = Long.MIN_VALUE;

  void add(PartialSum sum) {
    saw(sum);
    waiting.add(sum);
    if (waiting.size() >= WAITING * (faces.size() + 1)) {
      settle();
    }
  }

  /** What {@link #whole} and {@link #faces} said before. */
  static WindowNotes of(PartialSum whole, Map<SummaryKey, PartialSum> faces) {
    WindowNotes notes = new WindowNotes();
    notes.saw(whole);
    notes.whole = whole;
    notes.faces.putAll(faces);
    return notes;
  }

  /** Whether any flow may have been in {@code [from, to)}. */
  boolean touches(long from, long to) {
    return lastSeen >= from && firstSeen < to;
  }

  /** Event time of the last flow, epoch milliseconds. */
  long lastSeen() {
    return lastSeen;
  }

  /** All flows. */
  PartialSum whole() {
    settle();
    return whole;
  }

  /** The flows of the smallest faces. */
  Map<SummaryKey, PartialSum> faces() {
    settle();
    return faces;
  }

  private void saw(PartialSum sum) {
    firstSeen = Math.min(firstSeen, sum.firstSeen().toEpochMilli());
    lastSeen = Math.max(lastSeen, sum.lastSeen().toEpochMilli());
  }

  /** Two by two, so that small sets of sources meet small ones. */
  private void settle() {
    if (waiting.isEmpty()) {
      return;
    }
    List<PartialSum> sums = new ArrayList<>(waiting.size() + 1);
    for (PartialSum sum : waiting) {
      addFace(sum);
      sums.add(ofLane(sum));
    }
    waiting.clear();
    if (whole != null) {
      sums.add(whole);
    }
    for (int left = sums.size(); left > 1; left = (left + 1) / 2) {
      for (int i = 0; i < left / 2; i++) {
        sums.set(i, sums.get(2 * i).merge(sums.get(2 * i + 1)));
      }
      if (left % 2 == 1) {
        sums.set(left / 2, sums.get(left - 1));
      }
    }
    whole = sums.get(0);
  }

  private void addFace(PartialSum sum) {
    SummaryKey key = sum.key();
    if (faces.size() == FACES && LaneMemory.BY_FACE.compare(key, faces.lastKey()) > 0) {
      return;
    }
    faces.merge(key, sum, PartialSum::merge);
    if (faces.size() > FACES) {
      faces.pollLastEntry();
    }
  }

  private static PartialSum ofLane(PartialSum sum) {
    SummaryKey key = sum.key();
    return new PartialSum(
        new SummaryKey(null, key.cluster(), null, 0, null, key.action(), key.expectation(), null),
        sum.windowStartMillis(),
        sum.catalogVersion(),
        sum.generation(),
        sum.clusterDomain(),
        sum.flows(),
        sum.sources(),
        sum.firstSeen(),
        sum.lastSeen(),
        sum.rules());
  }
}
