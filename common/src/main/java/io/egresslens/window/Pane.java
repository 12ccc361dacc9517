package io.egresslens.window;

import io.egresslens.classify.Judgement;
import io.egresslens.flow.Action;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The rows of one window, or of the part of one in which no judgement changes with time. Reused for
 * other windows. Not thread-safe.
 */
final class Pane {
  /*
   * Layout. A row is ROW_WORDS longs in one array, so that counting a flow touches one line of the
   * cache besides the slot that led to it:
   *
   *   META     what of the flow is part of the row's identity and fits: see PartialSums
   *   ORIGIN   numbers of firewall (upper half) and viewpoint: the cluster, see Viewpoints
   *   KEY      where the key (the name's bytes, or the address's) stands in the arena (lower half),
   *            its length (16 bits), what is known of paths (upper 16 bits)
   *   FLOWS    how many
   *   FIRST    earliest and latest event time, epoch nanoseconds
   *   LAST
   *   SOURCES  a word of SourceBits
   *   RULES    number of the first flow's rule (upper half); one more than the place of the counts
   *            of all others (lower half), 0 while there are none. Flows of the first rule are the
   *            rest, so the ordinary row, which has one rule, counts nothing twice.
   *
   * Slots are an open-addressing table, at most half full: upper half of the hash beside one more
   * than the row's number. The upper half gives the slot too, so the table grows without hashing
   * anything again. Equal hashes are suspects only; identity and bytes are always compared.
   *
   * Emptying costs what the slots cost to clear. A pane that was nearly empty for its size is
   * therefore not reused but left to the collector, see isWorthKeeping.
   */
  static final int NO_ROW = -1;

  static final int PATH_UNKNOWN = 0;
  static final int PATH_IS_NOTHING = 1;
  static final int PATH_MATTERS = 2;

  private static final int META = 0;
  private static final int ORIGIN = 1;
  private static final int KEY = 2;
  private static final int FLOWS = 3;
  private static final int FIRST = 4;
  private static final int LAST = 5;
  private static final int SOURCES = 6;
  private static final int RULES = 7;
  private static final int ROW_WORDS = 8;

  private static final int LENGTH_SHIFT = 32;
  private static final int PATH_SHIFT = 48;
  private static final long NO_FLOW_YET = -1;

  /** Few, because times from anywhere may open a pane each. */
  private static final int FIRST_ROWS = 4;

  private static final int FIRST_KEY_BYTES = 24;

  /** Room behind the limit of key bytes, for those that come before anyone empties the pane. */
  private static final int BEYOND_KEY_BYTES = 1 << 16;

  /** A pane with fewer rows than its room divided by this is too large for what it is used for. */
  private static final int SPARSE = 8;

  private static final Action[] ACTIONS = Action.values();

  private final HeldRows held;
  private final SourceBits sources;
  private final Map<Alone, Integer> alone = new HashMap<>();

  /** What the row of flows that were judged one by one goes by: the outcome. */
  private record Alone(SummaryKey key, Judgement shadow) {}

  private long fromNanos = Long.MAX_VALUE;
  private long toNanos = Long.MIN_VALUE;
  private long windowStartMillis;
  private long windowEndMillis;

  private long[] slots = new long[2 * FIRST_ROWS];
  private int shift = Long.numberOfLeadingZeros(2 * FIRST_ROWS) + 1;
  private long[] words = new long[FIRST_ROWS * ROW_WORDS];
  private Judgement[] judgements = new Judgement[FIRST_ROWS];

  /** What the shadow says; null while there is none. */
  private Judgement[] shadows;

  private int rows;
  private int handedOver;
  private byte[] arena = new byte[FIRST_ROWS * FIRST_KEY_BYTES];
  private int arenaUsed;
  private RuleCounts[] otherRules = new RuleCounts[1];
  private int otherRulesUsed;

  Pane(SourceIds ids, HeldRows held) {
    this.held = held;
    this.sources = new SourceBits(ids, held);
  }

  /** Makes this empty pane the one of a part of a window. */
  void open(long from, long to, long windowStart, long windowEnd) {
    fromNanos = from;
    toNanos = to;
    windowStartMillis = windowStart;
    windowEndMillis = windowEnd;
  }

  /** Whether flows of this time belong here; never for a pane that is not in use. */
  boolean covers(long epochNanos) {
    return epochNanos >= fromNanos && epochNanos < toNanos;
  }

  long windowEndMillis() {
    return windowEndMillis;
  }

  /** How many rows there is room for. */
  int capacity() {
    return judgements.length;
  }

