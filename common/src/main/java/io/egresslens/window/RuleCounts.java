package io.egresslens.window;

import java.util.Arrays;

/** Flows of a row by rule, beside its first rule: for the few rows that more than one rule made. */
final class RuleCounts {
  private int[] rules = new int[2];
  private long[] flows = new long[2];
  private int size;

  void count(int rule) {
    int at = 0;
    while (at < size && rules[at] != rule) {
      at++;
    }
    if (at == rules.length) {
      rules = Arrays.copyOf(rules, 2 * size);
      flows = Arrays.copyOf(flows, 2 * size);
    }
    if (at == size) {
      rules[at] = rule;
      flows[at] = 0;
      size++;
    }
    flows[at]++;
  }

  int size() {
    return size;
  }

  int rule(int at) {
    return rules[at];
  }

  long flows(int at) {
    return flows[at];
  }
}
