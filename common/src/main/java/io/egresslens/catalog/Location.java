package io.egresslens.catalog;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Objects;

/**
 * Where something stands in a configuration file. Ordered by file, then line.
 *
 * @param file path as the user named it, or the name of a shipped file
 * @param line 1-based; 0 for the file as a whole
 */
public record Location(String file, int line) implements Comparable<Location>, Serializable {
  private static final Comparator<Location> ORDER =
      Comparator.comparing(Location::file).thenComparingInt(Location::line);

  public Location {
    Objects.requireNonNull(file, "file");
  }

  @Override
  public int compareTo(Location other) {
    return ORDER.compare(this, other);
  }

  /** {@code file:line}, or the file alone. */
  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line;
  }
}
