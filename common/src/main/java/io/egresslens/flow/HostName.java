package io.egresslens.flow;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The normal form of host names: lower case, A-labels, no root dot. Only names in this form are
 * compared. Hyphens may stand anywhere and underscores count as letters, as real names have both;
 * other characters are refused, so a normal name holds {@code a-z 0-9 - _ .} and nothing else.
 *
 * <p>Names beyond ASCII go through {@link IDN}, that is IDNA 2003: {@code ß} becomes {@code ss}.
 */
public final class HostName {
  private static final int MAX_LENGTH = 253;
  private static final int MAX_LABEL = 63;

  /** Longer input is refused unread; nothing that maps to 253 characters needs more. */
  private static final int MAX_RAW_LENGTH = 1024;

  private HostName() {}

  /**
   * The normal form of a name. Idempotent; one pass and no allocation for a name that is normal
   * already, which comes back as the same instance.
   *
   * @return null for what is no name: null, nothing but space, an empty label (two dots, a leading
   *     dot), a label above 63 or a name above 253 characters, an IP literal or anything else that
   *     ends in a number, a character that no name has. Never throws.
   */
  public static String normalize(String raw) {
    if (raw == null || isNormal(raw)) {
      return raw;
    }
    if (raw.length() > MAX_RAW_LENGTH) {
      return null;
    }
    String text = trim(raw).toLowerCase(Locale.ROOT);
    if (!isAscii(text)) {
      text = toAscii(text);
    }
    return text != null && isNormal(text) ? text : null;
  }

  /** Outer space and one root dot off, the dots of other scripts to plain dots; never null. */
  public static String trim(String raw) {
    String text = raw.strip();
    if (!isAscii(text)) {
      text = text.replace('\u3002', '.').replace('\uff0e', '.').replace('\uff61', '.');
    }
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  /**
   * One label as an A-label.
   *
   * @param label in lower case, without dots
   * @return the label itself when it is ASCII; null when it has no ASCII form
   */
  public static String labelToAscii(String label) {
    if (isAscii(label)) {
      return label;
    }
    try {
      String ascii = IDN.toASCII(label, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
      // Some characters decompose to a dot: that would make two labels of one.
      return ascii.indexOf('.') < 0 ? ascii : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * Whether a dotted name ends in a label that is read as a number, hence as part of an address.
   */
  public static boolean endsInNumber(String name) {
    int start = name.lastIndexOf('.') + 1;
    boolean hex = name.startsWith("0x", start);
    for (int i = hex ? start + 2 : start; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!(c >= '0' && c <= '9') && !(hex && c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return start < name.length();
  }

  private static String toAscii(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int from = 0; from <= text.length(); ) {
      int dot = text.indexOf('.', from);
      int to = dot < 0 ? text.length() : dot;
      String label = labelToAscii(text.substring(from, to));
      if (label == null) {
        return null;
      }
      out.append(from == 0 ? "" : ".").append(label);
      from = to + 1;
    }
    return out.toString();
  }

  private static boolean isNormal(String text) {
    int length = text.length();
    if (length == 0 || length > MAX_LENGTH) {
      return false;
    }
    int labelStart = 0;
    for (int i = 0; i <= length; i++) {
      char c = i < length ? text.charAt(i) : '.';
      if (c == '.') {
        if (i == labelStart || i - labelStart > MAX_LABEL) {
          return false;
        }
        labelStart = i + 1;
      } else if (!isLabelCharacter(c)) {
        return false;
      }
    }
    return !endsInNumber(text);
  }

  /**
   * Whether the text in {@code [from, to)} is a name in normal form: whether {@link #normalize}
   * gives back the same. One pass; allocates only when the last label begins with a digit.
   */
  public static boolean isNormal(byte[] bytes, int from, int to) {
    if (from == to || to - from > MAX_LENGTH) {
      return false;
    }
    int labelStart = from;
    for (int i = from; i < to; i++) {
      int c = bytes[i];
      if (c == '.') {
        if (i == labelStart || i - labelStart > MAX_LABEL) {
          return false;
        }
        labelStart = i + 1;
      } else if (!isLabelCharacter(c)) {
        return false;
      }
    }
    if (labelStart == to || to - labelStart > MAX_LABEL) {
      return false;
    }
    // Nothing but a digit can begin what is read as a number.
    return bytes[labelStart] > '9'
        || bytes[labelStart] < '0'
        || !endsInNumber(new String(bytes, labelStart, to - labelStart, StandardCharsets.US_ASCII));
  }

  private static boolean isLabelCharacter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 128) {
        return false;
      }
    }
    return true;
  }
}
