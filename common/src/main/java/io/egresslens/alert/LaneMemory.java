package io.egresslens.alert;

import io.egresslens.window.PartialSum;
import io.egresslens.window.SummaryKey;
import io.egresslens.window.Timeline;
import java.util.Comparator;
import java.util.TreeMap;

/** What a {@link SubjectMemory} keeps of one lane. Not thread-safe. */
final class LaneMemory {
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

  /** By start of the window; empty where no rule asks for them. */
  final TreeMap<Long, WindowNotes> windows = new TreeMap<>();

  private final boolean isNoted;

  /** Event time of the first flow ever, epoch milliseconds. */
  long firstSeen = Long.MAX_VALUE;

  LaneMemory(boolean isNoted) {
    this.isNoted = isNoted;
  }

  /** Adds to the panes of a face, while there are few enough to be told apart. */
  void addFace(SummaryKey key, Timeline timeline) {
    if (hasManyFaces || timeline.isEmpty()) {
      return;
    }
    SummaryKey face =
        new SummaryKey(
            null, "", key.destination(), key.port(), null, key.action(), key.expectation(), null);
    facePanes.computeIfAbsent(face, any -> new Tally()).add(timeline);
    if (facePanes.size() > FACE_PANES) {
      hasManyFaces = true;
      facePanes.clear();
    }
  }

  void note(PartialSum sum) {
    if (isNoted) {
      windows.computeIfAbsent(sum.windowStartMillis(), any -> new WindowNotes()).add(sum);
    }
  }

  /** Forgets windows of which nothing was seen from then on. */
  void forgetNotesBefore(long millis) {
    windows.values().removeIf(notes -> notes.lastSeen() < millis);
  }
}
