package io.egresslens.catalog.lint;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.ClusterInventory;
import java.time.LocalDate;
import java.util.List;

/**
 * What a check found.
 *
 * @param at the day that counted as today
 * @param catalog every entry that the loader took; what a job would load only while there is no
 *     error
 * @param inventory every cluster that it took
 * @param findings those that count, by place
 * @param waived those that the author of an entry has passed over, by place
 */
public record LintReport(
    LocalDate at,
    Catalog catalog,
    ClusterInventory inventory,
    List<Finding> findings,
    List<Finding> waived) {
  public LintReport {
    findings = List.copyOf(findings);
    waived = List.copyOf(waived);
  }

  /** The findings that are this bad or worse. */
  public List<Finding> atLeast(Severity severity) {
    return findings.stream()
        .filter(finding -> finding.rule().severity().isAtLeast(severity))
        .toList();
  }

  /** How many findings are of just this severity. */
  public long count(Severity severity) {
    return findings.stream().filter(finding -> finding.rule().severity() == severity).count();
  }
}
