package io.egresslens.catalog;

import io.egresslens.flow.AddressPrefix;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One catalog file, read entry by entry; what other files have to do with it is for {@link
 * CatalogDraft}. Entries that have parts in common share them. Not thread-safe.
 */
final class CatalogFile {
  /**
   * An entry as it was read.
   *
   * @param id null when it has none
   * @param period when it would count
   * @param entry null when it was refused
   */
  record Read(String id, Location location, Period period, CatalogEntry entry) implements Dated {
    /** The same where the file's period stands in for what the entry leaves open. */
    Read within(Period file) {
      Period all = period.orElse(file);
      return new Read(id, location, all, entry == null ? null : entry.in(all));
    }
  }

  /** Where an entry names another entry, or a pattern that may be too wide. */
  record Mention<T>(T what, Location location) {}

  private final Problems problems = new Problems();
  private final Map<Object, Object> shared = new HashMap<>();
  private final Map<String, PortSpec> portsByText = new HashMap<>();

  /** The default of all entries. */
  Period period = Period.ALWAYS;

  final List<String> replaces = new ArrayList<>();
  final List<SharedSuffix> suffixes = new ArrayList<>();
  final List<Read> entries = new ArrayList<>();
  final List<Mention<String>> replacements = new ArrayList<>();
  final List<Mention<Pattern>> wide = new ArrayList<>();
  final List<AddressSet> addressSets = new ArrayList<>();
  final List<Mention<String>> tags = new ArrayList<>();

  private CatalogFile() {}

  /**
   * Reads the content of a file.
   *
   * @param shipped the names that a file can stand for
   * @return null when it is no map of keys; then there is one problem
   */
  static CatalogFile read(
      String name, byte[] content, Map<String, String> shipped, Problems problems) {
    CatalogFile file = new CatalogFile();
    YamlMap map =
        YamlDocument.parse(
            name, content, "entries", node -> file.addEntry(node.map()), file.problems);
    if (map == null) {
      // Where it stops being YAML; of entries above that place nobody hears.
      problems.add(file.problems.last());
      return null;
    }
    file.replaces.addAll(map.list("replaces", it -> it.choice("shipped catalog", shipped)));
    map.list("sharedSuffixes", YamlNode::map).forEach(file::addSuffix);
    map.list("entries", YamlNode::map).forEach(file::addEntry);
    file.setPeriod(file.period(map));
    map.list("addressSets", YamlNode::map).forEach(file::addAddressSet);
    map.refuseOthers();
    problems.addAll(file.problems);
    return file;
  }

  /** The two keys may stand below the entries, so entries are mended when all were read. */
  private void setPeriod(Period all) {
    if (all.isEmpty() || all.equals(Period.ALWAYS)) {
      return;
    }
    period = all;
    for (int i = 0; i < entries.size(); i++) {
      Read own = entries.get(i);
      Read read = own.within(all);
      entries.set(i, read);
      if (read.period().isEmpty() && !own.period().isEmpty()) {
        problems.add(
            ProblemKind.EMPTY_PERIOD,
            read.location(),
            "no day is left between validFrom and validTo, of which the file's own count where the"
                + " entry names none: "
                + read.period());
      }
    }
  }

  private Period period(YamlMap map) {
    Instant from = share(startOfDay(map.optional("validFrom", YamlNode::date, null)));
    Instant to = share(startOfDay(map.optional("validTo", YamlNode::date, null)));
    Period period = from == null && to == null ? Period.ALWAYS : new Period(from, to);
    if (period.isEmpty()) {
      map.get("validTo").problem(ProblemKind.EMPTY_PERIOD, "validTo must be after validFrom");
    }
    return period;
  }

  private void addSuffix(YamlMap map) {
    String suffix = map.required("suffix", EndpointFields::host);
    SourceRef source = EndpointFields.source(map);
    var clouds = EndpointFields.clouds(map);
    map.refuseOthers();
    if (suffix != null && source != null) {
      suffixes.add(new SharedSuffix(suffix, clouds, source, map.location()));
    }
  }

  private void addAddressSet(YamlMap map) {
    String name = map.required("name", node -> node.parsed(EndpointFields::setName));
    List<AddressPrefix> prefixes =
        map.requiredList("prefixes", node -> node.parsed(AddressPrefix::parse));
    Period own = period(map).orElse(period);
    SourceRef source = EndpointFields.source(map);
    map.refuseOthers();
    if (name != null && source != null) {
      addressSets.add(new AddressSet(name, prefixes, own, source, map.location()));
    }
  }

  private void addEntry(YamlMap map) {
    if (map == null) {
      return;
    }
    String id = map.required("id", name("id"));
    String group = share(map.required("group", name("group")));
    Level level = map.required("level", node -> node.choice("level", EndpointFields.LEVELS));
    EndpointFields.Match match = EndpointFields.match(map);
    List<PortSpec> ports = share(List.copyOf(map.requiredList("ports", this::port)));
    var clouds = share(EndpointFields.clouds(map));
    Period own = period(map);
    String replacedBy = map.optional("replacedBy", this::otherId, null);
    String purpose = share(map.optional("purpose", YamlNode::text, null));
    SourceRef source = share(EndpointFields.source(map));
    EndpointFields.waivers(map, problems);
    map.refuseOthers();
    if (match != null && match.pattern() != null && match.pattern().kind() != Pattern.Kind.EXACT) {
      wide.add(new Mention<>(match.pattern(), match.node().location()));
    }
    if (match != null && match.tag() != null) {
      tags.add(new Mention<>(match.tag(), match.node().location()));
    }
    CatalogEntry entry = null;
    boolean whole = id != null && group != null && level != null && match != null;
    if (whole && !ports.isEmpty() && source != null) {
      entry =
          new CatalogEntry(
              id,
              group,
              level,
              match.pattern(),
              match.prefix(),
              match.tag(),
              ports,
              clouds,
              own.from(),
              own.to(),
              replacedBy,
              purpose,
              source,
              map.location());
    }
    entries.add(new Read(id, entry == null ? map.location() : entry.location(), own, entry));
  }

  private PortSpec port(YamlNode node) {
    return node.parsed(
        text -> {
          PortSpec known = portsByText.get(text);
          if (known == null) {
            known = PortSpec.parse(text);
            portsByText.put(text, known);
          }
          return known;
        });
  }

  private String otherId(YamlNode node) {
    String id = node.text();
    if (id != null) {
      replacements.add(new Mention<>(id, node.location()));
    }
    return id;
  }

  private static Function<YamlNode, String> name(String key) {
    return node ->
        node.parsed(
            text -> {
              if (!isName(text)) {
                throw new IllegalArgumentException(
                    key + " '" + text + "' may hold lower-case letters, digits, dots and hyphens");
              }
              return text;
            });
  }

  /** Begins with a letter or digit. */
  private static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (!plain && (i == 0 || (c != '.' && c != '-'))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static Instant startOfDay(LocalDate date) {
    return date == null ? null : date.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** An equal value that is there already, else this one. */
  @SuppressWarnings(
      "unchecked") // an equal value is of the same kind: none of them equals another's
  private <T> T share(T value) {
    Object first = value == null ? null : shared.putIfAbsent(value, value);
    return first == null ? value : (T) first;
  }
}