  /** The row of this identity, or {@link #NO_ROW}. */
  int find(long hash, long meta, long origin, byte[] key, int from, int to) {
    int tag = (int) (hash >>> 32);
    int length = to - from;
    for (int slot = (int) (hash >>> shift); ; slot = slot + 1 & slots.length - 1) {
      long suspect = slots[slot];
      if (suspect == 0) {
        return NO_ROW;
      }
      if ((int) (suspect >>> 32) == tag) {
        int row = (int) suspect - 1;
        int at = row * ROW_WORDS;
        long place = words[at + KEY];
        int start = (int) place;
        if (words[at + META] == meta
            && words[at + ORIGIN] == origin
            && ((int) (place >>> LENGTH_SHIFT) & 0xffff) == length
            && Arrays.equals(arena, start, start + length, key, from, to)) {
          return row;
        }
      }
    }
  }

  /** A new row for this identity, which must not have one, without flows yet. */
  int add(
      long hash,
      long meta,
      long origin,
      byte[] key,
      int from,
      int to,
      Judgement judgement,
      Judgement shadow) {
    int length = to - from;
    if (length > arena.length - arenaUsed) {
      growArena(Math.addExact(arenaUsed, length));
    }
    System.arraycopy(key, from, arena, arenaUsed, length);
    long place = (long) length << LENGTH_SHIFT | arenaUsed;
    int row = newRow(meta, origin, place, judgement, shadow);
    boolean wasFull = isFull();
    arenaUsed += length;
    if (!wasFull && isFull()) {
      held.fullPanes++;
    }
    if (2 * rows > slots.length) {
      growSlots();
    }
    place((hash & 0xffff_ffff_0000_0000L) | (row + 1));
    return row;
  }

  /** The row of flows that were judged one by one, new if need be. */
  int rowOf(SummaryKey key, long meta, long origin, Judgement judgement, Judgement shadow) {
    Alone outcome = new Alone(key, shadow);
    Integer known = alone.get(outcome);
    if (known == null) {
      known = newRow(meta, origin, 0, judgement, shadow);
      alone.put(outcome, known);
    }
    return known;
  }

  Judgement judgement(int row) {
    return judgements[row];
  }

  /** One of the constants; the last that was {@link #setPath set}. */
  int path(int row) {
    return (int) (words[row * ROW_WORDS + KEY] >>> PATH_SHIFT);
  }

  void setPath(int row, int path) {
    words[row * ROW_WORDS + KEY] |= (long) path << PATH_SHIFT;
  }

  /**
   * Counts a flow.
   *
   * @param source number of its source; negative when it has none
   * @param rule number of its rule
   */
  void count(int row, long epochNanos, int source, int rule) {
    int at = row * ROW_WORDS;
    long[] w = words;
    w[at + FLOWS]++;
    if (epochNanos < w[at + FIRST]) {
      w[at + FIRST] = epochNanos;
    }
    if (epochNanos > w[at + LAST]) {
      w[at + LAST] = epochNanos;
    }
    if (source >= 0) {
      long set = w[at + SOURCES];
      long after = sources.add(set, source);
      if (after != set) {
        w[at + SOURCES] = after;
      }
    }
    if (w[at + RULES] >>> 32 != rule) {
      countOther(at, rule);
    }
  }

  /**
   * Hands over every row that has flows, in the order in which they were added, but of those that
   * were not yet handed over at most the first so many. From then on nothing may be counted.
   *
   * @return how many rows were looked at
   */
  int drain(PaneNames names, int limit, Consumer<PartialSum> out) {
    int first = handedOver;
    handedOver += Math.min(limit, rows - first);
    for (int row = first; row < handedOver; row++) {
      if (words[row * ROW_WORDS + FLOWS] > 0) {
        PartialSum sum = sum(row, names);
        out.accept(sum);
        if (shadows != null) {
          names.shadow().compare(sum, windowEndMillis, shadows[row]);
        }
      }
    }
    return handedOver - first;
  }

  /** Whether every row was handed over. */
  boolean isDrained() {
    return handedOver == rows;
  }

  /** Forgets everything; the pane is in use no longer. */
  void close() {
    open(Long.MAX_VALUE, Long.MIN_VALUE, 0, 0);
    held.rows -= rows;
    if (isFull()) {
      held.fullPanes--;
    }
    for (int i = 0; i < otherRulesUsed; i++) {
      held.bytes -= otherRules[i].weightBytes();
    }
    Arrays.fill(slots, 0);
    Arrays.fill(judgements, 0, rows, null);
    shadows = null;
    Arrays.fill(otherRules, 0, otherRulesUsed, null);
    otherRulesUsed = 0;
    arenaUsed = 0;
    rows = 0;
    handedOver = 0;
    alone.clear();
    sources.clear();
  }

