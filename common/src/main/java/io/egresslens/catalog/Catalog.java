package io.egresslens.catalog;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Instant;
import java.util.Comparator;
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
  private final transient String version;

  /** Made when it is asked for; guarded by this. */
  private transient CatalogImage image;

  /**
   * @param entries in the order to keep
   * @param version see {@link #version}
   */
  public Catalog(List<CatalogEntry> entries, List<SharedSuffix> sharedSuffixes, String version) {
    this.entries = List.copyOf(entries);
    this.sharedSuffixes = List.copyOf(sharedSuffixes);
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

  /**
   * Sorts the parts and computes the version.
   *
   * @throws IllegalArgumentException when two entries have one id and count at one instant
   */
  public static Catalog of(List<CatalogEntry> entries, List<SharedSuffix> sharedSuffixes) {
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
    return new Catalog(sorted, suffixes, digest(sorted, suffixes));
  }

  /** The entries that count at an event time, in their order. */
  public List<CatalogEntry> entriesAt(Instant time) {
    return entries.stream().filter(entry -> entry.validAt(time)).toList();
  }

  /** The groups of the entries, sorted. */
  public Set<String> groups() {
    return entries.stream().map(CatalogEntry::group).collect(Collectors.toCollection(TreeSet::new));
  }

  private static String digest(List<CatalogEntry> entries, List<SharedSuffix> suffixes) {
    FieldDigest digest = new FieldDigest();
    for (CatalogEntry entry : entries) {
      digest.add("entry");
      digest.add(entry.id());
      digest.add(entry.group());
      digest.add(entry.level().label());
      digest.add(entry.isAddress() ? "ADDRESS" : entry.pattern().kind().name());
      digest.add(entry.match());
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
        && sharedSuffixes.equals(that.sharedSuffixes);
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
