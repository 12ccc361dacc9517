package io.egresslens.match;

import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.Level;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** What names can be close to: the entries with one pattern, as a cluster sees it. Immutable. */
final class NearTarget {
  /** What of its pattern is a name. */
  enum Shape {
    /** All of it. */
    NAME,
    /** What stands behind the star. */
    BELOW,
    /** Only its end, which tells the home. */
    END
  }

  /**
   * What is told when nothing else speaks for one: names of the public cloud, the shorter name,
   * then by the alphabet.
   */
  static final Comparator<NearTarget> PLAINEST_FIRST =
      Comparator.comparing((NearTarget target) -> !target.inPublicCloud)
          .thenComparingInt(target -> target.pattern.length())
          .thenComparing(target -> target.pattern);

  final Shape shape;
  final String pattern;
  final String name;
  final String[] labels;
  final Home home;

  /** What stands in front of the home; empty for the home itself and what is no name. */
  final String left;

  final int leftLabels;
  final int homeLabels;
  final String homeSkeleton;

  /** Name, home, the home's brand alone and with what stands before it, hyphens as dots. */
  final String nameWords;

  final String homeWords;
  final String brandWords;
  final String leftAndBrandWords;

  /** The brand with its numbers as marks, see {@link Variants#withoutDigits}. */
  final String markedBrand;

  /** Whether the home ends in a word, so that it tells nothing behind a hyphen. */
  final boolean endsInPlace;

  /** Whether strangers gain by looking like it: not where the name is the cluster's own. */
  final boolean imitated;

  private final boolean inPublicCloud;
  private final List<CatalogEntry> entries;

  private NearTarget(
      Shape shape, String pattern, String name, Home home, List<CatalogEntry> entries) {
    this.shape = shape;
    this.pattern = pattern;
    this.name = name;
    this.labels = name.split("\\.");
    this.home = home;
    boolean below = shape == Shape.NAME && name.length() > home.name().length();
    this.left = below ? name.substring(0, name.length() - home.name().length() - 1) : "";
    this.homeLabels = NearRules.count(home.name());
    this.leftLabels = labels.length - homeLabels;
    this.nameWords = words(name);
    this.homeWords = words(home.name());
    this.brandWords = words(home.brand());
    this.leftAndBrandWords = words(left.isEmpty() ? home.brand() : left + "." + home.brand());
    this.markedBrand = Variants.withoutDigits(home.brand());
    this.endsInPlace = PlainWords.isPlace(home.name().substring(home.name().lastIndexOf('.') + 1));
    this.homeSkeleton = Skeleton.of(home.name());
    this.imitated = entries.stream().anyMatch(entry -> entry.level() != Level.LOCAL);
    this.inPublicCloud = entries.stream().anyMatch(entry -> entry.appliesTo(Cloud.PUBLIC));
    this.entries = entries.stream().sorted(CatalogEntry.BY_ID).toList();
  }

  /**
   * The target of entries with one pattern.
   *
   * @param pattern bound as far as it goes, without path
   * @return null when it has no end that tells an owner
   */
  static NearTarget of(String pattern, List<CatalogEntry> entries, Set<String> rentedSuffixes) {
    int hole = Math.max(pattern.lastIndexOf('*'), pattern.lastIndexOf('}'));
    String name = pattern.substring(hole + 1);
    boolean star = hole == 0;
    Shape shape =
        hole < 0 || (star && !name.startsWith(".")) ? Shape.NAME : star ? Shape.BELOW : Shape.END;
    if (shape == Shape.END || shape == Shape.BELOW) {
      name = name.substring(name.indexOf('.') + 1);
    }
    Home home = name.isEmpty() ? null : Home.of(name, rentedSuffixes);
    return home == null ? null : new NearTarget(shape, pattern, name, home, entries);
  }

  private static String words(String name) {
    return name.replace('-', '.');
  }

  /** Its name with another text for one label, which is not the last. */
  String with(int at, String label) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < labels.length; i++) {
      text.append(i == 0 ? "" : ".").append(i == at ? label : labels[i]);
    }
    return text.toString();
  }

  /** The first of its entries that counts at a time, else the first. */
  CatalogEntry entry(long epochMillis) {
    for (CatalogEntry entry : entries) {
      if (entry.validAt(Instant.ofEpochMilli(epochMillis))) {
        return entry;
      }
    }
    return entries.get(0);
  }
}
