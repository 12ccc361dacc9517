package io.egresslens.alert;

import io.egresslens.window.PartialSum;
import io.egresslens.window.SummaryKey;
import java.util.Comparator;
import java.util.TreeMap;

/** What a {@link SubjectMemory} keeps of one lane. Not thread-safe. */
final class LaneMemory {
  /** How many destinations of a window are told apart; those of the smallest names. */
  static final int FACES = 8;

  /** Up to so many destinations and ports of an entry have panes of their own. */
  static final int FACE_PANES = 32;

  /** By destination, port and protocol: what of a key tells the flows of a subject apart. */
  static final Comparator<SummaryKey> BY_FACE =
      Comparator.comparing(
              SummaryKey::destination, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparingInt(SummaryKey::port)
          .thenComparing(SummaryKey::protocol, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(SummaryKey::entry, Comparator.nullsFirst(Comparator.naturalOrder()));

  /** The same, where lanes meet. */
  static final Comparator<SummaryKey> BY_FACE_AND_LANE =
      BY_FACE.thenComparing(SummaryKey::expectation).thenComparing(SummaryKey::action);

  final Tally panes = new Tally();
  final Tally minutes = new Tally();

  /** Panes of each destination and port; none once there were too many. */
  final TreeMap<SummaryKey, Tally> facePanes = new TreeMap<>(BY_FACE);

  /** Whether there ever were more than {@value #FACE_PANES} faces. */
  boolean hasManyFaces;

  /** By start of the window: all flows, under a key of the lane. */
  final TreeMap<Long, PartialSum> windows = new TreeMap<>();

  /**
   * By start of the window: the flows of the {@value #FACES} smallest faces. A face that is not
   * among them now never will be again, so the order leaves no trace.
   */
  final TreeMap<Long, TreeMap<SummaryKey, PartialSum>> faces = new TreeMap<>();

  /** Event time of the first flow ever, epoch milliseconds. */
  long firstSeen = Long.MAX_VALUE;

  /** Adds to the panes of a face, while there are few enough to be told apart. */
  void addFace(SummaryKey key, long start, long flows) {
    if (hasManyFaces) {
      return;
    }
    SummaryKey face =
        new SummaryKey(
            null, "", key.destination(), key.port(), null, key.action(), key.expectation(), null);
    facePanes.computeIfAbsent(face, any -> new Tally()).add(start, flows);
    if (facePanes.size() > FACE_PANES) {
      hasManyFaces = true;
      facePanes.clear();
    }
  }

  void note(PartialSum sum) {
    SummaryKey key = sum.key();
    SummaryKey lane =
        new SummaryKey(null, key.cluster(), null, 0, null, key.action(), key.expectation(), null);
    long start = sum.windowStartMillis();
    windows.merge(start, with(sum, lane), PartialSum::merge);
    TreeMap<SummaryKey, PartialSum> known =
        faces.computeIfAbsent(start, any -> new TreeMap<>(BY_FACE));
    known.merge(key, sum, PartialSum::merge);
    if (known.size() > FACES) {
      known.pollLastEntry();
    }
  }

  /** Forgets windows of which nothing was seen from then on. */
  void forgetNotesBefore(long millis) {
    windows.values().removeIf(sum -> sum.lastSeen().toEpochMilli() < millis);
    faces.keySet().retainAll(windows.keySet());
  }

  private static PartialSum with(PartialSum sum, SummaryKey key) {
    return new PartialSum(
        key,
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
