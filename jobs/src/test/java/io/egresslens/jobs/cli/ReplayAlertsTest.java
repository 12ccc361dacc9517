package io.egresslens.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code replay} leaves in {@code alerts.jsonl}. */
class ReplayAlertsTest {
  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

  @TempDir Path folder;

  @Test
  void recordsThatCannotBeReadAreAnAlertOverFilesToo() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int second = 0; second < 3600; second += 5) {
      boolean isGarbage = second >= 1200 && second < 2400 && second % 10 == 0;
      lines.append(isGarbage ? "{broken\n" : flow(second, "quay.io", "Allow"));
    }
    List<JsonNode> changes = replay(lines.toString(), "");
    assertThat(changes)
        .extracting(change -> change.get("rule").asText())
        .isNotEmpty()
        .containsOnly("EgressParseFailures");
    assertThat(changes.get(0).get("reason").asText()).isEqualTo("not-json");
    JsonNode last = changes.get(changes.size() - 1);
    assertThat(last.get("status").asText()).isEqualTo("resolved");
    assertThat(Instant.parse(last.get("startsAt").asText()))
        .isBetween(START.plusSeconds(1200), START.plusSeconds(1300));
  }

  @Test
  void aSilencedAlertIsToldAndPagesNobody() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int second = 0; second < 1200; second += 5) {
      lines.append(flow(second, "management.azure.com", second < 600 ? "Deny" : "Allow"));
    }
    String silence =
        """
        silences:
          - rules: [EgressRequiredDenied]
            owner: team-net
            reason: "INC-9: the rule is on its way"
            until: 2026-03-03
        """;
    assertThat(replay(lines.toString(), ""))
        .filteredOn(change -> change.get("page").asBoolean())
        .hasSize(1);
    List<JsonNode> silenced = replay(lines.toString(), silence);
    assertThat(silenced).isNotEmpty().noneMatch(change -> change.get("page").asBoolean());
    assertThat(silenced.get(0).get("status").asText()).isEqualTo("suppressed");
    assertThat(silenced.get(0).get("silence").asText()).contains("team-net").contains("INC-9");
  }

  @Test
  void withoutAlertsAllElseIsTheSame() throws IOException {
    Path logs = Files.writeString(folder.resolve("l.jsonl"), flow(0, "a.example", "Deny"));
    Path with = folder.resolve("with");
    Path without = folder.resolve("without");
    Answer.of("replay", "--input", logs.toString(), "--output", with.toString());
    Answer answer =
        Answer.of(
            "replay", "--input", logs.toString(), "--output", without.toString(), "--no-alerts");
    assertThat(answer.status()).as("%s", answer).isZero();
    assertThat(answer.out()).doesNotContain("ALERTS");
    assertThat(without.resolve("alerts.jsonl")).doesNotExist();
    assertThat(without.resolve("summaries.jsonl"))
        .hasSameBinaryContentAs(with.resolve("summaries.jsonl"));
  }

  @Test
  void anEndpointThatRoutingSilencesIsMissedOnceAndAFeedThatStopsIsSaidOnceAndNothingElse()
      throws IOException {
    StringBuilder silenced = new StringBuilder();
    StringBuilder stopped = new StringBuilder();
    for (int second = 0; second < 10_800; second += 20) {
      String beside = flow(second, "registry.redhat.io", "Allow");
      String other = flow(second + 7, "login.microsoftonline.com", "Allow");
      String arm = flow(second + 3, "management.azure.com", "Allow");
      silenced.append(beside).append(other).append(second < 5400 ? arm : "");
      // The other firewall goes on: without it nobody would know that time does.
      stopped.append(beside.replace("/fw", "/other"));
      stopped.append(second < 5400 ? beside + other + arm : "");
    }
    assertThat(firings(silenced))
        .singleElement()
        .returns("EgressRequiredSilent", change -> change.get("rule").asText())
        .returns("aro.arm", change -> change.get("catalogEntry").asText());
    assertThat(firings(stopped))
        .singleElement()
        .returns("EgressFeedSilent", change -> change.get("rule").asText())
        .returns("/subscriptions/s/fw", change -> change.get("firewall").asText());
  }

  /** The first word on each alert. */
  private List<JsonNode> firings(StringBuilder lines) throws IOException {
    return replay(lines.toString(), "").stream()
        .filter(change -> change.get("sequence").asLong() == 1)
        .toList();
  }

  /** A firewall may write either form, or both for a while: then every flow is there twice. */
  @Test
  void legacyTextStructuredRecordsAndBothAtOnceGiveTheSameAlerts() throws IOException {
    StringBuilder structured = new StringBuilder();
    StringBuilder legacy = new StringBuilder();
    for (int second = 0; second < 3600; second += 4) {
      boolean isDown = second >= 1000 && second < 1900;
      for (String host : List.of("management.azure.com", "login.microsoftonline.com")) {
        boolean isDenied = isDown && host.startsWith("management");
        structured.append(flow(second, host, isDenied ? "Deny" : "Allow"));
        legacy.append(legacy(second, host, isDenied));
      }
    }
    List<String> expected = transitions(replay(structured.toString(), ""));
    assertThat(expected).hasSize(2);
    assertThat(expected.get(0)).startsWith("EgressRequiredDenied aro.arm ").contains(" firing ");
    assertThat(expected.get(1)).contains(" resolved ");
    assertThat(transitions(replay(legacy.toString(), ""))).isEqualTo(expected);
    assertThat(transitions(replay(structured + legacy.toString(), ""))).isEqualTo(expected);
  }

  /** Each change of status, without what counts flows. */
  private static List<String> transitions(List<JsonNode> changes) {
    List<String> transitions = new ArrayList<>();
    String last = "";
    for (JsonNode change : changes) {
      String identity = change.get("instanceId").asText() + change.get("status").asText();
      if (!identity.equals(last)) {
        transitions.add(
            "%s %s %s %s from %s to %s"
                .formatted(
                    change.get("rule").asText(),
                    change.path("catalogEntry").asText(),
                    change.get("instanceId").asText(),
                    change.get("status").asText(),
                    change.get("startsAt").asText(),
                    change.path("endsAt").asText()));
      }
      last = identity;
    }
    return transitions;
  }

  private static String legacy(int second, String host, boolean isDenied) {
    return """
        {"category":"AzureFirewallApplicationRule","time":"%s","resourceId":"/subscriptions/s/fw",\
        "operationName":"AzureFirewallApplicationRuleLog",\
        "properties":{"msg":"HTTPS request from 10.99.1.4:40000 to %s:443. Action: %s"}}
        """
        .formatted(
            START.plusSeconds(second),
            host,
            isDenied
                ? "Deny. No rule matched. Proceeding with default action"
                : "Allow. Rule Collection: c. Rule: r");
  }

  private static String flow(int second, String host, String action) {
    return """
        {"category":"AZFWApplicationRule","time":"%s","resourceId":"/subscriptions/s/fw",\
        "properties":{"Protocol":"HTTPS","SourceIp":"10.99.1.4","SourcePort":40000,\
        "DestinationPort":443,"Fqdn":"%s","Action":"%s"}}
        """
        .formatted(START.plusSeconds(second), host, action);
  }

  private List<JsonNode> replay(String lines, String settings) throws IOException {
    Path logs = Files.writeString(folder.resolve("logs.jsonl"), lines);
    Path alerts = Files.writeString(folder.resolve("alerts.yaml"), settings);
    Path output = folder.resolve("out");
    List<String> words =
        new ArrayList<>(
            List.of("replay", "--input", logs.toString(), "--output", output.toString()));
    if (!settings.isEmpty()) {
      words.addAll(List.of("--alerts", alerts.toString()));
    }
    Answer answer = Answer.of(words.toArray(String[]::new));
    assertThat(answer.status()).as("%s", answer).isZero();
    List<JsonNode> changes = new ArrayList<>();
    for (String line : Files.readAllLines(output.resolve("alerts.jsonl"))) {
      changes.add(new ObjectMapper().readTree(line));
    }
    return changes;
  }
}
