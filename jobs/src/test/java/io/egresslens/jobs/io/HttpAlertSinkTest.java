package io.egresslens.jobs.io;

import static io.egresslens.alert.AlertStatus.FIRING;
import static io.egresslens.alert.AlertStatus.FLAPPING;
import static io.egresslens.alert.AlertStatus.RESOLVED;
import static io.egresslens.alert.AlertStatus.SUPERSEDED;
import static io.egresslens.alert.AlertStatus.SUPPRESSED;
import static io.egresslens.jobs.io.ScriptedServer.hang;
import static io.egresslens.jobs.io.ScriptedServer.hangInTheBody;
import static io.egresslens.jobs.io.ScriptedServer.status;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.egresslens.alert.AlertChange;
import io.egresslens.alert.format.AlertFormat;
import io.egresslens.alert.format.Alerts;
import io.egresslens.alert.format.Sender;
import io.egresslens.alert.format.Telling;
import io.egresslens.jobs.config.ClientProperties;
import io.egresslens.jobs.config.RunConfig.HttpReceiver;
import io.egresslens.jobs.io.HttpAlertOutlets.ToAlertmanager;
import io.egresslens.jobs.io.HttpAlertOutlets.ToWebhook;
import io.egresslens.jobs.io.ScriptedServer.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sink as an operator, against a receiver that misbehaves. */
@Timeout(60)
class HttpAlertSinkTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Sender SENDER = new Sender("test", "1.0", null);
  private static final Duration SOON = Duration.ofMillis(20);
  private static final Duration LATER = Duration.ofHours(1);
  private static final Alerts QUAY = Alerts.denied("aro-prod", "aro.registry.quay");
  private static final Alerts ARM = Alerts.denied("aro-prod", "aro.arm");

  private ScriptedServer server;
  private final List<OneInputStreamOperatorTestHarness<?, ?>> open = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer();
  }

  @AfterEach
  void stop() throws Exception {
    for (OneInputStreamOperatorTestHarness<?, ?> harness : open) {
      harness.close();
    }
    server.close();
  }

  private OneInputStreamOperatorTestHarness<AlertChange, CommittableMessage<Void>> job(
      HttpAlertSink.Kind kind, Map<String, String> headers, OperatorSubtaskState from)
      throws Exception {
    return job(server.receiver(headers), kind, from);
  }

  private OneInputStreamOperatorTestHarness<AlertChange, CommittableMessage<Void>> job(
      HttpReceiver receiver, HttpAlertSink.Kind kind, OperatorSubtaskState from) throws Exception {
    HttpAlertSink sink = new HttpAlertSink(receiver, SENDER, kind, Duration.ofMillis(300), SOON);
    var harness =
        new OneInputStreamOperatorTestHarness<AlertChange, CommittableMessage<Void>>(
            new SinkWriterOperatorFactory<>(sink));
    harness.setup();
    if (from != null) {
      harness.initializeState(from);
    }
    harness.open();
    open.add(harness);
    return harness;
  }

  private OneInputStreamOperatorTestHarness<AlertChange, CommittableMessage<Void>> webhook(
      OperatorSubtaskState from) throws Exception {
    return job(new ToWebhook(AlertFormat.CLOUD_EVENTS), Map.of(), from);
  }

  private OneInputStreamOperatorTestHarness<AlertChange, CommittableMessage<Void>> alertmanager(
      Duration resend, OperatorSubtaskState from) throws Exception {
    return job(new ToAlertmanager(resend), Map.of(), from);
  }

  private static void until(String what, BooleanSupplier done) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long until " + what).isLessThan(end);
      Thread.sleep(5);
    }
  }

  private static String id(AlertChange change) {
    return change.instanceId() + ":" + change.sequence();
  }

  private static JsonNode json(Request request) {
    try {
      return JSON.readTree(request.body());
    } catch (IOException e) {
      throw new AssertionError(request.body(), e);
    }
  }

  private List<String> eventIds() {
    return server.taken.stream().map(request -> json(request).get("id").asText()).toList();
  }

  private List<JsonNode> alerts() {
    List<JsonNode> alerts = new ArrayList<>();
    server.taken.forEach(request -> json(request).forEach(alerts::add));
    return alerts;
  }

  @Test
  void aWebhookGetsEveryChangeInOrderWhateverComesBetween() throws Exception {
    server.then(
        status(500), status(503), hang(1000), hangInTheBody(1000), status(429), status(408));
    var job = webhook(null);
    List<String> sent = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      for (Alerts alert : List.of(QUAY, ARM)) {
        AlertChange change = alert.step(i, i == 5 ? RESOLVED : FIRING);
        job.processElement(change, 0);
        sent.add(id(change));
      }
    }
    until("all are there", () -> eventIds().size() >= sent.size());
    assertThat(eventIds()).isEqualTo(sent);
    assertThat(server.all).hasSize(sent.size() + 6);
    assertThat(server.taken.get(0).headers().get("Content-type"))
        .containsExactly("application/cloudevents+json");
    assertThat(json(server.taken.get(0)).has("recordedtime")).isTrue();
  }

  @Test
  void nothingListeningIsWaitedFor() throws Exception {
    int port = server.port();
    HttpReceiver receiver = server.receiver(Map.of());
    server.close();
    var job = job(receiver, new ToWebhook(AlertFormat.ECS), null);
    job.processElement(QUAY.step(1, FIRING), 0);
    Thread.sleep(200);
    server = new ScriptedServer(port);
    until("it is there", () -> !server.taken.isEmpty());
    assertThat(json(server.taken.get(0)).at("/event/id").asText()).isEqualTo(QUAY.instanceId());
  }

  @Test
  void theStreamNeverWaitsForTheReceiver() throws Exception {
    for (int i = 0; i < 50; i++) {
      server.then(hang(500));
    }
    var job = webhook(null);
    long begin = System.nanoTime();
    for (int i = 1; i <= 20_000; i++) {
      job.processElement(QUAY.step(i, FIRING), 0);
    }
    job.snapshot(1, 1);
    // Twenty-five seconds of hanging are in the way; the rest is formatting.
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(12));
  }

  @Test
  void whatIsRefusedIsGivenUpAndTheNextIsSent() throws Exception {
    server.then(status(400), status(301));
    var job = webhook(null);
    job.processElement(QUAY.step(1, FIRING), 0);
    job.processElement(QUAY.step(2, FIRING), 0);
    job.processElement(QUAY.step(3, RESOLVED), 0);
    until("the third is there", () -> !server.taken.isEmpty());
    assertThat(eventIds()).containsExactly(id(QUAY.step(3, RESOLVED)));
    assertThat(server.all).hasSize(3);
  }

  @Test
  void aReceiverThatAsksForASecondOfPeaceGetsIt() throws Exception {
    server.then(status(429, "1"));
    var job = webhook(null);
    long begin = System.nanoTime();
    job.processElement(QUAY.step(1, FIRING), 0);
    until("it is there", () -> !server.taken.isEmpty());
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aRestartLosesNoChangeThatWasNotSent() throws Exception {
    for (int i = 0; i < 100; i++) {
      server.then(status(500));
    }
    var before = webhook(null);
    before.processElement(QUAY.step(1, FIRING), 0);
    before.processElement(ARM.step(1, FIRING), 0);
    before.processElement(QUAY.step(2, RESOLVED), 0);
    until("it was tried", () -> !server.all.isEmpty());
    OperatorSubtaskState saved = before.snapshot(1, 1);
    before.close();
    open.remove(before);
    server.close();
    server = new ScriptedServer();
    webhook(saved);
    until("all are there", () -> server.taken.size() >= 3);
    assertThat(eventIds())
        .containsExactly(
            id(QUAY.step(1, FIRING)), id(ARM.step(1, FIRING)), id(QUAY.step(2, RESOLVED)));
  }

  @Test
  void whatWasSentIsNotSavedAndNotSentAgain() throws Exception {
    var before = webhook(null);
    before.processElement(QUAY.step(1, FIRING), 0);
    until("it is there", () -> server.taken.size() == 1);
    Thread.sleep(50);
    OperatorSubtaskState saved = before.snapshot(1, 1);
    var after = webhook(saved);
    after.processElement(QUAY.step(2, RESOLVED), 0);
    until("the second is there", () -> server.taken.size() >= 2);
    assertThat(eventIds()).containsExactly(id(QUAY.step(1, FIRING)), id(QUAY.step(2, RESOLVED)));
  }

  @Test
  void atTheEndOfTheInputTheLastChangesStillGo() throws Exception {
    server.then(status(500), status(500));
    var job = webhook(null);
    job.processElement(QUAY.step(1, FIRING), 0);
    job.endInput();
    assertThat(eventIds()).containsExactly(id(QUAY.step(1, FIRING)));
  }

  @Test
  void headersComeFromFilesAndAreNeitherInTheJobNorInItsState(@TempDir Path folder)
      throws Exception {
    Path secrets = folder.resolve("hook.properties");
    Files.writeString(secrets, "token=s3cret\n");
    HttpReceiver receiver =
        server.receiver(Map.of("Authorization", "Bearer ${file:" + secrets + ":token}"));
    var kind = new ToWebhook(AlertFormat.ASIM);
    var job = job(receiver, kind, null);
    job.processElement(QUAY.step(1, FIRING), 0);
    until("it is there", () -> !server.taken.isEmpty());
    assertThat(server.taken.get(0).headers().get("Authorization")).containsExactly("Bearer s3cret");
    byte[] shipped =
        InstantiationUtil.serializeObject(new HttpAlertSink(receiver, SENDER, kind, SOON, SOON));
    byte[] saved = InstantiationUtil.serializeObject(job.snapshot(1, 1));
    assertThat(new String(shipped, ISO_8859_1)).contains("token").doesNotContain("s3cret");
    assertThat(new String(saved, ISO_8859_1)).doesNotContain("s3cret");
  }

  @Test
  void aReferenceThatLeadsNowhereIsAnErrorAndNotAHeader() {
    HttpReceiver receiver =
        server.receiver(Map.of("Authorization", "Bearer ${env:EGRESSLENS_NO_SUCH_VARIABLE}"));
    assertThatThrownBy(() -> new HttpPlace(receiver, "", SOON))
        .isInstanceOf(RuntimeException.class)
        .hasMessageContaining("EGRESSLENS_NO_SUCH_VARIABLE");
    assertThatThrownBy(
            () ->
                new HttpPlace(new HttpReceiver("ftp://h/s3cret", ClientProperties.NONE), "", SOON))
        .hasMessage("the address of a receiver of alerts is no http(s) URL");
  }

  @Test
  void alertmanagerIsToldOfWhatFiresAgainAndAgainUntilItEnds() throws Exception {
    Duration resend = Duration.ofMillis(200);
    var job = alertmanager(resend, null);
    Instant begin = Instant.now();
    job.processElement(QUAY.step(1, FIRING), 0);
    until("it was sent three times", () -> server.taken.size() >= 3);
    Instant end = Instant.now();
    assertThat(server.taken.get(0).path()).isEqualTo("/api/v2/alerts");
    assertThat(alerts())
        .allSatisfy(
            alert -> {
              assertThat(alert.at("/startsAt").asText()).isEqualTo("2026-03-02T10:02:00.000Z");
              assertThat(Instant.parse(alert.at("/endsAt").asText()))
                  .isBetween(begin.plusMillis(599), end.plusMillis(600));
            });
    job.processElement(QUAY.step(2, RESOLVED), 0);
    until("its end was sent twice", () -> ends("2026-03-02T10:04:00Z") >= 2);
    JsonNode last = alerts().get(alerts().size() - 1);
    assertThat(Instant.parse(last.at("/endsAt").asText()))
        .isEqualTo(Instant.parse("2026-03-02T10:04:00Z"));
  }

  private long ends(String time) {
    return alerts().stream()
        .filter(alert -> Instant.parse(alert.at("/endsAt").asText()).equals(Instant.parse(time)))
        .count();
  }

  @Test
  void whatFiresGoesOnBeingToldAfterARestart() throws Exception {
    var before = alertmanager(LATER, null);
    before.processElement(QUAY.step(1, FIRING), 0);
    before.processElement(ARM.step(1, FIRING), 0);
    before.processElement(ARM.step(2, RESOLVED), 0);
    until("they are there", () -> alerts().size() >= 2);
    OperatorSubtaskState saved = before.snapshot(1, 1);
    before.close();
    open.remove(before);
    server.taken.clear();

    alertmanager(Duration.ofMillis(100), saved);
    until("both are there", () -> alerts().size() >= 2);
    List<JsonNode> alerts = alerts();
    assertThat(alerts)
        .filteredOn(alert -> Instant.parse(alert.at("/endsAt").asText()).isAfter(Instant.now()))
        .extracting(alert -> alert.at("/labels/catalog_entry").asText())
        .containsOnly("aro.registry.quay");
    assertThat(alerts)
        .extracting(alert -> alert.at("/labels/catalog_entry").asText())
        .contains("aro.arm");
  }

  @Test
  void onlyTheLastStateOfAnAlertIsSentWhenAlertmanagerWasAway() throws Exception {
    for (int i = 0; i < 4; i++) {
      server.then(status(503));
    }
    var job = alertmanager(LATER, null);
    for (int i = 1; i <= 50; i++) {
      job.processElement(QUAY.withFlows(i, "rc/" + i).step(i, i == 25 ? FLAPPING : FIRING), 0);
    }
    until("it is there", () -> !server.taken.isEmpty());
    Thread.sleep(100);
    assertThat(alerts()).hasSizeLessThan(5);
    assertThat(alerts().get(alerts().size() - 1).at("/annotations/count").asText()).isEqualTo("50");
  }

  @Test
  void whatIsFoldedOrSilencedIsNotSentAndEndsWhenItHadBeen() throws Exception {
    var job = alertmanager(LATER, null);
    job.processElement(QUAY.step(1, SUPPRESSED), 0);
    job.processElement(QUAY.withParent("outage").step(2, SUPPRESSED), 0);
    job.processElement(QUAY.withParent("outage").step(3, RESOLVED), 0);
    job.processElement(ARM.step(1, FIRING), 0);
    until("the other is there", () -> !alerts().isEmpty());
    job.processElement(ARM.withParent("outage").step(2, SUPPRESSED), 0);
    until("its end is there", () -> alerts().size() >= 2);
    assertThat(alerts())
        .extracting(alert -> alert.at("/labels/catalog_entry").asText())
        .containsOnly("aro.arm");
    assertThat(ends("2026-03-02T10:04:00Z")).isEqualTo(1);
  }

  @Test
  void anOldInstanceThatEndsDoesNotEndTheOneThatFires() throws Exception {
    Alerts earlier = QUAY.starting(Alerts.START.minusSeconds(3600));
    var job = alertmanager(Duration.ofMillis(300), null);
    job.processElement(QUAY.step(1, FIRING), 0);
    job.processElement(earlier.step(1, FIRING), 0);
    job.processElement(earlier.step(2, RESOLVED), 0);
    until("it was sent twice", () -> alerts().size() >= 2);
    assertThat(alerts())
        .allSatisfy(
            alert -> {
              assertThat(alert.at("/annotations/instance_id").asText())
                  .isEqualTo(QUAY.instanceId());
              assertThat(Instant.parse(alert.at("/endsAt").asText()))
                  .isAfter(Instant.parse("2026-03-02T11:00:00Z"));
            });
  }

  @Test
  void anAlertWhoseStartMovesDoesNotEndInBetween() throws Exception {
    Alerts moved = QUAY.starting(Alerts.START.minusSeconds(30));
    var job = alertmanager(Duration.ofMillis(400), null);
    job.processElement(QUAY.step(1, FIRING), 0);
    until("it is there", () -> !alerts().isEmpty());
    job.processElement(QUAY.step(2, SUPERSEDED), 0);
    Thread.sleep(50);
    job.processElement(moved.step(1, FIRING), 0);
    until("the other start is there", () -> starts("2026-03-02T10:01:30.000Z") >= 2);
    assertThat(alerts())
        .allSatisfy(
            alert ->
                assertThat(Instant.parse(alert.at("/endsAt").asText()))
                    .isAfter(Instant.parse("2026-03-02T11:00:00Z")));
  }

  private long starts(String time) {
    return alerts().stream().filter(alert -> alert.at("/startsAt").asText().equals(time)).count();
  }

  @Test
  void manyAlertsGoInFewRequests() throws Exception {
    server.then(hang(200));
    var job = alertmanager(LATER, null);
    for (int i = 0; i < 300; i++) {
      job.processElement(Alerts.denied("aro-prod", "entry-" + i).step(1, FIRING), 0);
    }
    until(
        "all are there",
        () ->
            alerts().stream().map(alert -> alert.at("/labels/catalog_entry")).distinct().count()
                == 300);
    assertThat(server.taken).hasSizeLessThan(12);
  }

  @Test
  void aFullOutboxGivesUpWhatMattersLeast() {
    int document = AlertFormat.CLOUD_EVENTS.write(Telling.of(QUAY.step(1, FIRING), SENDER)).length;
    // The time at which it is told comes on top; four of them have no room.
    WebhookOutbox outbox =
        new WebhookOutbox(AlertFormat.CLOUD_EVENTS, SENDER, 3 * document + document / 2);
    assertThat(outbox.add(QUAY.step(1, FIRING), 0)).isZero();
    assertThat(outbox.add(ARM.step(1, FIRING), 0)).isZero();
    assertThat(outbox.add(QUAY.step(2, FIRING), 0)).isZero();
    assertThat(outbox.add(QUAY.step(3, RESOLVED), 0)).isEqualTo(1);
    List<String> left = new ArrayList<>();
    for (Post post = outbox.next(0); post != null; post = outbox.next(0)) {
      left.add(json(new Request("", new String(post.body()), Map.of())).get("id").asText());
      outbox.done(post, 0);
    }
    assertThat(left)
        .containsExactly(
            id(ARM.step(1, FIRING)), id(QUAY.step(2, FIRING)), id(QUAY.step(3, RESOLVED)));

    AlertmanagerOutbox standing = new AlertmanagerOutbox(SENDER, LATER, 1);
    assertThat(standing.add(QUAY.step(1, FIRING), 0)).isZero();
    assertThat(standing.add(ARM.step(1, FIRING), 0)).isEqualTo(1);
    assertThat(standing.add(QUAY.step(2, RESOLVED), 0)).isZero();
    standing.done(standing.next(0), 0);
    assertThat(standing.add(ARM.step(2, FIRING), 0)).isZero();
  }

  @Test
  void anEndIsForgottenWhenItWasToldForLongEnough() {
    AlertmanagerOutbox outbox = new AlertmanagerOutbox(SENDER, Duration.ofMinutes(1), 1 << 20);
    long now = 1_000_000;
    outbox.add(QUAY.step(1, FIRING), now);
    outbox.add(QUAY.step(2, RESOLVED), now);
    int posts = 0;
    for (Post post = outbox.next(now); post != null; post = outbox.next(now)) {
      posts++;
      outbox.done(post, now);
      now = outbox.dueAt() == Long.MAX_VALUE ? now : outbox.dueAt();
    }
    assertThat(posts).isEqualTo(16);
    assertThat(outbox.save()).isEmpty();
  }

  @Test
  void whatIsCountedIsWhatHappened() throws Exception {
    server.then(status(500), status(400));
    HttpCounts counts = HttpCounts.of(UnregisteredMetricGroups.createUnregisteredTaskMetricGroup());
    AlertOutbox outbox = new WebhookOutbox(AlertFormat.OCSF, SENDER, 1 << 20);
    Backoff backoff = new Backoff(SOON, SOON, new Random(1));
    try (HttpSender sender =
        new HttpSender(
            outbox, new HttpPlace(server.receiver(Map.of()), "", LATER), backoff, counts)) {
      sender.start();
      outbox.add(QUAY.step(1, FIRING), 0);
      outbox.add(QUAY.step(2, RESOLVED), 0);
      sender.wake();
      assertThat(sender.awaitEmpty(Duration.ofSeconds(20))).isTrue();
    }
    assertThat(List.of(counts.sent().getCount(), counts.retried().getCount()))
        .containsExactly(1L, 1L);
    assertThat(counts.givenUp().getCount()).isEqualTo(1);
  }

  @Test
  void waitsGrowToALimitAndAreNeverTheSameForAll() {
    for (long seed = 0; seed < 100; seed++) {
      Backoff backoff =
          new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), new Random(seed));
      long upper = 500;
      for (int i = 0; i < 40; i++) {
        assertThat(backoff.failed(Duration.ZERO).toMillis())
            .as("seed %s, failure %s", seed, i)
            .isBetween(upper / 2, upper);
        upper = Math.min(2 * upper, 30_000);
      }
      assertThat(backoff.failed(Duration.ofMinutes(2))).isEqualTo(Duration.ofMinutes(2));
      backoff.succeeded();
      assertThat(backoff.failed(Duration.ZERO)).isLessThanOrEqualTo(Duration.ofMillis(500));
    }
  }
}
