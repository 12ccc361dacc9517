package io.egresslens.jobs.io;

import static io.egresslens.alert.AlertStatus.FIRING;
import static io.egresslens.alert.AlertStatus.RESOLVED;
import static io.egresslens.alert.AlertStatus.SUPPRESSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.alert.AlertChange;
import io.egresslens.alert.AlertRule;
import io.egresslens.alert.Severity;
import io.egresslens.alert.format.Alerts;
import io.egresslens.alert.format.Sender;
import io.egresslens.jobs.io.HttpAlertOutlets.ToAlertmanager;
import io.egresslens.jobs.io.RealAlertmanager.Shown;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sink against the real thing, with the configuration that we ship. */
@Timeout(120)
class RealAlertmanagerTest {
  private static final Alerts QUAY = Alerts.denied("aro-prod", "aro.registry.quay");
  private static final Alerts ARM = Alerts.denied("aro-prod", "aro.arm");
  private static final Alerts ELSEWHERE = Alerts.denied("aro-dev", "aro.arm");
  private static final Alerts OUTAGE =
      Alerts.of(
          AlertRule.OUTAGE, Map.of("cluster", "aro-prod", "cause", "Default Action"), List.of());

  private final List<OneInputStreamOperatorTestHarness<?, ?>> open = new ArrayList<>();
  private RealAlertmanager alertmanager;

  @TempDir Path folder;

  @BeforeEach
  void start() throws Exception {
    alertmanager = RealAlertmanager.start(folder);
  }

  @AfterEach
  void stop() throws Exception {
    for (OneInputStreamOperatorTestHarness<?, ?> job : open) {
      job.close();
    }
    if (alertmanager != null) {
      alertmanager.close();
    }
  }

  private OneInputStreamOperatorTestHarness<AlertChange, CommittableMessage<Void>> job(
      Duration resend, OperatorSubtaskState from) throws Exception {
    HttpAlertSink sink =
        new HttpAlertSink(
            alertmanager.receiver(),
            new Sender("test", "1.0", "https://runbooks.example/egress#"),
            new ToAlertmanager(resend),
            Duration.ofSeconds(10),
            Duration.ofMillis(50));
    var job =
        new OneInputStreamOperatorTestHarness<AlertChange, CommittableMessage<Void>>(
            new SinkWriterOperatorFactory<>(sink));
    job.setup();
    if (from != null) {
      job.initializeState(from);
    }
    job.open();
    open.add(job);
    return job;
  }

  private static boolean has(List<Shown> shown, Alerts alert) {
    return shown.stream().anyMatch(one -> isOf(one, alert));
  }

  private static boolean isOf(Shown shown, Alerts alert) {
    return shown.alert().at("/annotations/instance_id").asText().equals(alert.instanceId());
  }

  private static Shown find(List<Shown> shown, Alerts alert) {
    return shown.stream().filter(one -> isOf(one, alert)).findFirst().orElseThrow();
  }

  @Test
  void anOutageOfThreeEndpointsPagesOnceAndHeals() throws Exception {
    var job = job(Duration.ofSeconds(2), null);
    job.processElement(QUAY.step(1, FIRING), 0);
    job.processElement(ARM.step(1, FIRING), 0);
    job.processElement(ELSEWHERE.step(1, FIRING), 0);
    List<Shown> shown = alertmanager.await("three alerts", all -> all.size() == 3);
    assertThat(shown)
        .allSatisfy(
            one -> {
              assertThat(one.receiver()).isEqualTo("on-call");
              assertThat(one.state()).isEqualTo("active");
              assertThat(one.group().size()).isEqualTo(2);
              assertThat(one.group().get("firewall").asText()).isEqualTo(Alerts.FIREWALL);
              assertThat(one.alert().at("/startsAt").asText()).startsWith("2026-03-02T10:02:00");
            });
    assertThat(find(shown, QUAY).group()).isEqualTo(find(shown, ARM).group());
    assertThat(find(shown, ELSEWHERE).group()).isNotEqualTo(find(shown, ARM).group());

    // The third endpoint makes it an outage: those that fired before are inhibited ...
    job.processElement(OUTAGE.step(1, FIRING), 0);
    shown =
        alertmanager.await(
            "the children are inhibited",
            all ->
                has(all, OUTAGE)
                    && find(all, QUAY).state().equals("suppressed")
                    && find(all, ARM).state().equals("suppressed"));
    assertThat(find(shown, QUAY).alert().at("/status/inhibitedBy/0").asText())
        .isEqualTo(find(shown, OUTAGE).alert().get("fingerprint").asText());
    assertThat(find(shown, OUTAGE).state()).isEqualTo("active");
    assertThat(find(shown, ELSEWHERE).state()).isEqualTo("active");

    // ... and, once folded, no longer sent.
    job.processElement(QUAY.withParent(OUTAGE.alertId()).step(2, SUPPRESSED), 0);
    job.processElement(ARM.withParent(OUTAGE.alertId()).step(2, SUPPRESSED), 0);
    job.processElement(
        Alerts.denied("aro-prod", "third").withParent(OUTAGE.alertId()).step(1, SUPPRESSED), 0);
    shown = alertmanager.await("the outage stands for them", all -> all.size() == 2);
    assertThat(has(shown, OUTAGE) && has(shown, ELSEWHERE)).isTrue();

    // A restart in the middle ends nothing.
    OperatorSubtaskState saved = job.snapshot(1, 1);
    job.close();
    open.remove(job);
    Thread.sleep(1000);
    var after = job(Duration.ofSeconds(2), saved);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(7);
    while (System.nanoTime() < end) {
      assertThat(alertmanager.shown()).extracting(Shown::state).containsOnly("active").hasSize(2);
      Thread.sleep(200);
    }

    after.processElement(OUTAGE.step(2, RESOLVED), 0);
    shown = alertmanager.await("the outage has healed", all -> all.size() == 1);
    assertThat(has(shown, ELSEWHERE)).isTrue();
    after.processElement(ELSEWHERE.step(2, RESOLVED), 0);
    alertmanager.await("all has healed", List::isEmpty);
  }

