package io.egresslens.parse;

/**
 * Numbers as logs spell them: integers as text, integers with a fraction of zeros ({@code
 * "50112.0"}, as the AzureDiagnostics table exports them), rates with float noise or E notation.
 */
final class Numbers {
  private static final int MAX_LENGTH = 32;

  private Numbers() {}

  /** The whole number that is not negative, or -1 when the text is none. */
  static long whole(String text) {
    int length = text.length();
    if (length == 0 || length > MAX_LENGTH) {
      return -1;
    }
    long value = 0;
    int at = 0;
    while (at < length && text.charAt(at) >= '0' && text.charAt(at) <= '9' && at < 18) {
      value = value * 10 + text.charAt(at++) - '0';
    }
    if (at == length) {
      return value;
    }
    double decimal = decimal(text);
    return decimal >= 0 && decimal <= 1e15 && decimal == Math.rint(decimal) ? (long) decimal : -1;
  }

  /** The finite decimal number, or NaN when the text is none. */
  static double decimal(String text) {
    int length = text.length();
    if (length == 0 || length > MAX_LENGTH) {
      return Double.NaN;
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      // Double.parseDouble also reads hexadecimal, "NaN" and type suffixes, which are no log
      // values.
      if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
        return Double.NaN;
      }
    }
    try {
      double value = Double.parseDouble(text);
      return Double.isInfinite(value) ? Double.NaN : value;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
