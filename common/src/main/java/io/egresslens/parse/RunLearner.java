package io.egresslens.parse;

import io.egresslens.flow.Flow;
import io.egresslens.flow.FlowKind;

/**
 * Cuts a record that was read into runs and values, and puts them into a {@link RunTree}.
 *
 * <p>A value is cut out when it is what the scan noted for its field (the last of that name, not
 * empty, without white space around it) and of a kind that {@link RunValues} reads. Everything
 * else, keys and punctuation too, is part of a run. A record is learned only when its time, its
 * source and its host were cut out: else each record would be a leaf of its own. Records whose
 * strings with escapes are long are left alone, for the scan bounds what they hold together.
 *
 * <p><b>Legacy text</b> is learned when it has one of the forms of {@link LegacyCuts} and nothing
 * else in the record says what was logged.
 *
 * <p>Cost: some microseconds a record, paid once for each shape. Not thread-safe.
 */
@SuppressWarnings("EnumOrdinal") // fields as the scan numbers them, for one record only
final class RunLearner {
  /**
   * How much a record's strings with escapes may hold together: far enough from what the scan
   * allows that it allows every record like that, whatever its host.
   */
  private static final int MAX_DECODED = 32 * 1024;

  private static final int NONE = -1;
  private static final int MSG_FIELD = Field.MSG.ordinal();
  private static final int SOURCE_FIELD = Field.SOURCE_IP.ordinal();
  private static final int HOST_FIELD = Field.FQDN.ordinal();

  private final RunTree tree;
  private final RecordScan scan;
  private final FlowScan flows;
  private final ScannedFlow flow;
  private final KeyTable keys;
  private final LegacyCuts cuts = new LegacyCuts();

  RunLearner(RunTree tree, RecordScan scan, FlowScan flows, ScannedFlow flow) {
    this.tree = tree;
    this.scan = scan;
    this.flows = flows;
    this.flow = flow;
    keys = scan.keys();
  }

  /**
   * Remembers a record.
   *
   * @param legacy what the record is when it is legacy text, else null
   */
  void learn(byte[] bytes, int from, int to, Flow legacy) {
    if (scan.decodedBytes() > MAX_DECODED) {
      return;
    }
    if (legacy != null) {
      // Nothing but text may say what was logged.
      if ((scan.present() & ~RecordScan.ENVELOPE) != 1L << MSG_FIELD || !scan.isPlain(MSG_FIELD)) {
        return;
      }
      flows.take(legacy);
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
        if (!cuts.find(bytes, start, end, legacy)) {
          return;
        }
        for (int i = 0; i < cuts.count() && node >= 0; i++) {
          int kind = cuts.kind(i);
          node = tree.child(node, bytes, run, cuts.start(i), kind);
          varied |= 1 << (kind == RunTree.WORD ? RunTree.HOST : kind);
          run = cuts.end(i);
        }
        at = end + 1;
        continue;
      }
      int kind = kind(field, bytes, start, end, string);
      if (kind != NONE) {
        node = tree.child(node, bytes, run, start, kind);
        varied |= 1 << kind;
        run = end;
      }
      at = string ? end + 1 : end;
    }
    int needed =
        1 << RunTree.TIME
            | (scan.has(SOURCE_FIELD) || legacy != null ? 1 << RunTree.SOURCE : 0)
            | (scan.has(HOST_FIELD) ? 1 << RunTree.HOST : 0);
    boolean whole = node >= 0 && (varied & needed) == needed;
    int leaf = whole ? tree.child(node, bytes, run, to, RunTree.END) : -1;
    if (leaf > 0 && tree.leaf(leaf) == null) {
      tree.leaf(leaf, flow.shape(varied));
    }
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
    int kind =
        flows.isTime(field) ? RunTree.TIME : kindOf(field, flow.kind() == FlowKind.DNS_TRACE);
    if (kind == NONE) {
      boolean number =
          !string && (bytes[from] == '-' || (bytes[from] >= '0' && bytes[from] <= '9'));
      return number && field == KeyTable.NO_FIELD ? RunTree.NUMBER : NONE;
    }
    boolean said = scan.has(field) && (kind == RunTree.HOST || scan.isPlain(field));
    boolean here = scan.isPlain(field) ? scan.from(field) == from && scan.to(field) == to : said;
    boolean quoted = kind == RunTree.DESTINATION_PORT || kind == RunTree.PORT || string;
    return said && here && quoted && to > from ? kind : NONE;
  }

  private static int kindOf(int field, boolean trace) {
    if (field == KeyTable.NO_FIELD) {
      return NONE;
    }
    return switch (Field.of(field)) {
      case RESOURCE_ID -> RunTree.FIREWALL;
      case SOURCE_IP -> RunTree.SOURCE;
      // The server counts as destination of a trace.
      case DESTINATION_IP -> trace ? NONE : RunTree.DESTINATION;
      case DESTINATION_PORT -> trace ? NONE : RunTree.DESTINATION_PORT;
      case FQDN -> RunTree.HOST;
      case SOURCE_PORT, TRANSLATED_PORT -> RunTree.PORT;
      case TRANSLATED_IP -> RunTree.ADDRESS;
      case URL -> RunTree.TEXT;
      default -> NONE;
    };
  }
}
