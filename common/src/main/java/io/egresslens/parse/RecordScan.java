package io.egresslens.parse;

import java.nio.charset.StandardCharsets;

/**
 * Walks over one record, byte by byte but eight at a time, and notes where the value of each {@link
 * Field} lies.
 *
 * <p><b>The walk.</b> A record is a chain of keys and values, so what costs is the way from one to
 * the next. A key is not read but foretold: a table says for the keys that came before (a running
 * hash of them) which one followed last time, and its whole literal, from the comma to the colon or
 * the quote behind it, is compared with the bytes. Where that fails the key is looked up by a hash
 * of its first sixteen bytes, and read byte by byte only when that fails too. Of a string the first
 * byte is looked for that is not plain: its closing quote, most of the time.
 *
 * <p><b>Why it is safe.</b> A foretold key counts only when all its bytes are there, so a wrong
 * guess costs time and nothing else. What is accepted is a part of what the strict JSON parser
 * accepts: an object of strings, numbers, truths and nulls, and one more such object as {@code
 * properties}. Everything else, and everything beyond the limits of {@link UnitReader}, is refused
 * (the scan returns -1) and left to that parser: other nested values, arrays, properties that are
 * no object or come twice, {@code records}, keys with escapes or beyond ASCII, line feeds. Bytes
 * behind {@code end} may be looked at, but a record that ends behind it is refused.
 *
 * <p><b>What is noted</b> are the slots of {@link RecordFields}: a field's last value that is not
 * empty, without white space around it, at the top only for the envelope's fields, and from
 * properties alone when there are some. A value that is not plain ASCII as it stands lies decoded
 * in the buffer of a {@link StringScan}.
 *
 * <p>Cost: about eight times that of loading the record's bytes when its keys come in the order of
 * the one before, twelve times when in any order. White space within a record costs a look-up a
 * key. Allocates nothing but for keys never seen. Not thread-safe.
 */
@SuppressWarnings("EnumOrdinal") // slots and bits by field live for one record only
final class RecordScan {
  /** Bits of the fields that only the top of a record has. */
  static final long ENVELOPE;

  static {
    long bits = 0;
    for (Field field : Field.ENVELOPE) {
      bits |= 1L << field.ordinal();
    }
    ENVELOPE = bits;
  }

  private static final int PROPERTIES = Field.PROPERTIES.ordinal();
  private static final int RECORDS = Field.RECORDS.ordinal();
  private static final int NO_FIELD = KeyTable.NO_FIELD;

  /** How far a key's comparison reaches. */
  private static final int KEY_REACH = 48;

  private static final int MAX_NAME = 200;
  private static final int MAX_NAMES_BITS = 13;
  private static final int MIX = 0x9E3779B1;
  private static final long TRUE = word("true");
  private static final long FALSE = word("fals");
  private static final long NULL = word("null");

  private final KeyTable keys = new KeyTable();
  private final long[] entries = keys.entries();

  /** By a hash of the keys before: the entry of the key that followed last time. */
  private final short[] foretold = new short[1 << MAX_NAMES_BITS];

  private final StringScan strings = new StringScan();

  /** By field: where its value begins (upper half) and ends. */
  private final long[] slots = new long[64];

  private byte[] bytes = {};
  private int end;
  private long present;
  private long decoded;
  private long truths;
  private boolean properties;

  /** Where the value begins whose key {@link #find} has read. */
  private int valueAt;

  /** The bit of the field that {@link #oddString} has set. */
  private long valueBit;

  KeyTable keys() {
    return keys;
  }

  /** Bits of the fields that the record says. */
  long present() {
    return present;
  }

  /** Bits of the fields that the record says as {@code true} or {@code false}, without quotes. */
  long truths() {
    return truths;
  }

  /** Whether the record has properties, an object. */
  boolean hasProperties() {
    return properties;
  }

  boolean has(int field) {
    return (present >>> field & 1) != 0;
  }

  /** Holds the field's value from {@link #from} to {@link #to}, in UTF-8. */
  byte[] source(int field) {
    return (decoded >>> field & 1) == 0 ? bytes : strings.bytes();
  }

