package io.egresslens.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A catalog while its files come together; then what spans files is checked. */
final class CatalogDraft {
  private final Problems problems;
  private final List<CatalogEntry> entries = new ArrayList<>();
  private final Map<String, SharedSuffix> suffixes = new LinkedHashMap<>();

  /** Also of entries that were refused for something else, so that one mistake is reported once. */
  private final Map<String, Location> ids = new HashMap<>();

  private final List<CatalogFile> files = new ArrayList<>();

  CatalogDraft(Problems problems) {
    this.problems = problems;
  }

  /** Takes in a file; its {@code replaces} was heeded before. */
  void add(CatalogFile file) {
    files.add(file);
    for (SharedSuffix suffix : file.suffixes) {
      SharedSuffix first = suffixes.putIfAbsent(suffix.suffix(), suffix);
      if (first != null) {
        problems.add(
            ProblemKind.DUPLICATE_ID,
            suffix.location(),
            "shared suffix " + suffix.suffix() + " stands already at " + first.location());
      }
    }
    for (CatalogFile.Read read : file.entries) {
      Location first = read.id() == null ? null : ids.putIfAbsent(read.id(), read.location());
      if (first != null) {
        problems.add(ProblemKind.DUPLICATE_ID, read.location(), "id '" + read.id() + "' stands already at " + first);
      }
      if (read.entry() != null) {
        entries.add(read.entry());
      }
    }
  }

  /** The catalog of everything that was fine. */
  Catalog finish() {
    for (CatalogFile file : files) {
      for (var wide : file.wide) {
        checkWildcard(suffixes.values(), wide.what(), wide.location(), problems);
      }
      for (var replacement : file.replacements) {
        if (!ids.containsKey(replacement.what())) {
          problems.add(ProblemKind.UNKNOWN_REPLACEMENT, replacement.location(), "there is no entry '" + replacement.what() + "'");
        }
      }
    }
    return Catalog.of(entries, List.copyOf(suffixes.values()));
  }

  /** Reports a pattern that takes names of any tenant of a shared suffix. */
  static void checkWildcard(
      Collection<SharedSuffix> suffixes, Pattern pattern, Location location, Problems problems) {
    List<String> opened = new ArrayList<>();
    for (SharedSuffix suffix : suffixes) {
      if (suffix.isOpenedBy(pattern)) {
        opened.add(suffix.suffix());
      }
    }
    if (!opened.isEmpty()) {
      problems.add(
          ProblemKind.SHARED_WILDCARD,
          location,
          "'"
              + pattern.text()
              + "' takes any tenant of a shared suffix, below which anybody can have a name: "
              + opened.stream().sorted().collect(Collectors.joining(", ")));
    }
  }
}
