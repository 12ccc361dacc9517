package io.egresslens.catalog.imports;

import io.egresslens.catalog.InvalidConfigException;
import io.egresslens.catalog.Level;
import io.egresslens.catalog.Location;
import io.egresslens.catalog.Pattern;
import io.egresslens.catalog.PortSpec;
import io.egresslens.catalog.Problems;
import io.egresslens.catalog.YamlDocument;
import io.egresslens.catalog.YamlMap;
import io.egresslens.catalog.YamlNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A catalog file that a document is merged into: what its entries say, and where in the text they
 * say it. Keys that a merge has nothing to do with are not looked at. Immutable.
 */
public final class OlderCatalog {
  static final Location NOWHERE = new Location("", 0);

  private static final Map<String, Level> LEVELS =
      Arrays.stream(Level.values()).collect(Collectors.toMap(Level::label, level -> level));
  private static final Map<String, Pattern.Dialect> DIALECTS =
      Map.of("glob", Pattern.Dialect.GLOB, "azure", Pattern.Dialect.AZURE);

  /**
   * An entry of the file.
   *
   * @param match in normal form
   * @param section null for none
   * @param ended whether it has a {@code validTo}
   * @param map where it stands
   */
  record Entry(
      String id,
      String group,
      Level level,
      String match,
      List<PortSpec> ports,
      String document,
      String section,
      long line,
      boolean ended,
      YamlMap map) {}

  /** A shared suffix or an address set of the file, by its name. */
  record Named(String name, String document, long line, YamlMap map) {}

  private final String text;
  private final YamlMap file;
  private final List<Entry> entries;
  private final List<Named> suffixes;
  private final List<Named> addressSets;
  private final Map<String, List<Entry>> byMatch = new HashMap<>();

  private OlderCatalog(String text, YamlMap file, Problems problems) {
    this.text = text;
    this.file = file;
    this.entries = file.list("entries", YamlNode::map).stream().map(OlderCatalog::entry).toList();
    this.suffixes = named("sharedSuffixes", "suffix");
    this.addressSets = named("addressSets", "name");
    problems.throwIfAny();
    entries.forEach(
        entry -> byMatch.computeIfAbsent(entry.match(), unused -> new ArrayList<>()).add(entry));
  }

  /**
   * Reads a file.
   *
   * @param name of the file in problems
   * @throws InvalidConfigException when it cannot be read as a catalog
   */
  public static OlderCatalog parse(String name, byte[] content) {
    Problems problems = new Problems();
    YamlMap file = YamlDocument.parse(name, content, problems);
    problems.throwIfAny();
    String text = new String(content, StandardCharsets.UTF_8);
    return new OlderCatalog(text.startsWith("\ufeff") ? text.substring(1) : text, file, problems);
  }

  private static Entry entry(YamlMap map) {
    YamlMap source = map.required("source", YamlNode::map);
    Pattern.Dialect dialect =
        map.optional("dialect", node -> node.choice("dialect", DIALECTS), Pattern.Dialect.AZURE);
    String match = map.required("match", YamlNode::text);
    return new Entry(
        map.required("id", YamlNode::text),
        map.required("group", YamlNode::text),
        map.required("level", node -> node.choice("level", LEVELS)),
        match == null || dialect == null ? "" : MatchText.normal(match, dialect),
        map.requiredList("ports", node -> node.parsed(PortSpec::parse)),
        source == null ? null : source.required("document", YamlNode::text),
        source == null ? null : source.optional("section", YamlNode::text, null),
        source == null ? 0 : line(source),
        map.get("validTo") != null,
        map);
  }

  private static long line(YamlMap source) {
    Long line = source.optional("line", YamlNode::integer, 0L);
    return line == null ? 0 : line;
  }

  private List<Named> named(String list, String key) {
    List<Named> found = new ArrayList<>();
    for (YamlMap map : file.list(list, YamlNode::map)) {
      YamlMap source = map.required("source", YamlNode::map);
      String name = map.required(key, YamlNode::text);
      String document = source == null ? null : source.required("document", YamlNode::text);
      found.add(new Named(name, document, source == null ? 0 : line(source), map));
    }
    return found;
  }

  /** The file as text, without byte order mark. */
  public String text() {
    return text;
  }

  YamlMap file() {
    return file;
  }

  List<Entry> entries() {
    return entries;
  }

  List<Named> sharedSuffixes() {
    return suffixes;
  }

  List<Named> addressSets() {
    return addressSets;
  }

  Set<String> ids() {
    return entries.stream().map(Entry::id).collect(Collectors.toSet());
  }

  /** The entry with this match; that of the document first, and one that goes on before others. */
  Entry entry(String match, String document) {
    List<Entry> candidates = byMatch.getOrDefault(match, List.of());
    return candidates.stream()
        .min(
            Comparator.comparing((Entry entry) -> !entry.document().equals(document))
                .thenComparing(Entry::ended))
        .orElse(null);
  }

  /** What all entries of a section agree on; null when there is none or they do not agree. */
  SectionMeanings.Meaning meaning(String document, String section) {
    Map<String, SectionMeanings.Meaning> said = new LinkedHashMap<>();
    String folded = SectionMeanings.folded(section);
    for (Entry entry : entries) {
      if (entry.document().equals(document)
          && SectionMeanings.folded(entry.section()).equals(folded)) {
        said.put(
            entry.group() + ' ' + entry.level(),
            new SectionMeanings.Meaning(entry.group(), entry.level(), Set.of()));
      }
    }
    return said.size() == 1 ? said.values().iterator().next() : null;
  }

  /**
   * The part before the first dot of all ids, with the dot; null when they have none in common.
   * What ids of new entries start with.
   */
  public String idPrefix() {
    Set<String> prefixes =
        entries.stream()
            .map(entry -> entry.id().substring(0, entry.id().indexOf('.') + 1))
            .collect(Collectors.toSet());
    String prefix = prefixes.size() == 1 ? prefixes.iterator().next() : "";
    return prefix.isEmpty() ? null : prefix;
  }
}
