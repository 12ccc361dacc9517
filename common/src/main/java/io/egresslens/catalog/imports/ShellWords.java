package io.egresslens.catalog.imports;

import java.util.ArrayList;
import java.util.List;

/**
 * Commands of a shell as they stand in documents: words with the line each starts on. Quotes are
 * taken off, a backslash at the end of a line joins it with the next, a hash starts a comment.
 * Variables and substitutions stay as they are written.
 */
final class ShellWords {
  private final List<List<DocumentLine>> commands = new ArrayList<>();
  private List<DocumentLine> words = new ArrayList<>();

  private ShellWords() {}

  /** The commands of a code block, in order; one that is cut off ends with the block. */
  static List<List<DocumentLine>> commands(List<DocumentLine> block) {
    ShellWords reader = new ShellWords();
    for (DocumentLine line : block) {
      String text = line.text().stripTrailing();
      boolean goesOn = text.endsWith("\\") || text.endsWith("`");
      reader.words(line.number(), goesOn ? text.substring(0, text.length() - 1) : text);
      if (!goesOn) {
        reader.end();
      }
    }
    reader.end();
    return reader.commands;
  }

  private void end() {
    if (!words.isEmpty()) {
      commands.add(words);
      words = new ArrayList<>();
    }
  }

  private void words(int line, String text) {
    StringBuilder word = null;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
        word = word == null ? new StringBuilder() : word;
      } else if (Character.isWhitespace(c)) {
        word = add(line, word);
      } else if (c == '#' && word == null) {
        break;
      } else if (c == ';' || c == '|' || c == '&') {
        word = add(line, word);
        end();
      } else {
        word = word == null ? new StringBuilder() : word;
        word.append(c);
      }
    }
    add(line, word);
  }

  private StringBuilder add(int line, StringBuilder word) {
    if (word != null && word.length() > 0) {
      words.add(new DocumentLine(line, word.toString()));
    }
    return null;
  }
}
