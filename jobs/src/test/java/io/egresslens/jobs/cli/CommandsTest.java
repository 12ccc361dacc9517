package io.egresslens.jobs.cli;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.egresslens.samples.SampleLogs;
import io.egresslens.samples.Truth;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The commands that need no engine, as a user calls them. */
class CommandsTest {
  private static final String CLUSTERS = SampleLogs.folder().resolve("clusters.yaml").toString();
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  /**
   * A row of the tables of the article on egress, and what our three clusters expect of it.
   *
   * @param table heading in the article
   * @param destination as asked; of a "specific subdomain" one that nobody lists
   * @param prod lockdown on, every default
   * @param legacy lockdown off, every default
   * @param dev lockdown on, registries required, telemetry opted in
   */
  record Row(String table, String destination, String prod, String legacy, String dev) {}

  private static final String PROXIED = "Endpoints proxied through the ARO service";
  private static final String REGISTRIES = "Additional container registry endpoints";
  private static final String TELEMETRY = "Red Hat Telemetry and Red Hat Insights";
  private static final String OTHERS = "Other additional OpenShift endpoints";

  private static final List<Row> ROWS =
      List.of(
          proxied("arosvc.azurecr.io"),
          proxied("arosvc.$REGION.data.azurecr.io"),
          proxied("management.azure.com"),
          proxied("login.microsoftonline.com"),
          sharedSuffix("somebody.monitor.core.windows.net"),
          sharedSuffix("somebody.monitoring.core.windows.net"),
          sharedSuffix("somebody.blob.core.windows.net"),
          sharedSuffix("somebody.servicebus.windows.net"),
          sharedSuffix("somebody.table.core.windows.net"),
          registry("registry.redhat.io"),
          registry("quay.io"),
          registry("cdn.quay.io"),
          registry("cdn01.quay.io"),
          registry("cdn02.quay.io"),
          registry("cdn03.quay.io"),
          registry("access.redhat.com"),
          registry("registry.access.redhat.com"),
          registry("registry.connect.redhat.com"),
          telemetry("cert-api.access.redhat.com"),
          telemetry("api.access.redhat.com"),
          telemetry("infogw.api.openshift.com"),
          telemetry("console.redhat.com/api/ingress"),
          new Row(OTHERS, "api.openshift.com", "optional", "optional", "optional"),
          new Row(OTHERS, "mirror.openshift.com", "optional", "optional", "optional"),
          new Row(OTHERS, "console-openshift-console.apps.$DOMAIN", "local", "local", "local"));

  /** Verdicts when allowed and when denied. */
  private static final Map<String, List<String>> VERDICTS =
      Map.of(
          "required", List.of("expected", "required-denied"),
          "optional", List.of("expected", "optional-denied"),
          "proxied", List.of("proxied-direct", "proxied-direct"),
          "opted-out", List.of("unexpected-allowed", "unexpected-denied"),
          "shared-suffix", List.of("unexpected-allowed", "unexpected-denied"),
          "local", List.of("local", "local"));

  private static Row proxied(String destination) {
    return new Row(PROXIED, destination, "proxied", "required", "proxied");
  }

  private static Row sharedSuffix(String destination) {
    return new Row(PROXIED, destination, "shared-suffix", "shared-suffix", "shared-suffix");
  }

  private static Row registry(String destination) {
    return new Row(REGISTRIES, destination, "optional", "optional", "required");
  }

  private static Row telemetry(String destination) {
    return new Row(TELEMETRY, destination, "opted-out", "opted-out", "optional");
  }

  static Stream<Row> rows() {
    return ROWS.stream();
  }

