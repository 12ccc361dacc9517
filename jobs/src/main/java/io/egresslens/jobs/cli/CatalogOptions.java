package io.egresslens.jobs.cli;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.catalog.ClusterInventoryLoader;
import io.egresslens.catalog.InvalidConfigException;
import io.egresslens.catalog.Problems;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say what is expected of whom; shared by every command that judges. */
final class CatalogOptions {
  @Option(
      names = "--catalog",
      paramLabel = "NAME|FILE",
      arity = "1..*",
      description =
          "Catalog files beside the default set, or shipped ones by name: openshift, azure-arc,"
              + " aks. A file may stand for a shipped one with 'replaces:'.")
  private List<String> catalogs = List.of();

  @Option(
      names = "--clusters",
      paramLabel = "FILE",
      description = "The cluster inventory. Without it every source is 'unassigned'.")
  private String clusters;

  /** Whether an inventory was named. */
  boolean namesClusters() {
    return clusters != null;
  }

  /** The shipped names and paths beside the default set, as given. */
  List<String> catalogs() {
    return List.copyOf(catalogs);
  }

  /** Path of the inventory, or null. */
  String clusters() {
    return clusters;
  }

  /** Everything that was named, the inventory last. */
  List<String> named() {
    List<String> named = new ArrayList<>(catalogs);
    if (clusters != null) {
      named.add(clusters);
    }
    return named;
  }

  /** Catalog and clusters together. */
  record Loaded(Catalog catalog, ClusterInventory inventory) {}

  /**
   * Reads both.
   *
   * @throws InvalidConfigException listing every problem of all files
   */
  Loaded load() {
    Problems problems = new Problems();
    Catalog catalog = CatalogLoader.load(catalogs, problems);
    ClusterInventory inventory =
        clusters == null
            ? ClusterInventory.EMPTY
            : ClusterInventoryLoader.load(clusters, catalog, problems);
    problems.throwIfAny();
    return new Loaded(catalog, inventory);
  }
}
