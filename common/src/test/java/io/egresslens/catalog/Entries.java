package io.egresslens.catalog;

import io.egresslens.flow.AddressPrefix;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Entries and catalogs for tests, with everything that a test does not speak of at its plainest.
 */
public final class Entries {
  public static final SourceRef SOURCE = new SourceRef("a test", null, null);
  public static final Location LOCATION = new Location("test.yaml", 1);

  private Entries() {}

  /** A name entry of the group {@code g}; a pattern with inner stars is a glob. */
  public static CatalogEntry entry(String id, Level level, String match, String... ports) {
    return entry(id, "g", level, match, ports);
  }

  public static CatalogEntry entry(
      String id, String group, Level level, String match, String... ports) {
    return new CatalogEntry(
        id,
        group,
        level,
        pattern(match),
        null,
        ports(ports),
        Set.of(),
        null,
        null,
        null,
        null,
        SOURCE,
        LOCATION);
  }

  public static CatalogEntry address(String id, Level level, String prefix, String... ports) {
    return new CatalogEntry(
        id,
        "g",
        level,
        null,
        AddressPrefix.parse(prefix),
        ports(ports),
        Set.of(),
        null,
        null,
        null,
        null,
        SOURCE,
        LOCATION);
  }

  /** An entry that takes the addresses of a set. */
  public static CatalogEntry tagged(String id, Level level, String tag, String... ports) {
    return new CatalogEntry(
        id,
        "g",
        level,
        null,
        null,
        tag,
        ports(ports),
        Set.of(),
        null,
        null,
        null,
        null,
        SOURCE,
        LOCATION);
  }

  public static AddressSet set(String name, String... prefixes) {
    return new AddressSet(
        name,
        Stream.of(prefixes).map(AddressPrefix::parse).toList(),
        Period.ALWAYS,
        SOURCE,
        LOCATION);
  }

  public static CatalogEntry in(Cloud cloud, CatalogEntry e) {
    return new CatalogEntry(
        e.id(),
        e.group(),
        e.level(),
        e.pattern(),
        e.prefix(),
        e.tag(),
        e.ports(),
        Set.of(cloud),
        e.validFrom(),
        e.validTo(),
        e.replacedBy(),
        e.purpose(),
        e.source(),
        e.location());
  }

  /** The same entry from one instant to another; null leaves a side open. */
  public static CatalogEntry between(String from, String to, CatalogEntry e) {
    return new CatalogEntry(
        e.id(),
        e.group(),
        e.level(),
        e.pattern(),
        e.prefix(),
        e.tag(),
        e.ports(),
        e.clouds(),
        from == null ? null : Instant.parse(from),
        to == null ? null : Instant.parse(to),
        e.replacedBy(),
        e.purpose(),
        e.source(),
        e.location());
  }

  public static SharedSuffix suffix(String suffix) {
    return new SharedSuffix(suffix, Set.of(), SOURCE, LOCATION);
  }

  public static Catalog catalog(CatalogEntry... entries) {
    return Catalog.of(List.of(entries), List.of());
  }

  public static Pattern pattern(String text) {
    try {
      boolean glob = text.indexOf('*', 1) > 0;
      return Pattern.parse(glob ? Pattern.Dialect.GLOB : Pattern.Dialect.AZURE, text);
    } catch (InvalidPatternException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** None given means https:443. */
  private static List<PortSpec> ports(String... ports) {
    return ports.length == 0
        ? List.of(PortSpec.parse("https:443"))
        : Stream.of(ports).map(PortSpec::parse).toList();
  }
}
