package io.egresslens.jobs.io;

import io.egresslens.jobs.config.ClientProperties;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka broker in this process, for the demo and for tests: real, alone, on the loopback
 * interface, its data in a temporary folder that goes with it. Ready after about three seconds. An
 * unclean fault inside Kafka ends the process, as it would end a broker's own.
 *
 * <p>Not for production: it shares memory with the job and has no replica.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final int NODE_ID = 1;
  private static final String LOOPBACK = "127.0.0.1";

  /** One node, so one replica of everything; few partitions and threads, so a quick start. */
  private static final Map<String, String> SMALL =
      Map.ofEntries(
          Map.entry("process.roles", "broker,controller"),
          Map.entry("node.id", Integer.toString(NODE_ID)),
          Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
          Map.entry("controller.listener.names", "CONTROLLER"),
          Map.entry("inter.broker.listener.name", "PLAINTEXT"),
          Map.entry("auto.create.topics.enable", "false"),
          Map.entry("offsets.topic.replication.factor", "1"),
          Map.entry("transaction.state.log.replication.factor", "1"),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("share.coordinator.state.topic.replication.factor", "1"),
          Map.entry("share.coordinator.state.topic.min.isr", "1"),
          Map.entry("offsets.topic.num.partitions", "4"),
          Map.entry("transaction.state.log.num.partitions", "4"),
          Map.entry("share.coordinator.state.topic.num.partitions", "1"),
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          Map.entry("num.network.threads", "1"),
          Map.entry("num.io.threads", "2"),
          Map.entry("log.cleaner.dedupe.buffer.size", "8388608"),
          Map.entry("log.index.size.max.bytes", "1048576"),
          // Samples may be older than any retention, and the demo is over before any disk is full.
          Map.entry("log.retention.ms", "-1"));

  private final String address;
  private final Path folder;
  private final KafkaRaftServer server;
  private final Thread atExit = new Thread(this::stop, "embedded-broker-exit");
  private boolean stopped;

  private EmbeddedBroker(int port, Path folder, KafkaRaftServer server) {
    this.address = LOOPBACK + ":" + port;
    this.folder = folder;
    this.server = server;
  }

  /**
   * Starts a broker and waits until it answers.
   *
   * @param port where it listens; 0 for any that is free
   * @throws KafkaUnavailableException when the port is taken or the broker cannot start
   */
  public static EmbeddedBroker start(int port) {
    int brokerPort = freePort(port);
    Path folder = temporaryFolder();
    EmbeddedBroker broker;
    try {
      Properties settings = settings(brokerPort, freePort(0), folder);
      format(folder);
      KafkaRaftServer server =
          new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
      broker = new EmbeddedBroker(brokerPort, folder, server);
    } catch (Exception e) { // Formatter.run() declares no narrower type.
      delete(folder);
      throw new KafkaUnavailableException("the embedded broker cannot be set up: " + e, e);
    }
    Runtime.getRuntime().addShutdownHook(broker.atExit);
    try {
      broker.server.startup();
      broker.topics().verify("embedded broker", List.of());
    } catch (RuntimeException e) {
      broker.close();
      throw new KafkaUnavailableException("the embedded broker does not start: " + e, e);
    }
    return broker;
  }

  /** Where clients connect: host and port. */
  public String bootstrapServers() {
    return address;
  }

  /** The topics of this broker, to be looked at and created. */
  public KafkaTopics topics() {
    return new KafkaTopics(address, ClientProperties.NONE, Duration.ofSeconds(30));
  }

  /** Stops the broker and deletes its data. Closing again does nothing. */
  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The process is already ending, and the hook has run or finds nothing left to do.
    }
  }

  private synchronized void stop() {
    if (!stopped) {
      stopped = true;
      server.shutdown();
      server.awaitShutdown();
      delete(folder);
    }
  }

  private static Properties settings(int brokerPort, int controllerPort, Path folder) {
    Properties settings = new Properties();
    settings.putAll(SMALL);
    String controller = LOOPBACK + ":" + controllerPort;
    settings.put("controller.quorum.voters", NODE_ID + "@" + controller);
    settings.put(
        "listeners", "PLAINTEXT://" + LOOPBACK + ":" + brokerPort + ",CONTROLLER://" + controller);
    settings.put("log.dirs", folder.toString());
    return settings;
  }

  /** What the storage tool does; it also switches on the transactions of today. */
  private static void format(Path folder) throws Exception {
    new Formatter()
        .setPrintStream(new PrintStream(PrintStream.nullOutputStream()))
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(NODE_ID)
        .setControllerListenerName("CONTROLLER")
        .addDirectory(folder.toString())
        .setMetadataLogDirectory(folder.toString())
        .run();
  }

  private static int freePort(int wanted) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new KafkaUnavailableException(
          LOOPBACK + ":" + wanted + " is taken: stop what listens there, or choose another port",
          e);
    }
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("egresslens-broker-");
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for the embedded broker", e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> below = Files.walk(folder)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      // A file that Kafka still held: the operating system clears its temporary folder.
    }
  }
}
