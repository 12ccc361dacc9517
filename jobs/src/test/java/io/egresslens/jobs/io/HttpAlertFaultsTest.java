package io.egresslens.jobs.io;

import static io.egresslens.alert.AlertStatus.FIRING;
import static io.egresslens.alert.AlertStatus.RESOLVED;
import static io.egresslens.jobs.io.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.common.base.Throwables;
import io.egresslens.alert.AlertChange;
import io.egresslens.alert.format.AlertFormat;
import io.egresslens.alert.format.Alerts;
import io.egresslens.alert.format.Sender;
import io.egresslens.alert.format.Telling;
import io.egresslens.jobs.config.ClientProperties;
import io.egresslens.jobs.config.RunConfig.HttpReceiver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets that are not as they should be, refused pages, full outboxes, and our own bugs. */
@Timeout(60)
class HttpAlertFaultsTest {
  private static final Sender SENDER = new Sender("test", "1.0", null);
  private static final Duration SOON = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Alerts QUAY = Alerts.denied("aro-prod", "aro.registry.quay");
  private static final Alerts ARM = Alerts.denied("aro-prod", "aro.arm");

  @TempDir private Path folder;
  private ScriptedServer server;
  private final HttpCounts counts =
      HttpCounts.of(UnregisteredMetricGroups.createUnregisteredTaskMetricGroup());

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String secret(String name, String value) throws Exception {
    Files.writeString(folder.resolve(name), value);
    return "${dir:" + folder + ":" + name + "}";
  }

  private HttpSender sender(AlertOutbox outbox, HttpReceiver receiver) {
    Backoff backoff = new Backoff(SOON, SOON, new Random(1));
    return new HttpSender(
        outbox, new HttpPlace(receiver, "", Duration.ofSeconds(5)), backoff, counts);
  }

  private static WebhookOutbox webhook(int room) {
    return new WebhookOutbox(AlertFormat.CLOUD_EVENTS, SENDER, room);
  }

  private static int bytes(AlertChange change, AlertFormat format) {
    return format.write(Telling.of(change, SENDER)).length;
  }

  @Test
  void theLineEndOfASecretInAFileIsNoPartOfIt() throws Exception {
    HttpReceiver receiver =
        new HttpReceiver(
            "http://127.0.0.1:" + server.port() + "/" + secret("path", "hook\r\n") + "/in",
            new ClientProperties(
                Map.of(
                    "Authorization", "Bearer " + secret("token", "s3cret\n"),
                    "X-Both", secret("one", " 1\n") + "/" + secret("two", "2\n\n"))));
    WebhookOutbox outbox = webhook(1 << 20);
    outbox.add(QUAY.step(1, FIRING), 0);
    try (HttpSender sender = sender(outbox, receiver)) {
      sender.start();
      assertThat(sender.awaitEmpty(PATIENCE)).isTrue();
    }
    ScriptedServer.Request request = server.taken.get(0);
    assertThat(request.path()).isEqualTo("/hook/in");
    assertThat(request.headers().get("Authorization")).containsExactly("Bearer s3cret");
    assertThat(request.headers().get("X-both")).containsExactly("1/2");
  }

  @ParameterizedTest
  @CsvSource({
    "X-Token, 's3\ncret', the value of header X-Token holds what no header may",
    "X-Token, 's3\u0000cret', the value of header X-Token holds what no header may",
    "Host, s3cret, 'no request may set header Host'",
    "Content-Length, s3cret, 'no request may set header Content-Length'",
    "Not a name, s3cret, 'no request may set header Not a name'"
  })
  void aHeaderThatCannotBeIsRefusedAtTheStartByItsNameOnly(String name, String value, String why)
      throws Exception {
    HttpReceiver receiver = server.receiver(Map.of(name, secret("token", value)));
    Throwable refused = catchThrowable(() -> new HttpPlace(receiver, "", SOON));
    assertThat(refused).isInstanceOf(IllegalArgumentException.class).hasMessage(why);
    assertThat(Throwables.getStackTraceAsString(refused)).doesNotContain("cret");
  }

