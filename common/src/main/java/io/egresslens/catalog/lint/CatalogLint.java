package io.egresslens.catalog.lint;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.catalog.ClusterInventoryLoader;
import io.egresslens.catalog.Location;
import io.egresslens.catalog.Problem;
import io.egresslens.catalog.Problems;
import io.egresslens.catalog.Waiver;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks catalogs and an inventory by every rule of {@link LintRules}. The loader says what it
 * refuses, and what it took is checked further, so one run finds everything in all files. Without
 * an error the loader takes the files; that is why nothing that it refuses can be passed over.
 */
public final class CatalogLint {
  private CatalogLint() {}

  /**
   * Checks files.
   *
   * @param catalogs as {@link CatalogLoader#load(List)} takes them
   * @param clusters path of an inventory; null for none
   * @param at the day that counts as today
   */
  public static LintReport check(List<String> catalogs, String clusters, LocalDate at) {
    Problems problems = new Problems();
    Catalog catalog = CatalogLoader.load(catalogs, problems);
    ClusterInventory inventory =
        clusters == null
            ? ClusterInventory.EMPTY
            : ClusterInventoryLoader.load(clusters, catalog, problems);
    LintSubject subject =
        new LintSubject(catalog, inventory, problems, at.atStartOfDay(ZoneOffset.UTC).toInstant());
    List<Finding> all = new ArrayList<>();
    for (Problem problem : problems.list()) {
      all.add(
          new Finding(LintRules.of(problem.kind()), problem.location(), problem.message(), null));
    }
    for (LintRule rule : LintRules.ALL) {
      if (rule.check() != null) {
        rule.check().find(subject, (place, why) -> all.add(new Finding(rule, place, why, null)));
      }
    }
    return heedWaivers(all, problems.waivers(), at, catalog, inventory);
  }

  private static LintReport heedWaivers(
      List<Finding> all,
      List<Waiver> waivers,
      LocalDate at,
      Catalog catalog,
      ClusterInventory inventory) {
    Map<Location, Waiver> byPlace = new HashMap<>();
    waivers.forEach(waiver -> byPlace.put(waiver.place(), waiver));
    List<Finding> counting = new ArrayList<>();
    List<Finding> waived = new ArrayList<>();
    Map<Location, Set<String>> used = new HashMap<>();
    for (Finding finding : all) {
      Waiver waiver = byPlace.get(finding.location());
      String id = finding.rule().id();
      if (waiver != null && waiver.rules().contains(id) && finding.rule().canBeWaived()) {
        used.computeIfAbsent(waiver.place(), place -> new HashSet<>()).add(id);
        waived.add(new Finding(finding.rule(), finding.location(), finding.why(), waiver.reason()));
      } else {
        counting.add(finding);
      }
    }
    for (Waiver waiver : waivers) {
      for (String id : waiver.rules()) {
        LintRule rule = LintRules.byId(id);
        if (rule == null || !rule.canBeWaived()) {
          counting.add(waiverFinding(LintRules.UNKNOWN_WAIVER, waiver, id));
        } else if (!used.getOrDefault(waiver.place(), Set.of()).contains(id)) {
          counting.add(waiverFinding(LintRules.UNUSED_WAIVER, waiver, id));
        }
      }
    }
    return new LintReport(
        at,
        catalog,
        inventory,
        counting.stream().distinct().sorted().toList(),
        waived.stream().distinct().sorted().toList());
  }

  private static Finding waiverFinding(LintRule rule, Waiver waiver, String id) {
    return new Finding(rule, waiver.location(), "'" + id + "' is passed over", null);
  }
}
