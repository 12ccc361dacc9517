package io.egresslens.window;

import io.egresslens.classify.FlowClassifier;
import io.egresslens.classify.Judgement;
import io.egresslens.classify.Outcome;
import io.egresslens.flow.Flow;
import io.egresslens.flow.FlowView;
import io.egresslens.flow.HostName;
import io.egresslens.flow.IpAddress;
import io.egresslens.flow.SeededHash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * The sums that an ingest step keeps before it sends anything on, and the judgements in them. A
 * flow of a row that is there costs one hash of its name and three small tables, and allocates
 * nothing; one that must be judged for itself, for its path or a name that is none, costs and
 * allocates what a judgement does. Not thread-safe.
 *
 * <p>It forgets everything at {@link #drain}, which the owner calls before a checkpoint passes and
 * when {@link #size} grows past its limit, and what is complete at {@link #drainClosed}, before a
 * watermark passes; so it needs no state of its own.
 */
public final class PartialSums {
  /*
   * Judged once per row. What is said of a flow depends on its cluster, name or address, protocol,
   * port, path and time. A row's identity holds the first four; its pane ends where a judgement can
   * change with time (FlowClassifier.turningPoints); and of a name for which the path can matter,
   * flows that show a path are judged one by one, into rows of their own that go by the outcome.
   * So all flows of a row have the same judgement, and the classifier is asked when a row is made.
   * One by one go also flows whose name is longer than any name: a row would have to keep it.
   *
   * A row is judged from the bytes of its name, and no text is made of them until the row leaves: a
   * window may hold millions of names.
   *
   * The name in a row's identity is the name as logged. Names that differ and mean the same give
   * two rows with one key; whoever receives the rows adds them up anyway. A name that is none says
   * nothing: such a flow belongs in the row of its address, or of no destination. No row is kept
   * for the bad name, so that a flood of them takes no memory.
   *
   * A row's META, from the low end: 16 bits port, 2 bits action, 2 bits kind of key, 32 bits
   * number of the protocol. Firewalls, protocols, rules and sources are numbers while they are in
   * rows. The numbers are given anew after a full drain when they have become many, and what is
   * many counts in size(), so that a full drain comes.
   */
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int ACTION_SHIFT = 16;
  private static final int KIND_SHIFT = 18;
  private static final int PROTOCOL_SHIFT = 20;
  private static final long NAME = 1L << KIND_SHIFT;
  private static final long ADDRESS = 2L << KIND_SHIFT;
  private static final long NOTHING = 3L << KIND_SHIFT;

  private static final long META_SPREAD = 0x9E3779B97F4A7C15L;
  private static final long ORIGIN_SPREAD = 0xC2B2AE3D27D4EB4FL;

  private static final int NO_SOURCE = -1;
  private static final byte[] NO_KEY = {};
  private static final int ADDRESS_BYTES = 16;

  /** No name is longer; what is may still become one, as it may be surrounded by space. */
  private static final int MAX_NAME_BYTES = 255;

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** From here on names and sources are worth forgetting, and count as rows. */
  private static final int MANY = 4096;

  /** How many panes wait for reuse, and for how many rows they have room together. */
  private static final int SPARE_PANES = 64;

  private static final int SPARE_ROWS = 1 << 18;

  private static final int RECENT = 64;

  private final long windowMillis;
  private final FlowClassifier classifier;

  /** Null when there is none. */
  private final Shadow shadow;

  private final Viewpoints viewpoints;
  private final long[] turningPoints;
  private final SeededHash hash;
  private final long hashMask;
  private final NameIds firewalls = new NameIds();
  private final NameIds protocols = new NameIds();
  private final NameIds rules = new NameIds();
  private final PaneNames names;
  private final SourceIds sources;
  private final HeldRows held;
  private final byte[] address = new byte[ADDRESS_BYTES];

  /** Panes in use, by the first millisecond that they cover. */
  private final TreeMap<Long, Pane> open = new TreeMap<>();

  private final Pane[] recent = new Pane[RECENT];
  private final List<Pane> spare = new ArrayList<>();
  private int spareRows;

  /** A pane that is never in use. */
  private final Pane none;

  private Pane current;

  /**
   * @param windowMillis length of a window; windows start at multiples of it since the epoch
   * @param classifier judges the flows
   * @param generation see {@link PartialSum#generation}
   */
  public PartialSums(long windowMillis, FlowClassifier classifier, long generation) {
    this(windowMillis, classifier, generation, null);
  }

  /**
   * @param shadow judges every row too, and is told to nobody else; null for none
   */
  public PartialSums(long windowMillis, FlowClassifier classifier, long generation, Shadow shadow) {
    this(windowMillis, classifier, generation, shadow, null);
  }

  /**
   * @param observer is told of every row when its flows were; null for nobody
   * @throws IllegalArgumentException when its panes are so short that a window has millions of them
   */
  public PartialSums(
      long windowMillis,
      FlowClassifier classifier,
      long generation,
      Shadow shadow,
      Observer observer) {
    this(
        windowMillis,
        classifier,
        generation,
        shadow,
        observer,
        new SeededHash(),
        -1,
        new HeldRows());
  }

  /**
   * @param hashMask the bits of hashes that are looked at; few of them force collisions
   */
  PartialSums(
      long windowMillis,
      FlowClassifier classifier,
      long generation,
      Shadow shadow,
      Observer observer,
      SeededHash hash,
      long hashMask,
      HeldRows held) {
    if (windowMillis <= 0) {
      throw new IllegalArgumentException("a window of " + windowMillis + " ms");
    }
    if (observer != null && windowMillis / observer.paneMillis() >= RowTimes.MAX_TICKS - 1) {
      throw new IllegalArgumentException(
          "a window of " + windowMillis + " ms in panes of " + observer.paneMillis() + " ms");
    }
    this.windowMillis = windowMillis;
    this.classifier = classifier;
    this.shadow = shadow;
    this.viewpoints = new Viewpoints(classifier, shadow == null ? null : shadow.classifier());
    this.turningPoints = turningPoints(classifier, shadow);
    this.hash = hash;
    this.hashMask = hashMask;
    this.held = held;
    this.names =
        new PaneNames(
            firewalls, protocols, rules, classifier, generation, viewpoints, shadow, observer);
    this.sources = new SourceIds(viewpoints, hash, hashMask);
    this.none = new Pane(sources, held, names.observer());
    this.current = none;
  }

  /** Counts one decision, that is a flow of the box {@code FLOW}. */
  public void add(FlowView view) {
    long nanos = view.epochNanos();
    Pane pane = current;
    if (!pane.covers(nanos)) {
      pane = turnTo(nanos);
    }
    String firewall = view.firewall();
    int firewallId = firewalls.of(firewall);
    int source = NO_SOURCE;
    int cluster = FlowClassifier.NO_CLUSTER;
    if (view.hasSource()) {
      int pair = sources.find(view.sourceHigh(), view.sourceLow(), firewallId, firewall);
      source = sources.source(pair);
      cluster = sources.cluster(pair);
    }
    long origin = (long) firewallId << 32 | cluster;
    long meta = meta(view);
    int row =
        view.hostTo() > view.hostFrom()
            ? byName(pane, view, meta, origin)
            : byAddress(pane, view, meta, origin);
    if (row == Pane.NO_ROW) {
      row = alone(pane, view.flow(), meta, origin);
    }
    pane.count(row, nanos, source, rules.of(view.rule()));
  }

  /**
   * How much is held, in rows. Sources and names count only where there are very many of them, and
   * the sources and rules of a row where they take much more room than the row. {@link
   * Integer#MAX_VALUE} when names take as much as they ever may, however few rows have them.
   */
  public int size() {
    int size = held.weight();
    return known() <= MANY ? size : (int) Math.min(Integer.MAX_VALUE, (long) size + known() - MANY);
  }

  /** Hands over every row, earlier windows first, and starts anew. */
  public void drain(Consumer<PartialSum> out) {
    drainClosed(Long.MAX_VALUE, out);
  }

  /**
   * Hands over, earlier windows first, the rows of every window that has nothing to come any more.
   *
   * @param watermarkMillis no flow of this time or an earlier one is to come
   */
  public void drainClosed(long watermarkMillis, Consumer<PartialSum> out) {
    while (!open.isEmpty()
        && open.firstEntry().getValue().windowEndMillis() - 1 <= watermarkMillis) {
      Pane pane = open.pollFirstEntry().getValue();
      sources.rank();
      pane.drain(names, Integer.MAX_VALUE, out);
      putAway(pane);
    }
    if (open.isEmpty() && known() > MANY) {
      firewalls.clear();
      protocols.clear();
      rules.clear();
      sources.clear();
    }
  }

  /**
   * Hands over a few rows, earlier windows first, so that a full drain need not be one long pause.
   * From the first call on nothing may be added: whoever goes on adding does so elsewhere.
   *
   * @param limit how many rows at most
   * @return whether nothing is left
   */
  public boolean drainSome(int limit, Consumer<PartialSum> out) {
    int left = limit;
    while (left > 0 && !open.isEmpty()) {
      Pane pane = open.firstEntry().getValue();
      sources.rank();
      left -= pane.drain(names, left, out);
      if (pane.isDrained()) {
        open.pollFirstEntry();
        putAway(pane);
      }
    }
    return open.isEmpty();
  }

  private void putAway(Pane pane) {
    boolean keep =
        pane.isWorthKeeping()
            && spare.size() < SPARE_PANES
            && spareRows + pane.capacity() <= SPARE_ROWS;
    pane.close();
    if (keep) {
      spare.add(pane);
      spareRows += pane.capacity();
      return;
    }
    if (current == pane) {
      current = none;
    }
    for (int slot = 0; slot < RECENT; slot++) {
      recent[slot] = recent[slot] == pane ? null : recent[slot];
    }
  }

  static int port(long meta) {
    return (int) meta & 0xffff;
  }

  static int action(long meta) {
    return (int) (meta >>> ACTION_SHIFT) & 3;
  }

  static int protocol(long meta) {
    return (int) (meta >>> PROTOCOL_SHIFT);
  }

  /** Whether a row's key is an address. */
  static boolean isByAddress(long meta) {
    return (meta & NOTHING) == ADDRESS;
  }

  /** The address that such a key is. */
  static IpAddress address(byte[] bytes, int from) {
    return new IpAddress((long) LONGS.get(bytes, from), (long) LONGS.get(bytes, from + 8));
  }

  private int known() {
    return firewalls.size() + protocols.size() + rules.size() + sources.size();
  }

  @SuppressWarnings("EnumOrdinal") // the numbers do not leave this instance
  private long meta(FlowView view) {
    return view.destinationPort()
        | (long) view.action().ordinal() << ACTION_SHIFT
        | (long) protocols.of(view.protocol()) << PROTOCOL_SHIFT;
  }

  private long spread(long keyHash, long meta, long origin) {
    return (keyHash ^ meta * META_SPREAD ^ origin * ORIGIN_SPREAD) & hashMask;
  }

  /** The row of a flow that has a name; no row when it must be judged alone. */
  private int byName(Pane pane, FlowView view, long anyMeta, long origin) {
    byte[] bytes = view.hostBytes();
    int from = view.hostFrom();
    int to = view.hostTo();
    long meta = anyMeta | NAME;
    long spread = spread(hash.of(bytes, from, to), meta, origin);
    int row = pane.find(spread, meta, origin, bytes, from, to);
    if (row == Pane.NO_ROW) {
      if (to - from > MAX_NAME_BYTES) {
        return Pane.NO_ROW;
      }
      if (HostName.isNormal(bytes, from, to)) {
        Outcome outcome = judged(view, origin, bytes, from, to);
        Judgement beside = beside(view, origin, bytes, from, to);
        row = pane.add(spread, meta, origin, bytes, from, to, outcome, beside);
      } else {
        String name = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        String host = HostName.normalize(name);
        if (host == null) {
          return IpAddress.parse(name) == null
              ? byAddress(pane, view, anyMeta, origin)
              : Pane.NO_ROW;
        }
        byte[] normal = host.getBytes(StandardCharsets.US_ASCII);
        Outcome outcome = judged(view, origin, normal, 0, normal.length);
        Judgement beside = beside(view, origin, normal, 0, normal.length);
        row = pane.add(spread, meta, origin, bytes, from, to, outcome, beside);
        pane.setDestination(row, host);
      }
    }
    return view.hasUrl() && pane.pathMatters(row, names) ? Pane.NO_ROW : row;
  }

  private Outcome judged(FlowView view, long origin, byte[] host, int from, int to) {
    return classifier.judgeName(
        viewpoints.live((int) origin),
        host,
        from,
        to,
        view.protocol(),
        view.destinationPort(),
        millis(view.epochNanos()));
  }

  /** What the shadow says of a name; null when there is none. */
  private Judgement beside(FlowView view, long origin, byte[] host, int from, int to) {
    if (shadow == null) {
      return null;
    }
    int cluster = viewpoints.shadow((int) origin);
    return shadow.judgement(
        cluster,
        shadow
            .classifier()
            .judgeName(
                cluster,
                host,
                from,
                to,
                view.protocol(),
                view.destinationPort(),
                millis(view.epochNanos())));
  }

  /** The same of an address. */
  private Judgement beside(FlowView view, long origin, IpAddress destination) {
    if (shadow == null) {
      return null;
    }
    int cluster = viewpoints.shadow((int) origin);
    return shadow.judgement(
        cluster,
        shadow
            .classifier()
            .judgeAddress(
                cluster,
                destination,
                view.protocol(),
                view.destinationPort(),
                millis(view.epochNanos())));
  }

  /** The row of a flow that has no name, or none that says anything. */
  private int byAddress(Pane pane, FlowView view, long anyMeta, long origin) {
    boolean known = view.hasDestinationAddress();
    long meta = anyMeta | (known ? ADDRESS : NOTHING);
    byte[] key = known ? address : NO_KEY;
    if (known) {
      LONGS.set(address, 0, view.destinationHigh());
      LONGS.set(address, 8, view.destinationLow());
    }
    long spread = spread(hash.of(key, 0, key.length), meta, origin);
    int row = pane.find(spread, meta, origin, key, 0, key.length);
    if (row != Pane.NO_ROW) {
      return row;
    }
    IpAddress destination =
        known ? new IpAddress(view.destinationHigh(), view.destinationLow()) : null;
    Outcome outcome =
        classifier.judgeAddress(
            viewpoints.live((int) origin),
            destination,
            view.protocol(),
            port(meta),
            millis(view.epochNanos()));
    Judgement beside = beside(view, origin, destination);
    return pane.add(spread, meta, origin, key, 0, key.length, outcome, beside);
  }

  /** The row of a flow that is judged for itself. */
  private int alone(Pane pane, Flow flow, long meta, long origin) {
    Judgement judgement = classifier.judge(flow);
    SummaryKey key =
        new SummaryKey(
            flow.firewall(),
            judgement.cluster(),
            judgement.destination(),
            flow.destinationPort(),
            flow.protocol(),
            flow.action(),
            judgement.expectation(),
            judgement.entry());
    Judgement beside = shadow == null ? null : shadow.classifier().judge(flow);
    return pane.rowOf(key, meta, origin, beside);
  }

  private Pane turnTo(long nanos) {
    long millis = millis(nanos);
    long window = Math.floorDiv(millis, windowMillis);
    int slot = (int) window & RECENT - 1;
    Pane pane = recent[slot];
    if (pane == null || !pane.covers(nanos)) {
      Map.Entry<Long, Pane> before = open.floorEntry(millis);
      pane = before != null && before.getValue().covers(nanos) ? before.getValue() : openAt(millis);
      recent[slot] = pane;
    }
    current = pane;
    return pane;
  }

  /** A pane for the flows around this time, from one turning point or end of window to the next. */
  private Pane openAt(long millis) {
    long start = Math.floorDiv(millis, windowMillis) * windowMillis;
    long from = start;
    long to = start + windowMillis;
    int found = Arrays.binarySearch(turningPoints, millis);
    int next = found >= 0 ? found + 1 : -found - 1;
    if (next > 0) {
      from = Math.max(from, turningPoints[next - 1]);
    }
    if (next < turningPoints.length) {
      to = Math.min(to, turningPoints[next]);
    }
    Pane pane;
    if (spare.isEmpty()) {
      pane = new Pane(sources, held, names.observer());
    } else {
      pane = spare.remove(spare.size() - 1);
      spareRows -= pane.capacity();
    }
    pane.open(from * NANOS_PER_MILLI, to * NANOS_PER_MILLI, start, start + windowMillis);
    open.put(from, pane);
    return pane;
  }

  private static long[] turningPoints(FlowClassifier classifier, Shadow shadow) {
    return shadow == null
        ? classifier.turningPoints()
        : LongStream.concat(
                LongStream.of(classifier.turningPoints()),
                LongStream.of(shadow.classifier().turningPoints()))
            .sorted()
            .distinct()
            .toArray();
  }

  private static long millis(long nanos) {
    return Math.floorDiv(nanos, NANOS_PER_MILLI);
  }
}
