package io.egresslens.flow;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as configuration writes them: a whole number and a unit, {@code 5m}. */
public final class Durations {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));
  private static final List<String> LONGEST_FIRST = List.of("d", "h", "m", "s", "ms");

  private Durations() {}

  /**
   * Reads {@code 250ms}, {@code 30s}, {@code 5m}, {@code 1h}, {@code 7d}.
   *
   * @throws IllegalArgumentException when the text is none of these, with a message for the user
   */
  public static Duration parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no length of time: write a number and ms, s, m, h or d, such as 5m");
    }
    return UNITS.get(form.group(2)).multipliedBy(Long.parseLong(form.group(1)));
  }

  /** The shortest text that {@link #parse} reads back as this duration, to the millisecond. */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    for (String unit : LONGEST_FIRST) {
      long unitMillis = UNITS.get(unit).toMillis();
      if (millis > 0 && millis % unitMillis == 0) {
        return millis / unitMillis + unit;
      }
    }
    return "0s";
  }
}
