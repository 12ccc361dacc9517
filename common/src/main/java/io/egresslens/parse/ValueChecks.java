package io.egresslens.parse;

/**
 * Whether a value has the one form in which the firewall writes such values, told from its bytes.
 * What {@link FlowBuilder} would accept in other forms too is refused here and left to it. All
 * methods take {@code [from, to)}, not empty.
 */
final class ValueChecks {
  private static final long TRUE = Swar.wordOrZeros(new byte[] {'t', 'r', 'u', 'e'}, 0);
  private static final long FALSE = Swar.wordOrZeros(new byte[] {'f', 'a', 'l', 's', 'e'}, 0);
  private static final int MAX_DECIMAL = 32;
  private static final int MAX_PORT = 65_535;

  private ValueChecks() {}

  static boolean isDigit(int b) {
    return b >= '0' && b <= '9';
  }

  /** The number of one to seven digits, or -1. */
  static int number(byte[] bytes, int from, int to) {
    int length = to - from;
    long word = Swar.wordOrZeros(bytes, from);
    long rest = Swar.nonDigits(word);
    boolean digits = length < 8 && (rest == 0 || Swar.before(rest) >= length);
    return digits ? Swar.decimal(word, length) : -1;
  }

  /** The port, or -1. */
  static int port(byte[] bytes, int from, int to) {
    int value = number(bytes, from, to);
    return value <= MAX_PORT ? value : -1;
  }

  /** In lower case, as the firewall writes them, or a digit. */
  static boolean isFlag(byte[] bytes, int from, int to) {
    int length = to - from;
    long word = Swar.wordOrZeros(bytes, from);
    if (length == 1) {
      return bytes[from] == '0' || bytes[from] == '1';
    }
    return length == 4
        ? (word & 0xffff_ffffL) == TRUE
        : length == 5 && (word & 0xff_ffff_ffffL) == FALSE;
  }

  /** Digits with at most one dot between them. */
  static boolean isDecimal(byte[] bytes, int from, int to) {
    int dots = 0;
    for (int i = from; i < to; i++) {
      if (bytes[i] == '.') {
        dots++;
      } else if (!isDigit(bytes[i])) {
        return false;
      }
    }
    return to - from <= MAX_DECIMAL && dots <= 1 && isDigit(bytes[from]) && isDigit(bytes[to - 1]);
  }
}
