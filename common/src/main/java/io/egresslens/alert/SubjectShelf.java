package io.egresslens.alert;

import static io.egresslens.alert.Episode.NEVER;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** The subjects of a book, and which of them are to be looked at. Not thread-safe. */
final class SubjectShelf {
  /** Whoever asks for names decides how many of these there are. */
  private static final Set<SubjectKind> NAMES =
      EnumSet.of(SubjectKind.DESTINATION, SubjectKind.NAME, SubjectKind.DOMAIN);

  private final Map<Subject, WatchedSubject> subjects = new LinkedHashMap<>();
  private final Map<String, Integer> names = new HashMap<>();
  private final int namesPerCluster;
  private long overflow;

  private final Set<WatchedSubject> touched = new LinkedHashSet<>();

  /** Those with alerts, once they were read: what is known of episodes is not written. */
  private final Set<WatchedSubject> restored = new LinkedHashSet<>();

  private final Set<WatchedSubject> active = new LinkedHashSet<>();

  /** Clusters of which all that is active is to be looked at. */
  private final Set<String> lateClusters = new LinkedHashSet<>();

  /** By cluster: the first flow ever. */
  private final Map<String, Long> firstSeen = new HashMap<>();

  private final PriorityQueue<Due> dueAtReached = new PriorityQueue<>();
  private final PriorityQueue<Due> dueAtComplete = new PriorityQueue<>();