  /** Whether the pane, asked before it is closed, is not much too large for what it holds. */
  boolean isWorthKeeping() {
    return rows >= judgements.length / SPARSE;
  }

  private boolean isFull() {
    return arenaUsed >= held.maxKeyBytes;
  }

  private int newRow(long meta, long origin, long key, Judgement judgement, Judgement shadow) {
    if (rows == judgements.length) {
      judgements = Arrays.copyOf(judgements, 2 * rows);
      shadows = shadows == null ? null : Arrays.copyOf(shadows, 2 * rows);
      words = Arrays.copyOf(words, 2 * words.length);
    }
    int at = rows * ROW_WORDS;
    words[at + META] = meta;
    words[at + ORIGIN] = origin;
    words[at + KEY] = key;
    words[at + FLOWS] = 0;
    words[at + FIRST] = Long.MAX_VALUE;
    words[at + LAST] = Long.MIN_VALUE;
    words[at + SOURCES] = SourceBits.NOBODY;
    words[at + RULES] = NO_FLOW_YET;
    judgements[rows] = judgement;
    if (shadow != null) {
      shadows = shadows == null ? new Judgement[judgements.length] : shadows;
      shadows[rows] = shadow;
    }
    held.rows++;
    return rows++;
  }

  private void place(long entry) {
    int slot = (int) (entry >>> shift);
    while (slots[slot] != 0) {
      slot = slot + 1 & slots.length - 1;
    }
    slots[slot] = entry;
  }

  /** Doubles the room; from the limit on, where whoever fills it is told to stop, a little only. */
  private void growArena(int least) {
    long ample = Math.min(2L * arena.length, (long) held.maxKeyBytes + BEYOND_KEY_BYTES);
    arena = Arrays.copyOf(arena, (int) Math.max(least, ample));
  }

  private void growSlots() {
    long[] old = slots;
    slots = new long[2 * old.length];
    shift--;
    for (long entry : old) {
      if (entry != 0) {
        place(entry);
      }
    }
  }

  private void countOther(int at, int rule) {
    long known = words[at + RULES];
    if (known == NO_FLOW_YET) {
      words[at + RULES] = (long) rule << 32;
      return;
    }
    int place = (int) known;
    if (place == 0) {
      if (otherRulesUsed == otherRules.length) {
        otherRules = Arrays.copyOf(otherRules, 2 * otherRulesUsed);
      }
      RuleCounts none = new RuleCounts();
      otherRules[otherRulesUsed++] = none;
      held.bytes += none.weightBytes();
      place = otherRulesUsed;
      words[at + RULES] |= place;
    }
    RuleCounts others = otherRules[place - 1];
    long before = others.weightBytes();
    others.count(rule);
    held.bytes += others.weightBytes() - before;
  }

  private PartialSum sum(int row, PaneNames names) {
    int at = row * ROW_WORDS;
    long meta = words[at + META];
    Judgement judgement = judgements[row];
    SummaryKey key =
        new SummaryKey(
            names.firewalls().name((int) (words[at + ORIGIN] >>> 32)),
            judgement.cluster(),
            judgement.destination(),
            PartialSums.port(meta),
            names.protocols().name(PartialSums.protocol(meta)),
            ACTIONS[PartialSums.action(meta)],
            judgement.expectation(),
            judgement.entry());
    return new PartialSum(
        key,
        windowStartMillis,
        names.classifier().catalogVersion(),
        names.generation(),
        names.classifier().clusterDomain(names.viewpoints().live((int) words[at + ORIGIN])),
        words[at + FLOWS],
        sources.addresses(words[at + SOURCES]),
        instant(words[at + FIRST]),
        instant(words[at + LAST]),
        rules(at, names.rules()));
  }

  private Map<String, Long> rules(int at, NameIds names) {
    int first = (int) (words[at + RULES] >>> 32);
    int place = (int) words[at + RULES];
    long flows = words[at + FLOWS];
    if (place == 0) {
      return first == NameIds.NONE ? Map.of() : Map.of(names.name(first), flows);
    }
    Map<String, Long> counts = new TreeMap<>();
    if (first != NameIds.NONE) {
      counts.put(names.name(first), flows);
    }
    otherRules[place - 1].forEach(
        (rule, itsFlows) -> {
          if (first != NameIds.NONE) {
            counts.merge(names.name(first), -itsFlows, Long::sum);
          }
          if (rule != NameIds.NONE) {
            counts.put(names.name(rule), itsFlows);
          }
        });
    return counts;
  }

  private static Instant instant(long epochNanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(epochNanos, 1_000_000_000L), Math.floorMod(epochNanos, 1_000_000_000L));
  }
}
