package io.egresslens.catalog.imports;

import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.InvalidPatternException;
import io.egresslens.catalog.Level;
import io.egresslens.catalog.Pattern;
import io.egresslens.catalog.PortSpec;
import io.egresslens.catalog.SharedSuffix;
import io.egresslens.catalog.SourceRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a document adds up to: each match once, with what its section means. Ids are not given yet,
 * because an older file may have them.
 *
 * @param entries in the order of the document
 * @param sharedSuffixes in the order of the document, each once
 * @param addressSets in the order of the document
 * @param unread what became nothing, by line
 * @param notes what is not literally what the document says, by line
 */
public record ImportPlan(
    List<Planned> entries,
    List<PlannedSuffix> sharedSuffixes,
    List<ImportedAddressSet> addressSets,
    List<Remark> unread,
    List<Remark> notes) {

  /**
   * An entry of a catalog file, without id.
   *
   * @param match in normal form
   * @param clouds empty means all
   */
  public record Planned(
      String match,
      Pattern.Dialect dialect,
      String group,
      Level level,
      List<PortSpec> ports,
      Set<Cloud> clouds,
      SourceRef source) {}

  /** A shared suffix of a catalog file. */
  public record PlannedSuffix(String suffix, Set<Cloud> clouds, SourceRef source) {}

  public ImportPlan {
    entries = List.copyOf(entries);
    sharedSuffixes = List.copyOf(sharedSuffixes);
    addressSets = List.copyOf(addressSets);
    unread = unread.stream().sorted().distinct().toList();
    notes = notes.stream().sorted().distinct().toList();
  }

  /**
   * Makes the plan.
   *
   * <p>A match that stands in the document more than once is one entry: the first place counts, and
   * what another place adds is noted. A wildcard over a shared suffix is no entry.
   *
   * @param document the name that sources carry
   * @param known shared suffixes beside those of the document
   * @param older the file that the document is merged into; null for none
   */
  public static ImportPlan of(
      Imported imported,
      String document,
      SectionMeanings meanings,
      Collection<SharedSuffix> known,
      OlderCatalog older) {
    String name = cleaned(document);
    List<Remark> unread = new ArrayList<>(imported.unread());
    List<Remark> notes = new ArrayList<>(imported.notes());
    Map<String, PlannedSuffix> suffixes = new LinkedHashMap<>();
    for (ImportedSuffix each : imported.sharedSuffixes()) {
      suffixes.putIfAbsent(
          each.suffix(),
          new PlannedSuffix(each.suffix(), meanings.of(each), source(name, each.place())));
    }
    List<String> shared =
        Stream.of(
                suffixes.keySet().stream(),
                known.stream().map(SharedSuffix::suffix),
                older == null
                    ? Stream.<String>of()
                    : older.sharedSuffixes().stream().map(OlderCatalog.Named::name))
            .flatMap(each -> each)
            .distinct()
            .toList();
    Map<String, Planned> entries = new LinkedHashMap<>();
    for (ImportedEntry each : imported.entries()) {
      Place place = each.place();
      String opened = opened(each, shared, name);
      if (opened != null) {
        unread.add(new Remark(place.line(), place.raw(), opened));
        continue;
      }
      String match = MatchText.normal(each.match(), each.dialect());
      Planned first = entries.get(match);
      if (first != null) {
        notes.add(new Remark(place.line(), place.raw(), again(first, each)));
        continue;
      }
      OlderCatalog.Entry kept = older == null ? null : older.entry(match, name);
      SectionMeanings.Meaning meaning =
          meanings.of(each, older == null ? null : older.meaning(name, place.section()));
      if (meaning.level() == null && kept == null) {
        String section = place.section() == null ? "" : " of the section '" + place.section() + "'";
        unread.add(
            new Remark(place.line(), place.raw(), "nobody says the level" + section + ": --level"));
        continue;
      }
      entries.put(
          match,
          new Planned(
              match,
              each.dialect(),
              meaning.group(),
              meaning.level(),
              each.ports(),
              meaning.clouds(),
              source(name, place)));
    }
    return new ImportPlan(
        List.copyOf(entries.values()),
        List.copyOf(suffixes.values()),
        imported.addressSets(),
        unread,
        notes);
  }

  private static String again(Planned first, ImportedEntry each) {
    boolean alike = Set.copyOf(first.ports()).equals(Set.copyOf(each.ports()));
    return "stands already on line "
        + first.source().line()
        + (alike
            ? ", with the same ports"
            : " with " + ports(first.ports()) + "; " + ports(each.ports()) + " is not adopted");
  }

  static String ports(List<PortSpec> ports) {
    return ports.stream().map(PortSpec::toString).collect(Collectors.joining(" "));
  }

  /** Why an entry would take names of any tenant; null when it does not. */
  private static String opened(ImportedEntry entry, List<String> shared, String document) {
    Pattern pattern;
    try {
      pattern = Pattern.parse(entry.dialect(), entry.match());
    } catch (InvalidPatternException e) {
      return null;
    }
    SourceRef source = new SourceRef(document, null, null);
    String opened =
        shared.stream()
            .map(suffix -> new SharedSuffix(suffix, Set.of(), source, OlderCatalog.NOWHERE))
            .filter(suffix -> suffix.isOpenedBy(pattern))
            .map(SharedSuffix::suffix)
            .sorted()
            .collect(Collectors.joining(", "));
    return opened.isEmpty()
        ? null
        : "takes any tenant of a shared suffix, below which anybody can have a name: " + opened;
  }

  private static SourceRef source(String document, Place place) {
    String section = place.section() == null ? "" : cleaned(place.section());
    return new SourceRef(document, section.isEmpty() ? null : section, null, place.line());
  }

  /** Text of a document as a catalog file may hold it: nothing in it steers a terminal. */
  static String cleaned(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints().limit(MAX_TEXT).forEach(c -> clean.appendCodePoint(isPlain(c) ? c : ' '));
    return clean.toString().strip().replaceAll("\\s+", " ");
  }

  private static final int MAX_TEXT = 200;

  private static boolean isPlain(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
