package io.egresslens.catalog.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads modules of the OpenShift documentation: tables of hosts and ports, lists of hosts, and the
 * firewall rules of Azure CLI commands in listings. The section is the nearest heading; below it
 * the title of the block or the number of the step, because those documents put several tables
 * under one heading. Not thread-safe: one a document.
 */
final class AsciiDocReader {
  private static final Pattern HEADING = Pattern.compile("^={1,6}\\s+(.+?)\\s*$");
  private static final Pattern TITLE = Pattern.compile("^\\.([^.\\s].*)$");
  private static final Pattern STEP = Pattern.compile("^\\s*(\\.{1,5})\\s+\\S.*$");
  private static final Pattern ITEM = Pattern.compile("^\\s*[*-]{1,5}\\s+(.+)$");
  private static final Pattern ATTRIBUTES = Pattern.compile("^\\[(.*)\\]\\s*$");
  private static final Pattern TABLE = Pattern.compile("^\\s*[|!,:]={3,}\\s*$");
  private static final Pattern LISTING = Pattern.compile("^(-{4,}|\\.{4,}|```.*)\\s*$");

  private final List<DocumentLine> lines;
  private final ImportOptions options;
  private final Imported.Draft draft;

  private String heading;
  private String title;
  private String attributes = "";
  private int step;
  private int at;

  private AsciiDocReader(List<DocumentLine> lines, ImportOptions options, Imported.Draft draft) {
    this.lines = lines;
    this.options = options;
    this.draft = draft;
  }

  /** Reads a document, see {@link DocumentFormat.Reader#read}. */
  static Imported read(String text, ImportOptions options) {
    AsciiDocLines lines = AsciiDocLines.of(text, options);
    Imported.Draft draft = new Imported.Draft();
    new AsciiDocReader(lines.shown(), options, draft).read();
    noteLeftOut(lines.hidden(), "conditional parts", "--attribute NAME shows them", draft);
    noteLeftOut(lines.comments(), "comments", "--include-comments reads them", draft);
    return draft.finish();
  }

  private static void noteLeftOut(
      List<DocumentLine> lines, String where, String how, Imported.Draft draft) {
    long hosts = lines.stream().filter(line -> namesHostInTable(line.text())).count();
    if (hosts > 0) {
      DocumentLine first = lines.get(0);
      draft.note(
          first.number(),
          first.text().strip(),
          where + " that are not read hold " + hosts + " lines with destinations: " + how);
    }
  }

  private static boolean namesHostInTable(String text) {
    return text.strip().startsWith("|") && HostCell.looksLikeHost(text);
  }

  private void read() {
    for (at = 0; at < lines.size(); at++) {
      line(lines.get(at));
    }
  }

  private void line(DocumentLine line) {
    String text = line.text();
    Matcher headed = HEADING.matcher(text);
    Matcher titled = TITLE.matcher(text);
    Matcher bracketed = ATTRIBUTES.matcher(text);
    Matcher item = ITEM.matcher(text);
    Matcher stepped = STEP.matcher(text);
    if (TABLE.matcher(text).matches()) {
      table();
      title = null;
      attributes = "";
    } else if (LISTING.matcher(text).matches()) {
      listing(text.strip());
    } else if (headed.matches()) {
      heading = Markup.ASCIIDOC.plain(headed.group(1));
      title = null;
      step = 0;
    } else if (bracketed.matches()) {
      attributes = attributes + "," + bracketed.group(1);
    } else if (titled.matches()) {
      title = Markup.ASCIIDOC.plain(titled.group(1));
    } else if (stepped.matches()) {
      step += stepped.group(1).length() == 1 ? 1 : 0;
      title = null;
    } else if (item.matches()) {
      Cell cell = new Cell(line.number(), item.group(1), Markup.ASCIIDOC.plain(item.group(1)));
      ListItem.read(cell, section(), options, draft);
    } else if (namesHostInTable(text)) {
      draft.unread(line.number(), text.strip(), "a row outside of a table");
    } else if (!text.isBlank()) {
      attributes = "";
    }
  }

  private String section() {
    String place = title != null ? title : step > 0 ? "step " + step : null;
    return heading == null ? place : place == null ? heading : heading + ", " + place;
  }

  private void table() {
    List<DocumentLine> block = block(lines.get(at).text().strip());
    AsciiDocTable grid = AsciiDocTable.of(attributes, block);
    List<List<Cell>> rows = grid.rows();
    block.stream()
        .takeWhile(line -> rows.isEmpty() || line.number() < rows.get(0).get(0).line())
        .filter(line -> HostCell.looksLikeHost(line.text()))
        .forEach(line -> draft.unread(line.number(), line.text().strip(), "no cell behind a bar"));
    List<String> headings =
        grid.isHeaded() ? rows.get(0).stream().map(Cell::plain).toList() : List.of();
    EndpointTable table = new EndpointTable(headings, section(), options, draft);
    for (int i = 0; i < rows.size(); i++) {
      // A name among the headings belongs to no row.
      boolean heads = i == 0 && grid.isHeaded();
      (heads ? new EndpointTable(List.of(), section(), options, draft) : table).row(rows.get(i));
    }
  }

  private void listing(String mark) {
    RuleCommands.read(block(mark), section(), draft);
  }

  /** The lines up to the mark that ends the block, or to the end of the document. */
  private List<DocumentLine> block(String mark) {
    String end = mark.startsWith("```") ? "```" : mark;
    List<DocumentLine> block = new ArrayList<>();
    for (at++; at < lines.size() && !lines.get(at).text().strip().equals(end); at++) {
      block.add(lines.get(at));
    }
    return block;
  }

  /** Whether a document has a table of this format. */
  static boolean detects(String text) {
    return DocumentLine.of(text).stream().anyMatch(line -> line.text().strip().equals("|==="));
  }
}