  /** How much the strings of the record hold together that had to be decoded. */
  int decodedBytes() {
    return strings.to();
  }

  int from(int field) {
    return (int) (slots[field] >>> 32);
  }

  int to(int field) {
    return (int) slots[field];
  }

  /** Whether the field's value stands in the record as it is, so that it is plain ASCII. */
  boolean isPlain(int field) {
    return (decoded >>> field & 1) == 0;
  }

  /** The field's value; null when the record does not say it. */
  String text(int field) {
    return has(field)
        ? new String(source(field), from(field), to(field) - from(field), StandardCharsets.UTF_8)
        : null;
  }

  /**
   * Reads the record that begins at {@code from}, on one line.
   *
   * @param from an opening brace
   * @param limit behind the last byte that may belong to it
   * @return the place behind its closing brace, or -1 when this is nothing for us
   */
  int scan(byte[] block, int from, int limit) {
    bytes = block;
    end = limit;
    properties = false;
    decoded = 0;
    strings.clear();
    long seen = 0;
    long truthBits = 0;
    long separator = '{';
    int level = 0;
    int path = 0;
    int at = from;
    int compactTo = block.length - KEY_REACH;
    while (true) {
      int keyAt = at;
      int id = foretold[path >>> (32 - MAX_NAMES_BITS)];
      int entry = id * KeyTable.STRIDE;
      long meta = entries[entry + KeyTable.META];
      int length = KeyTable.length(meta);
      if (at <= compactTo
          && (Swar.word(block, at) ^ separator) == entries[entry]
          && Swar.word(block, at + length - 8) == entries[entry + 3]
          && (length <= 16 || Swar.word(block, at + 8) == entries[entry + 1])
          && (length <= 24 || Swar.word(block, at + 16) == entries[entry + 2])) {
        at += length;
      } else {
        if (at < limit && block[at] == '}' && separator == ',') {
          at++;
          if (level != 1) {
            break;
          }
          level = 2;
          continue;
        }
        id = find(at, separator, compactTo);
        if (id < 0) {
          return -1;
        }
        at = valueAt;
        if (id == 0) {
          continue;
        }
        foretold[path >>> (32 - MAX_NAMES_BITS)] = (short) id;
        meta = entries[id * KeyTable.STRIDE + KeyTable.META];
      }
      separator = ',';
      path = (path + id) * MIX;
      int kind = KeyTable.kind(meta);
      int field = KeyTable.field(meta, level);
      int start = at;
      if (kind != KeyTable.OTHER) {
        long special = Swar.specials(Swar.wordOrZeros(block, at));
        while (special == 0) {
          at += 8;
          special = Swar.specials(Swar.wordOrZeros(block, at));
        }
        at += Swar.before(special);
        if (at >= limit || at - start > UnitReader.MAX_STRING) {
          return -1;
        }
        if (field == PROPERTIES || field == RECORDS) {
          return -1;
        }
        if (block[at] == '"' && block[start] != ' ' && block[at - 1] != ' ') {
          field = at == start ? NO_FIELD : field;
          slots[field] = (long) start << 32 | at;
          seen |= 1L << field;
          if ((decoded >>> field & 1) != 0) {
            decoded &= ~(1L << field);
          }
          if (kind == KeyTable.TELLING_STRING && at - start >= 12) {
            path += ((int) Swar.word(block, start + 4) ^ (at - start)) * MIX;
          }
        } else {
          at = oddString(start, at, field);
          if (at < 0) {
            return -1;
          }
          seen |= valueBit;
        }
        at++;
        if ((truthBits >>> field & 1) != 0) {
          truthBits &= ~(1L << field);
        }
        continue;
      }
      if (at >= limit) {
        return -1;
      }
      int first = block[at];
      if ((first >= '0' && first <= '9') || first == '-') {
        at = NumberScan.end(block, at, limit);
        truthBits &= ~(1L << field);
      } else if (first == 'f') {
        boolean whole = at + 5 <= limit && four(block, at) == FALSE && block[at + 4] == 'e';
        at = whole ? at + 5 : -1;
        truthBits |= 1L << field;
      } else if (first == 't') {
        at = at + 4 <= limit && four(block, at) == TRUE ? at + 4 : -1;
        truthBits |= 1L << field;
      } else if (first == 'n') {
        at = at + 4 <= limit && four(block, at) == NULL ? at + 4 : -1;
        field = field == PROPERTIES || field == RECORDS ? field : NO_FIELD;
      } else if (first == '{' && field == PROPERTIES && level == 0 && !properties) {
        properties = true;
        level = 1;
        seen &= ENVELOPE;
        separator = '{';
        continue;
      } else if (WhiteSpace.isBlank(first) || first == '"') {
        // White space behind colons: the key is read again, and the others too, byte by byte.
        if (compactTo < 0) {
          return -1;
        }
        compactTo = -1;
        separator = block[keyAt];
        at = keyAt;
        continue;
      } else {
        return -1;
      }
      if (at < 0 || field == PROPERTIES || field == RECORDS) {
        return -1;
      }
      slots[field] = (long) start << 32 | at;
      seen |= 1L << field;
      decoded &= ~(1L << field);
    }
    present = seen & ~(1L << NO_FIELD);
    truths = truthBits & present;
    return at <= limit ? at : -1;
  }

