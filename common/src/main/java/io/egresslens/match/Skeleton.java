package io.egresslens.match;

import java.util.HashMap;
import java.util.Map;

/**
 * What a name looks like: names with one skeleton are hard to tell apart on a screen. A-labels are
 * decoded, letters of other scripts and digits become the Latin letter that they resemble. Labels
 * stay labels.
 */
final class Skeleton {
  /*
   * The table, a letter and what is drawn like it in common fonts, is our own choice: Cyrillic, Greek,
   * Armenian and Latin letters that registries sell, lower case only because names are folded. One
   * class holds i, l and 1, as the first two differ by a dot; accents are taken off by
   * decomposition, what that leaves stands in the table too.
   */
  private static final String[] ALIKE = {
    "a", "\u0430\u03b1\u0251\u00e0\u00e1\u00e2\u00e3\u00e4\u00e5\u0101\u0103\u0105\u1ea1",
    "b", "\u044c\u0184\u0253",
    "c", "\u0441\u03f2\u00e7\u0107\u010d\u1d04",
    "d", "\u0501\u0257\u010f\u0111",
    "e", "\u0435\u0451\u0454\u03b5\u00e8\u00e9\u00ea\u00eb\u0113\u0117\u0119\u1eb9",
    "f", "\u0192",
    "g", "\u0261\u0581\u011f\u0121",
    "h", "\u04bb\u0570\u0127",
    "j", "\u0458\u03f3",
    "k", "\u043a\u03ba\u0138\u0137",
    "l", "i1\u0456\u0457\u03b9\u0131\u00ec\u00ed\u00ee\u00ef\u012b\u04cf\u0142\u013a\u013c\u1ecb",
    "m", "\u043c\u1e43",
    "n", "\u0578\u03b7\u00f1\u0144\u0146\u0148\u043f",
    "o", "0\u043e\u03bf\u0585\u00f2\u00f3\u00f4\u00f5\u00f6\u00f8\u014d\u1ecd\u03c3",
    "p", "\u0440\u03c1",
    "q", "\u051b\u0566",
    "r", "\u0433\u0155\u0159",
    "s", "\u0455\u015b\u015f\u0161\u1e63",
    "t", "\u0442\u03c4\u0163\u0165",
    "u", "\u057d\u03c5\u00f9\u00fa\u00fb\u00fc\u016b\u1ee5",
    "v", "\u03bd\u0475",
    "w", "\u051d\u0461\u03c9",
    "x", "\u0445\u03c7\u04b3",
    "y", "\u0443\u03b3\u04af\u00fd\u00ff",
    "z", "\u0290\u017a\u017c\u017e",
  };

  private static final Map<Character, Character> LATIN = latin();

  private Skeleton() {}

  private static Map<Character, Character> latin() {
    Map<Character, Character> latin = new HashMap<>();
    for (int i = 0; i < ALIKE.length; i += 2) {
      for (char c : ALIKE[i + 1].toCharArray()) {
        latin.put(c, ALIKE[i].charAt(0));
      }
    }
    return Map.copyOf(latin);
  }

  /** The letters of other scripts that look like a Latin one; empty when none does. */
  static String alike(char latin) {
    for (int i = 0; i < ALIKE.length; i += 2) {
      if (ALIKE[i].charAt(0) == latin) {
        return ALIKE[i + 1];
      }
    }
    return "";
  }

  /**
   * The skeleton of a name. Never throws; an A-label that decodes to nothing stays as it is.
   *
   * @param name in normal form
   */
  static String of(String name) {
    String text = name.contains("xn--") ? decoded(name) : name;
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : '.';
      if (c == 'r' && next == 'n') {
        out.append('m');
        i++;
      } else if (c == 'v' && next == 'v') {
        out.append('w');
        i++;
      } else if (c == 'i' || c == '1') {
        out.append('l');
      } else if (c == '0') {
        out.append('o');
      } else {
        out.append(c < 128 ? c : LATIN.getOrDefault(c, c));
      }
    }
    return out.toString();
  }

  private static String decoded(String name) {
    StringBuilder out = new StringBuilder(name.length());
    for (int from = 0; from <= name.length(); ) {
      int dot = name.indexOf('.', from);
      int to = dot < 0 ? name.length() : dot;
      String label = name.substring(from, to);
      String shown = label.startsWith("xn--") ? Punycode.decode(label.substring(4)) : null;
      // Nothing that decodes to a dot may make two labels of one.
      boolean sound = shown != null && shown.indexOf('.') < 0;
      out.append(from == 0 ? "" : ".").append(sound ? shown : label);
      from = to + 1;
    }
    return out.toString();
  }
}
