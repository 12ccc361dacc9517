package io.egresslens.match;

/**
 * Reads the letters of an A-label back (RFC 3492). {@link java.net.IDN} does the same and more, in
 * five times the time.
 */
final class Punycode {
  private static final int BASE = 36;
  private static final int LEAST = 1;
  private static final int MOST = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;
  private static final int FIRST_BIAS = 72;
  private static final int FIRST_LETTER = 128;

  private Punycode() {}

  /**
   * The letters.
   *
   * @param text an A-label without its {@code xn--}, in lower case
   * @return null for what is no such text
   */
  static String decode(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int plain = text.lastIndexOf('-');
    out.append(text, 0, Math.max(0, plain));
    int letters = out.length();
    long letter = FIRST_LETTER;
    int bias = FIRST_BIAS;
    long place = 0;
    for (int at = plain + 1; at < text.length(); ) {
      long before = place;
      long weight = 1;
      for (int k = BASE; ; k += BASE) {
        int digit = at < text.length() ? Character.digit(text.charAt(at), BASE) : -1;
        at++;
        if (digit < 0) {
          return null;
        }
        // RFC 3492 counts letters from 0 and digits from 26.
        int value = digit < 10 ? digit + 26 : digit - 10;
        place += value * weight;
        int threshold = Math.min(Math.max(k - bias, LEAST), MOST);
        if (place > Integer.MAX_VALUE) {
          return null;
        }
        if (value < threshold) {
          break;
        }
        weight *= BASE - threshold;
        if (weight > Integer.MAX_VALUE) {
          return null;
        }
      }
      letters++;
      bias = bias(place - before, letters, before == 0);
      letter += place / letters;
      place %= letters;
      if (letter > Character.MAX_CODE_POINT || (letter >= 0xd800 && letter < 0xe000)) {
        return null;
      }
      out.insert(out.offsetByCodePoints(0, (int) place), Character.toChars((int) letter));
      place++;
    }
    return out.toString();
  }

  private static int bias(long delta, int letters, boolean first) {
    long rest = first ? delta / DAMP : delta / 2;
    rest += rest / letters;
    int k = 0;
    while (rest > (BASE - LEAST) * MOST / 2) {
      rest /= BASE - LEAST;
      k += BASE;
    }
    return (int) (k + (BASE - LEAST + 1) * rest / (rest + SKEW));
  }
}
