package io.egresslens.match;

import io.egresslens.catalog.CatalogEntry;
import java.security.SecureRandom;
import java.util.Objects;

/**
 * One thread's way to ask a {@link CompiledMatcher} for names whose path does not show: remembers
 * the names asked for lately with the rules that fit them, so that a name that comes again costs
 * one look. Port, protocol and time are judged on every call. Finds what its matcher finds.
 *
 * <p>For whoever asks once a record. Ingest does not: the rows of a window are a memory already,
 * and behind them this one only takes room in the caches.
 *
 * <p>Not thread-safe. Holds at most 9 MB, whatever is asked, and little for few names; allocates
 * nothing per call, but where a pattern with several holes has to look at a name itself. After a
 * change of the catalog, or for another cluster, use {@link #beside}: then both share the memory.
 */
public final class HostMatcher {
  private final CompiledMatcher matcher;
  private final Rules rules;
  private final HostMemo memo;
  private final int view;
  private final Fits fits = new Fits();

  private boolean wrongPort;
  private String lastProtocol;
  private int lastProtocolBit;

  /** With a memory of its own. */
  public HostMatcher(CompiledMatcher matcher) {
    this(matcher, new HostMemo(new SecureRandom().nextLong()));
  }

  /** With a memory that tests choose. */
  HostMatcher(CompiledMatcher matcher, HostMemo memo) {
    this.matcher = matcher;
    this.rules = matcher.rules();
    this.memo = memo;
    this.view = memo.newView();
  }

  /**
   * Asks another matcher and shares the memory, for the same thread: names of the one are never
   * taken for names of the other. Costs next to nothing; once in 65 thousand times a new memory.
   */
  public HostMatcher beside(CompiledMatcher other) {
    return memo.hasViews() ? new HostMatcher(other, memo) : new HostMatcher(other);
  }

  /** Whom this asks. */
  public CompiledMatcher matcher() {
    return matcher;
  }

  /**
   * The winner for the name {@code [from, to)}, see {@link EndpointMatcher#find(String, String,
   * int, String, long)}; {@link #wrongPort} says the rest of the answer.
   *
   * @param bytes ASCII, of a name in normal form; any other text is never an error and hits what a
   *     star takes, at most. Not kept
   * @param protocol lower case; null when the log does not say. Fastest when the same instance
   *     comes again
   * @param port 0 when the log does not say
   * @param epochMillis event time
   * @return null when no entry is left, not even on another port
   * @throws IndexOutOfBoundsException for a range that is none
   */
  public CatalogEntry find(
      byte[] bytes, int from, int to, String protocol, int port, long epochMillis) {
    Objects.checkFromToIndex(from, to, bytes.length);
    int length = to - from;
    if (length > HostMemo.HALF) {
      return findLong(bytes, from, length, protocol, port, epochMillis);
    }
    int place = memo.find(view, bytes, from, length);
    return place >= 0
        ? answer(place, protocol, port, epochMillis)
        : search(~place, bytes, from, length, protocol, port, epochMillis);
  }

  /** Whether the entry found last lists its destination, but not with this port or protocol. */
  public boolean wrongPort() {
    return wrongPort;
  }

  private CatalogEntry findLong(
      byte[] bytes, int from, int length, String protocol, int port, long epochMillis) {
    int place =
        length > HostMemo.LONGEST ? HostMemo.NO_PLACE : memo.findLong(view, bytes, from, length);
    return place >= 0
        ? answer(place, protocol, port, epochMillis)
        : search(~place, bytes, from, length, protocol, port, epochMillis);
  }

  private CatalogEntry answer(int place, String protocol, int port, long epochMillis) {
    wrongPort = false;
    int found = memo.found(place);
    if (found == HostMemo.NONE) {
      return null;
    }
    int protocolBit = protocolBit(protocol);
    if (found >= 0) {
      Terms terms = rules.terms(memo.termsNumber(place));
      if (terms.objection(rules.cloudBit(), epochMillis) != null) {
        return null;
      }
      wrongPort = !terms.covers(protocolBit, port);
      return memo.entry(place);
    }
    int[] lists = memo.lists();
    int list = HostMemo.list(found);
    int winner =
        rules.winner(lists, list + 1, list + 1 + lists[list], protocolBit, port, null, epochMillis);
    return entry(winner);
  }

  private CatalogEntry search(
      int place, byte[] bytes, int from, int length, String protocol, int port, long epochMillis) {
    fits.clear();
    matcher.collect(bytes, from, from + length, fits);
    if (length <= HostMemo.LONGEST) {
      memo.put(place, view, bytes, from, length, fits, rules);
    }
    return entry(
        rules.winner(
            fits.numbers(), 0, fits.size(), protocolBit(protocol), port, null, epochMillis));
  }

  private CatalogEntry entry(int winner) {
    wrongPort = winner < 0 && winner != Rules.NOBODY;
    return winner == Rules.NOBODY ? null : rules.entry(wrongPort ? ~winner : winner);
  }

  @SuppressWarnings("ReferenceEquality") // Another instance only costs a little more.
  private int protocolBit(String protocol) {
    if (protocol != lastProtocol) {
      lastProtocol = protocol;
      lastProtocolBit = Terms.bit(protocol);
    }
    return lastProtocolBit;
  }
}
