package io.egresslens.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.catalog.CatalogLoader;
import io.egresslens.classify.Expectation;
import io.egresslens.classify.Verdict;
import io.egresslens.flow.Action;
import io.egresslens.jobs.io.FileOutlets;
import io.egresslens.window.DomainRollup;
import io.egresslens.window.Summary;
import io.egresslens.window.SummaryFields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A replay over three versions of a catalog, in three files with adjoining periods, against every
 * record judged by hand at its time and added up by hand.
 */
class CatalogVersionsReplayTest {
  private static final long SEED = 20_260_110;
  private static final Instant SECOND_FROM = Instant.parse("2026-01-10T00:00:00Z");
  private static final Instant THIRD_FROM = Instant.parse("2026-01-20T00:00:00Z");
  private static final Instant ACCEPTED_UNTIL = Instant.parse("2026-01-15T00:00:00Z");
  private static final String FIREWALL =
      "/subscriptions/s/resourcegroups/rg/providers/microsoft.network/azurefirewalls/fw";

  /** What a version of the catalog says, in the order of precedence. */
  private record Line(int version, String id, String level, String match, List<String> ports) {}

  private static final List<Line> LINES =
      List.of(
          // Another level, then gone.
          line(1, "level", "required", "level.versions.example", "https:443"),
          line(2, "level", "optional", "level.versions.example", "https:443"),
          // Another port; not there at first.
          line(2, "port", "required", "port.versions.example", "http:80"),
          line(3, "port", "required", "port.versions.example", "https:443", "http:80"),
          // Other hosts, one of them left to the suffix.
          line(1, "host", "required", "one.versions.example", "https:443"),
          line(2, "host", "required", "two.versions.example", "https:443"),
          line(3, "host", "local", "three.versions.example", "https:443"),
          line(2, "suffix", "optional", "*.versions.example", "https:443"),
          line(1, "range", "optional", "203.0.113.0/24", "tcp:22"),
          // By the versions of an address set.
          line(2, "range", "required", "203.0.113.0/25", "tcp:22", "tcp:443"),
          line(3, "range", "required", "203.0.113.128/25", "tcp:443"));

  private static final List<String> DESTINATIONS =
      List.of(
          "level.versions.example",
          "port.versions.example",
          "one.versions.example",
          "two.versions.example",
          "three.versions.example",
          "unheard.versions.example",
          "versions.example",
          "203.0.113.5",
          "203.0.113.200",
          "203.0.114.1");

  private record Flow(
      Instant time, String source, String destination, String protocol, int port, Action action) {
    boolean isAddress() {
      return Character.isDigit(destination.charAt(0));
    }

    String cluster() {
      return source.startsWith("10.1.") ? "blue" : "unassigned";
    }
  }

  private record Key(
      long window,
      String cluster,
      String destination,
      int port,
      String protocol,
      Action action,
      Expectation expectation,
      String entry) {}

  private static final class Sum {
    private final TreeSet<Integer> sources = new TreeSet<>();
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;
    private long flows;
  }

  @TempDir Path folder;

  private static Line line(int version, String id, String level, String match, String... ports) {
    return new Line(version, "versions." + id, level, match, List.of(ports));
  }

