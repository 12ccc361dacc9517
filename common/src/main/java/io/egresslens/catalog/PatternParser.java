package io.egresslens.catalog;

import io.egresslens.catalog.Pattern.Dialect;
import io.egresslens.flow.HostName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the text of a {@link Pattern}, and refuses what its dialect does not know. */
final class PatternParser {
  private static final int MAX_PLAIN = 240;

  private PatternParser() {}

  static Pattern parse(Dialect dialect, String text) throws InvalidPatternException {
    Pattern plain = dialect == Dialect.LABEL_GLOB ? null : plain(text);
    if (plain != null) {
      return plain;
    }
    String stripped = text.strip();
    int slash = stripped.indexOf('/');
    String host = slash < 0 ? stripped : stripped.substring(0, slash);
    String path = slash < 0 || slash == stripped.length() - 1 ? null : stripped.substring(slash);
    if (path != null && path.chars().anyMatch(c -> c <= ' ' || "*?#$<>".indexOf(c) >= 0)) {
      throw new InvalidPatternException(
          text, "a path is a plain prefix, without star, query or variable");
    }
    if (host.endsWith("*.")) {
      // Without this the root dot would go and leave the star that takes everything.
      throw new InvalidPatternException(text, "no name after the star");
    }
    List<PatternPart> parts = parts(text, host, dialect);
    checkName(text, parts);
    Pattern pattern = new Pattern(parts, path, parts.stream().anyMatch(PatternPart::isVariable));
    long stars = parts.stream().filter(PatternPart.STAR::equals).count();
    if (dialect == Dialect.AZURE && stars > (parts.get(0).equals(PatternPart.STAR) ? 1 : 0)) {
      throw new InvalidPatternException(
          ProblemKind.STAR_PLACE, text, "a star may stand only once and left-most");
    }
    return pattern;
  }

  /**
   * The pattern of a text that is a name in normal form, or one behind {@code *.}: nearly all are,
   * and nothing about them can be refused. Null for any other. Not for {@link Dialect#LABEL_GLOB},
   * whose star is another.
   */
  private static Pattern plain(String text) {
    boolean star = text.startsWith("*.");
    String name = star ? text.substring(2) : text;
    // With the longest name there is no room for a star.
    if (name.length() > MAX_PLAIN || !name.equals(HostName.normalize(name))) {
      return null;
    }
    return star
        ? new Pattern(List.of(PatternPart.STAR, PatternPart.literal('.' + name)), null, false)
        : new Pattern(List.of(PatternPart.literal(name)), null, false);
  }

  private static List<PatternPart> parts(String text, String host, Dialect dialect)
      throws InvalidPatternException {
    List<PatternPart> parts = new ArrayList<>();
    String rest = HostName.trim(host);
    PatternPart star = PatternPart.STAR;
    if (dialect == Dialect.LABEL_GLOB && !rest.matches("\\*+")) {
      star = PatternPart.LABEL_STAR;
      if (rest.startsWith("**.")) {
        parts.add(PatternPart.STAR);
        rest = rest.substring(2);
      }
    }
    while (true) {
      int open = rest.indexOf("${");
      int close = open < 0 ? -1 : rest.indexOf('}', open);
      addPlain(parts, close < 0 ? rest : rest.substring(0, open), star);
      if (close < 0) {
        return toAscii(text, parts);
      }
      String name = rest.substring(open + 2, close);
      if (name.isEmpty() || !name.chars().allMatch(c -> c == '_' || isAsciiLetterOrDigit(c))) {
        throw new InvalidPatternException(text, "'" + name + "' is no name of a variable");
      }
      parts.add(PatternPart.variable(name));
      rest = rest.substring(close + 1);
    }
  }

  private static void addPlain(List<PatternPart> parts, String plain, PatternPart star) {
    String literal = plain.toLowerCase(Locale.ROOT);
    for (int from = 0; from < literal.length(); ) {
      int at = literal.indexOf('*', from);
      int to = at < 0 ? literal.length() : at;
      PatternPart.append(parts, PatternPart.literal(literal.substring(from, to)));
      if (at >= 0) {
        parts.add(star);
      }
      from = to + 1;
    }
  }

  private static List<PatternPart> toAscii(String text, List<PatternPart> parts)
      throws InvalidPatternException {
    List<PatternPart> ascii = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      if (!parts.get(i).isLiteral()) {
        ascii.add(parts.get(i));
        continue;
      }
      String[] labels = parts.get(i).text().split("\\.", -1);
      for (int at = 0; at < labels.length; at++) {
        boolean cut = (at == 0 && i > 0) || (at == labels.length - 1 && i < parts.size() - 1);
        String label = HostName.labelToAscii(labels[at]);
        if (label == null || (cut && !label.equals(labels[at]))) {
          throw new InvalidPatternException(
              text, "'" + labels[at] + "' has no A-label, or only part of one");
        }
        labels[at] = label;
      }
      PatternPart.append(ascii, PatternPart.literal(String.join(".", labels)));
    }
    return ascii;
  }

  /** A pattern is a name when it is one with a letter in the place of every hole. */
  private static void checkName(String text, List<PatternPart> parts)
      throws InvalidPatternException {
    if (parts.isEmpty()) {
      throw new InvalidPatternException(text, "empty");
    }
    PatternPart last = parts.get(parts.size() - 1);
    if (last.isLiteral() && HostName.endsInNumber(last.text())) {
      throw new InvalidPatternException(
          ProblemKind.NUMERIC_LABEL,
          text,
          "ends in a number: an address is never matched as a name");
    }
    String sample =
        parts.stream()
            .map(part -> part.isLiteral() ? part.text() : "x")
            .collect(Collectors.joining());
    if (Stream.of("$", "<", ">", "{", "}", "%").anyMatch(sample::contains)) {
      throw new InvalidPatternException(
          ProblemKind.PLACEHOLDER, text, "a variable is left over: write ${name}");
    }
    if (HostName.normalize(sample) == null) {
      throw new InvalidPatternException(text, "not a host name");
    }
  }

  private static boolean isAsciiLetterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
