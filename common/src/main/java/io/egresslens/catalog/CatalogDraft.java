package io.egresslens.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A catalog while its files come together; then what spans files is checked. */
final class CatalogDraft {
  private final Problems problems;
  private final List<CatalogEntry> entries = new ArrayList<>();
  private final Map<String, SharedSuffix> suffixes = new LinkedHashMap<>();

  /** Also entries that were refused for something else, so that one mistake is reported once. */
  private final Versions ids = new Versions();

  private final Versions setNames = new Versions();
  private final List<AddressSet> addressSets = new ArrayList<>();
  private final List<CatalogFile> files = new ArrayList<>();

  CatalogDraft(Problems problems) {
    this.problems = problems;
  }

  /** Takes in a file; its {@code replaces} was heeded before. */
  void add(CatalogFile file) {
    files.add(file);
    for (SharedSuffix suffix : file.suffixes) {
      SharedSuffix first = suffixes.putIfAbsent(suffix.suffix(), suffix);
      if (first != null && !isVersion(file, suffix, first)) {
        problems.add(
            ProblemKind.DUPLICATE_ID,
            suffix.location(),
            "shared suffix " + suffix.suffix() + " stands already at " + first.location());
      }
    }
    for (CatalogFile.Read read : file.entries) {
      boolean sole =
          read.id() == null || ids.add(read.id(), "id '" + read.id() + "'", read, problems);
      if (sole && read.entry() != null) {
        entries.add(read.entry());
      }
    }
    for (AddressSet set : file.addressSets) {
      if (setNames.add(set.key(), "address set '" + set.name() + "'", set, problems)) {
        addressSets.add(set);
      }
    }
  }

  /**
   * Whether a file that counts for a time repeats what another file says. A suffix itself has no
   * period: who may rent a name below it does not depend on the day.
   */
  private static boolean isVersion(CatalogFile file, SharedSuffix suffix, SharedSuffix first) {
    return !file.period.equals(Period.ALWAYS)
        && suffix.clouds().equals(first.clouds())
        && !suffix.location().file().equals(first.location().file());
  }

  /** The catalog of everything that was fine. */
  Catalog finish() {
    for (CatalogFile file : files) {
      for (var wide : file.wide) {
        checkWildcard(suffixes.values(), wide.what(), wide.location(), problems);
      }
      for (var replacement : file.replacements) {
        if (!ids.knows(replacement.what())) {
          problems.add(
              ProblemKind.UNKNOWN_REPLACEMENT,
              replacement.location(),
              "there is no entry '" + replacement.what() + "'");
        }
      }
      for (var tag : file.tags) {
        if (!setNames.knows(AddressSet.keyOf(tag.what()))) {
          problems.add(
              ProblemKind.UNKNOWN_ADDRESS_SET,
              tag.location(),
              "there is no address set '"
                  + tag.what()
                  + "': a file with its prefixes under addressSets is missing");
        }
      }
    }
    return Catalog.of(entries, List.copyOf(suffixes.values()), addressSets);
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
