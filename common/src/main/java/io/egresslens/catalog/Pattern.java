package io.egresslens.catalog;

import io.egresslens.flow.HostName;
import io.egresslens.flow.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a catalog entry says of host names, with an optional path. Immutable and thread-safe.
 *
 * <p>Every pattern, whatever its dialect, is one sequence of literals and holes. A star is a hole
 * for any text, dots included; an unbound variable is a hole for one label or part of one ({@code
 * ${clusterDomain}} is a hole that nothing fills: without a cluster there is no domain of its own).
 * {@link Kind} follows from that shape. Because normal names have no empty labels, {@code *.x}
 * takes any depth but not {@code x}, and {@code *x} takes {@code x} itself.
 *
 * <p>Patterns are folded like host names, see {@link HostName}. A path is a case-sensitive prefix
 * that ends on a segment boundary.
 */
public final class Pattern {
  /** The variable for the Azure region of the cluster. */
  public static final String REGION = "region";

  /** The variable for the cluster's own domain. */
  public static final String CLUSTER_DOMAIN = "clusterDomain";

  /**
   * The more telling pattern first: by kind, then by the number of literal characters, so that the
   * longest suffix wins.
   */
  public static final Comparator<Pattern> MOST_SPECIFIC_FIRST =
      Comparator.comparing(Pattern::kind)
          .thenComparing(
              Comparator.comparingInt((Pattern pattern) -> pattern.literalLength).reversed());

  /** Where a star may stand. */
  public enum Dialect {
    /** Azure Firewall's: one star, left-most. */
    AZURE,
    /** Any number of stars anywhere, for names that Azure's dialect cannot describe. */
    GLOB
  }

  /** The shape of a pattern, in order of precedence. */
  public enum Kind {
    EXACT,
    TEMPLATE,
    SUFFIX,
    BARE_SUFFIX,
    GLOB,
    ANY;

    private final String label = Labels.kebab(name());

    /** Spelling in records and reports: lower-case kebab. */
    public String label() {
      return label;
    }
  }

  private enum Hole {
    NONE,
    ANY_TEXT,
    LABEL_TEXT,
    NOTHING
  }

  /** A literal, or a hole and the variable it stands for (empty for a star). */
  private record Part(Hole hole, String text) {
    static Part variable(String name) {
      return new Part(name.equals(CLUSTER_DOMAIN) ? Hole.NOTHING : Hole.LABEL_TEXT, name);
    }

    boolean isLiteral() {
      return hole == Hole.NONE;
    }

    boolean isVariable() {
      return hole == Hole.LABEL_TEXT || hole == Hole.NOTHING;
    }

    @Override
    public String toString() {
      return isLiteral() ? text : hole == Hole.ANY_TEXT ? "*" : "${" + text + "}";
    }
  }

  private static final Part STAR = new Part(Hole.ANY_TEXT, "");

  private final List<Part> parts;
  private final String path;
  private final Kind kind;
  private final String first;
  private final String last;
  private final int literalLength;

  private Pattern(List<Part> parts, String path, boolean template) {
    this.parts = List.copyOf(parts);
    this.path = path;
    this.kind = template ? Kind.TEMPLATE : kindOf(parts);
    this.first = literalAt(parts, 0);
    this.last = literalAt(parts, parts.size() - 1);
    this.literalLength =
        parts.stream().filter(Part::isLiteral).mapToInt(part -> part.text().length()).sum();
  }

  /**
   * Reads a pattern: a name with stars and {@code ${variables}}, and optionally a path after it.
   *
   * @throws InvalidPatternException when the dialect does not know such a pattern
   */
  public static Pattern parse(Dialect dialect, String text) throws InvalidPatternException {
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
    List<Part> parts = parts(text, host);
    checkName(text, parts);
    Pattern pattern = new Pattern(parts, path, parts.stream().anyMatch(Part::isVariable));
    long stars = parts.stream().filter(STAR::equals).count();
    if (dialect == Dialect.AZURE && stars > (parts.get(0).equals(STAR) ? 1 : 0)) {
      throw new InvalidPatternException(text, "a star may stand only once and left-most");
    }
    return pattern;
  }

