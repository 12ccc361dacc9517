package io.egresslens.match;

import java.util.Arrays;
import java.util.List;

/** Rules by the names they end in, with those that end in none. Immutable and thread-safe. */
final class RuleIndex {
  private static final int[] NO_NUMBERS = {};

  final LabelTree tree;
  final boolean isEmpty;

  /** The numbers of rules that every host must be compared with; few, as tests assert. */
  private final int[] unanchored;

  private RuleIndex(Builder builder) {
    this.tree = builder.tree.build();
    this.isEmpty = builder.isEmpty;
    this.unanchored = Arrays.copyOf(builder.unanchored, builder.unanchoredCount);
  }

  /** Adds the rules at a node that fit. */
  void collect(int node, boolean whole, Rules rules, byte[] host, int from, int to, Fits fits) {
    for (int point = tree.first(node); point != LabelTree.NONE; point = tree.next(point)) {
      int rule = tree.rule(point);
      int number = rule >>> 2;
      boolean fitting =
          switch (rule & 3) {
            case LabelTree.WHOLE -> whole;
            case LabelTree.BELOW -> !whole;
            default -> rules.rule(number).fits(host, from, to);
          };
      if (fitting) {
        fits.add(number);
      }
    }
  }

  void collectUnanchored(Rules rules, byte[] host, int from, int to, Fits fits) {
    for (int number : unanchored) {
      if (rules.rule(number).fits(host, from, to)) {
        fits.add(number);
      }
    }
  }

  /** Takes rules with their numbers. Not thread-safe. */
  static final class Builder {
    private final LabelTree.Builder tree;
    private boolean isEmpty = true;
    private int[] unanchored = NO_NUMBERS;
    private int unanchoredCount;

    Builder(LabelHash hash, int names) {
      this.tree = new LabelTree.Builder(hash, names);
    }

    /** Adds rules that are numbered on from the first one's number. */
    void addAll(List<Rule> rules, int firstNumber) {
      for (int i = 0; i < rules.size(); i++) {
        add(rules.get(i).pattern.anchor(), firstNumber + i, rules.get(i).fit());
      }
    }

    void add(String anchor, int number, int fit) {
      isEmpty = false;
      if (!anchor.isEmpty()) {
        tree.add(anchor, number << 2 | fit);
        return;
      }
      if (unanchoredCount == unanchored.length) {
        unanchored = Arrays.copyOf(unanchored, 2 * unanchoredCount + 4);
      }
      unanchored[unanchoredCount++] = number;
    }

    RuleIndex build() {
      return new RuleIndex(this);
    }
  }
}
