package io.egresslens.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.egresslens.samples.SampleLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogLintCommandTest {
  private static final String CLUSTERS = SampleLogs.folder().resolve("clusters.yaml").toString();
  private static final String BARE =
      """
      entries:
        - {id: mine.one, group: mine, level: optional, match: "*docker.io", ports: ["https:443"],
           source: {document: mine}}
      """;

  @TempDir private Path folder;

  @Test
  void whatIsShippedIsFine() {
    Answer answer = lint("--catalog", "openshift", "azure-arc", "aks", "--clusters", CLUSTERS);
    assertThat(answer).extracting(Answer::status, Answer::err).containsExactly(0, "");
    assertThat(answer.out())
        .startsWith("fine: ")
        .contains("3 clusters, catalog version ", "0 errors, 0 warnings, ")
        .hasLineCount(1);
  }

  @Test
  void aFindingIsOneLineWithPlaceSeverityRuleReasonAndMend() throws IOException {
    String file = file(BARE);
    Answer answer = lint("--catalog", file);
    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.out().lines().toList())
        .hasSize(2)
        .first()
        .isEqualTo(
            file
                + ":2: warning bare-suffix-domain: mine.one ('*docker.io') takes look-alikes too:"
                + " anybody can register one; write *.name, and the name itself as a second entry");
    assertThat(answer.out()).contains("\nnot fine: ").contains("0 errors, 1 warnings");
  }

  @ParameterizedTest
  @CsvSource({"error, 0", "warning, 2", "note, 2"})
  void theThresholdSaysWhatFails(String failOn, int status) throws IOException {
    assertThat(lint("--catalog", file(BARE), "--fail-on", failOn).status()).isEqualTo(status);
  }

  @Test
  void theDayCanBeChosen() throws IOException {
    String file =
        file(
            BARE.replace("*docker.io", "www.example.com")
                .replace("ports:", "validTo: 2026-06-01, ports:"));
    assertThat(lint("--catalog", file, "--at", "2026-05-31").status()).isZero();
    assertThat(lint("--catalog", file, "--at", "2026-06-01").out())
        .contains(" warning ended: mine.one ");
  }

  @Test
  void whatTheLoaderRefusesIsAnErrorAmongTheOthers() throws IOException {
    Answer answer = lint("--catalog", file(BARE.replace("*docker.io", "a.*.io")));
    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.out())
        .contains(":2: error star-place: ")
        .contains("1 errors")
        .doesNotContain("catalog version");
  }

  @Test
  void jsonHoldsEveryFinding() throws IOException {
    Answer answer = lint("--catalog", file(BARE), "--json");
    assertThat(answer.out()).hasLineCount(1);
    JsonNode said = new ObjectMapper().readTree(answer.out());
    assertThat(said.path("at").asText()).isEqualTo("2026-01-05");
    assertThat(said.path("counts").path("warning").asInt()).isEqualTo(1);
    assertThat(said.path("findings").findValuesAsText("rule"))
        .contains("bare-suffix-domain", "path-unseen");
    assertThat(said.path("waived").findValuesAsText("waivedFor")).isNotEmpty();
  }

  @Test
  void sarifGoesToStandardOutputOrAFileBesideTheTable() throws IOException {
    String file = file(BARE);
    Answer alone = lint("--catalog", file, "--sarif", "-");
    Path sarif = folder.resolve("lint.sarif");
    Answer beside = lint("--catalog", file, "--sarif", sarif.toString());
    assertThat(Files.readString(sarif)).isEqualTo(alone.out());
    assertThat(beside.out()).contains("not fine: ");
    assertThat(new ObjectMapper().readTree(alone.out()).path("runs").path(0).path("results"))
        .isNotEmpty();
    assertThat(lint("--json", "--sarif", "-").status()).isEqualTo(1);
  }

  @Test
  void noByteOfATerminalComesBackFromAFile() throws IOException {
    Answer answer = lint("--catalog", file(BARE.replace("*docker.io", "\\e[31m.io")));
    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.out()).doesNotContain("\u001b");
  }

  private static Answer lint(String... more) {
    List<String> arguments = new ArrayList<>(List.of("catalog", "lint"));
    if (!List.of(more).contains("--at")) {
      arguments.addAll(List.of("--at", "2026-01-05"));
    }
    arguments.addAll(List.of(more));
    return Answer.of(arguments.toArray(String[]::new));
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("mine.yaml"), text).toString();
  }
}
