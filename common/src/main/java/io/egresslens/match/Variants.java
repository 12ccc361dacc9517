package io.egresslens.match;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What one label has in common with its siblings: all but a number, or all but a region. */
final class Variants {
  /** Numbers of more digits are ids of accounts, of which none follows another. */
  private static final int MOST_DIGITS = 4;

  /**
   * The number of a label that has none where its siblings do: {@code cdn} beside {@code cdn01}.
   */
  static final int NO_NUMBER = -1;

  /** An account named after a region has more name than this in front of the abbreviation. */
  private static final int LEAST_STEM = 6;

  /*
   * Azure's regions by their make, points of the compass before a continent or behind a place. A
   * table would be out of date with each region that opens.
   */
  private static final Pattern REGION =
      Pattern.compile(
          "(?:north|south|east|west|central){1,2}(?:us|europe|asia|india)[0-9]?(?:euap)?"
              + "|[a-z]{2,12}(?:north|south|east|west|central){1,2}[0-9]?");

  private static final Pattern GOVERNMENT = Pattern.compile("us(?:gov|dod)[a-z]{4,10}[0-9]?");

  /** How regions are written inside the names of accounts. */
  private static final List<String> ABBREVIATIONS =
      List.of(
          "eus", "eus2", "eus3", "wus", "wus2", "wus3", "cus", "ncus", "scus", "wcus", "neu", "weu",
          "eas", "sea", "uks", "ukw", "cca", "cea", "jpe", "jpw", "aue", "ause", "ea", "we", "ne");

  private Variants() {}

  /** Whether a label, or a part of one between hyphens, has the make of a region. */
  static boolean isRegion(String text) {
    // Cheap to say no, as nearly every label is none: the shortest are eastus and ukwest.
    if (text.length() < 6) {
      return false;
    }
    boolean compass =
        text.contains("st") || text.contains("uth") || text.contains("rth") || text.contains("ntr");
    return (compass && REGION.matcher(text).matches())
        || (text.startsWith("us") && GOVERNMENT.matcher(text).matches());
  }

  /**
   * The label with its region taken out, in every way it can be read; empty when it holds none.
   *
   * @param account whether the label is an account's name, where regions are abbreviated
   */
  static List<String> withoutRegion(String label, boolean account) {
    if (account) {
      List<String> ways = new ArrayList<>(2);
      for (String abbreviation : ABBREVIATIONS) {
        String way = withoutAbbreviation(label, abbreviation);
        if (way != null) {
          ways.add(way);
        }
      }
      return ways;
    }
    if (label.indexOf('-') < 0) {
      return isRegion(label) ? List.of("%") : List.of();
    }
    String[] parts = label.split("-", -1);
    for (int i = 0; i < parts.length; i++) {
      if (isRegion(parts[i])) {
        parts[i] = "%";
        return List.of(String.join("-", parts));
      }
    }
    return List.of();
  }

  private static String withoutAbbreviation(String label, String abbreviation) {
    int end = label.length();
    while (end > 0 && isDigit(label.charAt(end - 1))) {
      end--;
    }
    int start = end - abbreviation.length();
    return start >= LEAST_STEM && label.startsWith(abbreviation, start)
        ? label.substring(0, start) + "%" + label.substring(end)
        : null;
  }

  /** Whether two labels differ by the region alone. */
  static boolean otherRegion(String a, String b, boolean account) {
    List<String> ways = withoutRegion(a, account);
    return !ways.isEmpty() && withoutRegion(b, account).stream().anyMatch(ways::contains);
  }

  /**
   * The label with each one of its numbers taken out, and what the number is.
   *
   * @param account whether it is an account's name: then enough letters have to remain
   */
  static Map<String, Integer> withoutNumber(String label, boolean account) {
    Map<String, Integer> ways = new HashMap<>(4);
    int at = 0;
    boolean trailing = false;
    while (at < label.length()) {
      int end = at;
      while (end < label.length() && isDigit(label.charAt(end))) {
        end++;
      }
      trailing = end > at && end == label.length();
      if (end > at && end - at <= MOST_DIGITS) {
        ways.put(
            label.substring(0, at) + "#" + label.substring(end),
            Integer.parseInt(label.substring(at, end)));
      }
      at = Math.max(end, at + 1);
    }
    if (!trailing) {
      ways.put(label + "#", NO_NUMBER);
    }
    if (account) {
      ways.keySet().removeIf(way -> letters(way) < LEAST_STEM);
    }
    return ways;
  }

  /** How far the numbers of two labels are apart that differ by one number alone; else -1. */
  static int numberDistance(String a, String b, boolean account) {
    Map<String, Integer> ways = withoutNumber(a, account);
    int least = -1;
    for (Map.Entry<String, Integer> way : withoutNumber(b, account).entrySet()) {
      Integer number = ways.get(way.getKey());
      if (number != null) {
        int distance = Math.abs(number - way.getValue());
        least = least < 0 ? distance : Math.min(least, distance);
      }
    }
    return least;
  }

  /** The label with every run of digits as one mark: slips in digits are other numbers. */
  static String withoutDigits(String label) {
    int first = 0;
    while (first < label.length() && !isDigit(label.charAt(first))) {
      first++;
    }
    if (first == label.length()) {
      return label;
    }
    StringBuilder out = new StringBuilder(label.length());
    for (int i = 0; i < label.length(); i++) {
      boolean digit = isDigit(label.charAt(i));
      if (!digit || i == 0 || !isDigit(label.charAt(i - 1))) {
        out.append(digit ? '#' : label.charAt(i));
      }
    }
    return out.toString();
  }

  /** The runs of digits, in order, apart by blanks; empty when there is none. */
  static String digits(String label) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < label.length(); i++) {
      if (isDigit(label.charAt(i))) {
        boolean goesOn = i > 0 && isDigit(label.charAt(i - 1));
        out.append(goesOn || out.length() == 0 ? "" : " ").append(label.charAt(i));
      }
    }
    return out.toString();
  }

  /** The label of {@link #withoutDigits} with the digits of another one in their places. */
  static String withDigits(String marked, String label) {
    if (marked.indexOf('#') < 0) {
      return marked;
    }
    StringBuilder out = new StringBuilder(marked.length() + 8);
    String[] digits = digits(label).split(" ", -1);
    int run = 0;
    for (int i = 0; i < marked.length(); i++) {
      boolean mark = marked.charAt(i) == '#';
      out.append(mark && run < digits.length ? digits[run++] : String.valueOf(marked.charAt(i)));
    }
    return out.toString();
  }

  private static int letters(String text) {
    int letters = 0;
    for (int i = 0; i < text.length(); i++) {
      letters += text.charAt(i) >= 'a' && text.charAt(i) <= 'z' ? 1 : 0;
    }
    return letters;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