  @ParameterizedTest(name = "windows of {0}, parallelism {1}")
  @CsvSource({"1h, 1", "1h, 2", "7h, 1", "7h, 2"})
  void aReplayOverThreeVersionsIsAsJudgedByHand(String window, int parallelism) throws IOException {
    List<String> catalogs = writeCatalogs();
    Path clusters =
        Files.writeString(
            folder.resolve("clusters.yaml"),
            """
            clusters:
              - name: blue
                cloud: public
                region: eastus
                domain: blue.eastus.aroapp.io
                sources: [10.1.0.0/16]
                features: {versions: opted-out}
            accept:
              - {match: "*.versions.example", owner: team, reason: "INC-9", until: 2026-01-14}
              - {match: 203.0.114.0/24, ports: [tcp:22], owner: team, reason: "x", until: 2026-01-14}
            """);
    List<Flow> flows = flows(new Random(SEED));
    Path logs = writeLogs(flows);
    Path output = folder.resolve("output");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "replay",
                "--input",
                logs.toString(),
                "--output",
                output.toString(),
                "--clusters",
                clusters.toString(),
                "--window",
                window,
                "--parallelism",
                String.valueOf(parallelism),
                "--catalog"));
    arguments.addAll(catalogs);

    Answer answer = Answer.of(arguments.toArray(String[]::new));

    assertThat(answer.status()).as("%s", answer).isZero();
    String version = CatalogLoader.load(catalogs).version();
    String expected =
        byHand(flows, Duration.parse("PT" + window.toUpperCase(java.util.Locale.ROOT)), version);
    String actual = Files.readString(output.resolve(FileOutlets.SUMMARIES));
    // Line by line first: it names the lines that differ.
    assertThat(actual.lines().toList()).as("seed %d", SEED).isEqualTo(expected.lines().toList());
    assertThat(actual).isEqualTo(expected);
    assertThat(output.resolve(FileOutlets.LATE_FLOWS)).isEmptyFile();
    assertThat(output.resolve(FileOutlets.DEAD_LETTERS)).isEmptyFile();
  }

  private List<String> writeCatalogs() throws IOException {
    List<String> periods =
        List.of(
            "validTo: 2026-01-10",
            "validFrom: 2026-01-10\nvalidTo: 2026-01-20",
            "validFrom: 2026-01-20");
    List<String> paths = new ArrayList<>();
    for (int version = 1; version <= 3; version++) {
      StringBuilder yaml = new StringBuilder("entries:\n");
      String sets = "";
      for (Line line : LINES) {
        if (line.version == version) {
          yaml.append("  - id: ").append(line.id).append("\n    group: versions\n");
          yaml.append("    level: ").append(line.level).append('\n');
          boolean tag = version > 1 && line.match.startsWith("203.");
          yaml.append("    match: \"").append(tag ? "tag:Range" : line.match).append("\"\n");
          if (tag) {
            sets =
                "addressSets: [{name: Range, prefixes: ["
                    + line.match
                    + "], source: {document: x}}]\n";
          }
          yaml.append("    ports: ").append(line.ports).append('\n');
          yaml.append("    source: {document: a test}\n");
        }
      }
      yaml.append(sets).append(periods.get(version - 1)).append('\n');
      Path path = folder.resolve("version-" + version + ".yaml");
      paths.add(Files.writeString(path, yaml).toString());
    }
    return paths;
  }

  /** Spread over all three versions, and again and again right at a border. */
  private static List<Flow> flows(Random random) {
    List<Flow> flows = new ArrayList<>();
    List<Instant> borders = List.of(SECOND_FROM, THIRD_FROM, ACCEPTED_UNTIL);
    long[] nanos = {-1_000_000, -100, 0, 100, 999_900, 1_000_000};
    Instant start = Instant.parse("2026-01-08T00:00:00Z");
    for (int i = 0; i < 6000; i++) {
      Instant time =
          random.nextInt(3) > 0
              ? start.plusMillis(random.nextLong(Duration.ofDays(14).toMillis()))
              : borders
                  .get(random.nextInt(borders.size()))
                  .plusNanos(nanos[random.nextInt(nanos.length)]);
      String destination = DESTINATIONS.get(random.nextInt(DESTINATIONS.size()));
      boolean address = Character.isDigit(destination.charAt(0));
      int port = address ? (random.nextBoolean() ? 22 : 443) : random.nextBoolean() ? 443 : 80;
      flows.add(
          new Flow(
              time,
              "10." + (1 + random.nextInt(2)) + ".0." + (1 + random.nextInt(9)),
              destination,
              address ? "tcp" : port == 443 ? "https" : "http",
              port,
              random.nextInt(4) == 0 ? Action.DENY : Action.ALLOW));
    }
    Collections.shuffle(flows, random);
    return flows;
  }

  private Path writeLogs(List<Flow> flows) throws IOException {
    Path logs = Files.createDirectories(folder.resolve("logs"));
    for (int file = 0; file < 4; file++) {
      StringBuilder lines = new StringBuilder();
      for (int i = file; i < flows.size(); i += 4) {
        lines.append(record(flows.get(i))).append('\n');
      }
      Files.writeString(logs.resolve("part-" + file + ".jsonl"), lines);
    }
    return logs;
  }

  private static String record(Flow flow) {
    String target =
        flow.isAddress()
            ? "\"DestinationIp\":\"" + flow.destination + "\""
            : "\"Fqdn\":\"" + flow.destination + "\",\"TargetUrl\":\"\"";
    return "{\"category\":\""
        + (flow.isAddress() ? "AZFWNetworkRule" : "AZFWApplicationRule")
        + "\",\"resourceId\":\""
        + FIREWALL
        + "\",\"time\":\""
        + flow.time
        + "\",\"properties\":{\"Protocol\":\""
        + flow.protocol
        + "\",\"SourceIp\":\""
        + flow.source
        + "\",\"SourcePort\":40000,\"DestinationPort\":"
        + flow.port
        + ","
        + target
        + ",\"Action\":\""
        + flow.action.label()
        + "\",\"Policy\":\"p\",\"RuleCollectionGroup\":\"g\",\"RuleCollection\":\"c\","
        + "\"Rule\":\"r\",\"ActionReason\":\"\"}}";
  }

  private static String byHand(List<Flow> flows, Duration window, String version) {
    Map<Key, Sum> sums = new HashMap<>();
    for (Flow flow : flows) {
      Line line = line(flow);
      Expectation expectation = expectation(flow, line);
      Key key =
          new Key(
              Math.floorDiv(flow.time.toEpochMilli(), window.toMillis()) * window.toMillis(),
              flow.cluster(),
              flow.destination,
              flow.port,
              flow.protocol,
              flow.action,
              expectation,
              line == null ? null : line.id);
      Sum sum = sums.computeIfAbsent(key, any -> new Sum());
      sum.flows++;
      sum.sources.add(Integer.parseInt(flow.source.substring(flow.source.lastIndexOf('.') + 1)));
      sum.first = flow.time.isBefore(sum.first) ? flow.time : sum.first;
      sum.last = flow.time.isAfter(sum.last) ? flow.time : sum.last;
    }
    StringBuilder lines = new StringBuilder();
    sums.entrySet().stream()
        .sorted(
            Map.Entry.comparingByKey(
                Comparator.comparingLong(Key::window)
                    .thenComparing(Key::cluster)
                    .thenComparing(Key::destination)
                    .thenComparing(Key::port)
                    .thenComparing(Key::protocol)
                    .thenComparing(key -> key.action.label())
                    .thenComparing(key -> key.expectation.label())
                    .thenComparing(key -> key.entry == null ? "" : key.entry)))
        .forEach(
            row ->
                lines
                    .append(
                        SummaryFields.SUMMARY.toLine(
                            summary(row.getKey(), row.getValue(), window, version)))
                    .append('\n'));
    return lines.toString();
  }

  /** The line of the flow's version that speaks of it, on its port if there is one. */
  private static Line line(Flow flow) {
    int version = flow.time.isBefore(SECOND_FROM) ? 1 : flow.time.isBefore(THIRD_FROM) ? 2 : 3;
    Line onOtherPort = null;
    for (Line line : LINES) {
      if (line.version != version || !names(line.match, flow.destination)) {
        continue;
      }
      if (line.ports.contains(flow.protocol + ":" + flow.port)) {
        return line;
      }
      onOtherPort = onOtherPort == null ? line : onOtherPort;
    }
    return onOtherPort;
  }

  private static boolean names(String match, String destination) {
    if (match.startsWith("203.")) {
      int slash = match.indexOf('/');
      int shift = 32 - Integer.parseInt(match.substring(slash + 1));
      return Character.isDigit(destination.charAt(0))
          && number(match.substring(0, slash)) >> shift == number(destination) >> shift;
    }
    return match.startsWith("*")
        ? destination.endsWith(match.substring(1))
        : destination.equals(match);
  }

  private static long number(String address) {
    long number = 0;
    for (String part : address.split("\\.")) {
      number = number << 8 | Integer.parseInt(part);
    }
    return number;
  }

  private static Expectation expectation(Flow flow, Line line) {
    boolean blue = flow.cluster().equals("blue");
    Expectation expectation;
    if (line == null) {
      expectation = Expectation.UNLISTED;
    } else if (!line.ports.contains(flow.protocol + ":" + flow.port)) {
      expectation = Expectation.WRONG_PORT;
    } else if (line.level.equals("local")) {
      return Expectation.LOCAL;
    } else if (blue) {
      expectation = Expectation.OPTED_OUT;
    } else {
      return line.level.equals("required") ? Expectation.REQUIRED : Expectation.OPTIONAL;
    }
    boolean accepted =
        flow.destination.endsWith(".versions.example")
            || (flow.destination.startsWith("203.0.114.") && flow.port == 22);
    return accepted && flow.time.isBefore(ACCEPTED_UNTIL) ? Expectation.ACCEPTED : expectation;
  }

  private static Summary summary(Key key, Sum sum, Duration window, String version) {
    long end = key.window + window.toMillis();
    String network = key.cluster.equals("blue") ? "10.1.0." : "10.2.0.";
    return new Summary(
        id(key, end),
        Instant.ofEpochMilli(key.window),
        Instant.ofEpochMilli(end),
        0,
        true,
        FIREWALL,
        key.cluster,
        key.destination,
        DomainRollup.domainOf(key.destination, null),
        key.port,
        key.protocol,
        key.action,
        key.expectation,
        Verdict.of(key.expectation, key.action),
        key.entry,
        version,
        sum.flows,
        sum.sources.size(),
        false,
        sum.sources.stream().limit(5).map(last -> network + last).toList(),
        sum.first,
        sum.last,
        List.of("c/r"));
  }

  private static String id(Key key, long end) {
    String text =
        String.join(
            "\u001f",
            String.valueOf(key.window),
            String.valueOf(end),
            FIREWALL,
            key.cluster,
            key.destination,
            String.valueOf(key.port),
            key.protocol,
            key.action.label(),
            key.expectation.label(),
            key.entry == null ? "" : key.entry,
            "");
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      String bits =
          new java.math.BigInteger(1, hash).setBit(256).toString(2).substring(1); // Leading zeros.
      StringBuilder id = new StringBuilder();
      for (int i = 0; i < 25; i++) {
        int five = Integer.parseInt(bits.substring(5 * i, 5 * i + 5), 2);
        id.append("abcdefghijklmnopqrstuvwxyz234567".charAt(five));
      }
      return id.toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
