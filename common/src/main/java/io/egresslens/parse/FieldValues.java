package io.egresslens.parse;

import io.egresslens.flow.IpAddress;
import io.egresslens.ingest.RejectReason;
import java.util.Locale;

/**
 * The fields of one record as typed values. A value that is none does not stop the reading: the
 * first one is remembered and becomes the record's rejection. Reused; not thread-safe.
 */
final class FieldValues {
  /** The dot and those of other scripts that a host name's normal form takes for dots. */
  private static final String DOTS = ".\u3002\uff0e\uff61";

  private RecordFields fields;
  private RecordResult.Rejected rejected;

  void open(RecordFields record) {
    fields = record;
    rejected = null;
  }

  /** The first thing that is wrong, or null. */
  RecordResult.Rejected rejected() {
    return rejected;
  }

  /** The text as logged; null when absent. */
  String text(Field field) {
    return fields.get(field);
  }

  /** A rate; null when absent. */
  Double rate(Field field) {
    String text = fields.get(field);
    if (text == null) {
      return null;
    }
    double rate = Numbers.decimal(text);
    if (Double.isNaN(rate) || rate < 0) {
      reject(RejectReason.BAD_VALUE, field + " " + quoted(text));
    }
    return rate;
  }

  /** A count; null when absent. */
  Long count(Field field) {
    String text = fields.get(field);
    if (text == null) {
      return null;
    }
    long hits = Numbers.whole(text);
    if (hits < 0) {
      reject(RejectReason.BAD_VALUE, field + " " + quoted(text));
    }
    return hits;
  }

  /** A truth value; null when absent. */
  Boolean flag(Field field) {
    String text = fields.get(field);
    if (text == null) {
      return null;
    }
    if (text.equalsIgnoreCase("true") || text.equals("1")) {
      return Boolean.TRUE;
    }
    if (!text.equalsIgnoreCase("false") && !text.equals("0")) {
      reject(RejectReason.BAD_VALUE, field + " " + quoted(text));
    }
    return Boolean.FALSE;
  }

  /** A port; 0 when absent. */
  int port(Field field) {
    Integer port = small(field, 65_535);
    return port == null ? 0 : port;
  }

  /** A whole number from 0 to {@code max}; null when absent. */
  Integer small(Field field, int max) {
    String text = fields.get(field);
    if (text == null) {
      return null;
    }
    long value = Numbers.whole(text);
    if (value < 0 || value > max) {
      reject(RejectReason.BAD_VALUE, field + " " + quoted(text));
    }
    return (int) value;
  }

  /** An address; null when absent. */
  IpAddress address(Field field) {
    String text = fields.get(field);
    if (text == null) {
      return null;
    }
    IpAddress address = IpAddress.parse(text);
    if (address == null) {
      reject(RejectReason.BAD_ADDRESS, field + " " + quoted(text));
    }
    return address;
  }

  /**
   * A name in lower case without root dot; null when absent. A name that ends in two dots is
   * malformed and keeps both: with one off it would pass for a good one.
   */
  String hostName(Field field) {
    String text = fields.get(field);
    if (text == null) {
      return null;
    }
    String name = text.toLowerCase(Locale.ROOT);
    int root = name.length() - 1;
    if (name.charAt(root) == '.' && (root == 0 || DOTS.indexOf(name.charAt(root - 1)) < 0)) {
      name = name.substring(0, root);
    }
    return name.isEmpty() ? null : name;
  }

  /** Text in lower case; null when absent. */
  String folded(Field field) {
    String text = fields.get(field);
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }

  /** The first thing wrong is the one that the dead letter tells. */
  void reject(RejectReason reason, String detail) {
    if (rejected == null) {
      rejected = new RecordResult.Rejected(reason, detail);
    }
  }

  /** Text of a log in quotes for a detail, shortened: the raw bytes say the rest. */
  static String quoted(String text) {
    return text.length() <= 80 ? "\"" + text + "\"" : "\"" + text.substring(0, 80) + "\"...";
  }
}