  @Test
  void whatIsNotSentAgainEndsByItself() throws Exception {
    var job = job(Duration.ofMillis(500), null);
    job.processElement(QUAY.step(1, FIRING), 0);
    alertmanager.await("it is there", all -> all.size() == 1);
    Thread.sleep(3000);
    assertThat(alertmanager.shown()).as("sent again and again").hasSize(1);
    job.close();
    open.remove(job);
    alertmanager.await("nobody says that it fires", List::isEmpty);
  }

  @Test
  void everyRuleGoesWhereItsSeverityWants() throws Exception {
    var job = job(Duration.ofMinutes(1), null);
    for (AlertRule rule : AlertRule.values()) {
      job.processElement(Alerts.of(rule).step(1, FIRING), 0);
    }
    int rules = AlertRule.values().length;
    List<Shown> shown = alertmanager.await("all rules", all -> all.size() == rules);
    for (AlertRule rule : AlertRule.values()) {
      Shown one = find(shown, Alerts.of(rule));
      Severity severity = rule.severity();
      String receiver =
          severity.compareTo(Severity.HIGH) >= 0
              ? "on-call"
              : severity == Severity.MEDIUM ? "team" : "log";
      assertThat(one.receiver()).as("receiver of %s", rule).isEqualTo(receiver);
      assertThat(one.label("alertname")).isEqualTo(rule.label());
      assertThat(one.alert().at("/annotations/runbook_url").asText())
          .isEqualTo("https://runbooks.example/egress#" + rule.label());
    }
  }

  @Test
  void whatSaysMoreStandsForWhatSaysLessAboutTheSameThingOnly() throws Exception {
    Map<String, String> here = Map.of("cluster", "aro-prod", "destination", "quay.io.evil.example");
    Map<String, String> there = Map.of("cluster", "aro-dev", "destination", "quay.io.evil.example");
    Alerts lookalike = Alerts.of(AlertRule.LOOKALIKE, here, List.of());
    Alerts inhibited = Alerts.of(AlertRule.UNEXPECTED_ALLOWED, here, List.of());
    Alerts other = Alerts.of(AlertRule.UNEXPECTED_ALLOWED, there, List.of());
    Alerts feed = Alerts.of(AlertRule.FEED_SILENT, Map.of(), List.of());
    Alerts silent = Alerts.of(AlertRule.REQUIRED_SILENT, here, List.of());
    Alerts denied = Alerts.denied("aro-prod", "aro.arm");
    List<Alerts> all = List.of(lookalike, inhibited, other, feed, silent, denied);
    var job = job(Duration.ofMinutes(1), null);
    for (Alerts alert : all) {
      job.processElement(alert.step(1, FIRING), 0);
    }
    List<Shown> shown = alertmanager.await("all are there", now -> now.size() == all.size());
    assertThat(all.stream().filter(alert -> find(shown, alert).state().equals("suppressed")))
        .containsExactly(inhibited, silent);
  }

  @Test
  void namesThatAttackersChooseAreTakenAsTheyAre() throws Exception {
    String name = "<script>alert(1)</script>\",\"x\":1}{{.}}\u001b[2J\u202e\ud800\r\n=cmd";
    Alerts hostile =
        Alerts.of(
            AlertRule.SHARED_SUFFIX_UNKNOWN,
            Map.of("cluster", "aro-prod", "destination", name),
            List.of());
    var job = job(Duration.ofMinutes(1), null);
    job.processElement(hostile.step(1, FIRING), 0);
    List<Shown> shown = alertmanager.await("it is there", all -> all.size() == 1);
    // Half of a pair is no text: the receiver puts the sign for that in its place.
    assertThat(shown.get(0).label("destination")).isEqualTo(name.replace('\ud800', '\ufffd'));
  }

  @Test
  void itsOwnToolFindsNothingWrongWithTheConfiguration() throws Exception {
    Process check =
        new ProcessBuilder(
                RealAlertmanager.program("amtool").toString(),
                "check-config",
                RealAlertmanager.CONFIGURATION.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(check.waitFor()).as(said).isZero();
    assertThat(said).contains("SUCCESS").contains("3 inhibit rules").contains("3 receivers");
  }

  @Test
  void everyRuleHasARunbook() throws Exception {
    List<String> headings =
        Files.readAllLines(RealAlertmanager.CONFIGURATION.resolveSibling("runbooks.md")).stream()
            .filter(line -> line.startsWith("### "))
            .map(line -> line.substring(4))
            .toList();
    assertThat(headings)
        .containsExactlyElementsOf(
            Arrays.stream(AlertRule.values()).map(AlertRule::label).toList());
  }
}
