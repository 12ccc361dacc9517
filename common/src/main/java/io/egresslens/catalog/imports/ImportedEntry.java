package io.egresslens.catalog.imports;

import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.Level;
import io.egresslens.catalog.Pattern;
import io.egresslens.catalog.PortSpec;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * One destination that a document names, before it has an id and, with most documents, before it
 * has a group and a level. A purpose it never has: those are the document's words, not ours.
 *
 * @param match as {@code match} of a catalog file wants it: a name pattern with its path, an
 *     address or range, or {@code tag:NAME}; placeholders are written {@code ${region}} and {@code
 *     ${clusterDomain}}
 * @param dialect of a name pattern; {@code AZURE} for everything else
 * @param ports never empty
 * @param clouds the clouds that the document speaks of; empty when it does not say
 * @param group the feature, when the document says so itself (a feed that has one); null leaves it
 *     to the table of sections
 * @param level the same
 * @param place where it stands
 */
public record ImportedEntry(
    String match,
    Pattern.Dialect dialect,
    List<PortSpec> ports,
    Set<Cloud> clouds,
    String group,
    Level level,
    Place place) {

  public ImportedEntry {
    Objects.requireNonNull(match, "match");
    Objects.requireNonNull(dialect, "dialect");
    Objects.requireNonNull(place, "place");
    if (ports.isEmpty()) {
      throw new IllegalArgumentException(match + " names no port");
    }
    ports = List.copyOf(ports);
    clouds = Set.copyOf(clouds);
  }

  /** An entry of a document that says nothing of clouds, groups and levels. */
  public static ImportedEntry of(String match, List<PortSpec> ports, Place place) {
    return new ImportedEntry(match, Pattern.Dialect.AZURE, ports, Set.of(), null, null, place);
  }
}
