package io.egresslens.catalog.imports;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of an AsciiDoc document that its reader sees: conditional parts are decided by the
 * attributes, comments are taken out, attributes stand replaced. What is left out is kept apart, so
 * that somebody can say how much it was.
 *
 * <p>As in AsciiDoc itself an attribute that nobody sets is not set: {@code ifdef} hides, {@code
 * ifndef} shows. {@code ifeval} cannot be decided here and hides.
 */
final class AsciiDocLines {
  private static final Pattern CONDITION =
      Pattern.compile("^(ifdef|ifndef|ifeval|endif)::([^\\[\\s]*)\\[(.*)\\]\\s*$");
  private static final Pattern DEFINITION = Pattern.compile("^:(!?)([A-Za-z0-9_-]+)(!?):\\s*(.*)$");
  private static final Pattern REFERENCE = Pattern.compile("\\{([A-Za-z0-9_-]{1,100})\\}");

  private final Map<String, String> attributes;
  private final boolean includeComments;
  private final Deque<Boolean> conditions = new ArrayDeque<>();
  private final List<DocumentLine> shown = new ArrayList<>();
  private final List<DocumentLine> hidden = new ArrayList<>();
  private final List<DocumentLine> comments = new ArrayList<>();
  private boolean inComment;

  private AsciiDocLines(ImportOptions options) {
    this.attributes = new HashMap<>(options.attributes());
    this.includeComments = options.includeComments();
  }

  static AsciiDocLines of(String text, ImportOptions options) {
    AsciiDocLines lines = new AsciiDocLines(options);
    DocumentLine.of(text).forEach(lines::line);
    return lines;
  }

  /** What a reader of the page sees. */
  List<DocumentLine> shown() {
    return shown;
  }

  /** What conditions hide. */
  List<DocumentLine> hidden() {
    return hidden;
  }

  /** What stands in comments; empty when those are read like the rest. */
  List<DocumentLine> comments() {
    return comments;
  }

  private void line(DocumentLine line) {
    String text = line.text();
    if (text.matches("/{4,}\\s*")) {
      inComment = !inComment;
      return;
    }
    boolean comment = inComment || (text.startsWith("//") && !text.startsWith("///"));
    if (comment && !includeComments) {
      comments.add(new DocumentLine(line.number(), inComment ? text : text.substring(2)));
      return;
    }
    if (comment && !inComment) {
      text = text.substring(2);
    }
    Matcher condition = CONDITION.matcher(text);
    if (condition.matches()) {
      condition(line.number(), condition);
      return;
    }
    Matcher definition = DEFINITION.matcher(text);
    if (definition.matches() && shows()) {
      define(definition);
      return;
    }
    add(new DocumentLine(line.number(), text));
  }

  private void condition(int number, Matcher condition) {
    String word = condition.group(1);
    if (word.equals("endif")) {
      conditions.poll();
      return;
    }
    boolean set = isSet(condition.group(2));
    boolean holds = word.equals("ifdef") ? set : word.equals("ifndef") && !set;
    String content = condition.group(3);
    if (content.isEmpty() || word.equals("ifeval")) {
      conditions.push(holds);
      return;
    }
    conditions.push(holds);
    add(new DocumentLine(number, content));
    conditions.pop();
  }

  /** One of several with commas between, each of several with plus signs. */
  private boolean isSet(String names) {
    if (names.contains("+")) {
      return List.of(names.split("\\+", -1)).stream().allMatch(attributes::containsKey);
    }
    return List.of(names.split(",", -1)).stream().anyMatch(attributes::containsKey);
  }

  private void define(Matcher definition) {
    if (definition.group(1).isEmpty() && definition.group(3).isEmpty()) {
      attributes.putIfAbsent(definition.group(2), definition.group(4).strip());
    } else {
      attributes.remove(definition.group(2));
    }
  }

  private boolean shows() {
    return !conditions.contains(false);
  }

  private void add(DocumentLine line) {
    if (!shows()) {
      hidden.add(line);
      return;
    }
    String text =
        REFERENCE
            .matcher(line.text())
            .replaceAll(
                name ->
                    Matcher.quoteReplacement(attributes.getOrDefault(name.group(1), name.group())));
    shown.add(new DocumentLine(line.number(), text));
  }
}