  /** The text as it was read, folded; bound variables show their value. */
  public String text() {
    String host = parts.stream().map(Part::toString).collect(Collectors.joining());
    return path == null ? host : host + path;
  }

  /** The path prefix with its leading slash, or null when the pattern has none. */
  public String path() {
    return path;
  }

  /** The shape; a bound template remains a template. */
  public Kind kind() {
    return kind;
  }

  /** The names of the unbound variables, in order, each once. */
  public List<String> variables() {
    return parts.stream().filter(Part::isVariable).map(Part::text).distinct().toList();
  }

  /**
   * Puts values in the place of variables. Variables without a value stay unbound; values are
   * folded, and it is the caller who checks that they are names.
   */
  public Pattern bind(Map<String, String> values) {
    if (variables().stream().noneMatch(values::containsKey)) {
      return this;
    }
    List<Part> bound = new ArrayList<>();
    for (Part part : parts) {
      String value = part.isVariable() ? values.get(part.text()) : null;
      append(
          bound,
          value == null
              ? part
              : new Part(Hole.NONE, HostName.trim(value).toLowerCase(Locale.ROOT)));
    }
    return new Pattern(bound, path, true);
  }

  /**
   * The text right of the last hole, without a leading dot: the whole name of an exact pattern, the
   * part after {@code *.} or {@code *} of a suffix, empty for {@code *}.
   */
  public String literal() {
    return last.startsWith(".") ? last.substring(1) : last;
  }

  /**
   * The longest run of whole labels in which every host of this pattern ends; empty when there is
   * none. What an index goes by.
   */
  public String anchor() {
    if (parts.size() == 1 || last.startsWith(".")) {
      return literal();
    }
    return last.substring(last.indexOf('.') < 0 ? last.length() : last.indexOf('.') + 1);
  }

  /**
   * Whether a host fits. Allocates nothing for a pattern with at most one hole.
   *
   * @param host in normal form, see {@link HostName#normalize}; never an IP literal
   */
  public boolean matchesHost(String host) {
    if (parts.size() == 1 && parts.get(0).isLiteral()) {
      return host.equals(last);
    }
    int room = host.length() - first.length() - last.length();
    if (room < 0 || !host.startsWith(first) || !host.endsWith(last)) {
      return false;
    }
    int holes = parts.size() - (first.isEmpty() ? 0 : 1) - (last.isEmpty() ? 0 : 1);
    if (holes != 1) {
      return matchesParts(host);
    }
    return switch (parts.get(first.isEmpty() ? 0 : 1).hole()) {
      case ANY_TEXT -> true;
      case LABEL_TEXT -> room > 0 && !hasDot(host, first.length(), first.length() + room);
      case NOTHING, NONE -> false;
    };
  }

