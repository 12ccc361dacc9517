package io.egresslens.catalog;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The immutable set of endpoint entries that flows are judged by. Build it with {@link #of}, or
 * read it with {@link CatalogLoader}. Safe to share between threads.
 *
 * @param entries ordered by id
 * @param sharedSuffixes ordered by suffix
 * @param version 12 hex digits: the same for every catalog that judges alike, whatever the order,
 *     the comments, the purposes or the files it was read from
 */
public record Catalog(List<CatalogEntry> entries, List<SharedSuffix> sharedSuffixes, String version)
    implements Serializable {

  /** A catalog that expects nothing. */
  public static final Catalog EMPTY = of(List.of(), List.of());

  public Catalog {
    entries = List.copyOf(entries);
    sharedSuffixes = List.copyOf(sharedSuffixes);
  }

  /** Sorts the parts and computes the version. Ids must be unique. */
  public static Catalog of(List<CatalogEntry> entries, List<SharedSuffix> sharedSuffixes) {
    List<CatalogEntry> sorted =
        entries.stream().sorted(Comparator.comparing(CatalogEntry::id)).toList();
    List<SharedSuffix> suffixes =
        sharedSuffixes.stream().sorted(Comparator.comparing(SharedSuffix::suffix)).toList();
    return new Catalog(sorted, suffixes, digest(sorted, suffixes));
  }

  /** The groups of the entries, sorted. */
  public Set<String> groups() {
    return entries.stream().map(CatalogEntry::group).collect(Collectors.toCollection(TreeSet::new));
  }

  private static String digest(List<CatalogEntry> entries, List<SharedSuffix> suffixes) {
    MessageDigest sha;
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    for (CatalogEntry entry : entries) {
      add(sha, "entry", entry.id(), entry.group(), entry.level().label());
      add(sha, entry.isAddress() ? "ADDRESS" : entry.pattern().kind(), entry.match());
      add(sha, entry.ports().stream().map(PortSpec::toString).sorted().toList());
      add(sha, clouds(entry.clouds()), entry.validFrom(), entry.validTo(), entry.replacedBy());
    }
    for (SharedSuffix suffix : suffixes) {
      add(sha, "suffix", suffix.suffix(), clouds(suffix.clouds()));
    }
    return HexFormat.of().formatHex(sha.digest(), 0, 6);
  }

  private static List<Cloud> clouds(Set<Cloud> clouds) {
    return clouds.stream().sorted().toList();
  }

  /** Each field is closed by a byte that no UTF-8 text holds, so fields cannot run together. */
  private static void add(MessageDigest sha, Object... fields) {
    for (Object field : fields) {
      sha.update(String.valueOf(field).getBytes(StandardCharsets.UTF_8));
      sha.update((byte) 0xff);
    }
  }
}
