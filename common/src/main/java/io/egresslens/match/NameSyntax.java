package io.egresslens.match;

import io.egresslens.catalog.InvalidPatternException;
import io.egresslens.catalog.Pattern;
import io.egresslens.catalog.Pattern.Dialect;
import java.util.ArrayList;
import java.util.List;

/**
 * How a product writes host names, as one row of facts: read, a text becomes patterns of ours, that
 * is sequences of literals and holes, and nothing but {@link Pattern} ever compares a name.
 *
 * @param stars what a star takes
 * @param place where stars may stand
 * @param dot what a dot in front says
 * @param below whether a name without star covers all below it too
 * @param open what the text starts with, without being part of the name
 * @param close what it ends with, likewise
 * @param refused characters that the product refuses although a name may have them
 */
record NameSyntax(
    Dialect stars, Place place, Dot dot, boolean below, String open, String close, String refused) {

  /** Where stars may stand. */
  enum Place {
    NOWHERE("only whole names, no star"),
    /** Left to {@link Dialect#AZURE}, which says so itself. */
    LEFT(""),
    /** {@code *.name}. */
    LEFT_LABEL("a star may stand only once, as *. in front of a name"),
    LEFT_LABEL_OR_ALONE("a star may stand only once, as *. in front of a name, or alone"),
    WHOLE_LABEL("a star may stand only once, and is a whole label"),
    ANYWHERE("");

    private final String rule;

    Place(String rule) {
      this.rule = rule;
    }

    private boolean admits(String name) {
      int star = name.indexOf('*');
      boolean once = star == name.lastIndexOf('*');
      return star < 0
          || switch (this) {
            case NOWHERE -> false;
            case LEFT_LABEL -> once && name.startsWith("*.");
            case LEFT_LABEL_OR_ALONE -> once && (name.startsWith("*.") || name.equals("*"));
            case WHOLE_LABEL -> once && List.of(name.split("\\.", -1)).contains("*");
            case LEFT, ANYWHERE -> true;
          };
    }
  }

  /** What a dot in front says. */
  enum Dot {
    REFUSED,
    /** The same as without it. */
    IGNORED,
    /** The name and all below it. */
    BELOW_TOO
  }

  /** A row without the rarer columns. */
  static NameSyntax of(Dialect stars, Place place) {
    return new NameSyntax(stars, place, Dot.REFUSED, false, "", "", "");
  }

  /** A row of a product that knows whole names alone, and perhaps a dot. */
  static NameSyntax whole(Dot dot, boolean below) {
    return new NameSyntax(Dialect.AZURE, Place.NOWHERE, dot, below, "", "", "");
  }

  /**
   * Translates a text.
   *
   * @throws InvalidPatternException when the product refuses it
   */
  Reading read(String text) throws InvalidPatternException {
    String written = text.strip();
    boolean enclosed = written.length() > open.length() + close.length();
    if (!enclosed || !written.startsWith(open) || !written.endsWith(close)) {
      throw new InvalidPatternException(
          text, open.isEmpty() ? "empty" : "only " + open + "name" + close + " is read");
    }
    String name = written.substring(open.length(), written.length() - close.length());
    if (dot == Dot.REFUSED && name.startsWith(".")) {
      throw new InvalidPatternException(text, "a name never starts with a dot");
    }
    boolean dotted = dot != Dot.REFUSED && name.startsWith(".");
    name = dotted ? name.substring(1) : name;
    if (!place.admits(name)) {
      throw new InvalidPatternException(text, place.rule);
    }
    for (int i = 0; i < refused.length(); i++) {
      if (name.indexOf(refused.charAt(i)) >= 0) {
        throw new InvalidPatternException(text, "'" + refused.charAt(i) + "' is refused");
      }
    }
    List<Pattern> patterns = new ArrayList<>(List.of(plain(stars, text, name)));
    boolean starred = name.indexOf('*') >= 0;
    if (!starred && (below || (dotted && dot == Dot.BELOW_TOO))) {
      patterns.add(plain(stars, text, "*." + name));
    }
    return new Reading(patterns, meaning(name, patterns.size() > 1));
  }

  /** A pattern that is a name and nothing more. */
  static Pattern plain(Dialect dialect, String text, String name) throws InvalidPatternException {
    Pattern pattern = Pattern.parse(dialect, name);
    if (!pattern.variables().isEmpty()) {
      throw new InvalidPatternException(text, "a variable has no value here: ask with tpl=>");
    }
    if (pattern.path() != null) {
      throw new InvalidPatternException(text, "a name has no path: ask with url=> or cat=>");
    }
    return pattern;
  }

  private String meaning(String name, boolean andBelow) {
    boolean label = stars == Dialect.LABEL_GLOB;
    if (andBelow) {
      return "the name itself and everything below it";
    }
    if (name.indexOf('*') < 0) {
      return "this name alone";
    }
    if (name.matches("\\*+")) {
      return "every name";
    }
    boolean left = name.lastIndexOf('*') == 0;
    if (name.startsWith("*.") && left) {
      return label
          ? "exactly one label in front"
          : "one label or more in front, not the name itself";
    }
    if (label && name.startsWith("**.") && name.lastIndexOf('*') == 1) {
      return "one label or more in front, not the name itself";
    }
    if (place == Place.WHOLE_LABEL) {
      return "the star is one label or more";
    }
    if (left) {
      return label
          ? "text without a dot in front, or none"
          : "any text in front, or none: the name itself and look-alikes too";
    }
    return label ? "a star is text without a dot, or none" : "a star is any text, dots included";
  }
}
