package io.egresslens.parse;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;

/**
 * The keys that a {@link RecordScan} has met, each with the bytes that stand around it in compact
 * JSON: {@code ,"Key":"} before a string, {@code ,"Key":} before any other value. The one byte that
 * varies, a brace before the first key of an object, is left out (0) and put in by who compares.
 *
 * <p>An entry is eight numbers side by side: the literal's words at 0, 8 and 16, its last eight
 * bytes, and a {@code meta} number. A literal has 9 to 32 bytes; other keys get a passing entry
 * that matches nothing. Bounded, so random keys cost no memory. Not thread-safe.
 */
@SuppressWarnings("EnumOrdinal") // slots and bits by field live for one record only
final class KeyTable {
  /** The field of a key that is none of ours, or that does not count where it stands. */
  static final int NO_FIELD = 63;

  static final int STRIDE = 8;
  static final int META = 4;

  /** What follows the literal: a string. */
  static final int STRING = 0;

  /** A string that says which keys the record will have. */
  static final int TELLING_STRING = 1;

  /** Anything but a string. */
  static final int OTHER = 2;

  private static final int MAX_ENTRIES = 1024;
  private static final int MIN_LITERAL = 9;
  private static final int MAX_LITERAL = 32;

  /**
   * Length of an entry that matches nothing. First and last word are then the same eight bytes, and
   * no eight bytes are both what {@code -1} and what {@code 0} asks for.
   */
  private static final int NO_LITERAL = 8;

  private static final int BUCKETS = 2048;

  /** Entry 0 matches nothing; entry 1 is the passing one. */
  private static final int PASSING = 1;

  private final long factor = new SecureRandom().nextLong() | 1;
  private final long otherFactor = new SecureRandom().nextLong() | 1;
  private final long[] entries = new long[MAX_ENTRIES * STRIDE];
  private final short[] stringBuckets = new short[BUCKETS];
  private final short[] otherBuckets = new short[BUCKETS];
  private final Map<String, Integer> known = new HashMap<>();
  private int size = PASSING + 1;

  KeyTable() {
    entries[META] = meta(NO_LITERAL, OTHER, "");
    entries[0] = -1;
    entries[STRIDE] = -1;
    entries[STRIDE + META] = meta(NO_LITERAL, OTHER, "");
  }

  long[] entries() {
    return entries;
  }

  long meta(int id) {
    return entries[id * STRIDE + META];
  }

  static int length(long meta) {
    return (int) meta & 0xff;
  }

  static int kind(long meta) {
    return (int) meta >>> 8 & 0xff;
  }

  /**
   * The ordinal of the field that the key means.
   *
   * @param level 0 at the top of a record, 1 in its properties, 2 at the top behind them
   */
  static int field(long meta, int level) {
    return (int) (meta >>> (16 + 8 * level)) & NO_FIELD;
  }

  /**
   * The entry of the compact literal that begins there, or 0. At least 48 bytes of the array
   * follow.
   *
   * @param at the separator before the key
   */
  int compact(byte[] bytes, int at, long separator) {
    int bucket = bucket(Swar.word(bytes, at + 2), Swar.word(bytes, at + 10));
    int id = stringBuckets[bucket];
    if (matches(bytes, at, separator, id)) {
      return id;
    }
    id = otherBuckets[bucket];
    return matches(bytes, at, separator, id) ? id : 0;
  }

  private int bucket(long first, long second) {
    long firstQuotes = Swar.quotes(first);
    long secondQuotes = Swar.quotes(second);
    // All bits below the first quote, all bits when there is none.
    long firstMask = (firstQuotes & -firstQuotes) - 1;
    long secondMask = firstQuotes == 0 ? (secondQuotes & -secondQuotes) - 1 : 0;
    return (int)
        (((first & firstMask) * factor + (second & secondMask) * otherFactor) >>> (64 - 11));
  }

  private boolean matches(byte[] bytes, int at, long separator, int id) {
    int entry = id * STRIDE;
    int length = length(entries[entry + META]);
    return (Swar.word(bytes, at) ^ separator) == entries[entry]
        && Swar.word(bytes, at + length - 8) == entries[entry + 3]
        && (length <= 16 || Swar.word(bytes, at + 8) == entries[entry + 1])
        && (length <= 24 || Swar.word(bytes, at + 16) == entries[entry + 2]);
  }

  /** The entry of the key {@code [from, to)}, ASCII without escapes. */
  int of(byte[] bytes, int from, int to, boolean string) {
    String key = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    String literal = "\0\"" + key + (string ? "\":\"" : "\":");
    Integer id = known.get(literal);
    if (id == null) {
      id = add(literal, key, string);
    }
    return id;
  }

  private int add(String literal, String key, boolean string) {
    Field field = Field.find(key, true);
    int kind =
        !string ? OTHER : field == Field.CATEGORY || field == Field.TYPE ? TELLING_STRING : STRING;
    int length = literal.length();
    boolean kept = length >= MIN_LITERAL && length <= MAX_LITERAL && size < MAX_ENTRIES;
    int id = kept ? size++ : PASSING;
    int entry = id * STRIDE;
    entries[entry + META] = meta(kept ? length : NO_LITERAL, kind, key);
    if (kept) {
      byte[] bytes = new byte[MAX_LITERAL + 16];
      System.arraycopy(literal.getBytes(StandardCharsets.ISO_8859_1), 0, bytes, 0, length);
      for (int i = 0; i < 3; i++) {
        entries[entry + i] = Swar.word(bytes, 8 * i);
      }
      entries[entry + 3] = Swar.word(bytes, length - 8);
      short[] buckets = string ? stringBuckets : otherBuckets;
      buckets[bucket(Swar.word(bytes, 2), Swar.word(bytes, 10))] = (short) id;
      known.put(literal, id);
    }
    return id;
  }

  private static long meta(int length, int kind, String key) {
    Field top = Field.find(key, true);
    Field data = Field.find(key, false);
    Field behind = top != null && top.isEnvelope() ? top : null;
    return length
        | kind << 8
        | (long) ordinal(top) << 16
        | (long) ordinal(data) << 24
        | (long) ordinal(behind) << 32;
  }

  private static int ordinal(Field field) {
    return field == null ? NO_FIELD : field.ordinal();
  }
}