  @Test
  void aPortThatCannotBeIsNoAddress() {
    assertThatThrownBy(
            () ->
                new HttpPlace(
                    new HttpReceiver("http://127.0.0.1:99999/s3cret", ClientProperties.NONE),
                    "",
                    SOON))
        .hasMessage("the address of a receiver of alerts is no http(s) URL");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void aPageIsNotLostToAReceiverThatIsSetUpWrongly(int status) throws Exception {
    server.then(status(status), status(status), status(status));
    WebhookOutbox outbox = webhook(1 << 20);
    outbox.add(QUAY.step(1, FIRING), 0);
    try (HttpSender sender = sender(outbox, server.receiver(Map.of()))) {
      sender.start();
      assertThat(sender.awaitEmpty(PATIENCE)).isTrue();
    }
    assertThat(server.taken).hasSize(1);
    assertThat(server.all).hasSize(4);
    assertThat(counts.retried().getCount()).isEqualTo(3);
    assertThat(counts.givenUp().getCount()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 405, 407, 410, 413, 422})
  void otherRefusalsAreGivenUp(int status) {
    HttpAnswer answer = new HttpAnswer(status, Duration.ZERO, null);
    assertThat(answer.isPassing()).isFalse();
    assertThat(answer.isTaken()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void aSecretThatWasChangedIsSeenWithoutARestart(int status) throws Exception {
    server.then(
        exchange -> {
          secret("token", "newer\n");
          exchange.sendResponseHeaders(status, -1);
        });
    HttpReceiver receiver = server.receiver(Map.of("X-Token", secret("token", "older\n")));
    WebhookOutbox outbox = webhook(1 << 20);
    outbox.add(QUAY.step(1, FIRING), 0);
    try (HttpSender sender = sender(outbox, receiver)) {
      sender.start();
      assertThat(sender.awaitEmpty(PATIENCE)).isTrue();
    }
    assertThat(server.all)
        .extracting(request -> request.headers().get("X-token"))
        .containsExactly(List.of("older"), List.of("newer"));
  }

  @Test
  void aSecretThatIsGoneForAWhileIsUsedAsItWas() throws Exception {
    server.then(
        exchange -> {
          secret("token", "ne\nwer");
          exchange.sendResponseHeaders(403, -1);
        },
        status(401));
    HttpPlace place =
        new HttpPlace(server.receiver(Map.of("X-Token", secret("token", "older"))), "", PATIENCE);
    Post post = new Post(new byte[0], "text/plain", 1, List.of());
    assertThat(place.send(post).words()).isEqualTo("status 403");
    assertThat(place.send(post).words())
        .contains("status 401", "header X-Token")
        .doesNotContain("wer");
    secret("token", "newest");
    assertThat(place.send(post).isTaken()).isTrue();
    assertThat(server.all)
        .extracting(request -> request.headers().get("X-token").get(0))
        .containsExactly("older", "older", "newest");
  }

  @Test
  void aFullOutboxThatWasRestoredGivesUpAsAFullOneDoes() {
    int room = 5 * bytes(QUAY.step(1, FIRING), AlertFormat.CLOUD_EVENTS);
    WebhookOutbox before = webhook(room);
    int added = 0;
    while (before.add(QUAY.step(++added, FIRING), 0) == 0) {
      assertThat(added).isLessThan(10);
    }
    WebhookOutbox after = webhook(room);
    after.restore(before.save(), 0);
    for (int i = 1; i <= 20; i++) {
      assertThat(after.add(QUAY.step(added + i, FIRING), 0)).as("change %s", i).isEqualTo(1);
    }
    assertThat(after.waiting()).isEqualTo(before.waiting());
  }

  @Test
  void theEndOfWhatWasCrowdedOutIsNotKept() {
    Duration resend = Duration.ofMinutes(1);
    AlertmanagerOutbox outbox = new AlertmanagerOutbox(SENDER, resend, 100);
    assertThat(outbox.add(QUAY.step(1, FIRING), 0)).isZero();
    assertThat(outbox.add(ARM.step(1, FIRING), 0)).isEqualTo(1);
    assertThat(outbox.add(ARM.step(2, RESOLVED), 0)).isZero();
    assertThat(outbox.save()).hasSize(1);

    assertThat(outbox.add(ARM.step(3, FIRING), 0)).isEqualTo(1);
    outbox.add(QUAY.step(2, RESOLVED), 0);
    outbox.done(outbox.next(0), Duration.ofHours(1).toMillis());
    assertThat(outbox.save()).isEmpty();
    assertThat(outbox.add(ARM.step(4, RESOLVED), 0)).isZero();
    assertThat(outbox.save()).as("there is room now, and no start to go with it").isEmpty();
    assertThat(outbox.add(ARM.step(5, RESOLVED), 0)).isZero();
    assertThat(outbox.save()).as("from before the job lost its state").hasSize(1);
  }

  @Test
  void alertsOfAlertmanagerHaveSoManyBytesWhateverHappens() {
    int room =
        10 * bytes(Alerts.denied("aro-prod", "entry-10").step(1, FIRING), AlertFormat.ALERTMANAGER);
    List<Alerts> many =
        IntStream.range(10, 50).mapToObj(i -> Alerts.denied("aro-prod", "entry-" + i)).toList();
    AlertmanagerOutbox ends = new AlertmanagerOutbox(SENDER, Duration.ofHours(1), room);
    int lost = many.stream().mapToInt(alert -> ends.add(alert.step(2, RESOLVED), 0)).sum();
    assertThat(ends.save()).hasSizeBetween(10, 12);
    assertThat(lost + ends.save().size()).isEqualTo(many.size());

    AlertmanagerOutbox outbox = new AlertmanagerOutbox(SENDER, Duration.ofHours(1), room);
    for (int round = 0; round < 5; round++) {
      for (Alerts alert : many) {
        outbox.add(alert.starting(Alerts.START.plusSeconds(round)).step(1, FIRING), 0);
      }
      assertThat(outbox.save()).as("fires, round %s", round).hasSizeBetween(10, 12);
      for (Alerts alert : many) {
        outbox.add(alert.starting(Alerts.START.plusSeconds(round)).step(2, RESOLVED), 0);
      }
      assertThat(outbox.save()).as("ended, round %s", round).hasSizeBetween(10, 12);
    }
  }

  /** As bad as it gets, in the thread that sends. */
  private record Broken() implements HttpAlertSink.Kind {
    @Override
    public String path() {
      return "";
    }

    @Override
    public AlertOutbox outbox(Sender sender, int room) {
      return new AlertOutbox() {
        @Override
        public int add(AlertChange change, long now) {
          return 0;
        }

        @Override
        public Post next(long now) {
          throw new StackOverflowError("a bug of ours");
        }

        @Override
        public long dueAt() {
          return 0;
        }

        @Override
        public void done(Post post, long now) {
          throw new AssertionError("nothing was sent");
        }

        @Override
        public int waiting() {
          return 1;
        }

        @Override
        public List<byte[]> save() {
          return List.of();
        }

        @Override
        public void restore(Iterable<byte[]> saved, long now) {
          assertThat(saved).isEmpty();
        }
      };
    }
  }

  @Test
  void aBugEndsTheJobAtTheNextChangeAndAtTheNextCheckpoint() throws Exception {
    HttpAlertSink sink =
        new HttpAlertSink(server.receiver(Map.of()), SENDER, new Broken(), SOON, SOON);
    var job =
        new OneInputStreamOperatorTestHarness<AlertChange, CommittableMessage<Void>>(
            new SinkWriterOperatorFactory<>(sink));
    try {
      job.open();
      Thread.sleep(300);
      String complaint = "no more alerts are sent to 127.0.0.1:" + server.port();
      assertThatThrownBy(() -> job.processElement(QUAY.step(1, FIRING), 0))
          .hasMessage(complaint)
          .hasRootCauseInstanceOf(StackOverflowError.class);
      assertThatThrownBy(() -> job.getOperator().prepareSnapshotPreBarrier(1))
          .hasMessage(complaint);
      assertThat(Throwables.getStackTraceAsString(catchThrowable(() -> job.snapshot(1, 1))))
          .contains(complaint);
      assertThatThrownBy(job::endInput).hasMessage(complaint);
    } finally {
      job.close();
    }
  }
}
