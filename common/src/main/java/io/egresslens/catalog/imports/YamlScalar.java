package io.egresslens.catalog.imports;

import java.util.Locale;
import java.util.Set;

/** Text as one value of a YAML file: plain where that is safe, else in double quotes. */
final class YamlScalar {
  /** What some reader of YAML takes for more than text. */
  private static final Set<String> WORDS =
      Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

  private YamlScalar() {}

  /**
   * The value, in one line. Whatever the text, a reader gets the text back and nothing else:
   * quotes, line ends, colons, hashes and characters that are not printed are escaped.
   */
  static String of(String text) {
    if (isPlain(text)) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c >= ' ' && c < 127) {
        quoted.append(c);
      } else {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    return quoted.append('"').toString();
  }

  /** Of letters, digits and a few marks, starting with a letter or being an address. */
  private static boolean isPlain(String text) {
    return text.matches("[A-Za-z][A-Za-z0-9._/-]*|[0-9]+(\\.[0-9]+){3}(/[0-9]+)?")
        && !WORDS.contains(text.toLowerCase(Locale.ROOT));
  }
}