  /**
   * Reads a key that was not foretold, and what stands around it; {@link #valueAt} is then where
   * its value begins, behind the quote of a string.
   *
   * @param at the separator before the key, or white space before that
   * @return the key's entry; 0 when a closing brace comes instead; -1 when it is nothing for us
   */
  private int find(int at, long separator, int compactTo) {
    if (at <= compactTo) {
      int id = keys.compact(bytes, at, separator);
      if (id != 0) {
        valueAt = at + KeyTable.length(entries[id * KeyTable.STRIDE + KeyTable.META]);
        return id;
      }
    }
    int key = skipBlanks(at);
    if (key < end && separator == ',' && bytes[key] == '}') {
      valueAt = key;
      return 0;
    }
    if (key >= end || bytes[key] != separator) {
      return -1;
    }
    key = skipBlanks(key + 1);
    if (key >= end || bytes[key++] != '"') {
      return -1;
    }
    int close = key;
    while (close < end && bytes[close] != '"') {
      if (bytes[close] < ' ' || bytes[close] == '\\' || close - key > MAX_NAME) {
        return -1;
      }
      close++;
    }
    int colon = skipBlanks(close + 1);
    if (colon >= end || bytes[colon] != ':') {
      return -1;
    }
    int value = skipBlanks(colon + 1);
    boolean string = value < end && bytes[value] == '"';
    valueAt = string ? value + 1 : value;
    return keys.of(bytes, key, close, string);
  }

  /** White space of a line: a line feed is no part of it. */
  private int skipBlanks(int from) {
    int at = from;
    while (at < end && WhiteSpace.isBlank(bytes[at])) {
      at++;
    }
    return at;
  }

  /**
   * Reads on in a string that is not plain, or begins or ends in a space.
   *
   * @return the place of its closing quote, or -1; {@link #valueBit} then is the field's bit when
   *     the value is not empty
   */
  private int oddString(int start, int plainTo, int field) {
    valueBit = 0;
    int close = plainTo;
    byte[] source = bytes;
    int from = start;
    int to = plainTo;
    boolean plain = bytes[plainTo] == '"';
    if (!plain) {
      close = strings.read(bytes, start, plainTo, end);
      if (close < 0) {
        return -1;
      }
      source = strings.bytes();
      from = strings.from();
      to = strings.to();
    }
    from = WhiteSpace.skip(source, from, to);
    to = WhiteSpace.backOver(source, from, to);
    if (from < to && field != NO_FIELD) {
      slots[field] = (long) from << 32 | to;
      valueBit = 1L << field;
      decoded = plain ? decoded & ~valueBit : decoded | valueBit;
    }
    return close;
  }

  private static long four(byte[] source, int at) {
    return Swar.wordOrZeros(source, at) & 0xffff_ffffL;
  }

  private static long word(String four) {
    byte[] ascii = four.getBytes(StandardCharsets.US_ASCII);
    return Swar.wordOrZeros(ascii, 0);
  }
}
