package io.egresslens.parse;

/**
 * Finds the end of a JSON number, by a word where it is a short whole one, else digit by digit.
 * Longer ones than {@link UnitReader} surely takes are refused.
 */
final class NumberScan {
  private static final int MAX_NUMBER = 40;

  private NumberScan() {}

  /** The place behind the number that begins there, or -1 when it is none. */
  static int end(byte[] bytes, int from, int limit) {
    long word = Swar.wordOrZeros(bytes, from);
    long rest = Swar.nonDigits(word);
    int digits = rest == 0 ? 0 : Swar.before(rest);
    int next = digits == 0 ? 0 : (int) (word >>> (8 * digits)) & 0xff;
    boolean whole = digits == 1 || (digits > 1 && (word & 0xff) != '0');
    return whole && next != '.' && (next | 32) != 'e'
        ? from + digits
        : anyNumber(bytes, from, limit);
  }

  private static int anyNumber(byte[] bytes, int from, int end) {
    int at = from < end && bytes[from] == '-' ? from + 1 : from;
    int whole = at;
    at = skipDigits(bytes, at, end);
    if (at == whole || (at - whole > 1 && bytes[whole] == '0')) {
      return -1;
    }
    if (at < end && bytes[at] == '.') {
      int fraction = at + 1;
      at = skipDigits(bytes, fraction, end);
      if (at == fraction) {
        return -1;
      }
    }
    if (at < end && (bytes[at] | 32) == 'e') {
      at++;
      at = at < end && (bytes[at] == '+' || bytes[at] == '-') ? at + 1 : at;
      int exponent = at;
      at = skipDigits(bytes, exponent, end);
      if (at == exponent) {
        return -1;
      }
    }
    return at - from <= MAX_NUMBER ? at : -1;
  }

  private static int skipDigits(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at;
  }
}
