package io.egresslens.match;

import static io.egresslens.catalog.Entries.between;
import static io.egresslens.catalog.Entries.entry;
import static io.egresslens.catalog.Entries.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.Entries;
import io.egresslens.catalog.Level;
import io.egresslens.catalog.Lockdown;
import io.egresslens.flow.AddressPrefix;
import io.egresslens.flow.HostName;
import io.egresslens.flow.IpAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Holds {@link CompiledMatcher} and {@link HostMatcher} against {@link LinearMatcher}. */
class MatcherOracleTest {
  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
  private static final List<String> PROTOCOLS = Arrays.asList("https", "http", "tcp", "udp", null);
  private static final List<String> PATHS = Arrays.asList(null, "/", "/a", "/a/b", "/ab");

  private static final List<Integer> PORTS = List.of(443, 443, 80, 22, 0);

  /** What a matcher is asked beside the host. */
  private record Flow(String protocol, int port, String path, Instant time) {}

  private int found;
  private int onOtherPort;
  private int missed;

  private Catalog lastCatalog;
  private Cluster lastCluster;
  private List<HostMatcher> lastRemembering;

  @Test
  void bothMatchersAgreeOnRandomCatalogsAndNames() {
    for (long seed = 1; seed <= 90; seed++) {
      Random random = new Random(seed);
      Catalog catalog = randomCatalog(random);
      List<Cluster> views = new ArrayList<>();
      views.add(null);
      views.add(cluster(Cloud.PUBLIC, "b", "c.a", List.of("a.b", "b.a.c")));
      views.add(cluster(Cloud.USGOV, "c", null, List.of()));
      for (Cluster cluster : views) {
        for (int i = 0; i < 150; i++) {
          String host = randomName(random);
          Instant time = NOW.plusSeconds(random.nextInt(-20, 20));
          compare(
              seed,
              catalog,
              cluster,
              host,
              new Flow(pick(random, PROTOCOLS), pick(random, PORTS), pick(random, PATHS), time),
              random);
        }
      }
    }

    assertThat(found).isGreaterThan(2000);
    assertThat(onOtherPort).isGreaterThan(500);
    assertThat(missed).isGreaterThan(2000);
  }

  @Test
  void bothMatchersAgreeOnEveryShippedEntryAndItsLookAlikes() {
    long seed = 7;
    Random random = new Random(seed);
    Catalog catalog = CatalogLoader.load(CatalogLoader.BY_NAME);
    Cluster prod =
        cluster(
            Cloud.PUBLIC,
            "eastus",
            "prod.eastus.aroapp.io",
            List.of("gsm9xt.blob.core.windows.net"));
    for (Cluster cluster : Arrays.asList(null, prod)) {
      EndpointMatcher matcher = compiled(catalog, cluster);
      for (CatalogEntry entry : catalog.entries()) {
        if (entry.isAddress()) {
          continue;
        }
        String text = entry.pattern().text().split("/", 2)[0];
        String self =
            text.replace("${clusterDomain}", "prod.eastus.aroapp.io")
                .replace("${region}", "eastus")
                .replace("*", "x1");
        String apex = self.substring(self.indexOf('.') + 1);
        for (String host :
            List.of(self, "sub." + self, apex, "x" + self, self + ".evil.example", "x-" + apex)) {
          compare(seed, catalog, cluster, host, new Flow("https", 443, null, NOW), random);
        }
        boolean seesIt = cluster != null || !text.contains("${clusterDomain}");
        assertThat(matcher.candidates(self, "https", 443, null, NOW.toEpochMilli()))
            .as("entry %s is found by its own name %s", entry.id(), self)
            .filteredOn(candidate -> candidate.entry().equals(entry))
            .hasSize(seesIt ? 1 : 0);
      }
    }
    assertThat(found).isGreaterThan(200);
  }

  @Test
  void fewShippedPatternsMustBeComparedWithEveryName() {
    Catalog catalog = CatalogLoader.load(CatalogLoader.BY_NAME);

    assertThat(catalog.entries())
        .filteredOn(entry -> !entry.isAddress() && entry.pattern().anchor().isEmpty())
        .allMatch(entry -> entry.pattern().variables().contains("clusterDomain"))
        .hasSizeLessThan(10);
  }

  private void compare(
      long seed, Catalog catalog, Cluster cluster, String host, Flow flow, Random random) {
    String protocol = flow.protocol;
    int port = flow.port;
    String path = flow.path;
    Instant time = flow.time;
    List<HostMatcher> remembering = remembering(catalog, cluster);
    CompiledMatcher fast = remembering.get(0).matcher();
    EndpointMatcher slow = new LinearMatcher(catalog, cluster);
    String what =
        String.format(
            "seed %s, host %s, %s:%s, path %s, %s, cluster %s, entries %s",
            seed,
            host,
            protocol,
            port,
            path,
            time,
            cluster == null ? null : cluster.cloud(),
            catalog.entries().size() > 40 ? "shipped" : describe(catalog));
    Match expected = slow.find(host, protocol, port, path, time.toEpochMilli());
    Match actual = fast.find(host, protocol, port, path, time.toEpochMilli());
    assertThat(describe(actual)).as(what).isEqualTo(describe(expected));
    byte[] within = ("x.y" + host + ".z").getBytes(StandardCharsets.US_ASCII);
    int to = 3 + host.length();
    Match inPlace = fast.find(within, 3, to, protocol, port, path, time.toEpochMilli());
    assertThat(describe(inPlace)).as(what).isEqualTo(describe(expected));
    Match withoutPath = slow.find(host, protocol, port, null, time.toEpochMilli());
    for (HostMatcher matcher : remembering) {
      for (int asked = 1; asked <= 3; asked++) {
        CatalogEntry entry = matcher.find(within, 3, to, protocol, port, time.toEpochMilli());
        assertThat(describe(entry == null ? null : new Match(entry, matcher.wrongPort(), false)))
            .as("%s, asked for the %sth time without path", what, asked)
            .isEqualTo(describe(withoutPath));
      }
    }
    assertThat(describe(fast.candidates(host, protocol, port, path, time.toEpochMilli())))
        .as(what)
        .isEqualTo(describe(slow.candidates(host, protocol, port, path, time.toEpochMilli())));
    if (actual == null) {
      missed++;
    } else if (actual.wrongPort()) {
      onOtherPort++;
    } else {
      found++;
    }
    IpAddress address = IpAddress.ofV4(random.nextInt(4) << 30 | random.nextInt(4));
    assertThat(describe(fast.find(address, protocol, port, time.toEpochMilli())))
        .as(what + ", address " + address)
        .isEqualTo(describe(slow.find(address, protocol, port, time.toEpochMilli())));
  }

