package io.egresslens.catalog;

import io.egresslens.flow.AddressPrefix;
import java.io.Serializable;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * One documented destination: a name pattern, an address range or the name of an {@link
 * AddressSet}, exactly one of them. Immutable.
 *
 * @param id stable, and unique in a catalog at every instant: entries of one id whose periods are
 *     disjoint are versions of one entry. The last tie-break between two entries that match alike
 * @param group the feature that a cluster turns on or off
 * @param level what the catalog says, before the cluster has its say
 * @param pattern the names; null for an address entry
 * @param prefix the addresses; null for any other entry
 * @param tag name of the set of its addresses, as written; null for any other entry
 * @param ports where it is reached, never empty
 * @param clouds the clouds in which it counts; empty means all
 * @param validFrom first instant at which it counts; null means always
 * @param validTo first instant at which it no longer counts; null means never ends
 * @param replacedBy id of the entry that took its place; null when none did
 * @param purpose what it is for; null when the source does not say
 * @param source who says so
 * @param location where it was read
 */
public record CatalogEntry(
    String id,
    String group,
    Level level,
    Pattern pattern,
    AddressPrefix prefix,
    String tag,
    List<PortSpec> ports,
    Set<Cloud> clouds,
    Instant validFrom,
    Instant validTo,
    String replacedBy,
    String purpose,
    SourceRef source,
    Location location)
    implements Serializable {

  /** What stands before the name of an address set in {@code match}. */
  public static final String TAG = "tag:";

  /** By id; versions of one entry in the order of their periods. */
  public static final Comparator<CatalogEntry> BY_ID =
      Comparator.comparing(CatalogEntry::id)
          .thenComparing(CatalogEntry::validFrom, Comparator.nullsFirst(Comparator.naturalOrder()));

  public CatalogEntry {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(location, "location");
    int matches = (pattern == null ? 0 : 1) + (prefix == null ? 0 : 1) + (tag == null ? 0 : 1);
    if (matches != 1) {
      throw new IllegalArgumentException(
          id + " needs either a name pattern, an address range or an address set");
    }
    if (ports.isEmpty()) {
      throw new IllegalArgumentException(id + " names no port");
    }
    ports = List.copyOf(ports);
    clouds = Set.copyOf(clouds);
  }

  /** An entry that names no address set. */
  public CatalogEntry(
      String id,
      String group,
      Level level,
      Pattern pattern,
      AddressPrefix prefix,
      List<PortSpec> ports,
      Set<Cloud> clouds,
      Instant validFrom,
      Instant validTo,
      String replacedBy,
      String purpose,
      SourceRef source,
      Location location) {
    this(
        id,
        group,
        level,
        pattern,
        prefix,
        null,
        ports,
        clouds,
        validFrom,
        validTo,
        replacedBy,
        purpose,
        source,
        location);
  }

  /** Whether this entry is about addresses, not names. */
  public boolean isAddress() {
    return pattern == null;
  }

  /** The pattern, the range or the name of the set as text, as a file writes it. */
  public String match() {
    if (tag != null) {
      return TAG + tag;
    }
    return pattern != null ? pattern.text() : prefix.toString();
  }

  /** Whether the entry counts at this event time. */
  public boolean validAt(Instant time) {
    return period().contains(time);
  }

  /** When the entry counts. */
  public Period period() {
    return new Period(validFrom, validTo);
  }

  /** The same entry in another period. */
  public CatalogEntry in(Period other) {
    return new CatalogEntry(
        id,
        group,
        level,
        pattern,
        prefix,
        tag,
        ports,
        clouds,
        other.from(),
        other.to(),
        replacedBy,
        purpose,
        source,
        location);
  }

  /** Whether the entry counts in this cloud. */
  public boolean appliesTo(Cloud cloud) {
    return clouds.isEmpty() || clouds.contains(cloud);
  }
}
