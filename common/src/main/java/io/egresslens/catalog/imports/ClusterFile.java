package io.egresslens.catalog.imports;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.catalog.ClusterInventoryLoader;
import io.egresslens.catalog.Location;
import io.egresslens.catalog.Lockdown;
import io.egresslens.catalog.Problem;
import io.egresslens.catalog.Problems;
import io.egresslens.catalog.YamlDocument;
import io.egresslens.catalog.YamlMap;
import io.egresslens.flow.AddressPrefix;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Writes found clusters into the text of an inventory. An older text is edited where values differ
 * and stays as it is everywhere else: comments, features, firewalls and accepts are its owner's.
 * What was not found out does not replace what stands there, and clusters that were not found stay.
 *
 * <p>The new text is read back before it is given out: it loads without a problem and says exactly
 * what was meant, or there is no new text.
 */
public final class ClusterFile {
  /** Of an inventory that does not exist yet. */
  public static final String EMPTY = "clusters: []\n";

  private final String file;
  private final String older;
  private final Catalog catalog;
  private final List<Cluster> clusters;
  private final Problems notes = new Problems();
  private final List<String> differences = new ArrayList<>();

  /**
   * What was written.
   *
   * @param text the new file; the older one, byte for byte, when nothing differs
   * @param differences one line each, from the older file to the new one
   * @param notes what was found but not written, and why
   */
  public record Written(String text, List<String> differences, List<Problem> notes) {
    public Written {
      Objects.requireNonNull(text, "text");
      differences = List.copyOf(differences);
      notes = List.copyOf(notes);
    }
  }

  private ClusterFile(String file, String older, Catalog catalog, ClusterInventory inventory) {
    this.file = file;
    this.older = older;
    this.catalog = catalog;
    this.clusters = new ArrayList<>(inventory.clusters());
  }

  /**
   * Writes found clusters into an older text.
   *
   * @param file the older file's name in problems
   * @param older its text, or {@link #EMPTY}
   * @throws io.egresslens.catalog.InvalidConfigException when the older text does not load, or is
   *     laid out so that it cannot be edited in place
   */
  public static Written write(
      String file, String older, Catalog catalog, List<FoundCluster> found) {
    Problems problems = new Problems();
    ClusterInventory inventory = load(file, older, catalog, problems);
    problems.throwIfAny();
    return new ClusterFile(file, older, catalog, inventory).write(found);
  }

  private static ClusterInventory load(
      String file, String text, Catalog catalog, Problems problems) {
    return ClusterInventoryLoader.parse(
        file, text.getBytes(StandardCharsets.UTF_8), catalog, problems);
  }

  private Written write(List<FoundCluster> found) {
    YamlMap top = YamlDocument.parse(file, older.getBytes(StandardCharsets.UTF_8), new Problems());
    ClusterEdits edits = new ClusterEdits(older, top);
    Set<Integer> taken = new HashSet<>();
    int known = clusters.size();
    for (FoundCluster one : found) {
      int at = indexOf(one, known, taken);
      if (at >= 0) {
        change(edits, at, one);
      } else {
        append(edits, one);
      }
    }
    for (int at = 0; at < known; at++) {
      if (!taken.contains(at)) {
        differences.add("  " + clusters.get(at).name() + ": not found, stays as it is");
      }
    }
    return new Written(verified(edits.apply()), differences, notes.list());
  }

  /** The domain is unique in the world; a name may be somebody's own word. */
  private int indexOf(FoundCluster found, int known, Set<Integer> taken) {
    for (boolean byDomain : List.of(true, false)) {
      for (int at = 0; at < known; at++) {
        Cluster cluster = clusters.get(at);
        boolean same =
            byDomain
                ? found.domain() != null && found.domain().equals(cluster.domain())
                : found.name().equals(cluster.name());
        if (same && taken.add(at)) {
          return at;
        }
      }
    }
    return -1;
  }

