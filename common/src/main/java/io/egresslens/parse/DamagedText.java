package io.egresslens.parse;

import com.google.common.collect.ImmutableList;
import io.egresslens.ingest.JsonText;
import java.nio.charset.StandardCharsets;

/** What bytes that are no JSON still show: where a record most likely begins, its category. */
final class DamagedText {
  private static final int MAX_WORD = 64;
  private static final ImmutableList<String> CATEGORY_KEYS =
      ImmutableList.of("category\"", "Type\"");

  private DamagedText() {}

  /** Whether a brace inside a damaged stretch most likely opens the next, also damaged, record. */
  static boolean opensRecord(byte[] bytes, int at, int to) {
    int before = at - 1;
    while (before >= 0 && JsonText.isSpace(bytes[before])) {
      before--;
    }
    if (before >= 0 && ",[}".indexOf(bytes[before]) < 0) {
      return false;
    }
    int quote = JsonText.skipSpace(bytes, at + 1, to);
    if (quote == to || bytes[quote] != '"') {
      return false;
    }
    int close = quote + 1;
    while (close < to && close - quote < MAX_WORD && bytes[close] != '"') {
      close++;
    }
    Field field = Field.find(ascii(bytes, quote + 1, close), true);
    return field != null && field.isEnvelope();
  }

  /** Whether nothing but the closing brackets of an envelope stands here. */
  static boolean isClosingBrackets(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if ("]},".indexOf(bytes[i]) < 0 && !JsonText.isSpace(bytes[i])) {
        return false;
      }
    }
    return true;
  }

  /** The firewall's category that damaged bytes still show, or null. */
  static String category(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != '"') {
        continue;
      }
      for (String key : CATEGORY_KEYS) {
        String value = valueOf(key, bytes, i + 1, to);
        if (value != null && FlowBuilder.isFirewallName(value)) {
          return value;
        }
      }
    }
    return null;
  }

  /** The word that is the value of a key, when the key stands there. */
  private static String valueOf(String key, byte[] bytes, int from, int to) {
    if (!JsonText.startsWithIgnoreCase(bytes, from, to, key)) {
      return null;
    }
    int colon = JsonText.skipSpace(bytes, from + key.length(), to);
    if (colon == to || bytes[colon] != ':') {
      return null;
    }
    int quote = JsonText.skipSpace(bytes, colon + 1, to);
    if (quote == to || bytes[quote] != '"') {
      return null;
    }
    int close = quote + 1;
    while (close < to && close - quote < MAX_WORD && Character.isLetterOrDigit(bytes[close])) {
      close++;
    }
    return close < to && bytes[close] == '"' ? ascii(bytes, quote + 1, close) : null;
  }

  private static String ascii(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
