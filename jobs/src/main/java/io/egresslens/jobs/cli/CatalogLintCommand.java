package io.egresslens.jobs.cli;

import io.egresslens.catalog.lint.CatalogLint;
import io.egresslens.catalog.lint.LintFields;
import io.egresslens.catalog.lint.LintReport;
import io.egresslens.catalog.lint.Sarif;
import io.egresslens.catalog.lint.Severity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Every finding in catalogs and inventory, at once. */
@Command(
    name = "lint",
    description =
        "Checks catalog and inventory files; exit 2 when there is a finding that is bad enough.",
    mixinStandardHelpOptions = true)
final class CatalogLintCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private CatalogOptions files;

  @Option(
      names = "--at",
      paramLabel = "DATE",
      description = "The day that counts as today, as 2026-01-15. Default: today, in UTC.")
  private LocalDate at;

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      description =
          "error, warning or note: what is as bad as this or worse is listed, and makes the exit"
              + " status 2. Default: warning.")
  private Severity failOn = Severity.WARNING;

  @Option(names = "--json", description = "Write one JSON object, with every finding.")
  private boolean json;

  @Option(
      names = "--sarif",
      paramLabel = "FILE",
      description = "Write every finding as SARIF 2.1.0 into a file; - is standard output.")
  private String sarif;

  @Override
  public Integer call() throws IOException {
    if (json && "-".equals(sarif)) {
      throw new UserError("--json and --sarif - both write to standard output; choose one");
    }
    LocalDate day = at == null ? LocalDate.now(ZoneOffset.UTC) : at;
    LintReport report = CatalogLint.check(files.catalogs(), files.clusters(), day);
    PrintWriter out = spec.commandLine().getOut();
    if (sarif != null) {
      writeSarif(report, out);
    }
    if (json) {
      out.println(LintFields.REPORT.toLine(report));
    } else if (!"-".equals(sarif)) {
      print(report, failOn, out);
    }
    return report.atLeast(failOn).isEmpty() ? Main.FINE : Main.FOUND;
  }

  private void writeSarif(LintReport report, PrintWriter out) throws IOException {
    String text = new Sarif(files.named(), Path.of("")).of(report) + "\n";
    if (sarif.equals("-")) {
      out.print(text);
    } else {
      Files.writeString(Path.of(sarif), text);
    }
  }

  private static void print(LintReport report, Severity threshold, PrintWriter out) {
    report
        .atLeast(threshold)
        .forEach(finding -> out.println(TerminalText.oneLine(finding.toString())));
    String verdict = report.atLeast(threshold).isEmpty() ? "fine" : "not fine";
    out.printf(
        Locale.ROOT,
        "%s: %d entries, %d shared suffixes, %d clusters%s;"
            + " %d errors, %d warnings, %d notes, %d waived%n",
        verdict,
        report.catalog().entries().size(),
        report.catalog().sharedSuffixes().size(),
        report.inventory().clusters().size(),
        report.count(Severity.ERROR) > 0 ? "" : ", catalog version " + report.catalog().version(),
        report.count(Severity.ERROR),
        report.count(Severity.WARNING),
        report.count(Severity.NOTE),
        report.waived().size());
  }
}
