package io.egresslens.match;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rules by the names they end in. Immutable. */
final class RuleTable {
  /*
   * Layout. An open-addressing hash table, at most half full, from a pattern's anchor (the longest
   * run of whole labels that all its hosts end in) to the rules that share it. Exact names, suffixes,
   * bare suffixes, templates and globs all have an anchor, so one table serves every kind and a
   * lookup needs no order between kinds: the caller compares ranks.
   *
   * Lookup. A host is read once from its right end, and the table is probed wherever a label
   * starts. The hash is built in that direction, so the hash of every suffix of whole labels falls
   * out on the way and no substring is made. At the left end the whole name is probed, which finds
   * the exact entries. A rule found this way is a suspect only; its pattern has the last word.
   *
   * Cost. One multiplication a character, one probe a label, plus one pattern comparison for every
   * rule that shares an anchor with the host. Names come from attackers, but the keys do not: the
   * table is fixed when the catalog is read, so no name can lengthen a probe chain.
   *
   * Assumption, asserted by the tests on the shipped catalogs: few rules have no anchor (a lone star,
   * a star behind the last dot); those are compared one after the other.
   */
  private static final int HASH_FACTOR = 31;
  private static final int SPREAD = 0x9E3779B9;
  private static final Rule[] NONE = {};

  private final String[] anchors;
  private final Rule[][] rules;
  private final int shift;
  private final Rule[] unanchored;

  RuleTable(List<Rule> all) {
    Map<String, List<Rule>> byAnchor = new HashMap<>();
    for (Rule rule : all) {
      byAnchor.computeIfAbsent(rule.pattern.anchor(), anchor -> new ArrayList<>()).add(rule);
    }
    List<Rule> without = byAnchor.remove("");
    this.unanchored = without == null ? NONE : without.toArray(NONE);
    int bits = Math.max(1, 33 - Integer.numberOfLeadingZeros(byAnchor.size()));
    this.shift = 32 - bits;
    this.anchors = new String[1 << bits];
    this.rules = new Rule[1 << bits][];
    byAnchor.forEach(this::put);
  }

  private void put(String anchor, List<Rule> sharing) {
    int hash = 0;
    for (int i = anchor.length() - 1; i >= 0; i--) {
      hash = next(hash, anchor.charAt(i));
    }
    int slot = slot(hash);
    while (anchors[slot] != null) {
      slot = (slot + 1) & (anchors.length - 1);
    }
    anchors[slot] = anchor;
    rules[slot] = sharing.toArray(NONE);
  }

  /** The hash of a suffix that is one character longer to the left. */
  static int next(int hash, char left) {
    return hash * HASH_FACTOR + left;
  }

  /**
   * The rules anchored at the end of a host.
   *
   * @param hash of the characters from {@code from} on, built with {@link #next} from the right
   * @return shared, not to be written to; empty when there are none
   */
  Rule[] at(int hash, String host, int from) {
    int length = host.length() - from;
    for (int slot = slot(hash); ; slot = (slot + 1) & (anchors.length - 1)) {
      String anchor = anchors[slot];
      if (anchor == null) {
        return NONE;
      }
      if (anchor.length() == length && host.startsWith(anchor, from)) {
        return rules[slot];
      }
    }
  }

  /** The rules that every host must be compared with. */
  Rule[] unanchored() {
    return unanchored;
  }

  private int slot(int hash) {
    return (hash * SPREAD) >>> shift;
  }
}
