package io.egresslens.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
    assertThat(out.toString())
        .contains("REQUIRED, BUT DENIED: 7 destinations")
        .contains("management.azure.com")
        .contains("files.example.net");
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
