package io.egresslens.alert.format;

import static io.egresslens.alert.format.AlertFormat.ALERTMANAGER;
import static io.egresslens.alert.format.AlertFormat.ASIM;
import static io.egresslens.alert.format.AlertFormat.AZURE;
import static io.egresslens.alert.format.AlertFormat.CLOUD_EVENTS;
import static io.egresslens.alert.format.AlertFormat.ECS;
import static io.egresslens.alert.format.AlertFormat.OCSF;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.egresslens.alert.AlertChange;
import io.egresslens.alert.AlertRule;
import io.egresslens.alert.AlertStatus;
import io.egresslens.alert.Evidence;
import io.egresslens.alert.Severity;
import io.egresslens.flow.Action;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * To write the golden files anew: {@code mvn -pl common -am test -Dtest=AlertFormatTest
 * -Dsurefire.failIfNoSpecifiedTests=false -DwriteGolden}.
 */
class AlertFormatTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Sender SENDER =
      new Sender("prod", "1.0", "https://runbooks.example/egress#");
  private static final Alerts DENIED = Alerts.denied("aro-prod", "aro.registry.quay-cdn02");

  private static JsonNode read(AlertFormat format, AlertChange change) {
    return parse(format.write(Telling.of(change, SENDER)));
  }

  private static JsonNode parse(byte[] document) {
    try {
      return JSON.readTree(document);
    } catch (IOException e) {
      throw new AssertionError(new String(document, UTF_8), e);
    }
  }

  /** Every rule with every severity in every step of its life, also with next to nothing known. */
  private static List<AlertChange> allKinds() {
    List<AlertChange> changes = new ArrayList<>();
    for (AlertRule rule : AlertRule.values()) {
      for (Severity severity : Severity.values()) {
        for (AlertStatus status : AlertStatus.values()) {
          Alerts alert = Alerts.of(rule).withSeverity(severity);
          changes.add(alert.step(1, status));
          changes.add(alert.withParent("parent").step(2, status));
        }
      }
      changes.add(
          Alerts.of(rule, Map.of(), List.of()).withFlows(0, null).step(1, AlertStatus.FIRING));
    }
    return changes;
  }

  @ParameterizedTest
  @EnumSource
  void everyChangeIsWhatTheSchemaOfTheFormatAsksFor(AlertFormat format) {
    for (AlertChange change : allKinds()) {
      if (format.tells(change.status())) {
        Telling live =
            new Telling(change, SENDER, Instant.parse("2026-03-02T10:05:00.250Z"), Alerts.START);
        assertThat(Schemas.problems(format, format.write(live)))
            .as("%s of %s", format, change)
            .isEmpty();
        assertThat(Schemas.problems(format, format.write(Telling.of(change, SENDER))))
            .as("%s of %s, without the clock", format, change)
            .isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSchemaWouldNotTakeAnythingElse(AlertFormat format) {
    assertThat(Schemas.problems(format, "{}".getBytes(UTF_8))).isNotEmpty();
    for (AlertFormat other : AlertFormat.values()) {
      if (other != format) {
        byte[] document = other.write(Telling.of(DENIED.step(1, AlertStatus.FIRING), SENDER));
        assertThat(Schemas.problems(format, document)).as("%s as %s", other, format).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theTextIsThatOfTheGoldenFile(AlertFormat format) throws IOException {
    String name = format.name().toLowerCase(Locale.ROOT).replace("_", "") + ".golden.json";
    byte[] document = format.write(Telling.of(DENIED.step(3, AlertStatus.RESOLVED), SENDER));
    if (System.getProperty("writeGolden") != null) {
      Files.writeString(
          Path.of("src/test/resources/io/egresslens/alert/format", name),
          new String(document, UTF_8) + "\n");
    }
    try (InputStream golden = AlertFormatTest.class.getResourceAsStream(name)) {
      assertThat(new String(document, UTF_8))
          .isEqualTo(new String(golden.readAllBytes(), UTF_8).strip());
    }
  }

  @Test
  void allSixSayTheSameOfOneAlert() {
    AlertChange change = DENIED.step(3, AlertStatus.RESOLVED);
    JsonNode cloudEvents = read(CLOUD_EVENTS, change);
    JsonNode ecs = read(ECS, change);
    JsonNode ocsf = read(OCSF, change);
    JsonNode asim = read(ASIM, change);
    JsonNode azure = read(AZURE, change).at("/data/essentials");
    JsonNode alertmanager = read(ALERTMANAGER, change);

    assertThat(
            List.of(
                cloudEvents.at("/data/instanceId").asText(),
                cloudEvents.at("/id").asText().split(":", -1)[0],
                ecs.at("/event/id").asText(),
                ocsf.at("/finding_info/uid").asText(),
                asim.at("/EventUid").asText(),
                asim.at("/AlertId").asText(),
                azure.at("/alertId").asText(),
                alertmanager.at("/annotations/instance_id").asText()))
        .containsOnly(change.instanceId());
    assertThat(
            List.of(
                cloudEvents.at("/subject").asText(),
                cloudEvents.at("/partitionkey").asText(),
                ecs.at("/event/hash").asText(),
                ocsf.at("/finding_info/uid_alt").asText(),
                asim.at("/AdditionalFields/alertId").asText(),
                azure.at("/originAlertId").asText()))
        .containsOnly(change.alertId());
    assertThat(
            List.of(
                cloudEvents.at("/data/startsAt").asText(),
                ecs.at("/event/start").asText(),
                Instant.ofEpochMilli(ocsf.at("/start_time").asLong())
                    .toString()
                    .replace("Z", ".000Z"),
                asim.at("/EventStartTime").asText(),
                alertmanager.at("/startsAt").asText()))
        .containsOnly("2026-03-02T10:02:00.000Z");
    assertThat(
            List.of(
                cloudEvents.at("/data/endsAt").asText(),
                ecs.at("/event/end").asText(),
                Instant.ofEpochMilli(ocsf.at("/end_time").asLong())
                    .toString()
                    .replace("Z", ".000Z"),
                asim.at("/EventEndTime").asText(),
                azure.at("/resolvedDateTime").asText(),
                alertmanager.at("/endsAt").asText()))
        .containsOnly("2026-03-02T10:05:00.000Z");
    assertThat(cloudEvents.at("/severitytext").asText()).isEqualTo("FATAL");
    assertThat(ecs.at("/event/severity").asInt()).isEqualTo(99);
    assertThat(ocsf.at("/severity_id").asInt()).isEqualTo(5);
    assertThat(asim.at("/EventSeverity").asText()).isEqualTo("High");
    assertThat(asim.at("/EventOriginalSeverity").asText()).isEqualTo("critical");
    assertThat(azure.at("/severity").asText()).isEqualTo("Sev0");
    assertThat(alertmanager.at("/labels/severity").asText()).isEqualTo("critical");
  }

  @ParameterizedTest
  @CsvSource({
    "INFO, info, , INFO, 9, 1, 1, Informational, Informational, Sev4",
    "LOW, info, , INFO2, 10, 21, 2, Low, Low, Sev3",
    "MEDIUM, warning, , WARN, 13, 47, 3, Medium, Medium, Sev2",
    "HIGH, warning, true, ERROR, 17, 73, 4, High, High, Sev1",
    "CRITICAL, critical, , FATAL, 21, 99, 5, Critical, High, Sev0",
  })
  void everySeverityHasItsWord(
      Severity severity,
      String label,
      String page,
      String text,
      int number,
      int ecs,
      int ocsf,
      String caption,
      String asim,
      String azure) {
    AlertChange change = DENIED.withSeverity(severity).step(1, AlertStatus.FIRING);
    JsonNode labels = read(ALERTMANAGER, change).at("/labels");
    assertThat(labels.at("/severity").asText()).isEqualTo(label);
    assertThat(labels.path("page").asText(null)).isEqualTo(page);
    assertThat(read(CLOUD_EVENTS, change).at("/severitytext").asText()).isEqualTo(text);
    assertThat(read(CLOUD_EVENTS, change).at("/severitynumber").asInt()).isEqualTo(number);
    assertThat(read(ECS, change).at("/event/severity").asInt()).isEqualTo(ecs);
    assertThat(read(OCSF, change).at("/severity_id").asInt()).isEqualTo(ocsf);
    assertThat(read(OCSF, change).at("/severity").asText()).isEqualTo(caption);
    assertThat(read(ASIM, change).at("/EventSeverity").asText()).isEqualTo(asim);
    assertThat(read(AZURE, change).at("/data/essentials/severity").asText()).isEqualTo(azure);
  }

  @ParameterizedTest
  @CsvSource({
    "FIRING, 1, alert-opened, start, 1, 1, true, Active, Fired",
    "FIRING, 2, alert-updated, info, 2, 2, true, Active, Fired",
    "FLAPPING, 5, alert-updated, info, 2, 2, true, Active, Fired",
    "SUPPRESSED, 1, alert-suppressed, info, 2, 3, false, Active, ",
    "RESOLVED, 2, alert-closed, end, 3, 4, false, Closed, Resolved",
    "SUPERSEDED, 2, alert-closed, end, 3, 99, false, Closed, Resolved",
  })
  void everyStatusHasItsWord(
      AlertStatus status,
      long sequence,
      String action,
      String type,
      int activity,
      int ocsf,
      boolean alert,
      String asim,
      String azure) {
    AlertChange change = DENIED.step(sequence, status);
    assertThat(read(ECS, change).at("/event/action").asText()).isEqualTo(action);
    assertThat(read(ECS, change).at("/event/type")).singleElement().hasToString('"' + type + '"');
    assertThat(read(OCSF, change).at("/activity_id").asInt()).isEqualTo(activity);
    assertThat(read(OCSF, change).at("/type_uid").asInt()).isEqualTo(200400 + activity);
    assertThat(read(OCSF, change).at("/status_id").asInt()).isEqualTo(ocsf);
    assertThat(read(OCSF, change).at("/is_alert").asBoolean()).isEqualTo(alert);
    assertThat(read(ASIM, change).at("/AlertStatus").asText()).isEqualTo(asim);
    assertThat(read(ASIM, change).at("/AlertOriginalStatus").asText()).isEqualTo(status.label());
    assertThat(AZURE.tells(status)).isEqualTo(azure != null);
    assertThat(read(AZURE, change).at("/data/essentials").path("monitorCondition").asText(null))
        .isEqualTo(azure);
    assertThat(ALERTMANAGER.tells(status)).isEqualTo(status != AlertStatus.SUPPRESSED);
  }

  @Test
  void labelsStayTheSameWhateverChangesBesideTheIdentity() {
    JsonNode before = read(ALERTMANAGER, DENIED.step(1, AlertStatus.FIRING));
    JsonNode after =
        read(
            ALERTMANAGER,
            DENIED.withFlows(4000, "rc/other").withParent("p").step(7, AlertStatus.FLAPPING));
    assertThat(after.get("labels")).isEqualTo(before.get("labels"));
    assertThat(after.get("annotations")).isNotEqualTo(before.get("annotations"));
    assertThat(after.at("/annotations/flapping").asText()).isEqualTo("true");
    assertThat(before.get("annotations").has("flapping")).isFalse();
  }

  @Test
  void aFiringAlertEndsOnlyWhenItIsNotSentAgainAndAnEndedOneWhenItEnded() {
    Instant until = Instant.parse("2026-03-02T10:09:00Z");
    AlertChange firing = DENIED.step(1, AlertStatus.FIRING);
    AlertChange resolved = DENIED.step(2, AlertStatus.RESOLVED);
    assertThat(read(ALERTMANAGER, firing).has("endsAt")).isFalse();
    assertThat(
            parse(ALERTMANAGER.write(new Telling(firing, SENDER, null, until)))
                .get("endsAt")
                .asText())
        .isEqualTo("2026-03-02T10:09:00.000Z");
    assertThat(
            parse(ALERTMANAGER.write(new Telling(resolved, SENDER, null, until)))
                .get("endsAt")
                .asText())
        .isEqualTo("2026-03-02T10:04:00.000Z");
  }

  @ParameterizedTest
  @EnumSource
  void endsAtOfAlertmanagerIsTheLastKeySoThatItCanBeAdded(AlertStatus status) {
    byte[] open = ALERTMANAGER.write(Telling.of(DENIED.step(1, status), SENDER));
    byte[] closed =
        ALERTMANAGER.write(new Telling(DENIED.step(1, status), SENDER, null, Alerts.START));
    assertThat(new String(closed, UTF_8)).matches(".*,\"endsAt\":\"[^\"]*\"}");
    assertThat(new String(open, UTF_8))
        .startsWith(new String(closed, UTF_8).replaceAll(",\"endsAt\".*", ""));
  }

  @Test
  void theFirewallsRuleIsTheFirewallsAndRuleNameIsOurs() {
    JsonNode ecs = read(ECS, DENIED.step(1, AlertStatus.FIRING));
    assertThat(ecs.at("/rule/name").asText()).isEqualTo("EgressRequiredDenied");
    assertThat(ecs.at("/egress/firewall/rule/name").asText()).isEqualTo("Default Action");
  }

  @ParameterizedTest
  @EnumSource
  void hostileNamesAreData(AlertFormat format) {
    String name = "<script>alert(1)</script>\",\"x\":1}\u001b[2J\u202e\ud800.example\r\n=cmd";
    Evidence evidence =
        new Evidence(
            name, 1, name, Action.ALLOW, name, 1, Alerts.START, Alerts.START, List.of(name));
    Alerts alert =
        Alerts.of(
            AlertRule.SHARED_SUFFIX_UNKNOWN,
            Map.of("cluster", name, "destination", name),
            List.of(evidence));
    byte[] document = format.write(Telling.of(alert.step(1, AlertStatus.FIRING), SENDER));
    assertThat(document).as("printable ASCII").matches(bytes -> isPrintable(bytes));
    Set<String> texts = new HashSet<>();
    collectTexts(parse(document), texts);
    assertThat(texts).contains(name);
    assertThat(keys(parse(document)))
        .isEqualTo(keys(read(format, withNames(alert, "a.example").step(1, AlertStatus.FIRING))));
  }

  private static Alerts withNames(Alerts alert, String name) {
    Evidence evidence =
        new Evidence(
            name, 1, name, Action.ALLOW, name, 1, Alerts.START, Alerts.START, List.of(name));
    return Alerts.of(alert.rule(), Map.of("cluster", name, "destination", name), List.of(evidence));
  }

  private static boolean isPrintable(byte[] bytes) {
    for (byte b : bytes) {
      if (b < ' ' || b > '~') {
        return false;
      }
    }
    return true;
  }

  private static void collectTexts(JsonNode node, Set<String> texts) {
    if (node.isTextual()) {
      texts.add(node.asText());
    }
    node.forEach(child -> collectTexts(child, texts));
  }

  private static Set<String> keys(JsonNode node) {
    Set<String> keys = new TreeSet<>();
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      keys.add(name);
      keys(node.get(name)).forEach(inner -> keys.add(name + "." + inner));
    }
    return keys;
  }

  @Test
  void theSourceOfACloudEventIsAPathWhateverTheFirewallIsCalled() {
    Alerts alert = Alerts.of(AlertRule.FEED_SILENT, Map.of(), List.of());
    assertThat(read(CLOUD_EVENTS, alert.step(1, AlertStatus.FIRING)).get("source").asText())
        .isEqualTo("/egress/prod" + Alerts.FIREWALL);
    AlertChange odd =
        new Alerts(
                AlertRule.FEED_SILENT,
                Severity.HIGH,
                Map.of("firewall", "/a b//%\ud800\u00e9?#"),
                Alerts.START,
                null,
                List.of(),
                0,
                null)
            .step(1, AlertStatus.FIRING);
    assertThat(read(CLOUD_EVENTS, odd).get("source").asText())
        .isEqualTo("/egress/prod/a%20b/%25%EF%BF%BD%C3%A9%3F%23");
    assertThat(Schemas.problems(CLOUD_EVENTS, CLOUD_EVENTS.write(Telling.of(odd, SENDER))))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void theSameChangeGivesTheSameBytesAndTheClockIsSaidOnlyLive(AlertFormat format) {
    AlertChange change = DENIED.step(1, AlertStatus.FIRING);
    byte[] bytes = format.write(Telling.of(change, SENDER));
    assertThat(format.write(Telling.of(DENIED.step(1, AlertStatus.FIRING), SENDER)))
        .isEqualTo(bytes);
    Telling live = new Telling(change, SENDER, Instant.parse("2026-03-02T10:05:00Z"), null);
    boolean says = format == CLOUD_EVENTS || format == ECS || format == OCSF;
    assertThat(format.write(live).length > bytes.length).isEqualTo(says);
  }

  @Test
  void everyRowOfTheTableStandsInSomeFormat() {
    assertThat(AlertMapping.ROWS)
        .allSatisfy(row -> assertThat(row.cells()).as(row.field()).isNotEmpty());
  }
}
