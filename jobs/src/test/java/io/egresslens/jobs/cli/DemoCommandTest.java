package io.egresslens.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.egresslens.alert.AlertChange;
import io.egresslens.alert.AlertReader;
import io.egresslens.alert.AlertRule;
import io.egresslens.alert.LabelName;
import io.egresslens.samples.SampleLogs;
import io.egresslens.samples.Truth;
import io.egresslens.window.Summary;
import io.egresslens.window.SummaryReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way: files, a real broker, the job of {@code run}, its topics, the tables. */
class DemoCommandTest {
  @TempDir Path results;

  @Test
  void everySampleRecordGoesThroughBrokerAndJobIntoTheBooksAndTheTables() throws IOException {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String home = System.setProperty("egresslens.home", "..");
    int status;
    try {
      status =
          Main.execute(
              new PrintWriter(out),
              new PrintWriter(err),
              "demo",
              "--output",
              results.resolve("demo").toString());
    } finally {
      restore(home);
    }

    assertThat(status).as("%s", err).isEqualTo(Main.FINE);
    Truth truth = SampleLogs.generate().truth();
    JsonNode books = new ObjectMapper().readTree(read("accounting.json"));
    assertThat(books.get("records").asLong()).isEqualTo(truth.records());
    assertThat(books.get("flows").asLong()).isEqualTo(truth.flows());
    assertThat(books.get("inbound").asLong()).isEqualTo(truth.inbound());
    assertThat(books.get("signals").asLong()).isEqualTo(truth.signals());
    long deadLetters = truth.deadLetters().values().stream().mapToLong(Long::longValue).sum();
    assertThat(read("dead-letters.jsonl").lines()).hasSize(Math.toIntExact(deadLetters));
    assertThat(read("signals.jsonl").lines()).hasSize(Math.toIntExact(truth.signals()));
    assertThat(judged()).isEqualTo(truth.judged());
    assertThat(flowsIn("late-flows.jsonl")).isEqualTo(books.get("late").asLong()).isPositive();
    assertThat(books.get("summarised").asLong() + books.get("late").asLong())
        .isEqualTo(truth.flows());
    mustTellTheStory();
    assertThat(out.toString())
        .startsWith("ALERTS")
        .contains("rc-lockdown/deny-registries, 4 folded")
        .contains("REQUIRED, BUT DENIED: 7 destinations")
        .contains("management.azure.com")
        .contains("files.example.net");
  }

  /** One page for each required entry that was denied alone, one for the outage; all healed. */
  private void mustTellTheStory() throws IOException {
    List<AlertChange> changes = new ArrayList<>();
    for (String line : read("alerts.jsonl").lines().toList()) {
      changes.add(AlertReader.read(line));
    }
    assertThat(said(changes, AlertRule.REQUIRED_DENIED, LabelName.CATALOG_ENTRY, true))
        .containsExactlyInAnyOrder(
            "firing aro-dev aro.registry.quay-cdn02",
            "firing aro-legacy aro.acr.data",
            "firing aro-legacy aro.arm");
    assertThat(said(changes, AlertRule.REQUIRED_DENIED, LabelName.CATALOG_ENTRY, false))
        .containsExactlyInAnyOrder(
            "resolved aro-dev aro.registry.quay-cdn02",
            "resolved aro-legacy aro.acr.data",
            "resolved aro-legacy aro.arm",
            "suppressed aro-dev aro.registry.quay",
            "suppressed aro-dev aro.registry.quay-cdn",
            "suppressed aro-dev aro.registry.quay-cdn01",
            "suppressed aro-dev aro.registry.redhat",
            "resolved aro-dev aro.registry.quay",
            "resolved aro-dev aro.registry.quay-cdn",
            "resolved aro-dev aro.registry.quay-cdn01",
            "resolved aro-dev aro.registry.redhat");
    assertThat(said(changes, AlertRule.OUTAGE, LabelName.CAUSE, true))
        .containsExactly("firing aro-dev rc-lockdown/deny-registries");
    assertThat(said(changes, AlertRule.OUTAGE, LabelName.CAUSE, false))
        .containsExactly("resolved aro-dev rc-lockdown/deny-registries");
    assertThat(changes)
        .extracting(change -> change.rule())
        .as("nothing is missed in logs as sparse as these")
        .doesNotContain(AlertRule.REQUIRED_SILENT);
  }

  private static List<String> said(
      List<AlertChange> changes, AlertRule rule, LabelName about, boolean pages) {
    return changes.stream()
        .filter(change -> change.rule() == rule && change.page() == pages)
        .map(
            change ->
                String.join(
                    " ",
                    change.status().label(),
                    change.labels().get("cluster"),
                    change.labels().get(about.label())))
        .toList();
  }

  /** Flows per cluster, expectation and action, from the hourly summaries and the late rows. */
  private SortedMap<String, Long> judged() throws IOException {
    SortedMap<String, Long> judged = new TreeMap<>();
    for (String line : read("summaries.jsonl").lines().toList()) {
      Summary summary = SummaryReader.read(line);
      assertThat(summary.isFinal()).as(line).isTrue();
      if (Duration.between(summary.windowStart(), summary.windowEnd()).toHours() == 1) {
        String words = summary.expectation().label() + ' ' + summary.action().label();
        judged.merge(summary.cluster() + ' ' + words, summary.flows(), Long::sum);
      }
    }
    for (String line : read("late-flows.jsonl").lines().toList()) {
      JsonNode late = new ObjectMapper().readTree(line);
      judged.merge(
          String.join(
              " ",
              late.get("cluster").asText(),
              late.get("expectation").asText(),
              late.get("action").asText()),
          late.get("flows").asLong(),
          Long::sum);
    }
    return judged;
  }

  private long flowsIn(String file) throws IOException {
    long flows = 0;
    for (String line : read(file).lines().toList()) {
      flows += new ObjectMapper().readTree(line).get("flows").asLong();
    }
    return flows;
  }

  private String read(String file) throws IOException {
    return Files.readString(results.resolve("demo").resolve(file));
  }

  private static void restore(String home) {
    if (home == null) {
      System.clearProperty("egresslens.home");
    } else {
      System.setProperty("egresslens.home", home);
    }
  }
}
