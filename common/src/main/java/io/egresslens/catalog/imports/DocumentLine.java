package io.egresslens.catalog.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A line of a document, or the part of it that is of one kind.
 *
 * @param number 1-based
 * @param text without line end
 */
record DocumentLine(int number, String text) {
  /** What editors count as one; the other line ends of Unicode are text to them. */
  private static final Pattern END = Pattern.compile("\r\n|\n|\r");

  /** The lines of a text, in order. */
  static List<DocumentLine> of(String text) {
    List<DocumentLine> lines = new ArrayList<>();
    for (String line : END.split(text, -1)) {
      lines.add(new DocumentLine(lines.size() + 1, line));
    }
    return lines;
  }
}