  /**
   * Whether a visible path fits: equal to the prefix or below it. A path that climbs with dot
   * segments fits no prefix, because what it leads to does not show.
   *
   * @param visible with its leading slash, with or without query
   */
  public boolean matchesPath(String visible) {
    if (path == null) {
      return true;
    }
    if (!visible.startsWith(path)) {
      return false;
    }
    int end = path.length();
    boolean onBoundary =
        end == visible.length() || path.endsWith("/") || "/?#".indexOf(visible.charAt(end)) >= 0;
    return onBoundary && !climbs(visible);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pattern that
        && kind == that.kind
        && parts.equals(that.parts)
        && Objects.equals(path, that.path);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, parts, path);
  }

  @Override
  public String toString() {
    return text();
  }

  /**
   * Which positions of the host the parts so far can end at, part by part: time is parts times
   * length whatever the input, where backtracking would be exponential.
   */
  private boolean matchesParts(String host) {
    int length = host.length();
    boolean[] ends = new boolean[length + 1];
    ends[0] = true;
    for (Part part : parts) {
      boolean[] next = new boolean[length + 1];
      for (int at = 0; at <= length; at++) {
        switch (part.hole()) {
          case NONE -> {
            if (ends[at] && host.startsWith(part.text(), at)) {
              next[at + part.text().length()] = true;
            }
          }
          case ANY_TEXT -> next[at] = ends[at] || (at > 0 && next[at - 1]);
          case LABEL_TEXT ->
              next[at] = at > 0 && host.charAt(at - 1) != '.' && (ends[at - 1] || next[at - 1]);
          case NOTHING -> {
            return false;
          }
        }
      }
      ends = next;
    }
    return ends[length];
  }

  private static boolean hasDot(String host, int from, int to) {
    int dot = host.indexOf('.', from);
    return dot >= 0 && dot < to;
  }

  private static boolean climbs(String visible) {
    if (visible.indexOf('.') < 0 && visible.indexOf('%') < 0) {
      return false;
    }
    String plain = visible.toLowerCase(Locale.ROOT).replace("%2e", ".").replace("%2f", "/");
    String steps = plain.split("[?#]", 2)[0];
    return Arrays.asList(steps.split("/")).contains("..");
  }

  private static List<Part> parts(String text, String host) throws InvalidPatternException {
    List<Part> parts = new ArrayList<>();
    String rest = HostName.trim(host);
    while (true) {
      int open = rest.indexOf("${");
      int close = open < 0 ? -1 : rest.indexOf('}', open);
      addPlain(parts, close < 0 ? rest : rest.substring(0, open));
      if (close < 0) {
        return toAscii(text, parts);
      }
      String name = rest.substring(open + 2, close);
      if (name.isEmpty() || !name.chars().allMatch(c -> c == '_' || isAsciiLetterOrDigit(c))) {
        throw new InvalidPatternException(text, "'" + name + "' is no name of a variable");
      }
      parts.add(Part.variable(name));
      rest = rest.substring(close + 1);
    }
  }

  private static void addPlain(List<Part> parts, String plain) {
    String literal = plain.toLowerCase(Locale.ROOT);
    for (int from = 0; from < literal.length(); ) {
      int star = literal.indexOf('*', from);
      int to = star < 0 ? literal.length() : star;
      append(parts, new Part(Hole.NONE, literal.substring(from, to)));
      if (star >= 0) {
        parts.add(STAR);
      }
      from = to + 1;
    }
  }

  /** Joins adjacent literals, so that a bound pattern has the shape of a written one. */
  private static void append(List<Part> parts, Part part) {
    int lastIndex = parts.size() - 1;
    if (part.isLiteral() && part.text().isEmpty()) {
      return;
    }
    if (part.isLiteral() && lastIndex >= 0 && parts.get(lastIndex).isLiteral()) {
      parts.set(lastIndex, new Part(Hole.NONE, parts.get(lastIndex).text() + part.text()));
    } else {
      parts.add(part);
    }
  }

  private static List<Part> toAscii(String text, List<Part> parts) throws InvalidPatternException {
    List<Part> ascii = new ArrayList<>();
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
      append(ascii, new Part(Hole.NONE, String.join(".", labels)));
    }
    return ascii;
  }

  /** A pattern is a name when it is one with a letter in the place of every hole. */
  private static void checkName(String text, List<Part> parts) throws InvalidPatternException {
    if (parts.isEmpty()) {
      throw new InvalidPatternException(text, "empty");
    }
    String last = literalAt(parts, parts.size() - 1);
    if (!last.isEmpty() && HostName.endsInNumber(last)) {
      throw new InvalidPatternException(
          text, "ends in a number: an address is never matched as a name");
    }
    String sample =
        parts.stream()
            .map(part -> part.isLiteral() ? part.text() : "x")
            .collect(Collectors.joining());
    if (Stream.of("$", "<", ">", "{", "}").anyMatch(sample::contains)) {
      throw new InvalidPatternException(text, "a variable is left over: write ${name}");
    }
    if (HostName.normalize(sample) == null) {
      throw new InvalidPatternException(text, "not a host name");
    }
  }

  private static Kind kindOf(List<Part> parts) {
    if (parts.get(0).isLiteral() && parts.size() == 1) {
      return Kind.EXACT;
    }
    if (!parts.get(0).equals(STAR) || parts.size() > 2) {
      return Kind.GLOB;
    }
    if (parts.size() == 1) {
      return Kind.ANY;
    }
    return parts.get(1).text().startsWith(".") ? Kind.SUFFIX : Kind.BARE_SUFFIX;
  }

  private static String literalAt(List<Part> parts, int index) {
    return parts.get(index).isLiteral() ? parts.get(index).text() : "";
  }

  private static boolean isAsciiLetterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
