package io.egresslens.parse;

import io.egresslens.flow.Flow;
import io.egresslens.flow.FlowKind;
import io.egresslens.flow.IpAddress;
import io.egresslens.ingest.LogBlock;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads records whose like was read before. Between the few values that differ from record to
 * record (time, addresses, ports, host, numbers) their bytes repeat, for hundreds of bytes: such a
 * run is compared with one remembered instead of being read again.
 *
 * <p><b>Layout.</b> A radix tree over bytes. Each node is a run and what comes behind it: a value
 * of some kind, the end of the record, or the children at once, where records part whose bytes were
 * the same so far. Children begin with different bytes; one of them may be empty and stands for the
 * value that begins there in some records. A leaf is a run that ends the record, and holds
 * everything that {@link ScannedFlow} made of the record that it was learned from, which is right
 * for every record that comes to it, but for the values between the runs.
 *
 * <p><b>Why it is safe.</b> A record comes to a leaf only when all its bytes outside those values
 * are the same bytes at the same places as in a record that {@link RecordScan} accepted, and each
 * of the values is again one whole token of its kind, not empty and of a form that needs no second
 * look. So both have the same tokens. Whatever fails is scanned from its beginning, as if this were
 * not there.
 *
 * <p><b>Legacy text</b> is remembered when it says {@code request from S:P to D:P}. The values
 * there hold no space and no colon, and what stands next to them is a space or a colon that belongs
 * to no key of {@link LegacyText} that a value could complete; so that reader would find the same
 * keys at the same places.
 *
 * <p><b>Bounds.</b> Nodes, bytes and children a node are limited. Where fewer than half of the
 * records come to a leaf, everything is forgotten, and nothing is tried or learned for a while that
 * doubles each time. Not thread-safe.
 */
@SuppressWarnings("EnumOrdinal") // fields as the scan numbers them, for one record only
final class RunTable {
  private static final int MAX_NODES = 1 << 15;
  private static final int MAX_BYTES = 1 << 21;
  private static final int MAX_CHILDREN = 64;
  private static final int MAX_RUN = 4096;
  private static final int MAX_FIREWALLS = 8;

  /** The longest host with escapes that is read here. */
  private static final int MAX_HOST = 512;

  /**
   * How much a record's strings with escapes may hold together: far enough from what the scan
   * allows that it allows every record like that, whatever its host.
   */
  private static final int MAX_DECODED = 32 * 1024;

  /** After so many records it is judged whether this pays. */
  private static final int PERIOD = 4096;

  private static final int MAX_PAUSE = 1 << 20;

  /** Bytes compared at once. */
  private static final int STEP = 32;

  private static final int STRIDE = 8;

  /** Of a node: where its run begins in {@link #runs}, how long it is, what follows. */
  private static final int AT = 0;

  private static final int LENGTH = 1;
  private static final int FOLLOWS = 2;

  /** The first byte of the run; -1 of an empty one. */
  private static final int FIRST = 3;

  private static final int CHILD = 4;
  private static final int SIBLING = 5;

  /** What follows a run. */
  private static final int END = 0;

  private static final int TIME = 1;
  private static final int SOURCE = 2;
  private static final int DESTINATION = 3;
  private static final int DESTINATION_PORT = 4;
  private static final int HOST = 5;
  private static final int PORT = 6;
  private static final int ADDRESS = 7;
  private static final int NUMBER = 8;
  private static final int TEXT = 9;
  private static final int FIREWALL = 10;
  private static final int WORD = 11;

  /** The children, without a value between. */
  private static final int BRANCH = 12;

  private static final int NONE = -1;

  private static final int MSG_FIELD = Field.MSG.ordinal();
  private static final byte[] REQUEST = " request from ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TO = " to ".getBytes(StandardCharsets.US_ASCII);
  private static final int SOURCE_FIELD = Field.SOURCE_IP.ordinal();
  private static final int HOST_FIELD = Field.FQDN.ordinal();

  private static final boolean[] IN_WORD = new boolean[128];

  static {
    for (char c = 0; c < 128; c++) {
      IN_WORD[c] = Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_';
    }
  }

  private final RecordScan scan;
  private final ScannedFlow flow;
  private final KeyTable keys;
  private final StringScan strings = new StringScan();

  private byte[] runs = new byte[1 << 14];
  private int used;

  /** Node 0 is the root. Numbers of one node lie side by side; 0 is no child. */
  private final int[] tree = new int[MAX_NODES * STRIDE];

