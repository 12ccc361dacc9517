package io.egresslens.catalog;

import io.egresslens.flow.HostName;
import io.egresslens.flow.Labels;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

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
public final class Pattern implements Serializable {
  private static final long serialVersionUID = 1L;

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
    GLOB,
    /**
     * Any number of stars anywhere, none of which takes a dot; but two in front of a name take one
     * label or more, and a star alone is every name. What other products make of a star; no catalog
     * entry is written in it.
     */
    LABEL_GLOB
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

  private final List<PatternPart> parts;
  private final String path;
  private final Kind kind;
  private final String first;
  private final String last;
  private final int literalLength;

  /**
   * @param parts not empty, no two literals in a row
   * @param template whether a variable is or was among the parts
   */
  Pattern(List<PatternPart> parts, String path, boolean template) {
    this.parts = List.copyOf(parts);
    this.path = path;
    this.kind = template ? Kind.TEMPLATE : kindOf(parts);
    this.first = literalAt(parts, 0);
    this.last = literalAt(parts, parts.size() - 1);
    int length = 0;
    for (PatternPart part : parts) {
      length += part.isLiteral() ? part.text().length() : 0;
    }
    this.literalLength = length;
  }

  /**
   * Reads a pattern: a name with stars and {@code ${variables}}, and optionally a path after it.
   *
   * @throws InvalidPatternException when the dialect does not know such a pattern
   */
  public static Pattern parse(Dialect dialect, String text) throws InvalidPatternException {
    return PatternParser.parse(dialect, text);
  }

  /** The text as it was read, folded; bound variables show their value. */
  public String text() {
    if (parts.size() == 1 && path == null) {
      return parts.get(0).toString();
    }
    StringBuilder text = new StringBuilder();
    for (PatternPart part : parts) {
      text.append(part);
    }
    return text.append(path == null ? "" : path).toString();
  }

  /** The path prefix with its leading slash, or null when the pattern has none. */
  public String path() {
    return path;
  }

  /** The shape; a bound template remains a template. */
  public Kind kind() {
    return kind;
  }

  /** The pieces, in order. */
  List<PatternPart> parts() {
    return parts;
  }

  /** Whether a variable is or was among the parts. */
  boolean isTemplate() {
    return kind == Kind.TEMPLATE;
  }

  /** The names of the unbound variables, in order, each once. */
  public List<String> variables() {
    return parts.stream()
        .filter(PatternPart::isVariable)
        .map(PatternPart::text)
        .distinct()
        .toList();
  }

  /**
   * Puts values in the place of variables. Variables without a value stay unbound; values are
   * folded, and it is the caller who checks that they are names.
   */
  public Pattern bind(Map<String, String> values) {
    if (variables().stream().noneMatch(values::containsKey)) {
      return this;
    }
    List<PatternPart> bound = new ArrayList<>();
    for (PatternPart part : parts) {
      String value = part.isVariable() ? values.get(part.text()) : null;
      PatternPart.append(
          bound,
          value == null
              ? part
              : PatternPart.literal(HostName.trim(value).toLowerCase(Locale.ROOT)));
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
      case PART_TEXT -> !hasDot(host, first.length(), first.length() + room);
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
    for (PatternPart part : parts) {
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
          case PART_TEXT ->
              next[at] = ends[at] || (at > 0 && host.charAt(at - 1) != '.' && next[at - 1]);
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

  private static Kind kindOf(List<PatternPart> parts) {
    if (parts.get(0).isLiteral() && parts.size() == 1) {
      return Kind.EXACT;
    }
    if (!parts.get(0).equals(PatternPart.STAR) || parts.size() > 2) {
      return Kind.GLOB;
    }
    if (parts.size() == 1) {
      return Kind.ANY;
    }
    return parts.get(1).text().startsWith(".") ? Kind.SUFFIX : Kind.BARE_SUFFIX;
  }

  private static String literalAt(List<PatternPart> parts, int index) {
    return parts.get(index).isLiteral() ? parts.get(index).text() : "";
  }
}
