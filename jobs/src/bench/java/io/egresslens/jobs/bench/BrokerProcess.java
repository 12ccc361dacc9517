package io.egresslens.jobs.bench;

import io.egresslens.jobs.config.ClientProperties;
import io.egresslens.jobs.io.EmbeddedBroker;
import io.egresslens.jobs.io.KafkaDump;
import io.egresslens.jobs.io.KafkaFeed;
import io.egresslens.jobs.io.KafkaTopics;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The broker in a process of its own, one for all contestants. Lives until its input ends; tells
 * where it listens on its first line.
 */
final class BrokerProcess implements AutoCloseable {
  private static final int PARTITIONS = 2;

  private final Process process;
  private final String bootstrapServers;

  private BrokerProcess(Process process, String bootstrapServers) {
    this.process = process;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * @param command starts {@link #main} in a JVM
   */
  static BrokerProcess start(List<String> command, Path errors) throws IOException {
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    @SuppressWarnings("resource") // Ends with the process.
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    String address = lines.readLine();
    if (address == null) {
      throw new IOException("the broker does not start, see " + errors);
    }
    return new BrokerProcess(process, address);
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  void create(List<String> topics) {
    new KafkaTopics(bootstrapServers, ClientProperties.NONE, Duration.ofSeconds(30))
        .create(topics, PARTITIONS);
  }

  /** Sends every line of the file as a message. */
  void fill(String topic, Path file) throws IOException {
    create(List.of(topic));
    try (KafkaFeed feed = new KafkaFeed(bootstrapServers, topic)) {
      feed.sendLines(file);
      feed.flush();
    }
  }

  List<String> read(String topic) {
    List<String> rows = new ArrayList<>();
    KafkaDump.read(bootstrapServers, topic, rows::add);
    return rows;
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }

  public static void main(String[] args) throws IOException {
    try (EmbeddedBroker broker = EmbeddedBroker.start(0)) {
      System.out.println(broker.bootstrapServers());
      while (System.in.read() >= 0) {
        // Whatever it is told, it serves until nobody can tell it anything.
      }
    }
  }
}
