package io.egresslens.catalog.imports;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the marks of a text format away and leaves what a reader of the page sees. A dialect is an
 * ordered table of marks; all of them take time linear in the text.
 *
 * <p>In code spans a star is a star: the marks that code protects are masked while the table is
 * applied.
 */
final class Markup {
  /** Characters that are markup outside code, and what they are inside while the table runs. */
  private static final String PROTECTED = "*_<>[]&\\";

  private static final char MASK = '\ue000';

  private static final List<Mark> ENTITIES =
      List.of(
          new Mark("&(?:nbsp|#160);", " "),
          new Mark("&(?:lt|#60);", "<"),
          new Mark("&(?:gt|#62);", ">"),
          new Mark("&(?:ast|#42|#x2[aA]);", "*"),
          new Mark("&(?:vert|#124);", "|"),
          new Mark("&(?:amp|#38);", "&"));

  /** Markdown with the HTML that pages of documentation use in it. */
  static final Markup MARKDOWN =
      new Markup(
          true,
          List.of(
              new Mark("(?i)<(?:br|/?li|/?ul|/?ol|/?p)\\s*/?>", "\n"),
              new Mark("(?i)<sup>[^<]*</sup>", ""),
              new Mark("(?i)</?(?:a|b|i|em|strong|code|span|div|sub|sup)(?:\\s[^<>]*)?>", ""),
              new Mark("!?\\[([^\\]]*)\\]\\([^)]*\\)", "$1"),
              new Mark("\\[\\^[^\\]]*\\]", ""),
              new Mark("\\*\\*(.+?)\\*\\*", "$1"),
              new Mark("\\\\([!-/:-@\\[-`{-~])", "$1")),
          ENTITIES);

  /** AsciiDoc, in which code spans are read like other text but for their stars. */
  static final Markup ASCIIDOC =
      new Markup(
          false,
          List.of(
              new Mark("footnote(?:ref)?:[^\\[\\s]*\\[[^\\]]*\\]", ""),
              new Mark("<\\.?\\d*>", ""),
              new Mark("\\^\\[?[0-9A-Za-z,]+\\]?\\^", ""),
              new Mark("pass:[a-z,]*\\[([^\\]]*)\\]", "$1"),
              new Mark("(?:link|xref):[^\\s\\[]*\\[([^\\]]*)\\]", "$1"),
              new Mark("https?://[^\\s\\[]*\\[([^\\]]+)\\]", "$1"),
              new Mark("\\+\\+\\+?(.+?)\\+\\+\\+?", "$1"),
              new Mark("\\{(?:asterisk|star)\\}", "*"),
              new Mark("\\{nbsp\\}", " "),
              new Mark("(?m)\\s\\+$", "\n"),
              new Mark("(?m)\\s\\\\$", " "),
              // In code too, where the star is masked.
              new Mark("\\\\+([*_<>#`{~^+" + MASK + "-])", "$1"),
              new Mark("(?m)^\\s*\\*([0-9A-Za-z][^*\\s]*)\\*\\s*$", "$1")),
          ENTITIES);

  private record Mark(Pattern text, String left) {
    Mark(String text, String left) {
      this(Pattern.compile(text), left);
    }
  }

  private final boolean codeIsVerbatim;
  private final List<Mark> marks;

  private Markup(boolean codeIsVerbatim, List<Mark> marks, List<Mark> entities) {
    this.codeIsVerbatim = codeIsVerbatim;
    this.marks = new ArrayList<>(marks);
    this.marks.addAll(entities);
  }

  /** The text without marks and outer space. */
  String plain(String text) {
    String left = masked(text);
    for (Mark mark : marks) {
      left = mark.text().matcher(left).replaceAll(mark.left());
    }
    StringBuilder plain = new StringBuilder(left.length());
    for (int i = 0; i < left.length(); i++) {
      int at = left.charAt(i) - MASK;
      plain.append(at >= 0 && at < PROTECTED.length() ? PROTECTED.charAt(at) : left.charAt(i));
    }
    return plain.toString().strip();
  }

  /** Without the backticks, and with what they protect masked. */
  private String masked(String text) {
    StringBuilder masked = new StringBuilder(text.length());
    boolean code = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '`') {
        code = !code;
        continue;
      }
      int at = code && (codeIsVerbatim || c == '*') ? PROTECTED.indexOf(c) : -1;
      boolean forged = c >= MASK && c < MASK + PROTECTED.length();
      masked.append(forged ? '\ufffd' : at < 0 ? c : (char) (MASK + at));
    }
    return masked.toString();
  }
}
