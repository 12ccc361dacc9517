package io.egresslens.catalog.lint;

import io.egresslens.flow.FieldTable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The form of a report for programs. */
public final class LintFields {
  /** A finding; {@code waivedFor} is there in the list of those that were passed over. */
  static final FieldTable<Finding> FINDING =
      FieldTable.<Finding>none()
          .with("rule", finding -> finding.rule().id())
          .with("severity", finding -> finding.rule().severity().label())
          .with("file", finding -> finding.location().file())
          .with(
              "line", finding -> finding.location().line() == 0 ? null : finding.location().line())
          .with("why", Finding::why)
          .with("mend", finding -> finding.rule().mend())
          .with("waivedFor", Finding::waivedFor);

  /** A report. */
  public static final FieldTable<LintReport> REPORT =
      FieldTable.<LintReport>none()
          .with("at", report -> report.at().toString())
          .with("entries", report -> report.catalog().entries().size())
          .with("sharedSuffixes", report -> report.catalog().sharedSuffixes().size())
          .with("clusters", report -> report.inventory().clusters().size())
          .with("counts", LintFields::counts)
          .with("findings", report -> rows(report.findings()))
          .with("waived", report -> rows(report.waived()));

  private LintFields() {}

  private static Object counts(LintReport report) {
    return Arrays.stream(Severity.values())
        .collect(Collectors.toMap(Severity::label, report::count));
  }

  private static List<?> rows(List<Finding> findings) {
    return findings.stream().map(FINDING::row).toList();
  }
}
