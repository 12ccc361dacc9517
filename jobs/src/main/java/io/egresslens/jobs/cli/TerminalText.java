package io.egresslens.jobs.cli;

/**
 * Text that a terminal only shows. Names in logs are chosen by attackers: control characters,
 * invisible ones and those that turn the direction of writing are printed as their number.
 */
final class TerminalText {
  private TerminalText() {}

  /** The text in one line, harmless; null becomes empty. */
  static String oneLine(String text) {
    if (text == null) {
      return "";
    }
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(safe, c));
    return safe.toString();
  }

  private static void append(StringBuilder safe, int c) {
    if (c == '\n') {
      safe.append(' ');
    } else if (isHarmless(c)) {
      safe.appendCodePoint(c);
    } else {
      safe.append(String.format("\\u%04x", c));
    }
  }

  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