  private static CompiledMatcher compiled(Catalog catalog, Cluster cluster) {
    CompiledMatcher unbound = CompiledMatcher.of(catalog);
    return cluster == null ? unbound : unbound.boundTo(cluster);
  }

  /**
   * Ways to ask with a memory: one where names drive each other out, behind an index whose hash
   * tells hardly anything apart.
   */
  private List<HostMatcher> remembering(Catalog catalog, Cluster cluster) {
    if (catalog != lastCatalog || cluster != lastCluster) {
      CompiledMatcher colliding = CompiledMatcher.of(catalog, new LabelHash(3, 3));
      CompiledMatcher other = cluster == null ? colliding : colliding.boundTo(cluster);
      HostMemo small = new HostMemo(2, 2, 5);
      lastCatalog = catalog;
      lastCluster = cluster;
      lastRemembering =
          List.of(
              new HostMatcher(compiled(catalog, cluster)),
              new HostMatcher(CompiledMatcher.of(catalog), small).beside(other));
    }
    return lastRemembering;
  }

  private static Catalog randomCatalog(Random random) {
    List<CatalogEntry> entries = new ArrayList<>();
    for (int i = random.nextInt(25); i >= 0; i--) {
      CatalogEntry entry = randomEntry(random, "e" + i);
      if (random.nextInt(6) == 0) {
        // Two versions of one entry.
        String change = NOW.plusSeconds(random.nextInt(-9, 10)).toString();
        entries.add(between(null, change, entry));
        entries.add(between(change, null, randomEntry(random, "e" + i)));
        continue;
      }
      if (random.nextInt(5) == 0) {
        entry = in(random.nextBoolean() ? Cloud.PUBLIC : Cloud.USGOV, entry);
      }
      if (random.nextInt(5) == 0) {
        String from = random.nextBoolean() ? null : NOW.minusSeconds(5).toString();
        entry = between(from, NOW.plusSeconds(5).toString(), entry);
      }
      entries.add(entry);
    }
    return Catalog.of(entries, List.of());
  }

  private static CatalogEntry randomEntry(Random random, String id) {
    String port = pick(random, List.of("https:443", "https:443", "http:80", "tcp:22", "any"));
    if (random.nextInt(8) == 0) {
      String prefix = (random.nextInt(4) << 6) + ".0.0.0/" + pick(random, List.of(2, 8, 30));
      return Entries.address(id, Level.OPTIONAL, prefix, port);
    }
    String name = randomName(random);
    String match =
        switch (random.nextInt(9)) {
          case 0, 1, 2 -> name;
          case 3 -> "*." + name;
          case 4 -> "*" + name;
          case 5 -> "${region}." + name;
          case 6 -> "a${region}.${zone}." + name;
          case 7 -> random.nextBoolean() ? "*." + name + ".${clusterDomain}" : "a*b*." + name;
          default -> random.nextInt(4) == 0 ? "*" : "${clusterDomain}";
        };
    String path = random.nextInt(4) == 0 && !match.endsWith("}") ? "/a" : "";
    return entry(id, Level.OPTIONAL, match + path, port);
  }

  /** From a small alphabet, so that names meet patterns often. */
  private static String randomName(Random random) {
    StringBuilder name = new StringBuilder();
    IntStream.rangeClosed(0, random.nextInt(4))
        .forEach(
            label -> {
              name.append(label == 0 ? "" : ".");
              IntStream.rangeClosed(0, random.nextInt(2))
                  .forEach(i -> name.append((char) ('a' + random.nextInt(3))));
            });
    assertThat(HostName.normalize(name.toString())).isNotNull();
    return name.toString();
  }

  private static Cluster cluster(Cloud cloud, String region, String domain, List<String> gateway) {
    return new Cluster(
        "c",
        cloud,
        region,
        domain,
        Lockdown.ON,
        gateway,
        List.of(AddressPrefix.parse("10.0.0.0/8")),
        Set.of(),
        Map.of());
  }

  private static String describe(Match match) {
    return match == null
        ? "none"
        : match.entry().id() + " " + match.wrongPort() + " " + match.pathChecked();
  }

  private static String describe(List<Candidate> candidates) {
    return candidates.stream()
        .map(one -> one.entry().id() + " " + one.match() + " " + one.standing())
        .toList()
        .toString();
  }

  private static String describe(Catalog catalog) {
    return catalog.entries().stream()
        .map(entry -> entry.id() + " " + entry.match() + " " + entry.ports())
        .toList()
        .toString();
  }

  private static <T> T pick(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