  @Test
  void noRowOfTheTablesIsForgotten() {
    assertThat(ROWS.stream().collect(groupingBy(Row::table, counting())))
        .isEqualTo(Map.of(PROXIED, 9L, REGISTRIES, 9L, TELEMETRY, 4L, OTHERS, 3L));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void explainKnowsEveryRowForEveryCluster(Row row) throws IOException {
    mustExpect(row, "aro-prod", "eastus", "d5xm5iut.eastus.aroapp.io", row.prod());
    mustExpect(row, "aro-legacy", "westeurope", "q7w2k9hd.westeurope.aroapp.io", row.legacy());
    mustExpect(row, "aro-dev", "eastus", "n4b8v2kq.eastus.aroapp.io", row.dev());
  }

  private static void mustExpect(
      Row row, String cluster, String region, String domain, String expectation)
      throws IOException {
    String destination = row.destination().replace("$REGION", region).replace("$DOMAIN", domain);
    JsonNode said = explain(destination, "--cluster", cluster);
    assertThat(
            List.of(
                said.path("expectation").asText(),
                said.path("verdictWhenAllowed").asText(),
                said.path("verdictWhenDenied").asText()))
        .as("%s from %s: %s", destination, cluster, said)
        .isEqualTo(
            List.of(
                expectation, VERDICTS.get(expectation).get(0), VERDICTS.get(expectation).get(1)));
    boolean unlisted = expectation.equals("shared-suffix");
    assertThat(said.has("entry")).as("%s", said).isEqualTo(!unlisted);
    assertThat(said.has("sharedSuffix")).as("%s", said).isEqualTo(unlisted);
  }

  @Test
  void explainJudgesAtTheTimeThatIsAsked() throws IOException {
    String host = "builds.example.com";
    JsonNode before = explain(host, "--cluster", "aro-dev", "--at", "2026-01-10T00:00:00Z");
    assertThat(before.path("expectation").asText()).isEqualTo("accepted");
    assertThat(before.path("acceptedBy").asText()).isEqualTo("team-build");
    JsonNode after = explain(host, "--cluster", "aro-dev", "--at", "2026-01-12T00:00:00Z");
    assertThat(after.path("expectation").asText()).isEqualTo("unlisted");
    assertThat(after.has("acceptedBy")).isFalse();
  }

  @Test
  void explainSaysWhyInWords() {
    Answer answer = Answer.of("explain", "http://quay.io", "--clusters", CLUSTERS);
    assertThat(answer.status()).isZero();
    assertThat(answer.out())
        .contains("destination    http://quay.io:80")
        .contains("expectation    wrong-port")
        .contains("when allowed   unexpected-allowed")
        .contains("candidates");
    assertThat(answer.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "*.quay.io, cdn.quay.io, yes",
    "*.quay.io, quay.io, no",
    "*quay.io, quay.io, yes",
    "quay.*.io, quay.a.io, invalid",
    "tpl=>${nosuch}.quay.io, a.quay.io, invalid"
  })
  void patternSaysYesNoOrInvalid(String pattern, String host, String outcome) {
    Answer answer = Answer.of("pattern", pattern, host);
    assertThat(answer.status()).as("%s", answer).isZero();
    assertThat(answer.out()).startsWith(outcome + " (");
    assertThat(answer.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"yes, 0", "no, 2"})
  void patternCasesFailWhenOneAnswerDiffers(String expected, int status) throws IOException {
    Path cases = folder.resolve("cases.tsv");
    Files.writeString(
        cases,
        "# ours\npattern\thost\tport\tpath\texpected\n*.quay.io\tcdn.quay.io\t443\t-\t"
            + expected
            + "\n");
    Answer answer = Answer.of("pattern", "--cases", cases.toString());
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.out().lines())
        .containsExactly(
            "# ours",
            "pattern\thost\tport\tpath\texpected\tactual",
            "*.quay.io\tcdn.quay.io\t443\t-\t" + expected + "\tyes");
    assertThat(answer.err()).isEqualTo(status == 0 ? "" : "1 answers differ from 'expected'\n");
  }

  @Test
  void patternCasesThatCannotBeReadAreAnError() throws IOException {
    Path cases = Files.writeString(folder.resolve("cases.tsv"), "pattern\thost\n");
    mustBeOneLine(Answer.of("pattern", "--cases", cases.toString()), "columns");
    mustBeOneLine(Answer.of("pattern", "--cases", "nowhere.tsv"), "no such file: nowhere.tsv");
  }

