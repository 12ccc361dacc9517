package io.egresslens.catalog;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A catalog while its files are read, one after the other; then what spans files is checked. */
final class CatalogDraft {
  private final Problems problems;
  private final List<CatalogEntry> entries = new ArrayList<>();
  private final Map<String, SharedSuffix> suffixes = new LinkedHashMap<>();

  /** Also of entries that were refused for something else, so that one mistake is reported once. */
  private final Map<String, Location> ids = new HashMap<>();

  /** What can only be checked when all files are read. */
  private final List<Runnable> checks = new ArrayList<>();

  CatalogDraft(Problems problems) {
    this.problems = problems;
  }

  /** Takes in a file; its {@code replaces} was read before. */
  void add(YamlMap file) {
    file.list("sharedSuffixes", YamlNode::map).forEach(this::addSuffix);
    file.list("entries", YamlNode::map).forEach(this::addEntry);
    file.refuseOthers();
  }

  /** The catalog of everything that was fine. */
  Catalog finish() {
    checks.forEach(Runnable::run);
    return Catalog.of(entries, List.copyOf(suffixes.values()));
  }

  /** Reports a pattern that takes names of any tenant of a shared suffix. */
  static void checkWildcard(
      Collection<SharedSuffix> suffixes, Pattern pattern, Location location, Problems problems) {
    String opened =
        suffixes.stream()
            .filter(suffix -> suffix.isOpenedBy(pattern))
            .map(SharedSuffix::suffix)
            .sorted()
            .collect(Collectors.joining(", "));
    if (!opened.isEmpty()) {
      problems.add(
          ProblemKind.SHARED_WILDCARD,
          location,
          "'"
              + pattern.text()
              + "' takes any tenant of a shared suffix, below which anybody can have a name: "
              + opened);
    }
  }

  private void addSuffix(YamlMap map) {
    String suffix = map.required("suffix", EndpointFields::host);
    SourceRef source = EndpointFields.source(map);
    var clouds = EndpointFields.clouds(map);
    map.refuseOthers();
    if (suffix == null || source == null) {
      return;
    }
    var read = new SharedSuffix(suffix, clouds, source, map.location());
    SharedSuffix first = suffixes.putIfAbsent(suffix, read);
    if (first != null) {
      map.problem(
          ProblemKind.DUPLICATE_ID,
          "shared suffix " + suffix + " stands already at " + first.location());
    }
  }

  private void addEntry(YamlMap map) {
    String id = map.required("id", name("id"));
    String group = map.required("group", name("group"));
    Level level = map.required("level", node -> node.choice("level", EndpointFields.LEVELS));
    EndpointFields.Match match = EndpointFields.match(map);
    List<PortSpec> ports = map.requiredList("ports", EndpointFields::port);
    var clouds = EndpointFields.clouds(map);
    Instant validFrom = startOfDay(map.optional("validFrom", YamlNode::date, null));
    Instant validTo = startOfDay(map.optional("validTo", YamlNode::date, null));
    String replacedBy = map.optional("replacedBy", this::otherId, null);
    String purpose = map.optional("purpose", YamlNode::text, null);
    SourceRef source = EndpointFields.source(map);
    EndpointFields.waivers(map, problems);
    map.refuseOthers();
    if (validFrom != null && validTo != null && !validFrom.isBefore(validTo)) {
      map.get("validTo").problem(ProblemKind.EMPTY_PERIOD, "validTo must be after validFrom");
    }
    Location first = id == null ? null : ids.putIfAbsent(id, map.location());
    if (first != null) {
      map.problem(ProblemKind.DUPLICATE_ID, "id '" + id + "' stands already at " + first);
    }
    if (match != null && match.pattern() != null) {
      Location place = match.node().location();
      checks.add(() -> checkWildcard(suffixes.values(), match.pattern(), place, problems));
    }
    boolean whole = id != null && group != null && level != null && match != null;
    if (whole && !ports.isEmpty() && source != null) {
      entries.add(
          new CatalogEntry(
              id,
              group,
              level,
              match.pattern(),
              match.prefix(),
              ports,
              clouds,
              validFrom,
              validTo,
              replacedBy,
              purpose,
              source,
              map.location()));
    }
  }

  private String otherId(YamlNode node) {
    String id = node.text();
    checks.add(
        () -> {
          if (id != null && !ids.containsKey(id)) {
            node.problem(ProblemKind.UNKNOWN_REPLACEMENT, "there is no entry '" + id + "'");
          }
        });
    return id;
  }

  private static Function<YamlNode, String> name(String key) {
    return node ->
        node.parsed(
            text -> {
              if (!text.matches("[a-z0-9][a-z0-9.-]*")) {
                throw new IllegalArgumentException(
                    key + " '" + text + "' may hold lower-case letters, digits, dots and hyphens");
              }
              return text;
            });
  }

  private static Instant startOfDay(LocalDate date) {
    return date == null ? null : date.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
