package io.egresslens.alert.format;

import io.egresslens.alert.Severity;
import java.util.List;

/**
 * How the others call a severity.
 *
 * @param alertmanager label {@code severity}: the three words that its users know
 * @param page whether Alertmanager is told to page although its word does not say so
 * @param text {@code severitytext} of CloudEvents, a short name of OpenTelemetry
 * @param number {@code severitynumber}, its number
 * @param ecs a step of Elastic's risk scores
 * @param ocsf {@code severity_id}
 * @param ocsfCaption the same as a word
 * @param asim {@code EventSeverity}, which has no critical
 * @param azure from Sev0, the worst, to Sev4
 */
record SeverityWords(
    Severity ours,
    String alertmanager,
    boolean page,
    String text,
    long number,
    long ecs,
    long ocsf,
    String ocsfCaption,
    String asim,
    String azure) {

  private static final List<SeverityWords> TABLE =
      List.of(
          row(Severity.INFO, "info", false, "INFO", 9, 1, 1, "Informational", "Sev4"),
          row(Severity.LOW, "info", false, "INFO2", 10, 21, 2, "Low", "Sev3"),
          row(Severity.MEDIUM, "warning", false, "WARN", 13, 47, 3, "Medium", "Sev2"),
          row(Severity.HIGH, "warning", true, "ERROR", 17, 73, 4, "High", "Sev1"),
          row(Severity.CRITICAL, "critical", false, "FATAL", 21, 99, 5, "Critical", "Sev0"));

  static SeverityWords of(Severity severity) {
    return TABLE.stream().filter(row -> row.ours == severity).findFirst().orElseThrow();
  }

  private static SeverityWords row(
      Severity ours,
      String alertmanager,
      boolean page,
      String text,
      int number,
      int ecs,
      int ocsf,
      String caption,
      String azure) {
    String asim = ours == Severity.CRITICAL ? "High" : caption;
    return new SeverityWords(
        ours, alertmanager, page, text, number, ecs, ocsf, caption, asim, azure);
  }
}