  @Test
  void lintNamesEveryProblemWithFileAndLine() throws IOException {
    Path catalog =
        Files.writeString(
            folder.resolve("mine.yaml"),
            """
            entries:
              - id: mine.one
                group: mine
                level: perhaps
                match: "a.*.example.com"
                ports: [https:443]
                purpose: test
                source: {document: mine, section: one}
            """);
    Path clusters =
        Files.writeString(
            folder.resolve("clusters.yaml"),
            "clusters:\n  - name: a\n    sources: [10.0.0.0/99]\n");
    Answer answer =
        Answer.of(
            "catalog", "lint", "--catalog", catalog.toString(), "--clusters", clusters.toString());
    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.out().lines())
        .anyMatch(line -> line.startsWith(catalog + ":4: "))
        .anyMatch(line -> line.startsWith(catalog + ":5: "))
        .anyMatch(line -> line.startsWith(clusters + ":3: "));
    assertThat(answer.err()).isEmpty();
  }

  @Test
  void showListsEveryEntry() {
    Answer answer = Answer.of("catalog", "show");
    assertThat(answer.status()).isZero();
    assertThat(answer.out()).contains("aro.acr.data").contains("cdn06.quay.io");
    assertThat(answer.err()).contains("entries, catalog version").hasLineCount(1);
  }

  @Test
  void explainNamesAnAddressByTheLogs() throws IOException {
    String logs = SampleLogs.folder().resolve("event-hub").toString();
    Answer answer = Answer.of("explain", "tcp://203.0.113.20:443", "--dns-logs", logs);
    assertThat(answer.status()).as("%s", answer).isZero();
    assertThat(answer.out())
        .contains("judged by the address alone")
        .containsPattern("logged +2026-01-05T05:31:24Z to 2026-01-05T05:3.*, 1 answer\\n")
        .contains("1.000  app.example.com");
    JsonNode json =
        JSON.readTree(Answer.of("explain", "203.0.113.20", "--json", "--dns-logs", logs).out());
    assertThat(json.path("names").get(0).path("basis").asText()).isEqualTo("logged");
    assertThat(json.path("names").get(0).path("names").get(0).path("name").asText())
        .isEqualTo("app.example.com");
    assertThat(Answer.of("explain", "203.0.113.99", "--dns-logs", logs).out())
        .contains("the logs have no name for this address");
    mustBeOneLine(Answer.of("explain", "quay.io", "--dns-logs", logs), "is for addresses");
  }

  @Test
  void explainInfersTheNameThatWasAskedForBeforeConnecting() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      Instant at = Instant.parse("2026-03-02T00:00:00Z").plusSeconds(i * 1800L);
      String source = "10.0.0." + (i % 5 + 1);
      lines.append(
          record("AZFWDnsQuery", at, source, "\"QueryType\":\"A\",\"QueryName\":\"it.example.\""));
      lines.append(
          record(
              "AZFWNetworkRule",
              at.plusSeconds(5),
              source,
              "\"Protocol\":\"TCP\",\"DestinationIp\":\"203.0.113.77\",\"DestinationPort\":443,"
                  + "\"Action\":\"Allow\""));
    }
    Path logs = Files.writeString(folder.resolve("names.jsonl"), lines);
    assertThat(Answer.of("explain", "203.0.113.77", "--dns-logs", logs.toString()).out())
        .containsPattern("inferred 2026-03-02T00:00:05Z to .*, port 443, 20 occasions, 5 sources")
        .containsPattern("0\\.9\\d\\d  it.example");
  }

  private static String record(String category, Instant time, String source, String more) {
    return "{\"category\":\""
        + category
        + "\",\"resourceId\":\"/subscriptions/s/fw\",\"time\":\""
        + time
        + "\",\"properties\":{\"SourceIp\":\""
        + source
        + "\",\"SourcePort\":40000,"
        + more
        + "}}\n";
  }

  @Test
  void showListsWhatCountsOnADay() throws IOException {
    Path catalog =
        Files.writeString(
            folder.resolve("dated.yaml"),
            """
            validTo: 2026-01-15
            entries:
              - id: own.dated
                group: own
                level: optional
                match: dated.example
                ports: [https:443]
                source: {document: ticket 7}
            """);
    String[] arguments = {"catalog", "show", "--catalog", catalog.toString(), "--at", "2026-01-14"};
    assertThat(Answer.of(arguments).out())
        .containsPattern("own.dated .* until 2026-01-15 +ticket 7");
    arguments[5] = "2026-01-15";
    assertThat(Answer.of(arguments).out()).contains("aro.acr").doesNotContain("own.dated");
    arguments[5] = "2026-01-14T23:59:59.999Z";
    assertThat(Answer.of(arguments).out()).contains("own.dated");
    mustBeOneLine(Answer.of("catalog", "show", "--at", "2026-13-01"), "2026-13-01");
  }

  @Test
  void parseWritesFlowsAndDeadLettersOfAFile() throws IOException {
    String file = "malformed/broken-among-good.jsonl";
    Path letters = folder.resolve("letters.jsonl");
    Answer answer =
        Answer.of(
            "parse",
            SampleLogs.folder().resolve(file).toString(),
            "--dead-letters",
            letters.toString());
    assertThat(answer.status()).isZero();
    Truth truth = SampleLogs.generate().truth(entry -> entry.file().equals(file));
    long dead = truth.deadLetters().values().stream().mapToLong(count -> count).sum();
    assertThat(answer.out()).hasLineCount((int) truth.flows());
    assertThat(JSON.readTree(answer.out().lines().findFirst().orElseThrow()).path("kind").asText())
        .isEqualTo("application");
    assertThat(Files.readAllLines(letters)).hasSize((int) dead);
    assertThat(answer.err())
        .isEqualTo(
            "%d flows, 0 records of other kinds, %d dead letters%n".formatted(truth.flows(), dead));
  }

  @Test
  void parseReadsStandardInput() throws IOException {
    Path file = SampleLogs.folder().resolve("legacy/network.jsonl");
    Answer named = Answer.of("parse", file.toString());
    InputStream before = System.in;
    try {
      for (String[] arguments : List.of(new String[] {"parse"}, new String[] {"parse", "-"})) {
        System.setIn(new ByteArrayInputStream(Files.readAllBytes(file)));
        assertThat(Answer.of(arguments)).isEqualTo(named);
      }
    } finally {
      System.setIn(before);
    }
    mustBeOneLine(Answer.of("parse", "-", file.toString()), "standard input");
  }

  static Stream<String> commands() {
    List<String> names = new ArrayList<>();
    collect(new CommandLine(new Main()), "", names);
    return names.stream();
  }

  private static void collect(CommandLine command, String path, List<String> names) {
    names.add(path);
    command
        .getSubcommands()
        .forEach((name, sub) -> collect(sub, (path + " " + name).strip(), names));
  }

  @ParameterizedTest(name = "egresslens {0}")
  @MethodSource("commands")
  void everyCommandExplainsItself(String command) {
    Answer answer = Answer.of((command + " --help").strip().split(" "));
    assertThat(answer).extracting(Answer::status, Answer::err).containsExactly(0, "");
    assertThat(answer.out()).contains("Usage: " + ("egresslens " + command).strip());
  }

  /** Where something required is missing too, the line speaks of that. */
  @ParameterizedTest(name = "egresslens {0}")
  @MethodSource("commands")
  void aWrongOptionIsOneLine(String command) {
    // The help command is picocli's own and ignores what it does not know.
    if (!command.equals("help")) {
      mustBeOneLine(
          Answer.of((command + " --no-such-option").strip().split(" ")),
          "(see " + ("egresslens " + command).strip() + " --help)");
    }
  }

  @Test
  void whatTheUserCanMendIsOneLine() {
    mustBeOneLine(Answer.of("explain", "quay.io:no"), "no");
    mustBeOneLine(Answer.of("explain", "quay.io", "--cluster", "a", "--clusters", CLUSTERS), "'a'");
    mustBeOneLine(Answer.of("explain", "quay.io", "--cluster", "a"), "--clusters");
    mustBeOneLine(Answer.of("explain", "quay.io", "--at", "noon"), "noon");
    mustBeOneLine(Answer.of("pattern"), "PATTERN");
    mustBeOneLine(Answer.of("parse", "nowhere.jsonl"), "nowhere.jsonl");
    mustBeOneLine(Answer.of("nosuch"), "nosuch");
    mustBeOneLine(Answer.of("parse", "a.jsonl", "--no-such-option"), "--no-such-option");
  }

  @Test
  void bytesOfATerminalDoNotComeBackFromAMessage() {
    Answer answer = Answer.of("parse", "no\u001b[31mwhere");
    mustBeOneLine(answer, "no\\u001b[31mwhere");
  }

  private static void mustBeOneLine(Answer answer, String part) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(1);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).startsWith("egresslens: ").contains(part).hasLineCount(1);
  }

  private static JsonNode explain(String destination, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("explain", destination, "--json", "--clusters", CLUSTERS));
    if (!List.of(more).contains("--at")) {
      arguments.addAll(List.of("--at", "2026-01-15T00:00:00Z"));
    }
    arguments.addAll(List.of(more));
    Answer answer = Answer.of(arguments.toArray(new String[0]));
    assertThat(answer).extracting(Answer::status, Answer::err).containsExactly(0, "");
    return JSON.readTree(answer.out());
  }
}
