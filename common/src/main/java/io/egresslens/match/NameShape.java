package io.egresslens.match;

import io.egresslens.catalog.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The names of a pattern as bytes: what stands before its first hole, what behind its last. Says of
 * a host what {@link Pattern#matchesHost} says, for patterns with at most one hole. Immutable.
 */
final class NameShape {
  private enum Hole {
    NO,
    ANY_TEXT,
    LABEL_TEXT,
    NOTHING,
    SEVERAL
  }

  private final byte[] first;
  private final byte[] last;
  private final Hole hole;

  NameShape(Pattern pattern) {
    String name = pattern.text();
    if (pattern.path() != null) {
      name = name.substring(0, name.length() - pattern.path().length());
    }
    int opens = holeFrom(name);
    int closes = Math.max(name.lastIndexOf('*'), name.lastIndexOf('}')) + 1;
    if (opens < 0) {
      this.first = bytes(name);
      this.last = first;
      this.hole = Hole.NO;
      return;
    }
    this.first = bytes(name.substring(0, opens));
    this.last = bytes(name.substring(closes));
    this.hole = hole(name.substring(opens, closes));
  }

  private static int holeFrom(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) == '*' || name.charAt(i) == '$') {
        return i;
      }
    }
    return -1;
  }

  private static Hole hole(String text) {
    if (text.equals("*")) {
      return Hole.ANY_TEXT;
    }
    if (text.equals("${" + Pattern.CLUSTER_DOMAIN + "}")) {
      return Hole.NOTHING;
    }
    boolean one = text.startsWith("${") && text.indexOf('}') == text.length() - 1;
    return one ? Hole.LABEL_TEXT : Hole.SEVERAL;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** How names below the anchor fit, as {@link LabelTree} has it. */
  int fit() {
    if (hole == Hole.NO) {
      return LabelTree.WHOLE;
    }
    boolean suffix = hole == Hole.ANY_TEXT && first.length == 0 && last.length > 0;
    return suffix && last[0] == '.' ? LabelTree.BELOW : LabelTree.ASK;
  }

  boolean severalHoles() {
    return hole == Hole.SEVERAL;
  }

  boolean fits(byte[] host, int from, int to) {
    if (hole == Hole.NO) {
      return Arrays.equals(host, from, to, first, 0, first.length);
    }
    int holeFrom = from + first.length;
    int holeTo = to - last.length;
    if (holeTo < holeFrom
        || !Arrays.equals(host, from, holeFrom, first, 0, first.length)
        || !Arrays.equals(host, holeTo, to, last, 0, last.length)) {
      return false;
    }
    return switch (hole) {
      case ANY_TEXT -> true;
      case LABEL_TEXT -> holeTo > holeFrom && !hasDot(host, holeFrom, holeTo);
      case NO, NOTHING, SEVERAL -> false;
    };
  }

  private static boolean hasDot(byte[] host, int from, int to) {
    for (int i = from; i < to; i++) {
      if (host[i] == '.') {
        return true;
      }
    }
    return false;
  }
}