  private void change(ClusterEdits edits, int at, FoundCluster found) {
    Cluster was = clusters.get(at);
    List<AddressPrefix> sources = new ArrayList<>(found.sources());
    if (!found.complete()) {
      sources.addAll(0, was.sources());
    }
    sources = free(new LinkedHashSet<>(sources), at, was.firewalls(), found);
    Cluster now =
        new Cluster(
            was.name(),
            found.cloud(),
            found.region() == null ? was.region() : found.region(),
            found.domain() == null ? was.domain() : found.domain(),
            found.lockdown() == Lockdown.UNKNOWN ? was.egressLockdown() : found.lockdown(),
            alike(was.gatewayDomains(), found.gatewayDomains()),
            sources.isEmpty() ? was.sources() : alike(was.sources(), sources),
            was.firewalls(),
            was.features());
    clusters.set(at, now);
    Map<String, Object> before = ClusterEdits.values(was);
    List<String> changed = new ArrayList<>();
    ClusterEdits.values(now)
        .forEach(
            (key, value) -> {
              if (!value.equals(before.get(key))) {
                edits.set(at, key, value);
                changed.add(key + " " + before.get(key) + " -> " + value);
              }
            });
    differences.add(
        (changed.isEmpty() ? "= " : "~ ")
            + now.name()
            + ": "
            + (changed.isEmpty() ? "unchanged" : String.join("; ", changed)));
  }

  private void append(ClusterEdits edits, FoundCluster found) {
    List<AddressPrefix> sources = free(new LinkedHashSet<>(found.sources()), -1, Set.of(), found);
    String missing =
        found.region() == null
            ? "region"
            : found.domain() == null ? "domain" : sources.isEmpty() ? "source range" : null;
    boolean nameTaken = clusters.stream().anyMatch(c -> c.name().equals(found.name()));
    if (missing != null || nameTaken) {
      notes.add(
          found.location(),
          "cluster '"
              + found.name()
              + "' is not written: "
              + (missing == null ? "another one has this name" : "no " + missing + " is known"));
      return;
    }
    Cluster cluster =
        new Cluster(
            found.name(),
            found.cloud(),
            found.region(),
            found.domain(),
            found.lockdown(),
            found.gatewayDomains() == null ? List.of() : found.gatewayDomains(),
            sources,
            Set.of(),
            Map.of());
    clusters.add(cluster);
    edits.append(cluster);
    differences.add("+ " + cluster.name() + ": " + ClusterEdits.values(cluster));
  }

  /** Without ranges that another cluster has behind the same firewall: a flow would be of both. */
  private List<AddressPrefix> free(
      Set<AddressPrefix> sources, int self, Set<String> firewalls, FoundCluster found) {
    List<AddressPrefix> free = new ArrayList<>(sources);
    for (int at = 0; at < clusters.size(); at++) {
      Cluster other = clusters.get(at);
      boolean shares =
          firewalls.isEmpty()
              || other.firewalls().isEmpty()
              || !Collections.disjoint(firewalls, other.firewalls());
      for (AddressPrefix source :
          shares && at != self ? other.sources() : List.<AddressPrefix>of()) {
        if (free.remove(source)) {
          notes.add(
              found.location(),
              "cluster '%s': %s belongs to '%s' too; name their firewalls first, it is left out"
                  .formatted(found.name(), source, other.name()));
        }
      }
    }
    return free;
  }

  /** The older list where the new one says the same in another order; null means not found out. */
  private static <T> List<T> alike(List<T> was, List<T> now) {
    return now == null || new HashSet<>(was).equals(new HashSet<>(now)) ? was : now;
  }

  private String verified(String text) {
    Problems problems = new Problems();
    ClusterInventory inventory = load(file, text, catalog, problems);
    if (problems.list().isEmpty() && !inventory.clusters().equals(clusters)) {
      problems.add(new Location(file, 0), "its clusters cannot be edited where they stand");
    }
    problems.throwIfAny();
    return text;
  }
}
