package io.egresslens.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.egresslens.jobs.config.ClientProperties;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EmbeddedBrokerTest {
  /** The metrics library under Kafka keeps its two threads for the life of the process. */
  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> !name.startsWith("metrics-meter-tick-thread"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<Path> brokerFolders() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return folders
          .filter(folder -> folder.getFileName().toString().startsWith("egresslens-broker-"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void startsTakesAndGivesMessagesAndLeavesNothingBehind() throws Exception {
    Set<String> threadsBefore = threads();
    Set<Path> foldersBefore = brokerFolders();
    try (EmbeddedBroker broker = EmbeddedBroker.start(0)) {
      assertThat(brokerFolders()).hasSize(foldersBefore.size() + 1);
      broker.topics().create(List.of("a"), 2);
      broker.topics().create(List.of("a", "b"), 1);
      broker.topics().verify("kafka", List.of("a", "b"));
      TopicReader.send(broker, "a", List.of("one", "two"));
      assertThat(TopicReader.committedRows(broker, "a"))
          .extracting(TopicReader::text)
          .containsExactlyInAnyOrder("one", "two");
    }
    assertThat(brokerFolders()).isEqualTo(foldersBefore);
    Set<String> left = threads();
    left.removeAll(threadsBefore);
    assertThat(left).as("threads that outlived the broker").isEmpty();
  }

  @Test
  void aPortThatIsTakenIsOneLine() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> EmbeddedBroker.start(port).close())
          .isInstanceOf(KafkaUnavailableException.class)
          .hasMessage(
              "127.0.0.1:%d is taken: stop what listens there, or choose another port", port);
    }
  }

  @Test
  void aBrokerThatIsNotThereIsOneLine() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    KafkaTopics topics =
        new KafkaTopics("127.0.0.1:" + port, ClientProperties.NONE, Duration.ofSeconds(1));
    assertThatThrownBy(() -> topics.verify("kafka", List.of("logs")))
        .isInstanceOf(KafkaUnavailableException.class)
        .hasMessage(
            "kafka: 127.0.0.1:%d does not answer within 1.0 s: check the address, whether the"
                + " broker runs, and security.protocol",
            port);
  }
}
