package io.egresslens.match;

import java.security.SecureRandom;
import java.util.Objects;

/**
 * One thread's way to ask a {@link CompiledMatcher} for names: remembers the last some thousand
 * names with the rules that fit them, so that a name that comes again costs one look. Port, path
 * and time are judged on every call. Gives the answers of its matcher and nothing else.
 *
 * <p>Not thread-safe. Holds about 2.4 MB, whatever is asked; allocates nothing per call, but where
 * a pattern with several holes has to look at a name itself. After a change of the catalog, or for
 * another cluster, use {@link #beside}: then both share the memory.
 */
public final class HostMatcher {
  /** 32 Ki slots of 64 bytes; only what is asked for all the time competes for the caches. */
  private static final int MEMO_BITS = 15;

  private final CompiledMatcher matcher;
  private final Rules rules;
  private final HostMemo memo;
  private final int view;
  private final Fits fits = new Fits();

  private String lastProtocol;
  private int lastProtocolBit;

  /** With a memory of its own. */
  public HostMatcher(CompiledMatcher matcher) {
    this(matcher, new HostMemo(MEMO_BITS, new SecureRandom().nextLong()));
  }

  /** With a memory that tests choose. */
  HostMatcher(CompiledMatcher matcher, HostMemo memo) {
    this.matcher = matcher;
    this.rules = matcher.rules();
    this.memo = memo;
    this.view = memo.newView();
    if (view == 0) {
      throw new IllegalArgumentException("a memory has no room for so many matchers");
    }
  }

  /**
   * Asks another matcher and shares the memory, for the same thread: names of the one are never
   * taken for names of the other. Costs next to nothing, up to 65 thousand times.
   */
  public HostMatcher beside(CompiledMatcher other) {
    return new HostMatcher(other, memo);
  }

  /** Whom this asks. */
  public CompiledMatcher matcher() {
    return matcher;
  }

  /**
   * The winner for the name {@code [from, to)}, see {@link EndpointMatcher#find(String, String,
   * int, String, long)}.
   *
   * @param bytes ASCII, of a name in normal form; any other text is never an error and hits what a
   *     star takes, at most. Not kept
   * @param protocol lower case; null when the log does not say. Fastest when the same instance
   *     comes again
   * @param port 0 when the log does not say
   * @param path with its leading slash; null when it is not visible
   * @param epochMillis event time
   * @return null when no entry is left, not even on another port
   * @throws IndexOutOfBoundsException for a range that is none
   */
  public Match find(
      byte[] bytes, int from, int to, String protocol, int port, String path, long epochMillis) {
    Objects.checkFromToIndex(from, to, bytes.length);
    int length = to - from;
    if (length > HostMemo.HALF) {
      return findLong(bytes, from, length, protocol, port, path, epochMillis);
    }
    int place = memo.find(view, bytes, from, length);
    return place >= 0
        ? answer(place, protocol, port, path, epochMillis)
        : search(~place, bytes, from, length, protocol, port, path, epochMillis);
  }

  private Match findLong(
      byte[] bytes, int from, int length, String protocol, int port, String path, long millis) {
    if (length > HostMemo.LONGEST) {
      return matcher.find(bytes, from, from + length, protocol, port, path, millis);
    }
    int place = memo.findLong(view, bytes, from, length);
    return place >= 0
        ? answer(place, protocol, port, path, millis)
        : search(~place, bytes, from, length, protocol, port, path, millis);
  }

  private Match answer(int place, String protocol, int port, String path, long epochMillis) {
    int found = memo.found(place);
    if (found == HostMemo.NONE) {
      return null;
    }
    int protocolBit = protocolBit(protocol);
    if (found >= 0) {
      Terms terms = memo.terms(place);
      if (terms.objection(rules.cloudBit(), epochMillis) != null) {
        return null;
      }
      return terms.covers(protocolBit, port) ? memo.match(place) : rules.onOtherPort(found);
    }
    int[] lists = memo.lists();
    int list = HostMemo.list(found);
    return rules.winner(
        lists, list + 1, list + 1 + lists[list], protocolBit, port, path, epochMillis);
  }

  private Match search(
      int place,
      byte[] bytes,
      int from,
      int length,
      String protocol,
      int port,
      String path,
      long epochMillis) {
    fits.clear();
    matcher.collect(bytes, from, from + length, fits);
    memo.put(place, view, bytes, from, length, fits, rules);
    return rules.winner(
        fits.numbers(), 0, fits.size(), protocolBit(protocol), port, path, epochMillis);
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
