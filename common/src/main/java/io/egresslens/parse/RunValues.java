package io.egresslens.parse;

/**
 * Reads the values that stand between the runs of a {@link RunTree} into a {@link ScannedFlow}. A
 * value is one whole token of its kind, not empty, and of a form that needs no second look:
 * whatever else stands there is refused, and the record is then scanned from its beginning.
 *
 * <p>Every method here takes the place where the value begins (behind its quote) and gives the
 * place behind it (before its quote), or -1. Allocates nothing. Not thread-safe.
 */
final class RunValues {
  /** The longest host with escapes, or in a legacy text, that is read here. */
  private static final int MAX_HOST = 512;

  /** The longest other value of a legacy text. */
  private static final int MAX_TOKEN = 4096;

  private static final boolean[] IN_WORD = new boolean[128];

  static {
    for (char c = 0; c < 128; c++) {
      IN_WORD[c] = Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_';
    }
  }

  private final ScannedFlow flow;
  private final RecentFirewalls firewalls;
  private final StringScan strings = new StringScan();

  RunValues(ScannedFlow flow) {
    this.flow = flow;
    firewalls = new RecentFirewalls(flow);
  }

  /** Reads a value of that kind, one of those that {@link RunTree} names. */
  int read(byte[] bytes, int at, int end, int kind, long brokerMillis) {
    if (kind == RunTree.DESTINATION_PORT || kind == RunTree.PORT) {
      long word = Swar.wordOrZeros(bytes, at);
      long rest = Swar.nonDigits(word);
      int digits = rest == 0 ? 8 : Swar.before(rest);
      if (digits == 0 || digits > 5 || (digits > 1 && (word & 0xff) == '0')) {
        return -1;
      }
      int port = Swar.decimal(word, digits);
      if (kind == RunTree.DESTINATION_PORT) {
        flow.destinationPort(port);
      }
      return port > 65_535 ? -1 : at + digits;
    }
    if (kind == RunTree.TIME) {
      return flow.time(bytes, at, brokerMillis);
    }
    if (kind == RunTree.FIREWALL) {
      int known = firewalls.read(bytes, at, end);
      return known >= 0 ? known : newFirewall(bytes, at, end);
    }
    if (kind == RunTree.WORD || kind == RunTree.TOKEN) {
      return word(bytes, at, end, kind);
    }
    if (kind == RunTree.HOST) {
      return host(bytes, at, end);
    }
    if (kind == RunTree.NUMBER) {
      return NumberScan.end(bytes, at, end);
    }
    int behind =
        kind == RunTree.SOURCE
            ? flow.source(bytes, at)
            : kind == RunTree.DESTINATION ? flow.destination(bytes, at) : -1;
    return behind >= 0 ? behind : text(bytes, at, end, kind);
  }

  private int newFirewall(byte[] bytes, int at, int end) {
    int close = text(bytes, at, end, RunTree.TEXT);
    if (close >= 0) {
      flow.firewall(bytes, at, close);
      firewalls.add(bytes, at, close, flow.firewall());
    }
    return close;
  }

  /** A host or another value of a legacy text, which a space may end. */
  private int word(byte[] bytes, int at, int end, int kind) {
    if (kind == RunTree.TOKEN) {
      int close = tokenEnd(bytes, at, end);
      return close > at && close - at <= MAX_TOKEN ? close : -1;
    }
    int close = wordEnd(bytes, at, end);
    return close > at && close - at <= MAX_HOST && flow.host(bytes, at, close) ? close : -1;
  }

  /** A name of plain ASCII, or one with escapes. */
  private int host(byte[] bytes, int at, int end) {
    int close = at;
    long odd = 0;
    long word = Swar.wordOrZeros(bytes, close);
    long special = Swar.specials(word);
    while (special == 0) {
      odd |= Swar.uppersAndColons(word);
      close += 8;
      word = Swar.wordOrZeros(bytes, close);
      special = Swar.specials(word);
    }
    // Of the last word only what lies before the special byte, whose own highest bit is the lowest
    // of the mask.
    odd |= Swar.uppersAndColons(word & (((special & -special) >>> 7) - 1));
    close += Swar.before(special);
    if (close >= end || close - at > UnitReader.MAX_STRING) {
      return -1;
    }
    if (bytes[close] != '"') {
      return escapedHost(bytes, at, close, end);
    }
    boolean good =
        close > at
            && bytes[at] != ' '
            && bytes[close - 1] != ' '
            && flow.host(bytes, at, close, odd != 0);
    return good ? close : -1;
  }

  /** Any other value, plain and not empty. */
  private int text(byte[] bytes, int at, int end, int kind) {
    int close = at;
    long special = Swar.specials(Swar.wordOrZeros(bytes, close));
    while (special == 0) {
      close += 8;
      special = Swar.specials(Swar.wordOrZeros(bytes, close));
    }
    close += Swar.before(special);
    if (close >= end || close == at || close - at > UnitReader.MAX_STRING || bytes[close] != '"') {
      return -1;
    }
    boolean good =
        switch (kind) {
          case RunTree.SOURCE -> flow.source(bytes, at, close);
          case RunTree.DESTINATION -> flow.destination(bytes, at, close);
          case RunTree.ADDRESS -> flow.isAddress(bytes, at, close);
          default -> bytes[at] != ' ' && bytes[close - 1] != ' ';
        };
    return good ? close : -1;
  }

  /** The end of a host's letters, digits, dots, dashes and underscores. */
  static int wordEnd(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] >= 0 && IN_WORD[bytes[at]]) {
      at++;
    }
    return at;
  }

  /** The end of the plain bytes other than spaces that begin there, without dots at their end. */
  static int tokenEnd(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] > ' ' && bytes[at] != '"' && bytes[at] != '\\') {
      at++;
    }
    while (at > from && bytes[at - 1] == '.') {
      at--;
    }
    return at;
  }

  private int escapedHost(byte[] bytes, int at, int plainTo, int end) {
    strings.clear();
    int close = strings.read(bytes, at, plainTo, end);
    if (close < 0) {
      return -1;
    }
    byte[] host = strings.bytes();
    int from = strings.from();
    int to = strings.to();
    // White space is trimmed off elsewhere, and longer ones are no names.
    return to > from
            && to - from <= MAX_HOST
            && host[from] > ' '
            && host[to - 1] > ' '
            && flow.host(host, from, to)
        ? close
        : -1;
  }
}