  private final ScannedFlow.Found[] leaves = new ScannedFlow.Found[MAX_NODES];
  private int nodes = 1;

  /** The firewalls seen last, with the quote behind their names. */
  private final byte[][] firewalls = new byte[MAX_FIREWALLS][];

  private final long[] firewallEnds = new long[MAX_FIREWALLS];
  private final String[] firewallNames = new String[MAX_FIREWALLS];
  private int firewallCount;
  private int oldestFirewall;

  private int left = PERIOD;
  private int hits;
  private int pause = PERIOD;
  private boolean resting;

  RunTable(RecordScan scan, ScannedFlow flow) {
    this.scan = scan;
    this.flow = flow;
    keys = scan.keys();
  }

  /**
   * Reads the record that begins at {@code from} into the flow.
   *
   * @return the place behind its closing brace, or -1 when it must be scanned
   */
  int read(byte[] bytes, int from, int end, LogBlock block) {
    if (--left < 0) {
      judge();
    }
    if (resting) {
      return -1;
    }
    int[] links = tree;
    int node = 0;
    int at = from;
    while (at < end) {
      int first = bytes[at] & 0xff;
      int child = links[node + CHILD];
      int empty = 0;
      while (child != 0 && links[child + FIRST] != first) {
        empty = links[child + FIRST] < 0 ? child : empty;
        child = links[child + SIBLING];
      }
      if (child == 0) {
        if (empty == 0) {
          return -1;
        }
        child = empty;
      } else {
        int length = links[child + LENGTH];
        if (length > end - at || !matches(bytes, at, links[child + AT], length)) {
          return -1;
        }
        at += length;
      }
      int next = links[child + FOLLOWS];
      if (next == END) {
        flow.found(leaves[child / STRIDE], bytes, from, at);
        hits++;
        return at;
      }
      if (next != BRANCH) {
        at = value(bytes, at, end, next, block.timestampMillis());
        if (at < 0) {
          return -1;
        }
      }
      node = child;
    }
    return -1;
  }

  /** Compares without loops where it can, for the lengths of runs vary and are hard to foretell. */
  private boolean matches(byte[] bytes, int at, int run, int length) {
    byte[] known = runs;
    if (length < 8) {
      long differences = Swar.wordOrZeros(bytes, at) ^ Swar.word(known, run);
      return differences << (64 - 8 * length) == 0;
    }
    if (length > STEP) {
      int end = length - STEP;
      for (int i = 0; i < end; i += STEP) {
        if (differ(bytes, at + i, known, run + i) != 0) {
          return false;
        }
      }
      return differ(bytes, at + end, known, run + end) == 0;
    }
    int last = length - 8;
    int second = Math.min(8, last);
    int third = Math.min(16, last);
    return ((Swar.word(bytes, at) ^ Swar.word(known, run))
            | (Swar.word(bytes, at + second) ^ Swar.word(known, run + second))
            | (Swar.word(bytes, at + third) ^ Swar.word(known, run + third))
            | (Swar.word(bytes, at + last) ^ Swar.word(known, run + last)))
        == 0;
  }

  /** 0 when 32 bytes are the same. */
  private static long differ(byte[] bytes, int at, byte[] known, int run) {
    return (Swar.word(bytes, at) ^ Swar.word(known, run))
        | (Swar.word(bytes, at + 8) ^ Swar.word(known, run + 8))
        | (Swar.word(bytes, at + 16) ^ Swar.word(known, run + 16))
        | (Swar.word(bytes, at + 24) ^ Swar.word(known, run + 24));
  }

  /** Reads a value; returns the place behind it (before its quote), or -1. */
  private int value(byte[] bytes, int at, int end, int kind, long brokerMillis) {
    if (kind == DESTINATION_PORT || kind == PORT) {
      long word = Swar.wordOrZeros(bytes, at);
      long rest = Swar.nonDigits(word);
      int digits = rest == 0 ? 8 : Swar.before(rest);
      if (digits == 0 || digits > 5 || (digits > 1 && (word & 0xff) == '0')) {
        return -1;
      }
      int port = Swar.decimal(word, digits);
      if (kind == DESTINATION_PORT) {
        flow.destinationPort(port);
      }
      return port > 65_535 ? -1 : at + digits;
    }
    if (kind == TIME) {
      return flow.time(bytes, at, brokerMillis);
    }
    if (kind == FIREWALL) {
      return firewall(bytes, at, end);
    }
    if (kind == WORD) {
      int close = wordEnd(bytes, at, end);
      return close > at && flow.host(bytes, at, close) ? close : -1;
    }
    if (kind == HOST) {
      return host(bytes, at, end);
    }
    if (kind == NUMBER) {
      return scan.number(bytes, at, end);
    }
    int behind =
        kind == SOURCE
            ? flow.source(bytes, at)
            : kind == DESTINATION ? flow.destination(bytes, at) : -1;
    return behind >= 0 ? behind : text(bytes, at, end, kind);
  }

