package io.egresslens.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.egresslens.jobs.config.ClientProperties;
import io.egresslens.jobs.config.RunConfig.HttpReceiver;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** Debian's {@code prometheus-alertmanager}, started for a test with the configuration we ship. */
public final class RealAlertmanager implements AutoCloseable {
  /** What we ship. */
  public static final Path CONFIGURATION = Path.of("../deploy/alertmanager/alertmanager.yml");

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port;
  private final Process process;

  /** An alert as a group shows it. */
  public record Shown(String receiver, JsonNode group, JsonNode alert) {
    /** Value of a label; null for none. */
    public String label(String name) {
      return alert.at("/labels").path(name).asText(null);
    }

    /** {@code active} or {@code suppressed}. */
    public String state() {
      return alert.at("/status/state").asText();
    }
  }

  private RealAlertmanager(int port, Process process) {
    this.port = port;
    this.process = process;
  }

  /**
   * A program of the package.
   *
   * @throws TestAbortedException when it is not installed, which fails where CI is true
   */
  public static Path program(String name) {
    Path found =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    if (found == null) {
      String missing = name + " is not installed: apt-get install prometheus-alertmanager";
      assertThat(System.getenv("CI")).as(missing).isNotEqualTo("true");
      throw new TestAbortedException("SKIPPED, " + missing);
    }
    return found;
  }

  /** Starts one on loopback, with its files in the folder, and waits until it answers. */
  public static RealAlertmanager start(Path folder) throws IOException, InterruptedException {
    Path program = program("prometheus-alertmanager");
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + CONFIGURATION,
                "--storage.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                // No cluster: it would listen on, and talk to, more than loopback.
                "--cluster.listen-address=")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("alertmanager.log").toFile())
            .start();
    RealAlertmanager started = new RealAlertmanager(port, process);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!started.isReady()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        started.close();
        throw new AssertionError(Files.readString(folder.resolve("alertmanager.log")));
      }
      Thread.sleep(50);
    }
    return started;
  }

  private boolean isReady() throws InterruptedException {
    try {
      return get("/-/ready").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return client.send(
        HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.ofString());
  }

  /** For the configuration of a job. */
  public HttpReceiver receiver() {
    return new HttpReceiver("http://127.0.0.1:" + port, ClientProperties.NONE);
  }

  /** All alerts that have not ended, by the groups that they are in. */
  public List<Shown> shown() throws IOException, InterruptedException {
    List<Shown> shown = new ArrayList<>();
    for (JsonNode group : JSON.readTree(get("/api/v2/alerts/groups").body())) {
      for (JsonNode alert : group.get("alerts")) {
        shown.add(new Shown(group.at("/receiver/name").asText(), group.get("labels"), alert));
      }
    }
    return shown;
  }

  /** Waits until what it shows is as it should be. */
  public List<Shown> await(String what, Predicate<List<Shown>> wanted)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<Shown> shown = shown();
    while (!wanted.test(shown)) {
      assertThat(System.nanoTime()).as("%s; it shows %s", what, shown).isLessThan(end);
      Thread.sleep(50);
      shown = shown();
    }
    return shown;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
