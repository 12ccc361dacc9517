package io.egresslens.match;

import io.egresslens.flow.HostName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Names around a pattern, made from its text: the ones on which readings of a pattern part. The
 * same text gives the same names, in the same order.
 */
final class NearNames {
  private static final Pattern STARS = Pattern.compile("\\*+");
  private static final Pattern DOTS = Pattern.compile("\\.{2,}");

  private NearNames() {}

  /**
   * The names, each with what it is an example of.
   *
   * @param text a pattern of whatever product, without ports
   * @return name to description, in order; empty when the text holds no name
   */
  static Map<String, String> of(String text) {
    Map<String, String> names = new LinkedHashMap<>();
    String bare = bare(text);
    String core = HostName.normalize(filled(bare, ""));
    if (core == null) {
      // A lone star, or nothing that is a name: any name does.
      put(names, filled(bare, "example"), "one label");
      put(names, "www.example.com", "three labels");
      return names;
    }
    put(names, core, "the name without star");
    put(names, "a." + core, "one label in front");
    put(names, "a.b." + core, "two labels in front");
    put(names, "x" + core, "a look-alike, no dot");
    int dot = core.indexOf('.');
    if (dot > 0) {
      put(names, core.substring(0, dot) + ".b" + core.substring(dot), "a label inserted");
    }
    if (STARS.matcher(bare).find()) {
      put(names, filled(bare, "a"), "text for the star");
      put(names, filled(bare, "a.b"), "text with a dot for the star");
    }
    return names;
  }

  private static void put(Map<String, String> names, String name, String what) {
    String normal = HostName.normalize(name);
    if (normal != null) {
      names.putIfAbsent(normal, what);
    }
  }

  /** Without path, bars and caret. */
  private static String bare(String text) {
    String bare = text.strip();
    int slash = bare.indexOf('/');
    bare = slash < 0 ? bare : bare.substring(0, slash);
    return bare.replace("|", "").replace("^", "");
  }

  private static String filled(String bare, String fill) {
    String name = DOTS.matcher(STARS.matcher(bare).replaceAll(fill)).replaceAll(".");
    int from = name.startsWith(".") ? 1 : 0;
    int to = name.endsWith(".") && name.length() > from ? name.length() - 1 : name.length();
    return name.substring(from, to);
  }
}
