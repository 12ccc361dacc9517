package io.egresslens.catalog;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The immutable set of endpoint entries that flows are judged by. Build it with {@link #of}, or
 * read it with {@link CatalogLoader}. Safe to share between threads.
 *
 * <p>Serialized, it is its {@link #image}, which is made once; read back, it is the one catalog of
 * that image that the process has, see {@link CatalogImage#catalog}.
 */
public final class Catalog implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A catalog that expects nothing. */
  public static final Catalog EMPTY = of(List.of(), List.of());

  private final transient List<CatalogEntry> entries;
  private final transient List<SharedSuffix> sharedSuffixes;
  private final transient List<AddressSet> addressSets;
  private final transient String version;

  /** Made when it is asked for; guarded by this. */
  private transient CatalogImage image;

  /**
   * @param entries in the order to keep
   * @param addressSets at least those that entries name
   * @param version see {@link #version}
   */
  public Catalog(
      List<CatalogEntry> entries,
      List<SharedSuffix> sharedSuffixes,
      List<AddressSet> addressSets,
      String version) {
    this.entries = List.copyOf(entries);
    this.sharedSuffixes = List.copyOf(sharedSuffixes);
    this.addressSets = List.copyOf(addressSets);
    this.version = Objects.requireNonNull(version, "version");
  }

  /** Ordered by {@link CatalogEntry#BY_ID}: versions of one entry stand together. */
  public List<CatalogEntry> entries() {
    return entries;
  }

  /** Ordered by suffix. */
  public List<SharedSuffix> sharedSuffixes() {
    return sharedSuffixes;
  }

  /** Ordered by {@link AddressSet#BY_NAME}, whether an entry names them or not. */
  public List<AddressSet> addressSets() {
    return addressSets;
  }

  /** The address sets that no entry names. Looks at every entry. */
  public List<AddressSet> unnamedSets() {
    Set<String> named =
        entries.stream()
            .filter(entry -> entry.tag() != null)
            .map(entry -> AddressSet.keyOf(entry.tag()))
            .collect(Collectors.toSet());
    return addressSets.stream().filter(set -> !named.contains(set.key())).toList();
  }

  /**
   * 12 hex digits: the same for every catalog that judges alike, whatever the order, the comments,
   * the purposes or the files it was read from.
   */
  public String version() {
    return version;
  }

  /** The catalog as bytes; a pass over all entries the first time. */
  public synchronized CatalogImage image() {
    if (image == null) {
      image = CatalogImage.draw(this);
    }
    return image;
  }

  /** Takes over the image that this was read from. */
  synchronized Catalog from(CatalogImage read) {
    image = read;
    return this;
  }

  /** A catalog without address sets, see {@link #of(List, List, List)}. */
  public static Catalog of(List<CatalogEntry> entries, List<SharedSuffix> sharedSuffixes) {
    return of(entries, sharedSuffixes, List.of());
  }

  /**
   * Sorts the parts and computes the version.
   *
   * @throws IllegalArgumentException when two entries have one id and count at one instant, or two
   *     address sets one name
   */
  public static Catalog of(
      List<CatalogEntry> entries, List<SharedSuffix> sharedSuffixes, List<AddressSet> addressSets) {
    List<CatalogEntry> sorted = entries.stream().sorted(CatalogEntry.BY_ID).toList();
    for (int i = 1; i < sorted.size(); i++) {
      CatalogEntry before = sorted.get(i - 1);
      CatalogEntry entry = sorted.get(i);
      // In this order, whichever two overlap, two neighbours do.
      if (entry.id().equals(before.id()) && entry.period().overlaps(before.period())) {
        throw new IllegalArgumentException("two entries '" + entry.id() + "' count at one time");
      }
    }
    List<SharedSuffix> suffixes =
        sharedSuffixes.stream().sorted(Comparator.comparing(SharedSuffix::suffix)).toList();
    List<AddressSet> sets = addressSets.stream().sorted(AddressSet.BY_NAME).toList();
    for (int i = 1; i < sets.size(); i++) {
      AddressSet before = sets.get(i - 1);
      AddressSet set = sets.get(i);
      if (set.key().equals(before.key()) && set.period().overlaps(before.period())) {
        throw new IllegalArgumentException("two sets '" + set.name() + "' count at one time");
      }
    }
    return new Catalog(sorted, suffixes, sets, digest(sorted, suffixes, sets));
  }

  /** The entries that count at an event time, in their order. */
  public List<CatalogEntry> entriesAt(Instant time) {
    return entries.stream().filter(entry -> entry.validAt(time)).toList();
  }

  /** The groups of the entries, sorted. */
  public Set<String> groups() {
    return entries.stream().map(CatalogEntry::group).collect(Collectors.toCollection(TreeSet::new));
  }

  private static String digest(
      List<CatalogEntry> entries, List<SharedSuffix> suffixes, List<AddressSet> sets) {
    FieldDigest digest = new FieldDigest();
    Set<String> named = new HashSet<>();
    for (CatalogEntry entry : entries) {
      digest.add("entry");
      digest.add(entry.id());
      digest.add(entry.group());
      digest.add(entry.level().label());
      if (entry.tag() != null) {
        named.add(AddressSet.keyOf(entry.tag()));
        digest.add("TAG");
        digest.add(AddressSet.keyOf(entry.tag()));
      } else {
        digest.add(entry.isAddress() ? "ADDRESS" : entry.pattern().kind().name());
        digest.add(entry.match());
      }
      digest.add(entry.ports(), ports -> ports.stream().map(PortSpec::toString).sorted().toList());
      digest.add(entry.clouds(), Catalog::sorted);
      digest.add(String.valueOf(entry.validFrom()));
      digest.add(String.valueOf(entry.validTo()));
      digest.add(String.valueOf(entry.replacedBy()));
    }
    for (SharedSuffix suffix : suffixes) {
      digest.add("suffix");
      digest.add(suffix.suffix());
      digest.add(suffix.clouds(), Catalog::sorted);
    }
    for (AddressSet set : sets) {
      // A set that no entry names judges nothing.
      if (named.contains(set.key())) {
        digest.add("set");
        digest.add(set.key());
        digest.add(String.valueOf(set.period().from()));
        digest.add(String.valueOf(set.period().to()));
        set.prefixes().forEach(prefix -> digest.add(prefix.toString()));
      }
    }
    return digest.hex(6);
  }

  private static List<Cloud> sorted(Set<Cloud> clouds) {
    return clouds.stream().sorted().toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Catalog that
        && version.equals(that.version)
        && entries.equals(that.entries)
        && sharedSuffixes.equals(that.sharedSuffixes)
        && addressSets.equals(that.addressSets);
  }

  @Override
  public int hashCode() {
    return version.hashCode();
  }

  /** Its version and size: never the entries, of which there may be a million. */
  @Override
  public String toString() {
    return "catalog " + version + " of " + entries.size() + " entries";
  }

  private Object writeReplace() {
    return new Travelling(image());
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("a catalog travels as its image");
  }

  /** Stands for the catalog on its way. */
  private record Travelling(CatalogImage image) implements Serializable {
    private Object readResolve() throws InvalidObjectException {
      try {
        return image.catalog();
      } catch (IllegalArgumentException e) {
        throw (InvalidObjectException) new InvalidObjectException(e.getMessage()).initCause(e);
      }
    }
  }
}
