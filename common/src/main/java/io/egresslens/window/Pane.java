package io.egresslens.window;

import io.egresslens.classify.Expectation;
import io.egresslens.classify.Judgement;
import io.egresslens.classify.Outcome;
import io.egresslens.flow.Action;
import java.nio.charset.StandardCharsets;
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
   *   KEY      where the key (the name's bytes, or the address's) stands in the arena (32 bits from
   *            the low end), its length (16), what is known of paths (2), the expectation (4), the
   *            length of the destination behind the key (8), 0 when the key says it
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
   * A row's names are bytes until it leaves: the only object that it has is the id of its catalog
   * entry, which the catalog holds anyway. The name as logged nearly always is the destination; when
   * it is not, and for flows judged alone, the destination stands behind the key.
   *
   * Emptying costs what the slots cost to clear. A pane that was nearly empty for its size is
   * therefore not reused but left to the collector, see isWorthKeeping.
   */
  static final int NO_ROW = -1;

  private static final byte[] NO_KEY = {};

  private static final int PATH_UNKNOWN = 0;
  private static final int PATH_IS_NOTHING = 1;
  private static final int PATH_MATTERS = 2;

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
  private static final int PATH_BITS = 3;
  private static final int EXPECTATION_SHIFT = 50;
  private static final int EXPECTATION_BITS = 0xf;
  private static final int DESTINATION_SHIFT = 54;
  private static final int DESTINATION_BITS = 0xff;
  private static final long NO_FLOW_YET = -1;

  /** Few, because times from anywhere may open a pane each. */
  private static final int FIRST_ROWS = 4;

  private static final int FIRST_KEY_BYTES = 24;

  /** Room behind the limit of key bytes, for those that come before anyone empties the pane. */
  private static final int BEYOND_KEY_BYTES = 1 << 16;

  /** A pane with fewer rows than its room divided by this is too large for what it is used for. */
  private static final int SPARSE = 8;

  private static final Action[] ACTIONS = Action.values();
  private static final Expectation[] EXPECTATIONS = Expectation.values();

  private final HeldRows held;
  private final SourceBits sources;

  /** Null when nobody asks. */
  private final RowTimes times;

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
  private String[] entries = new String[FIRST_ROWS];

  /** What the shadow says; null while there is none. */
  private Judgement[] shadows;

  private int rows;
  private int handedOver;
  private byte[] arena = new byte[FIRST_ROWS * FIRST_KEY_BYTES];
  private int arenaUsed;
  private RuleCounts[] otherRules = new RuleCounts[1];
  private int otherRulesUsed;

  /**
   * @param observer null when nobody asks when flows were
   */
  Pane(SourceIds ids, HeldRows held, Observer observer) {
    this.held = held;
    this.sources = new SourceBits(ids, held);
    this.times = observer == null ? null : new RowTimes(observer.paneMillis(), FIRST_ROWS, held);
  }

  /** Makes this empty pane the one of a part of a window. */
  void open(long from, long to, long windowStart, long windowEnd) {
    fromNanos = from;
    toNanos = to;
    windowStartMillis = windowStart;
    windowEndMillis = windowEnd;
    if (times != null) {
      times.open(windowStart);
    }
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
    return entries.length;
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
            && keyLength(place) == length
            && Arrays.equals(arena, start, start + length, key, from, to)) {
          return row;
        }
      }
    }
  }

  /**
   * A new row for this identity, which must not have one, without flows yet.
   *
   * @param outcome what is said of its flows
   * @param shadow what the shadow says; null when there is none
   */
  int add(
      long hash,
      long meta,
      long origin,
      byte[] key,
      int from,
      int to,
      Outcome outcome,
      Judgement shadow) {
    int row = newRow(meta, origin, key, from, to, outcome, shadow);
    if (2 * rows > slots.length) {
      growSlots();
    }
    place((hash & 0xffff_ffff_0000_0000L) | (row + 1));
    return row;
  }

  /** The row of flows that were judged one by one, new if need be. */
  int rowOf(SummaryKey key, long meta, long origin, Judgement shadow) {
    Alone identity = new Alone(key, shadow);
    Integer known = alone.get(identity);
    if (known == null) {
      Outcome outcome = new Outcome(key.expectation(), key.entry());
      known = newRow(meta, origin, NO_KEY, 0, 0, outcome, shadow);
      if (key.destination() != null) {
        setDestination(known, key.destination());
      }
      alone.put(identity, known);
    }
    return known;
  }

  /**
   * Says what the key of a row does not.
   *
   * @param row the one that was made last
   * @param destination the name or address in normal form
   */
  void setDestination(int row, String destination) {
    byte[] bytes = destination.getBytes(StandardCharsets.US_ASCII);
    append(bytes, 0, bytes.length);
    words[row * ROW_WORDS + KEY] |= (long) bytes.length << DESTINATION_SHIFT;
  }

  /** Whether a visible path can make a difference to a row of flows with a name. */
  boolean pathMatters(int row, PaneNames names) {
    int at = row * ROW_WORDS;
    long key = words[at + KEY];
    int known = (int) (key >>> PATH_SHIFT) & PATH_BITS;
    if (known == PATH_UNKNOWN) {
      int from = destinationFrom(key);
      int to = from + destinationLength(key);
      boolean matters = names.pathMatters((int) words[at + ORIGIN], arena, from, to);
      known = matters ? PATH_MATTERS : PATH_IS_NOTHING;
      words[at + KEY] |= (long) known << PATH_SHIFT;
    }
    return known == PATH_MATTERS;
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
    if (times != null) {
      times.count(row, epochNanos, w[at + FLOWS], w[at + FIRST]);
    }
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
        if (times != null) {
          int at = row * ROW_WORDS;
          names.observer().out().accept(sum, times.timeline(row, sum.flows(), words[at + FIRST]));
        }
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
    if (times != null) {
      times.clear(rows);
    }
    Arrays.fill(slots, 0);
    Arrays.fill(entries, 0, rows, null);
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
    return rows >= entries.length / SPARSE;
  }

  private boolean isFull() {
    return arenaUsed >= held.maxKeyBytes;
  }

  @SuppressWarnings("EnumOrdinal") // the numbers do not leave this instance
  private int newRow(
      long meta, long origin, byte[] key, int from, int to, Outcome outcome, Judgement shadow) {
    if (rows == entries.length) {
      entries = Arrays.copyOf(entries, 2 * rows);
      shadows = shadows == null ? null : Arrays.copyOf(shadows, 2 * rows);
      words = Arrays.copyOf(words, 2 * words.length);
      if (times != null) {
        times.grow(2 * rows);
      }
    }
    int at = rows * ROW_WORDS;
    words[at + META] = meta;
    words[at + ORIGIN] = origin;
    words[at + KEY] =
        arenaUsed
            | (long) (to - from) << LENGTH_SHIFT
            | (long) outcome.expectation().ordinal() << EXPECTATION_SHIFT;
    words[at + FLOWS] = 0;
    words[at + FIRST] = Long.MAX_VALUE;
    words[at + LAST] = Long.MIN_VALUE;
    words[at + SOURCES] = SourceBits.NOBODY;
    words[at + RULES] = NO_FLOW_YET;
    append(key, from, to);
    entries[rows] = outcome.entry();
    if (shadow != null) {
      shadows = shadows == null ? new Judgement[entries.length] : shadows;
      shadows[rows] = shadow;
    }
    held.rows++;
    return rows++;
  }

  private void append(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length > arena.length - arenaUsed) {
      growArena(Math.addExact(arenaUsed, length));
    }
    System.arraycopy(bytes, from, arena, arenaUsed, length);
    boolean wasFull = isFull();
    arenaUsed += length;
    if (!wasFull && isFull()) {
      held.fullPanes++;
    }
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
    long origin = words[at + ORIGIN];
    SummaryKey key =
        new SummaryKey(
            names.firewalls().name((int) (origin >>> 32)),
            names.classifier().clusterName(names.viewpoints().live((int) origin)),
            destination(meta, words[at + KEY]),
            PartialSums.port(meta),
            names.protocols().name(PartialSums.protocol(meta)),
            ACTIONS[PartialSums.action(meta)],
            EXPECTATIONS[(int) (words[at + KEY] >>> EXPECTATION_SHIFT) & EXPECTATION_BITS],
            entries[row]);
    return new PartialSum(
        key,
        windowStartMillis,
        names.classifier().catalogVersion(),
        names.generation(),
        names.classifier().clusterDomain(names.viewpoints().live((int) origin)),
        words[at + FLOWS],
        sources.addresses(words[at + SOURCES]),
        instant(words[at + FIRST]),
        instant(words[at + LAST]),
        rules(at, names.rules()));
  }

  /** Name or address as text; null for a row of flows that have neither. */
  private String destination(long meta, long key) {
    int from = destinationFrom(key);
    int length = destinationLength(key);
    if (length == 0) {
      return null;
    }
    return PartialSums.isByAddress(meta)
        ? PartialSums.address(arena, from).toString()
        : new String(arena, from, length, StandardCharsets.US_ASCII);
  }

  private static int destinationFrom(long key) {
    return (int) key + (lengthBehind(key) == 0 ? 0 : keyLength(key));
  }

  private static int destinationLength(long key) {
    int behind = lengthBehind(key);
    return behind == 0 ? keyLength(key) : behind;
  }

  private static int keyLength(long key) {
    return (int) (key >>> LENGTH_SHIFT) & 0xffff;
  }

  private static int lengthBehind(long key) {
    return (int) (key >>> DESTINATION_SHIFT) & DESTINATION_BITS;
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
