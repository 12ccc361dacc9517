package io.egresslens.catalog.imports;

import io.egresslens.catalog.YamlMap;
import io.egresslens.catalog.YamlNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Changes to a YAML text at the places where its values stand; everything else, comments and order
 * and quotes, stays as somebody wrote it. Not thread-safe: one a file.
 */
final class TextEdits {
  private final String text;

  /** Where the code points of the text start, which is how YAML counts; null where it is alike. */
  private final int[] starts;

  private final List<Edit> edits = new ArrayList<>();

  private record Edit(int from, int to, String left) {}

  TextEdits(String text) {
    this.text = text;
    int points = text.codePointCount(0, text.length());
    this.starts = points == text.length() ? null : new int[points + 1];
    for (int i = 0, at = 0; starts != null && i <= points; i++) {
      starts[i] = at;
      at += at < text.length() ? Character.charCount(text.codePointAt(at)) : 0;
    }
  }

  /** Another value in the place of one. */
  void replace(YamlNode value, String left) {
    int from = from(value.span());
    int to = to(value.span());
    // A list in block style may start as far left as its key; in brackets it must not.
    boolean dash = text.startsWith("- ", from);
    edits.add(new Edit(from, to, dash ? "  " + left : left));
  }

  /** Another value of a key, or the key when it is not there. */
  void set(YamlMap map, String key, String value) {
    YamlNode node = map.get(key);
    if (node == null) {
      addKey(map, key, value);
    } else {
      replace(node, value);
    }
  }

  /** A further key behind the last of a map, in the style of the map. */
  void addKey(YamlMap map, String key, String value) {
    int from = from(map.span());
    if (text.startsWith("{", from)) {
      int last = map.keys().stream().mapToInt(each -> to(map.get(each).span())).max().orElse(from);
      edits.add(new Edit(last, last, ", " + key + ": " + value));
    } else {
      int end = lineEnd(to(map.span()));
      edits.add(new Edit(end, end, "\n" + " ".repeat(column(from)) + key + ": " + value));
    }
  }

  /** Lines behind the one on which an element ends. */
  void addLines(YamlMap behind, String lines) {
    int end = lineEnd(to(behind.span()));
    edits.add(new Edit(end, end, "\n" + lines.stripTrailing()));
  }

  /** Lines at the end of the text. */
  void append(String lines) {
    String gap = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
    edits.add(new Edit(text.length(), text.length(), gap + lines));
  }

  /** Takes the lines of an element away, with the empty line behind it. */
  void deleteLines(YamlMap element) {
    int from = text.lastIndexOf('\n', from(element.span()) - 1) + 1;
    int to = Math.min(text.length(), lineEnd(to(element.span())) + 1);
    int next = lineEnd(to);
    if (to < text.length() && text.substring(to, next).isBlank()) {
      to = Math.min(text.length(), next + 1);
    }
    edits.add(new Edit(from, to, ""));
  }

  /** How far in the elements of a list stand: their dashes. */
  int indentOf(YamlMap element) {
    int from = from(element.span());
    int start = text.lastIndexOf('\n', from - 1) + 1;
    int dash = text.indexOf('-', start);
    return dash >= 0 && dash < from ? dash - start : Math.max(0, column(from) - 2);
  }

  boolean isEmpty() {
    return edits.isEmpty();
  }

  /** The text with all edits done. */
  String done() {
    List<Edit> sorted = new ArrayList<>(edits);
    sorted.sort(Comparator.comparingInt(Edit::from));
    StringBuilder out = new StringBuilder(text.length() + 256);
    int at = 0;
    for (Edit edit : sorted) {
      if (edit.from() >= at) {
        out.append(text, at, edit.from());
        at = edit.to();
      }
      out.append(edit.left());
    }
    return out.append(text, at, text.length()).toString();
  }

  private int from(YamlNode.Span span) {
    return starts == null ? span.from() : starts[span.from()];
  }

  /** Without the space that YAML counts to some values. */
  private int to(YamlNode.Span span) {
    int to = starts == null ? span.to() : starts[span.to()];
    while (to > 0 && Character.isWhitespace(text.charAt(to - 1))) {
      to--;
    }
    return to;
  }

  private int column(int at) {
    return at - (text.lastIndexOf('\n', at - 1) + 1);
  }

  private int lineEnd(int at) {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }
}
