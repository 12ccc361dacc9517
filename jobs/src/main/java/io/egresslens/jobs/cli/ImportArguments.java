package io.egresslens.jobs.cli;

import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.Level;
import io.egresslens.catalog.imports.CatalogMerge;
import io.egresslens.catalog.imports.CatalogMerge.Gone.Fate;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How the words of {@code catalog import} are read. */
final class ImportArguments {
  private ImportArguments() {}

  /** {@code SECTION=WORD} among the values of an option; a section may hold the sign itself. */
  static <T> Map<String, T> bySection(
      String option, List<String> values, Function<String, T> reader) {
    Map<String, T> bySection = new LinkedHashMap<>();
    for (String value : values) {
      int equals = value.lastIndexOf('=');
      if (equals >= 0) {
        T word = read(option, value.substring(equals + 1), reader);
        bySection.put(value.substring(0, equals), word);
      }
    }
    return bySection;
  }

  /** The value of an option that names no section; null when there is none. */
  static <T> T ofAll(String option, List<String> values, Function<String, T> reader) {
    List<String> all = values.stream().filter(value -> value.indexOf('=') < 0).toList();
    if (all.size() > 1) {
      throw new UserError(option + " stands more than once without a section");
    }
    return all.isEmpty() ? null : read(option, all.get(0), reader);
  }

  /** A value that a parser takes; what it refuses is the user's to mend. */
  static <T> T read(String option, String text, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw new UserError(option + ": " + e.getMessage(), e);
    }
  }

  static String group(String text) {
    if (!text.matches("[a-z0-9][a-z0-9.-]*")) {
      throw new IllegalArgumentException(
          "'" + text + "' may hold lower-case letters, digits, dots and hyphens");
    }
    return text;
  }

  static Level level(String text) {
    return word("level", text, Level.values(), Level::label);
  }

  static Cloud cloud(String text) {
    return read("--cloud", text, word -> word("cloud", word, Cloud.values(), Cloud::label));
  }

  private static <T> T word(String what, String text, T[] values, Function<T, String> label) {
    return Arrays.stream(values)
        .filter(value -> label.apply(value).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown "
                        + what
                        + " '"
                        + text
                        + "': one of "
                        + Arrays.stream(values).map(label).collect(Collectors.joining(", "))));
  }

  /** {@code keep}, {@code drop} or {@code end=DATE}. */
  static CatalogMerge.Gone gone(String text) {
    if (text.equals("keep")) {
      return CatalogMerge.Gone.KEEP;
    }
    if (text.equals("drop")) {
      return new CatalogMerge.Gone(Fate.DROP, null);
    }
    try {
      if (text.startsWith("end=") && text.length() == 14) {
        return new CatalogMerge.Gone(Fate.END, LocalDate.parse(text.substring(4)));
      }
    } catch (DateTimeException e) {
      throw new UserError("--gone: '" + text.substring(4) + "' is no day", e);
    }
    throw new UserError("--gone is keep, drop or end=DATE, for example end=2026-01-31");
  }

  /**
   * What ids start with: letters and a dot.
   *
   * @param given by the user or the older file; null for neither
   * @param document its name, without ending, stands in
   */
  static String prefix(String given, String document) {
    if (given != null) {
      return given.isEmpty() ? "" : read("--id-prefix", given, ImportArguments::group);
    }
    String stem = document.replaceAll("\\.[A-Za-z0-9]{1,8}$", "").toLowerCase(Locale.ROOT);
    String slug = stem.replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    return slug.isEmpty() ? "" : slug + ".";
  }
}
