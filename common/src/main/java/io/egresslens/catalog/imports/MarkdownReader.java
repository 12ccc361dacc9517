package io.egresslens.catalog.imports;

import io.egresslens.catalog.imports.MarkdownLines.Kind;
import io.egresslens.catalog.imports.MarkdownLines.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads pages of Microsoft Learn: tables of destinations, and the firewall rules of Azure CLI
 * commands in code blocks. The nearest heading above is the section. Not thread-safe: one a
 * document.
 */
final class MarkdownReader {
  /** Behind the section of what stands in a comment. */
  static final String IN_COMMENT = " (in the comment)";

  private static final Pattern HEADING =
      Pattern.compile("^ {0,3}(#{1,6})(?:\\s+(.*?))?\\s*#*\\s*$");
  private static final Pattern DELIMITERS =
      Pattern.compile("^[\\s>]*\\|?\\s*:?-+:?\\s*(?:\\|\\s*:?-+:?\\s*)*\\|?\\s*$");
  private static final Pattern ITEM = Pattern.compile("^\\s*[-*+]\\s+(.+)$");

  /** No cell that names a destination comes near; marks are looked for in shorter lines only. */
  static final int MAX_LINE = 16_384;

  private final List<Piece> pieces;
  private final ImportOptions options;
  private final Imported.Draft draft;

  /** Headings outside of comments, and inside of the one that is being read. */
  private String section;

  private String sectionInComment;
  private int at;

  private MarkdownReader(List<Piece> pieces, ImportOptions options, Imported.Draft draft) {
    this.pieces = pieces;
    this.options = options;
    this.draft = draft;
  }

  /** Reads a document, see {@link DocumentFormat.Reader#read}. */
  static Imported read(String text, ImportOptions options) {
    List<Piece> pieces = MarkdownLines.of(text);
    Imported.Draft draft = new Imported.Draft();
    if (options.includeComments()) {
      new MarkdownReader(pieces, options, draft).read();
      return draft.finish();
    }
    List<Piece> shown = pieces.stream().filter(piece -> !piece.commented()).toList();
    new MarkdownReader(shown, options, draft).read();
    Imported.Draft hidden = new Imported.Draft();
    List<Piece> comments = pieces.stream().filter(Piece::commented).toList();
    new MarkdownReader(comments, options, hidden).read();
    int entries = hidden.finish().entries().size();
    if (entries > 0) {
      draft.note(
          comments.get(0).number(),
          comments.get(0).text().strip(),
          "comments hold " + entries + " destinations: --include-comments reads them");
    }
    return draft.finish();
  }

  private void read() {
    for (at = 0; at < pieces.size(); at++) {
      Piece piece = pieces.get(at);
      if (!piece.commented()) {
        sectionInComment = null;
      }
      if (piece.kind() == Kind.FENCE) {
        code();
      } else if (piece.kind() == Kind.TEXT) {
        text(piece);
      }
    }
  }

  private void text(Piece piece) {
    Matcher heading = HEADING.matcher(piece.text());
    Matcher item = ITEM.matcher(piece.text());
    if (piece.text().length() > MAX_LINE) {
      if (isRow(piece.text())) {
        draft.unread(piece.number(), piece.text().substring(0, 80), "the line is too long");
      }
    } else if (heading.matches()) {
      heading(piece, heading.group(2) == null ? "" : heading.group(2));
    } else if (isRow(piece.text())) {
      table();
    } else if (item.matches() && !piece.text().contains("|")) {
      ListItem.read(
          new Cell(piece.number(), item.group(1), Markup.MARKDOWN.plain(item.group(1))),
          section(piece),
          options,
          draft);
    }
  }

  private void heading(Piece piece, String text) {
    if (piece.commented()) {
      sectionInComment = Markup.MARKDOWN.plain(text);
    } else {
      section = Markup.MARKDOWN.plain(text);
    }
  }

  private String section(Piece piece) {
    if (!piece.commented()) {
      return section;
    }
    String heading = sectionInComment == null ? section : sectionInComment;
    return heading == null ? null : heading + IN_COMMENT;
  }

  /** Headings, delimiters, rows; rows without the first two are read as standing under none. */
  private void table() {
    Piece first = pieces.get(at);
    List<Cell> headings = cells(first);
    boolean headed = at + 1 < pieces.size() && isDelimiters(pieces.get(at + 1), first);
    List<String> words = headings.stream().map(Cell::plain).toList();
    EndpointTable table =
        new EndpointTable(headed ? words : List.of(), section(first), options, draft);
    if (headed) {
      // A name among the headings belongs to no row.
      new EndpointTable(List.of(), section(first), options, draft).row(headings);
      at += 2;
    }
    while (at < pieces.size() && isRowOf(pieces.get(at), first)) {
      table.row(cells(pieces.get(at)));
      at++;
    }
    at--;
  }

  private static boolean isDelimiters(Piece piece, Piece first) {
    return isRowOf(piece, first) && DELIMITERS.matcher(piece.text()).matches();
  }

  private static boolean isRowOf(Piece piece, Piece first) {
    return piece.kind() == Kind.TEXT
        && piece.commented() == first.commented()
        && piece.text().length() <= MAX_LINE
        && isRow(piece.text());
  }

  private static boolean isRow(String text) {
    return text.indexOf('|') >= 0;
  }

  private static List<Cell> cells(Piece piece) {
    String row = piece.text().strip();
    row = row.startsWith(">") ? row.substring(1).strip() : row;
    List<Cell> cells = new ArrayList<>();
    int from = row.startsWith("|") ? 1 : 0;
    for (int i = from; i <= row.length(); i++) {
      boolean bar =
          i < row.length() && row.charAt(i) == '|' && (i == 0 || row.charAt(i - 1) != '\\');
      if (bar || (i == row.length() && i > from)) {
        String raw = row.substring(from, i).strip();
        cells.add(new Cell(piece.number(), raw, Markup.MARKDOWN.plain(raw)));
        from = i + 1;
      }
    }
    return cells;
  }

  /** From the line that opens code to the one that closes it. */
  private void code() {
    Piece open = pieces.get(at);
    List<DocumentLine> block = new ArrayList<>();
    while (at + 1 < pieces.size() && pieces.get(at + 1).kind() == Kind.CODE) {
      at++;
      block.add(pieces.get(at).line());
    }
    if (at + 1 < pieces.size() && pieces.get(at + 1).kind() == Kind.FENCE && !block.isEmpty()) {
      at++;
    }
    RuleCommands.read(block, section(open), draft);
  }

  /** Whether a document has a table of this format. */
  static boolean detects(String text) {
    return DocumentLine.of(text).stream()
        .map(DocumentLine::text)
        .anyMatch(
            line -> isRow(line) && line.length() <= MAX_LINE && DELIMITERS.matcher(line).matches());
  }
}
