package io.egresslens.catalog.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of a Markdown document by what they are: text, code in a fence, front matter; and
 * whether an HTML comment hides them. A comment may start and end within a line, hides fences as
 * well as text, and inside it fences are fences again.
 */
final class MarkdownLines {
  private static final Pattern FENCE = Pattern.compile("^[\\s>]*(`{3,}|~{3,})([^`]*)$");

  /** What a piece of a line is. */
  enum Kind {
    TEXT,
    CODE,
    /** The line that opens or closes code. */
    FENCE
  }

  /**
   * A line, or the part of it before, inside or behind a comment.
   *
   * @param commented whether a comment hides it
   */
  record Piece(DocumentLine line, Kind kind, boolean commented) {
    int number() {
      return line.number();
    }

    String text() {
      return line.text();
    }
  }

  private final List<Piece> pieces = new ArrayList<>();
  private boolean commented;

  /** The marks that opened the code, outside and inside of the comment; null for no code. */
  private String fence;

  private String fenceInComment;

  private MarkdownLines() {}

  /** The pieces of a document, in order; front matter is left out. */
  static List<Piece> of(String text) {
    MarkdownLines reader = new MarkdownLines();
    List<DocumentLine> lines = DocumentLine.of(text);
    int first = 0;
    if (lines.get(0).text().strip().equals("---")) {
      for (int i = 1; i < lines.size() && first == 0; i++) {
        if (lines.get(i).text().startsWith("|")) {
          // A row of a table: then the line at the top was a rule across the page.
          break;
        }
        first = lines.get(i).text().strip().equals("---") ? i + 1 : 0;
      }
    }
    lines.subList(first, lines.size()).forEach(reader::line);
    return reader.pieces;
  }

  private void line(DocumentLine line) {
    String rest = line.text();
    while (true) {
      int mark = commented ? rest.indexOf("-->") : opening(rest);
      if (mark < 0) {
        piece(line.number(), rest);
        return;
      }
      if (mark > 0) {
        piece(line.number(), rest.substring(0, mark));
      }
      commented = !commented;
      fenceInComment = null;
      rest = rest.substring(mark + (commented ? 4 : 3));
      if (rest.isEmpty()) {
        return;
      }
    }
  }

  /** Where a comment opens; in code and in a code span there are no comments. */
  private int opening(String text) {
    if (fence != null) {
      return -1;
    }
    int at = text.indexOf("<!--");
    long ticks = at < 0 ? 0 : text.substring(0, at).chars().filter(c -> c == '`').count();
    return ticks % 2 == 0 ? at : -1;
  }

  private void piece(int number, String text) {
    String open = commented ? fenceInComment : fence;
    Matcher marks = FENCE.matcher(text);
    Kind kind = open == null ? Kind.TEXT : Kind.CODE;
    if (marks.matches() && (open == null || closes(marks, open))) {
      kind = Kind.FENCE;
      open = open == null ? marks.group(1) : null;
    }
    if (commented) {
      fenceInComment = open;
    } else {
      fence = open;
    }
    pieces.add(new Piece(new DocumentLine(number, text), kind, commented));
  }

  private static boolean closes(Matcher marks, String open) {
    return marks.group(1).startsWith(open) && marks.group(2).isBlank();
  }
}
