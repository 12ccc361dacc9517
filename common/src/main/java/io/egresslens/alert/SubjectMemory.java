package io.egresslens.alert;

import io.egresslens.classify.Expectation;
import io.egresslens.flow.Action;
import io.egresslens.flow.IpAddress;
import io.egresslens.window.PartialSum;
import io.egresslens.window.SourceSet;
import io.egresslens.window.SummaryKey;
import io.egresslens.window.Timeline;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is remembered of one subject. Taking in observations is commutative and associative: the
 * result depends neither on order nor on how flows were shared out. What is bounded is bounded by
 * what does not change when more comes in, the smallest names. Not thread-safe.
 */
public final class SubjectMemory {
  /** What decided where no rule matched. */
  public static final String DEFAULT_ACTION = "Default Action";

  static final long MINUTE = 60_000;

  /** Ten minutes: distinct names are kept for each. */
  static final long NAMES_SLOT = 600_000;

  private static final Comparator<Lane> BY_LANE =
      Comparator.comparing(Lane::expectation).thenComparing(Lane::action);

  final SubjectKind kind;
  final TreeMap<Lane, LaneMemory> lanes = new TreeMap<>(BY_LANE);
  final Tally failed = new Tally();
  final Tally succeeded = new Tally();

  /** By start of a slot. */
  final TreeMap<Long, NameSlot> names = new TreeMap<>();

  long prunedTo = Long.MIN_VALUE;
  long generation = -1;
  String catalogVersion;

  /** What {@link #pulse} says; null when it may have changed. */
  private Timeline pulse;

  /** The lane of the last flows; null before the first. */
  private Lane lastLane;

  private LaneMemory last;

