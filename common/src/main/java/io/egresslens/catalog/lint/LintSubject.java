package io.egresslens.catalog.lint;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.catalog.Location;
import io.egresslens.catalog.Problems;
import io.egresslens.match.CompiledMatcher;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What is checked. Not thread-safe: one per check. */
final class LintSubject {
  private final Catalog catalog;
  private final ClusterInventory inventory;
  private final Problems problems;
  private final Instant at;
  private CompiledMatcher matcher;

  /**
   * @param catalog every entry that the loader took
   * @param problems of the load, with what else it saw
   * @param at what counts as now
   */
  LintSubject(Catalog catalog, ClusterInventory inventory, Problems problems, Instant at) {
    this.catalog = catalog;
    this.inventory = inventory;
    this.problems = problems;
    this.at = at;
  }

  Catalog catalog() {
    return catalog;
  }

  ClusterInventory inventory() {
    return inventory;
  }

  Instant at() {
    return at;
  }

  Location placeOf(Cluster cluster) {
    Location place = problems.placeOf(cluster.name());
    return place == null ? new Location("", 0) : place;
  }

  /** The entries about names. */
  Stream<CatalogEntry> names() {
    return catalog.entries().stream().filter(entry -> entry.pattern() != null);
  }

  /** Whether an entry takes a name, on whatever port, at whatever time, in whatever cloud. */
  boolean isListed(String host) {
    if (matcher == null) {
      matcher = CompiledMatcher.of(Catalog.of(names().toList(), List.of()));
    }
    return !matcher.candidates(host, null, 0, null, at.toEpochMilli()).isEmpty();
  }
}
