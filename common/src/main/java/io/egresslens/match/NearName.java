package io.egresslens.match;

import java.util.Set;
import java.util.function.Predicate;

/** A name that is asked about, cut up. Not thread-safe: one a question. */
final class NearName {
  final String host;
  final int count;

  /** The first label that a home can start at: the catalog knows no longer ones. */
  final int first;

  /** The home of the catalog that it is at or below; null when its owner is somebody else. */
  final String owner;

  /** The same length, hyphens being dots too. */
  final String words;

  private final int[] starts;
  private final String[] labels;
  private final Set<String> rentedSuffixes;
  private String skeleton;
  private int[] skeletonStarts;
  private Home home;

  /**
   * @param mostLabels of a home, at least
   * @param homes whether a name is a home of the catalog
   * @param rentedSuffixes below which the next label is another owner's
   */
  NearName(String host, int mostLabels, Predicate<String> homes, Set<String> rentedSuffixes) {
    this.host = host;
    this.starts = starts(host);
    this.count = starts.length;
    this.first = Math.max(0, count - mostLabels);
    this.labels = new String[count];
    this.words = host.replace('-', '.');
    this.rentedSuffixes = rentedSuffixes;
    String found = null;
    // From the left, so that an account comes before the domain that it is rented from.
    for (int i = first; i < count - 1 && found == null; i++) {
      String end = from(i);
      if (homes.test(end)) {
        found = end;
      } else if (rentedSuffixes.contains(from(i + 1))) {
        break;
      }
    }
    this.owner = found;
  }

  private static int[] starts(String text) {
    int count = 1;
    for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', dot + 1)) {
      count++;
    }
    int[] starts = new int[count];
    int at = 0;
    for (int i = 1; i < count; i++) {
      at = text.indexOf('.', at) + 1;
      starts[i] = at;
    }
    return starts;
  }

  String label(int i) {
    if (labels[i] == null) {
      labels[i] = host.substring(starts[i], i + 1 < count ? starts[i + 1] - 1 : host.length());
    }
    return labels[i];
  }

  /** The labels from one on. */
  String from(int i) {
    return host.substring(starts[i]);
  }

  /** The labels before one; empty for the first. */
  String before(int i) {
    return i == 0 ? "" : host.substring(0, starts[i] - 1);
  }

  /** Where a label starts. */
  int start(int i) {
    return starts[i];
  }

  /** The name with another text for one label, which is not the last. */
  String with(int i, String label) {
    return host.substring(0, starts[i]) + label + host.substring(starts[i + 1] - 1);
  }

  /** The name without one label, which is not the last. */
  String without(int i) {
    return host.substring(0, starts[i]) + host.substring(starts[i + 1]);
  }

  /** The skeleton of the labels from one on. */
  String skeletonFrom(int i) {
    if (skeleton == null) {
      skeleton = Skeleton.of(host);
      skeletonStarts = starts(skeleton);
    }
    return skeleton.substring(skeletonStarts[i]);
  }

  /** Whether some label from one on is an A-label. */
  boolean isInternational(int i) {
    return from(i).contains("xn--");
  }

  /** Its own home; null for a single label. Dear. */
  Home home() {
    if (home == null) {
      home = Home.of(host, rentedSuffixes);
    }
    return home;
  }
}
