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

/** Against the two weeks of the sample logs, whose summaries are golden. */
class CatalogDiffCommandTest {
  private static final String CLUSTERS = SampleLogs.folder().resolve("clusters.yaml").toString();
  private static final String RECORDED = SampleLogs.folder().resolve("expected").toString();
  private static final String MINE =
      """
      entries:
        - {id: mine.www, group: mine, level: required, match: www.example.net,
           ports: ["https:443"], source: {document: mine}}
      """;

  @TempDir private Path folder;

  @Test
  void theSameCatalogDiffersInNothing() {
    Answer answer = diff("aro", "aro", "--against", RECORDED, "--clusters", CLUSTERS);
    assertThat(answer).extracting(Answer::status, Answer::err).containsExactly(0, "");
    assertThat(answer.out())
        .contains("0 of 1,913 flows would be judged otherwise")
        .contains("entries: 0 added, 0 gone, 0 changed");
  }

  @Test
  void aSideIsTheDefaultSetWithAllThatIsNamedBesideIt() throws IOException {
    Answer answer = diff("openshift", "openshift,azure-arc," + file(MINE));
    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.out())
        .contains("\n  + azure-arc.aad login.microsoftonline.com\n")
        .contains("\n  + mine.www www.example.net\n")
        .doesNotContain("openshift.");
    assertThat(diff("openshift", "aro").out()).contains("\n  - openshift.registry.quay quay.io\n");
  }

  @Test
  void changedFieldsAreNamed() throws IOException {
    String now = Files.writeString(folder.resolve("b"), MINE.replace("443", "8443")).toString();
    assertThat(diff(file(MINE), now).out())
        .contains("  ~ mine.www www.example.net\n      ports: https:443 -> https:8443\n");
  }

  @Test
  void whatBecomesRequiredAndIsDeniedTodayComesFirst() throws IOException {
    Answer answer = diff("aro", file(MINE), "--against", RECORDED, "--clusters", CLUSTERS);
    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.out())
        .startsWith("WOULD BE REQUIRED, AND IS DENIED TODAY: 3 rows, 23 flows\n")
        .contains("aro-dev     www.example.net  https:443  deny    14     ")
        .contains("unlisted  required (mine.www)")
        .contains("WOULD BE REQUIRED, AND IS ALLOWED: 2 rows, 8 flows\n")
        .doesNotContain("recorded with another expectation");
  }

  @Test
  void jsonSaysTheSame() throws IOException {
    Answer answer =
        diff("aro", file(MINE), "--against", RECORDED, "--clusters", CLUSTERS, "--json");
    assertThat(answer.out()).hasLineCount(1);
    JsonNode said = new ObjectMapper().readTree(answer.out());
    assertThat(said.path("entries").findValuesAsText("id")).containsExactly("mine.www");
    assertThat(said.path("against").path("flows").asLong()).isEqualTo(1913);
    JsonNode first = said.path("against").path("changes").path(0);
    assertThat(first.path("meaning").asText()).isEqualTo("required-and-denied");
    assertThat(first.path("after").path("verdict").asText()).isEqualTo("required-denied");
    assertThat(first.path("flows").asLong()).isEqualTo(14);
  }

  @Test
  void clustersOfTheRecordMustBeDescribed() {
    Answer answer = diff("aro", "aro", "--against", RECORDED);
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err())
        .contains("--clusters FILE: aro-dev, aro-legacy, aro-prod")
        .hasLineCount(1);
  }

  @Test
  void aRecordThatCannotBeReadIsOneLine() throws IOException {
    Files.writeString(folder.resolve("summaries.jsonl"), "{\"id\":\"a\"}\n");
    Answer broken = diff("aro", "aro", "--against", folder.toString());
    assertThat(broken.status()).isEqualTo(1);
    assertThat(broken.err()).contains("summaries.jsonl:1: not a summary").hasLineCount(1);
    Answer absent = diff("aro", "aro", "--against", folder.resolve("no").toString());
    assertThat(absent.err()).contains("no such file: ").hasLineCount(1);
  }

  private static Answer diff(String... more) {
    List<String> arguments = new ArrayList<>(List.of("catalog", "diff"));
    arguments.addAll(List.of(more));
    return Answer.of(arguments.toArray(String[]::new));
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("mine.yaml"), text).toString();
  }
}