  /** Holds only while the subject still says so itself. */
  private record Due(long at, WatchedSubject watched) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return Long.compare(at, other.at);
    }
  }

  SubjectShelf(int namesPerCluster) {
    this.namesPerCluster = namesPerCluster;
  }

  /** The subject, to be looked at; null when there is no room for it. */
  WatchedSubject touch(Subject subject) {
    WatchedSubject watched = subjects.get(subject);
    if (watched == null) {
      boolean isName = NAMES.contains(subject.kind());
      if (isName && names.getOrDefault(subject.cluster(), 0) >= namesPerCluster) {
        overflow++;
        return null;
      }
      watched = put(new WatchedSubject(subject, new SubjectMemory(subject.kind())));
    }
    if (!watched.isTouched) {
      watched.isTouched = true;
      touched.add(watched);
    }
    wake(watched);
    return watched;
  }

  private WatchedSubject put(WatchedSubject watched) {
    Subject subject = watched.subject;
    subjects.put(subject, watched);
    if (NAMES.contains(subject.kind())) {
      names.merge(subject.cluster(), 1, Integer::sum);
    }
    return watched;
  }

  /** Notes what an observation means to others of its cluster than those that it is about. */
  void pulse(Observation observation, boolean isLate) {
    String cluster = observation.sum().key().cluster();
    long first = observation.sum().firstSeen().toEpochMilli();
    Long before = firstSeen.get(cluster);
    if (before == null || first < before) {
      firstSeen.put(cluster, first);
    }
    if (isLate || (before != null && first < before)) {
      lateClusters.add(cluster);
    }
  }

  boolean has(Subject subject) {
    return subjects.containsKey(subject);
  }

  List<WatchedSubject> of(SubjectKind kind) {
    return subjects.values().stream().filter(one -> one.subject.kind() == kind).toList();
  }

  /** What is remembered of a subject, or nothing; never null. */
  SubjectMemory memory(Subject subject) {
    WatchedSubject watched = subjects.get(subject);
    return watched == null ? new SubjectMemory(subject.kind()) : watched.memory;
  }

  /** All that something was observed of or that is due; it is not any more after this. */
  Collection<WatchedSubject> toLookAt(AlertTime now) {
    Set<WatchedSubject> look = new LinkedHashSet<>(touched);
    look.addAll(restored);
    touched.forEach(one -> one.isTouched = false);
    touched.clear();
    restored.clear();
    if (!lateClusters.isEmpty()) {
      for (WatchedSubject watched : active) {
        String cluster = watched.subject.cluster();
        if (cluster == null || lateClusters.contains(cluster)) {
          look.add(watched);
        }
      }
      lateClusters.clear();
    }
    takeDue(dueAtReached, now.reachedMillis(), now, look);
    takeDue(dueAtComplete, now.completeMillis(), now, look);
    return look;
  }

  private static void takeDue(
      PriorityQueue<Due> queue, long to, AlertTime now, Set<WatchedSubject> look) {
    while (!queue.isEmpty() && queue.peek().at <= to) {
      WatchedSubject watched = queue.poll().watched;
      if (watched.isDue(now)) {
        look.add(watched);
      }
    }
  }

  /** Says when a subject is to be looked at though nothing is observed of it. */
  void lookLater(WatchedSubject watched, long atReached, long atComplete) {
    if (atReached != watched.dueAtReached && atReached != NEVER) {
      dueAtReached.add(new Due(atReached, watched));
    }
    if (atComplete != watched.dueAtComplete && atComplete != NEVER) {
      dueAtComplete.add(new Due(atComplete, watched));
    }
    watched.dueAtReached = atReached;
    watched.dueAtComplete = atComplete;
  }

  long nextLook() {
    long reached = dueAtReached.isEmpty() ? NEVER : dueAtReached.peek().at;
    long complete = dueAtComplete.isEmpty() ? NEVER : dueAtComplete.peek().at;
    return Math.min(reached, complete);
  }

  /** A copy of those that may still say something. */
  List<WatchedSubject> active() {
    return new ArrayList<>(active);
  }

  /** Has it folded and pruned from now on, also when nothing was observed of it: what is missed. */
  void wake(WatchedSubject watched) {
    if (!watched.isActive) {
      watched.isActive = true;
      active.add(watched);
    }
  }

  void settle(WatchedSubject watched) {
    watched.isActive = false;
    active.remove(watched);
  }

  /**
   * Forgets names that were only denied, and that long ago.
   *
   * @param before event time, epoch milliseconds
   */
  void dropUnknown(long before) {
    subjects
        .values()
        .removeIf(
            watched -> {
              boolean isUnknown =
                  !watched.isActive
                      && NAMES.contains(watched.subject.kind())
                      && watched.memory.firstSeen(FlowSignals.ALLOWED) == NEVER
                      && watched.memory.lastPane(FlowSignals.ANY) < before;
              if (isUnknown) {
                names.merge(watched.subject.cluster(), -1, Integer::sum);
                watched.dueAtReached = NEVER;
                watched.dueAtComplete = NEVER;
              }
              return isUnknown;
            });
  }

  long overflow() {
    return overflow;
  }

  int size() {
    return subjects.size();
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(namesPerCluster);
    out.writeLong(overflow);
    out.writeInt(lateClusters.size());
    for (String cluster : lateClusters) {
      MemoryBytes.writeText(cluster, out);
    }
    out.writeInt(firstSeen.size());
    for (Map.Entry<String, Long> first : firstSeen.entrySet()) {
      MemoryBytes.writeText(first.getKey(), out);
      out.writeLong(first.getValue());
    }
    out.writeInt(subjects.size());
    for (WatchedSubject watched : subjects.values()) {
      Subject subject = watched.subject;
      MemoryBytes.writeText(subject.kind().name(), out);
      Told.Texts.write(out, subject.cluster());
      Told.Texts.write(out, subject.name());
      out.writeInt(subject.port());
      out.writeByte((watched.isActive ? 1 : 0) | (watched.isTouched ? 2 : 0));
      out.writeLong(watched.dueAtReached);
      out.writeLong(watched.dueAtComplete);
      watched.memory.writeTo(out);
      out.writeInt(watched.alerts.size());
      for (AlertState alert : watched.alerts.values()) {
        alert.write(out);
      }
    }
  }

  static SubjectShelf read(DataInputStream in) throws IOException {
    SubjectShelf shelf = new SubjectShelf(in.readInt());
    shelf.overflow = in.readLong();
    for (int left = in.readInt(); left > 0; left--) {
      shelf.lateClusters.add(MemoryBytes.readText(in));
    }
    for (int left = in.readInt(); left > 0; left--) {
      shelf.firstSeen.put(MemoryBytes.readText(in), in.readLong());
    }
    for (int left = in.readInt(); left > 0; left--) {
      Subject subject =
          new Subject(
              SubjectKind.valueOf(MemoryBytes.readText(in)),
              Told.Texts.read(in),
              Told.Texts.read(in),
              in.readInt());
      int flags = in.readByte();
      long atReached = in.readLong();
      long atComplete = in.readLong();
      WatchedSubject watched = shelf.put(new WatchedSubject(subject, SubjectMemory.readFrom(in)));
      for (int alerts = in.readInt(); alerts > 0; alerts--) {
        AlertState alert = AlertState.read(in);
        watched.alerts.put(alert.rule, alert);
      }
      shelf.lookLater(watched, atReached, atComplete);
      watched.isActive = (flags & 1) != 0;
      if (watched.isActive) {
        shelf.active.add(watched);
      }
      if ((flags & 2) != 0) {
        watched.isTouched = true;
        shelf.touched.add(watched);
      }
      if (!watched.alerts.isEmpty()) {
        shelf.restored.add(watched);
      }
    }
    return shelf;
  }
}
