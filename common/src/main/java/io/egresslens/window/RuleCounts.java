package io.egresslens.window;

/**
 * Flows of a row by rule, beside its first rule: for the few rows that more than one rule made.
 * Counting costs the same however many rules there are: a firewall may have thousands, and one
 * denied name can meet them all. Not thread-safe.
 */
final class RuleCounts {
  /*
   * An open-addressing table, at most half full: one more than the rule's number, 0 for a free
   * slot, and the flows beside it. Numbers of rules are dense and given by us, so spreading them
   * needs no seed.
   */
  private static final int FIRST_SLOTS = 4;
  private static final int SPREAD = 0x9E3779B9;

  /** Of the object and the two arrays' headers. */
  private static final int FIXED_BYTES = 64;

  private int[] rules = new int[FIRST_SLOTS];
  private long[] flows = new long[FIRST_SLOTS];
  private int shift = Integer.numberOfLeadingZeros(FIRST_SLOTS) + 1;
  private int size;

  /** Says what is known of each rule. */
  @FunctionalInterface
  interface Visitor {
    void visit(int rule, long flows);
  }

  /** Counts a flow. */
  void count(int rule) {
    int slot = slotOf(rule + 1);
    if (rules[slot] == 0) {
      if (2 * ++size > rules.length) {
        grow();
        slot = slotOf(rule + 1);
      }
      rules[slot] = rule + 1;
    }
    flows[slot]++;
  }

  /** Every rule and its flows, in no order. */
  void forEach(Visitor visitor) {
    for (int slot = 0; slot < rules.length; slot++) {
      if (rules[slot] != 0) {
        visitor.visit(rules[slot] - 1, flows[slot]);
      }
    }
  }

  /** How much memory this takes, about. */
  long weightBytes() {
    return FIXED_BYTES + (long) (Integer.BYTES + Long.BYTES) * rules.length;
  }

  /** Where the name stands, or the free slot where it belongs. */
  private int slotOf(int name) {
    int slot = (name * SPREAD) >>> shift;
    while (rules[slot] != 0 && rules[slot] != name) {
      slot = slot + 1 & rules.length - 1;
    }
    return slot;
  }

  private void grow() {
    int[] oldRules = rules;
    long[] oldFlows = flows;
    rules = new int[2 * oldRules.length];
    flows = new long[rules.length];
    shift--;
    for (int old = 0; old < oldRules.length; old++) {
      if (oldRules[old] != 0) {
        int slot = slotOf(oldRules[old]);
        rules[slot] = oldRules[old];
        flows[slot] = oldFlows[old];
      }
    }
  }
}
