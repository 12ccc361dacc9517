package io.egresslens.catalog;

import java.io.Serializable;
import java.util.List;

/**
 * A piece of a {@link Pattern}: a literal, or a hole that text may fill.
 *
 * @param hole what may fill it
 * @param text the literal, or the name of the variable that the hole stands for; empty for a star
 */
record PatternPart(Hole hole, String text) implements Serializable {
  /** What fills a piece. */
  enum Hole {
    /** No hole: the literal itself. */
    NONE,
    /** Any text, dots included, or none. */
    ANY_TEXT,
    /** A label, or part of one. */
    LABEL_TEXT,
    /** Part of a label, or none: so a whole label where dots stand on both sides. */
    PART_TEXT,
    /** Nothing at all: a host never fits. */
    NOTHING
  }

  static final PatternPart STAR = new PatternPart(Hole.ANY_TEXT, "");

  /** A star that stops at a dot. */
  static final PatternPart LABEL_STAR = new PatternPart(Hole.PART_TEXT, "");

  static PatternPart literal(String text) {
    return new PatternPart(Hole.NONE, text);
  }

  /** An unbound variable. */
  static PatternPart variable(String name) {
    boolean own = name.equals(Pattern.CLUSTER_DOMAIN);
    return new PatternPart(own ? Hole.NOTHING : Hole.LABEL_TEXT, name);
  }

  /** Joins adjacent literals, so that a bound pattern has the shape of a written one. */
  static void append(List<PatternPart> parts, PatternPart part) {
    int lastIndex = parts.size() - 1;
    if (part.isLiteral() && part.text().isEmpty()) {
      return;
    }
    if (part.isLiteral() && lastIndex >= 0 && parts.get(lastIndex).isLiteral()) {
      parts.set(lastIndex, literal(parts.get(lastIndex).text() + part.text()));
    } else {
      parts.add(part);
    }
  }

  boolean isLiteral() {
    return hole == Hole.NONE;
  }

  boolean isVariable() {
    return hole == Hole.LABEL_TEXT || hole == Hole.NOTHING;
  }

  /** As written in a pattern. */
  @Override
  public String toString() {
    return isLiteral() ? text : isVariable() ? "${" + text + "}" : "*";
  }
}