  private int firewall(byte[] bytes, int at, int end) {
    for (int i = 0; i < firewallCount; i++) {
      byte[] known = firewalls[i];
      int behind = at + known.length;
      if (behind <= end
          && Swar.word(bytes, behind - 8) == firewallEnds[i]
          && Arrays.equals(bytes, at, behind, known, 0, known.length)) {
        flow.firewall(firewallNames[i]);
        return behind - 1;
      }
    }
    int close = text(bytes, at, end, TEXT);
    if (close >= 0) {
      flow.firewall(bytes, at, close);
      if (close - at >= 8) {
        int place = firewallCount < MAX_FIREWALLS ? firewallCount++ : oldestFirewall++;
        oldestFirewall %= MAX_FIREWALLS;
        firewalls[place] = Arrays.copyOfRange(bytes, at, close + 1);
        firewallEnds[place] = Swar.word(bytes, close - 7);
        firewallNames[place] = flow.firewall();
      }
    }
    return close;
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
          case SOURCE -> flow.source(bytes, at, close);
          case DESTINATION -> flow.destination(bytes, at, close);
          case ADDRESS -> flow.isAddress(bytes, at, close);
          default -> bytes[at] != ' ' && bytes[close - 1] != ' ';
        };
    return good ? close : -1;
  }

  /** The end of a host's letters, digits, dots, dashes and underscores. */
  private static int wordEnd(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] >= 0 && IN_WORD[bytes[at]]) {
      at++;
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

  /** Forgets everything when too few records were like those seen, and rests for a while. */
  private void judge() {
    if (resting) {
      resting = false;
      left = PERIOD;
    } else if (hits < PERIOD / 2) {
      resting = hits < PERIOD / 8 || nodes > MAX_NODES / 2;
      left = resting ? pause : PERIOD;
      pause = resting ? Math.min(2 * pause, MAX_PAUSE) : pause;
      if (resting) {
        forget();
      }
    } else {
      left = PERIOD;
      pause = PERIOD;
    }
    hits = 0;
  }

  private void forget() {
    nodes = 1;
    used = 0;
    tree[CHILD] = 0;
    Arrays.fill(leaves, null);
  }

  /** Remembers the record {@code [from, to)}, just scanned, of which the flow was read. */
  void learn(byte[] bytes, int from, int to) {
    learn(bytes, from, to, null);
  }

  /**
   * Remembers a record.
   *
   * @param legacy what the record is when it is legacy text, else null
   */
  void learn(byte[] bytes, int from, int to, Flow legacy) {
    if (resting || scan.decodedBytes() > MAX_DECODED) {
      return;
    }
    if (legacy != null) {
      // Nothing but text may say what was logged, and DNS requests are read by their words.
      if (legacy.kind() == FlowKind.DNS
          || (scan.present() & ~RecordScan.ENVELOPE) != 1L << MSG_FIELD
          || !scan.isPlain(MSG_FIELD)) {
        return;
      }
      flow.take(legacy);
    }
    int level = 0;
    int node = 0;
    int run = from;
    int at = from;
    int varied = 0;
    while (at < to && node >= 0) {
      int b = bytes[at];
      if (b == '}') {
        level++;
      }
      if (b != '"') {
        at++;
        continue;
      }
      int close = stringEnd(bytes, at + 1);
      int value = close + 1;
      while (bytes[value] == ':' || bytes[value] <= ' ') {
        value++;
      }
      boolean string = bytes[value] == '"';
      if (bytes[value] == '{') {
        level = 1;
        at = value + 1;
        continue;
      }
      int start = string ? value + 1 : value;
      int end = string ? stringEnd(bytes, start) : scalarEnd(bytes, start);
      long meta = keys.meta(keys.of(bytes, at + 1, close, string));
      int field = KeyTable.field(meta, level);
      if (field == MSG_FIELD && legacy != null && scan.from(field) == start) {
        int[] ends = endpoints(bytes, start, end, legacy);
        if (ends == null) {
          return;
        }
        int host = legacy.destinationFqdn() == null ? DESTINATION : WORD;
        int[] kinds = {SOURCE, PORT, host, DESTINATION_PORT};
        for (int i = 0; i < kinds.length && node >= 0; i++) {
          node = child(node, bytes, run, ends[2 * i], kinds[i]);
          varied |= 1 << (kinds[i] == WORD ? HOST : kinds[i]);
          run = ends[2 * i + 1];
        }
        at = end + 1;
        continue;
      }
      int kind = kind(field, bytes, start, end, string);
      if (kind != NONE) {
        node = child(node, bytes, run, start, kind);
        varied |= 1 << kind;
        run = end;
      }
      at = string ? end + 1 : end;
    }
    int needed =
        1 << TIME
            | (scan.has(SOURCE_FIELD) || legacy != null ? 1 << SOURCE : 0)
            | (scan.has(HOST_FIELD) ? 1 << HOST : 0);
    boolean whole = node >= 0 && (varied & needed) == needed;
    int leaf = whole ? child(node, bytes, run, to, END) : -1;
    if (leaf > 0 && leaves[leaf / STRIDE] == null) {
      leaves[leaf / STRIDE] =
          flow.found(
              varied >> FIREWALL & 1,
              varied >> DESTINATION & 1,
              varied >> DESTINATION_PORT & 1,
              varied >> HOST & 1);
    }
  }

  /**
   * Where source, its port, destination and its port begin and end in a legacy text; null when it
   * does not say them as {@code request from S:P to D:P}, in characters no key of {@link
   * LegacyText} begins or ends with next to what stands around them.
   */
  private int[] endpoints(byte[] bytes, int from, int to, Flow legacy) {
    int source = from;
    while (source < to && !startsWith(bytes, source, to, REQUEST)) {
      source++;
    }
    source += REQUEST.length;
    int sourceEnd = wordEnd(bytes, source, to);
    int portEnd = scalar(bytes, sourceEnd + 1, to);
    int host = portEnd + TO.length;
    int hostEnd = wordEnd(bytes, host, to);
    int lastEnd = scalar(bytes, hostEnd + 1, to);
    if (source >= to
        || lastEnd > to
        || bytes[sourceEnd] != ':'
        || !startsWith(bytes, portEnd, to, TO)
        || bytes[hostEnd] != ':'
        || !endsNumber(bytes, lastEnd)
        || lastEnd - hostEnd < 2
        || portEnd - sourceEnd < 2) {
      return null;
    }
    String name = ascii(bytes, host, hostEnd);
    IpAddress named = IpAddress.parse(name);
    boolean same =
        Objects.equals(IpAddress.parse(ascii(bytes, source, sourceEnd)), legacy.sourceIp())
            && legacy.sourceIp() != null
            && Numbers.whole(ascii(bytes, sourceEnd + 1, portEnd)) == legacy.sourcePort()
            && Numbers.whole(ascii(bytes, hostEnd + 1, lastEnd)) == legacy.destinationPort()
            && Objects.equals(named, legacy.destinationIp())
            && (named != null
                ? legacy.destinationFqdn() == null
                : flow.host(bytes, host, hostEnd)
                    && ascii(flow.hostBytes(), flow.hostFrom(), flow.hostTo())
                        .equals(legacy.destinationFqdn()));
    return same
        ? new int[] {source, sourceEnd, sourceEnd + 1, portEnd, host, hostEnd, hostEnd + 1, lastEnd}
        : null;
  }

  /** Whether no exponent and no fraction follows: the quote, a space, or the end of a sentence. */
  private static boolean endsNumber(byte[] bytes, int at) {
    int sentence = bytes[at] == '.' ? at + 1 : at;
    return bytes[sentence] == ' ' || bytes[sentence] == '"';
  }

  private static int scalar(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at;
  }

  private static boolean startsWith(byte[] bytes, int at, int to, byte[] text) {
    return at + text.length <= to
        && Arrays.equals(bytes, at, at + text.length, text, 0, text.length);
  }

  private static String ascii(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private static int stringEnd(byte[] bytes, int from) {
    int at = from;
    while (bytes[at] != '"') {
      at += bytes[at] == '\\' ? 2 : 1;
    }
    return at;
  }

  private static int scalarEnd(byte[] bytes, int from) {
    int at = from;
    while (bytes[at] != ',' && bytes[at] != '}' && bytes[at] > ' ') {
      at++;
    }
    return at;
  }

  /** As what the value counts that stands there. */
  private int kind(int field, byte[] bytes, int from, int to, boolean string) {
    int kind = flow.isTime(field) ? TIME : kindOf(field, flow.kind() == FlowKind.DNS_TRACE);
    if (kind == NONE) {
      boolean number =
          !string && (bytes[from] == '-' || (bytes[from] >= '0' && bytes[from] <= '9'));
      return number && field == KeyTable.NO_FIELD ? NUMBER : NONE;
    }
    boolean said = scan.has(field) && (kind == HOST || scan.isPlain(field));
    boolean here = scan.isPlain(field) ? scan.from(field) == from && scan.to(field) == to : said;
    boolean quoted = kind == DESTINATION_PORT || kind == PORT || string;
    return said && here && quoted && to > from ? kind : NONE;
  }

  private static int kindOf(int field, boolean trace) {
    if (field == KeyTable.NO_FIELD) {
      return NONE;
    }
    return switch (Field.of(field)) {
      case RESOURCE_ID -> FIREWALL;
      case SOURCE_IP -> SOURCE;
      // The server counts as destination of a trace.
      case DESTINATION_IP -> trace ? NONE : DESTINATION;
      case DESTINATION_PORT -> trace ? NONE : DESTINATION_PORT;
      case FQDN -> HOST;
      case SOURCE_PORT, TRANSLATED_PORT -> PORT;
      case TRANSLATED_IP -> ADDRESS;
      case URL -> TEXT;
      default -> NONE;
    };
  }

  /**
   * The node below {@code node} at which the run ends that way, made when there is none; -1 when
   * there is no room.
   */
  private int child(int node, byte[] bytes, int from, int to, int next) {
    int at = from;
    int parent = node;
    while (true) {
      int child = childOf(parent, at < to ? bytes[at] & 0xff : -1);
      if (child == 0) {
        return add(parent, bytes, at, to, next);
      }
      int length = tree[child + LENGTH];
      int run = tree[child + AT];
      int common = Arrays.mismatch(runs, run, run + length, bytes, at, to);
      common = common < 0 ? length : common;
      boolean ends = at + common == to;
      if (common == length && ends && tree[child + FOLLOWS] == next) {
        return child;
      }
      if (common < length || tree[child + FOLLOWS] != BRANCH) {
        if (length == 0 || !split(child, common)) {
          return -1;
        }
      }
      at += common;
      parent = child;
    }
  }

  private int childOf(int node, int first) {
    int child = tree[node + CHILD];
    while (child != 0 && tree[child + FIRST] != first) {
      child = tree[child + SIBLING];
    }
    return child;
  }

  private int add(int parent, byte[] bytes, int from, int to, int next) {
    int length = to - from;
    int siblings = 0;
    for (int child = tree[parent + CHILD]; child != 0; child = tree[child + SIBLING]) {
      siblings++;
    }
    boolean fits = length <= MAX_RUN && used + length <= MAX_BYTES;
    if (!fits || siblings >= MAX_CHILDREN || nodes >= MAX_NODES) {
      return -1;
    }
    while (used + length + 8 > runs.length) {
      runs = Arrays.copyOf(runs, 2 * runs.length);
    }
    System.arraycopy(bytes, from, runs, used, length);
    int child = node(used, length, next, 0);
    used += length;
    tree[child + SIBLING] = tree[parent + CHILD];
    tree[parent + CHILD] = child;
    return child;
  }

  /** Cuts a node's run; what was behind the cut becomes its only child, be it empty. */
  private boolean split(int node, int at) {
    if (nodes >= MAX_NODES) {
      return false;
    }
    int rest =
        node(
            tree[node + AT] + at,
            tree[node + LENGTH] - at,
            tree[node + FOLLOWS],
            tree[node + CHILD]);
    leaves[rest / STRIDE] = leaves[node / STRIDE];
    leaves[node / STRIDE] = null;
    tree[node + LENGTH] = at;
    tree[node + FOLLOWS] = BRANCH;
    tree[node + CHILD] = rest;
    return true;
  }

  private int node(int run, int length, int next, int firstChild) {
    int node = nodes++ * STRIDE;
    tree[node + AT] = run;
    tree[node + LENGTH] = length;
    tree[node + FOLLOWS] = next;
    tree[node + FIRST] = length == 0 ? -1 : runs[run] & 0xff;
    tree[node + CHILD] = firstChild;
    tree[node + SIBLING] = 0;
    leaves[node / STRIDE] = null;
    return node;
  }
}