  public SubjectMemory(SubjectKind kind) {
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  /** Takes in flows; what is older than what was pruned leaves no panes. */
  public void observe(Observation observation) {
    PartialSum sum = observation.sum();
    SummaryKey key = sum.key();
    pulse = null;
    LaneMemory lane = lane(key.expectation(), key.action());
    lane.firstSeen = Math.min(lane.firstSeen, sum.firstSeen().toEpochMilli());
    Timeline panes = observation.timeline().between(panesFrom(), Long.MAX_VALUE);
    lane.panes.add(panes);
    if (kind.keepsFaces()) {
      lane.addFace(key, panes);
    }
    if (kind.keepsNames()) {
      addName(key.destination(), panes);
    }
    if (kind.keepsRhythm()) {
      lane.minutes.add(byMinute(observation.timeline().between(minutesFrom(), Long.MAX_VALUE)));
    }
    lane.note(sum);
    judgedBy(sum.generation(), sum.catalogVersion());
  }

  /** The lane, which is there from now on; most subjects have one. */
  LaneMemory lane(Expectation expectation, Action action) {
    if (lastLane == null || lastLane.expectation() != expectation || lastLane.action() != action) {
      lastLane = new Lane(expectation, action);
      last = lanes.computeIfAbsent(lastLane, lane -> new LaneMemory(isNoted(lane)));
    }
    return last;
  }

  /** Whether any rule asks who, where to and by which rule. */
  private boolean isNoted(Lane lane) {
    return kind.keepsNotes()
        && Arrays.stream(AlertRule.values())
            .anyMatch(rule -> rule.subject() == kind && rule.lanes().test(lane));
  }

  private void addName(String name, Timeline panes) {
    long hash = DistinctNames.hash(name);
    long done = Long.MIN_VALUE;
    for (long start : panes.starts()) {
      long slot = Math.floorDiv(start, NAMES_SLOT) * NAMES_SLOT;
      if (slot != done) {
        names.computeIfAbsent(slot, any -> new NameSlot()).add(hash);
        done = slot;
      }
    }
  }

  private static Timeline byMinute(Timeline panes) {
    long[] starts = new long[panes.panes()];
    long[] flows = new long[starts.length];
    int minutes = 0;
    for (int i = 0; i < starts.length; i++) {
      long minute = Math.floorDiv(panes.starts()[i], MINUTE) * MINUTE;
      if (minutes == 0 || starts[minutes - 1] != minute) {
        starts[minutes++] = minute;
      }
      flows[minutes - 1] += panes.flows()[i];
    }
    return new Timeline(Arrays.copyOf(starts, minutes), Arrays.copyOf(flows, minutes));
  }

  /** Takes in tries of which some failed: records that could not be read, changes refused. */
  public void observe(long start, long howManyFailed, long howManySucceeded) {
    if (howManyFailed > 0 && start >= minutesFrom()) {
      failed.add(start, howManyFailed);
    }
    if (howManySucceeded > 0 && start >= minutesFrom()) {
      succeeded.add(start, howManySucceeded);
    }
  }

  /**
   * Forgets what no conclusion from this time on needs. Stays: what was last and first seen, what
   * rules look back on ({@link SubjectKind#LOOK_BACK}, {@link SubjectKind#LEARNING}).
   *
   * @param before event time, epoch milliseconds; an earlier one than before changes nothing
   */
  public void prune(long before) {
    prunedTo = Math.max(prunedTo, before);
    pulse = null;
    for (LaneMemory lane : lanes.values()) {
      long lastMinute = lane.minutes.last();
      lane.panes.forgetBefore(Math.min(panesFrom(), lane.panes.last()));
      lane.minutes.forgetBefore(
          Math.min(minutesFrom(), lastMinute - SubjectKind.LEARNING.toMillis()));
      lane.facePanes.values().forEach(face -> face.forgetBefore(panesFrom()));
      lane.forgetNotesBefore(panesFrom());
    }
    failed.forgetBefore(Math.min(minutesFrom(), failed.last()));
    succeeded.forgetBefore(Math.min(minutesFrom(), succeeded.last()));
    names.headMap(panesFrom() - NAMES_SLOT).clear();
  }

  /** What was pruned up to; rules conclude nothing about earlier panes any more. */
  public long prunedTo() {
    return prunedTo;
  }

  /** Flows of these lanes by pane. Costs their panes, as the next does. */
  public Timeline panes(Predicate<Lane> which) {
    return chosen(which).map(lane -> lane.panes.timeline()).reduce(Timeline.EMPTY, Timeline::plus);
  }

  /** All flows by pane; costs nothing while none are added. */
  Timeline pulse() {
    if (pulse == null) {
      pulse = panes(lane -> true);
    }
    return pulse;
  }

  /** Flows of these lanes by minute, of a day at least; empty where the kind does not keep it. */
  public Timeline minutes(Predicate<Lane> which) {
    return chosen(which)
        .map(lane -> lane.minutes.timeline())
        .reduce(Timeline.EMPTY, Timeline::plus);
  }

  /**
   * The flows of some lanes and of some others, for each destination and port apart; together as
   * one where there were too many to be told apart.
   */
  List<Timeline[]> faces(Predicate<Lane> some, Predicate<Lane> others) {
    if (chosen(some.or(others)).anyMatch(lane -> lane.hasManyFaces)) {
      return List.<Timeline[]>of(new Timeline[] {panes(some), panes(others)});
    }
    Map<SummaryKey, Timeline[]> faces = new TreeMap<>(LaneMemory.BY_FACE);
    addFaces(some, 0, faces);
    addFaces(others, 1, faces);
    return List.copyOf(faces.values());
  }

  private void addFaces(Predicate<Lane> which, int at, Map<SummaryKey, Timeline[]> to) {
    chosen(which)
        .flatMap(lane -> lane.facePanes.entrySet().stream())
        .forEach(
            face -> {
              Timeline[] pair =
                  to.computeIfAbsent(
                      face.getKey(), any -> new Timeline[] {Timeline.EMPTY, Timeline.EMPTY});
              pair[at] = pair[at].plus(face.getValue().timeline());
            });
  }

  /** Tries that failed, see {@link #observe(long, long, long)}. */
  public Timeline failed() {
    return failed.timeline();
  }

  /** Tries that did not fail. */
  public Timeline succeeded() {
    return succeeded.timeline();
  }

  /**
   * Event time of the first flow of these lanes ever, epoch milliseconds; {@link Long#MAX_VALUE}
   * when there was none. Pruning does not touch it.
   */
  public long firstSeen(Predicate<Lane> which) {
    return chosen(which).mapToLong(lane -> lane.firstSeen).min().orElse(Long.MAX_VALUE);
  }

  /** Start of the last pane of these lanes; {@link Long#MIN_VALUE} when there was none. */
  public long lastPane(Predicate<Lane> which) {
    return chosen(which).mapToLong(lane -> lane.panes.last()).max().orElse(Long.MIN_VALUE);
  }

  /** The catalog that judged the newest of its flows; null when there were none. */
  public String catalogVersion() {
    return catalogVersion;
  }

  /**
   * Some of the flows, at most {@link Evidence#LIMIT}, most flows first, then by name.
   *
   * @param from event time, epoch milliseconds; windows that have flows in {@code [from, to)} count
   *     as a whole
   */
  public List<Evidence> evidence(Predicate<Lane> which, long from, long to) {
    Map<SummaryKey, PartialSum> byKey = new TreeMap<>(LaneMemory.BY_FACE_AND_LANE);
    chosen(which)
        .flatMap(lane -> lane.windows.values().stream())
        .filter(notes -> notes.touches(from, to))
        .flatMap(notes -> notes.faces().values().stream())
        .filter(sum -> touches(sum, from, to))
        .forEach(sum -> byKey.merge(sum.key(), sum, PartialSum::merge));
    return byKey.values().stream()
        .sorted(Comparator.comparingLong(PartialSum::flows).reversed())
        .limit(Evidence.LIMIT)
        .map(SubjectMemory::evidence)
        .toList();
  }

  /** The sources of the windows that have flows of these lanes in {@code [from, to)}. */
  public SourceSet sources(Predicate<Lane> which, long from, long to) {
    return windows(which, from, to)
        .map(PartialSum::sources)
        .reduce(SourceSet.EMPTY, SourceSet::union);
  }

  /**
   * The rule that decided most of the flows of these lanes in the windows that touch {@code [from,
   * to)}, the smallest of several.
   *
   * @return {@code collection/rule} or {@link #DEFAULT_ACTION}; null when there were no flows, or
   *     when the log does not say what allowed them
   */
  public String topRule(Predicate<Lane> which, long from, long to) {
    Map<String, Long> rules = new TreeMap<>();
    windows(which, from, to).forEach(sum -> addRules(sum, rules));
    return top(rules);
  }

  /** The starts of the slots with names, ascending. */
  Set<Long> nameSlots() {
    return Collections.unmodifiableSet(names.keySet());
  }

  /** The distinct names of the slots that start in {@code [from, to)}. */
  DistinctNames names(long from, long to) {
    NavigableMap<Long, NameSlot> slots = names.subMap(from, true, to, false);
    return slots.values().stream()
        .map(NameSlot::names)
        .reduce(DistinctNames.NONE, DistinctNames::plus);
  }

  /** Writes everything, for {@link #readFrom}. */
  public void writeTo(DataOutput out) throws IOException {
    MemoryBytes.write(this, out);
  }

  /**
   * Reads what {@link #writeTo} wrote.
   *
   * @throws IOException for bytes that end too early; others that it did not write may give {@link
   *     IllegalArgumentException} or nonsense
   */
  public static SubjectMemory readFrom(DataInput in) throws IOException {
    return MemoryBytes.read(in);
  }

  private long panesFrom() {
    return back(SubjectKind.LOOK_BACK.toMillis());
  }

  private long minutesFrom() {
    return back(SubjectKind.MINUTES_KEPT.toMillis());
  }

  private long back(long millis) {
    return prunedTo == Long.MIN_VALUE ? prunedTo : prunedTo - millis;
  }

  private void judgedBy(long newGeneration, String newVersion) {
    boolean isNewer =
        newGeneration > generation
            || (newGeneration == generation && newVersion.compareTo(catalogVersion) > 0);
    if (isNewer) {
      generation = newGeneration;
      catalogVersion = newVersion;
    }
  }

  private Stream<LaneMemory> chosen(Predicate<Lane> which) {
    return lanes.entrySet().stream()
        .filter(lane -> which.test(lane.getKey()))
        .map(Map.Entry::getValue);
  }

  private Stream<PartialSum> windows(Predicate<Lane> which, long from, long to) {
    return chosen(which)
        .flatMap(lane -> lane.windows.values().stream())
        .filter(notes -> notes.touches(from, to))
        .map(WindowNotes::whole);
  }

  private static boolean touches(PartialSum sum, long from, long to) {
    return sum.lastSeen().toEpochMilli() >= from && sum.firstSeen().toEpochMilli() < to;
  }

  private static void addRules(PartialSum sum, Map<String, Long> to) {
    long byDefault = sum.flows();
    for (Map.Entry<String, Long> rule : sum.rules().entrySet()) {
      to.merge(rule.getKey(), rule.getValue(), Long::sum);
      byDefault -= rule.getValue();
    }
    // What is allowed by no rule that the log names is not allowed by default: nothing is.
    if (byDefault > 0 && sum.key().action() == Action.DENY) {
      to.merge(DEFAULT_ACTION, byDefault, Long::sum);
    }
  }

  private static String top(Map<String, Long> rules) {
    String top = null;
    for (Map.Entry<String, Long> rule : rules.entrySet()) {
      top = top == null || rule.getValue() > rules.get(top) ? rule.getKey() : top;
    }
    return top;
  }

  private static Evidence evidence(PartialSum sum) {
    Map<String, Long> rules = new TreeMap<>();
    addRules(sum, rules);
    String rule = top(rules);
    SummaryKey key = sum.key();
    return new Evidence(
        key.destination(),
        key.port(),
        key.protocol(),
        key.action(),
        DEFAULT_ACTION.equals(rule) ? null : rule,
        sum.flows(),
        sum.firstSeen(),
        sum.lastSeen(),
        sum.sources().samples().stream().map(IpAddress::toString).toList());
  }
}
