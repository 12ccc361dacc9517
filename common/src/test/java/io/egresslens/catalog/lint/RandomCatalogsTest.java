package io.egresslens.catalog.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.InvalidConfigException;
import io.egresslens.catalog.Lockdown;
import io.egresslens.flow.AddressPrefix;
import io.egresslens.match.CompiledMatcher;
import io.egresslens.match.EndpointMatcher;
import io.egresslens.match.LinearMatcher;
import io.egresslens.match.Match;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Catalogs by chance, some of them broken: those without a finding load, those that do not load
 * have one, and of those that load the two matchers say the same. {@code -Degresslens.pairs=N} sets
 * how many pairs of host and port are compared, {@code -Degresslens.seed=N} the first seed.
 */
class RandomCatalogsTest {
  private static final long PAIRS = Long.getLong("egresslens.pairs", 200_000);
  private static final long SEED = Long.getLong("egresslens.seed", 1);
  private static final int PAIRS_A_CATALOG = 5_000;
  private static final LocalDate AT = LocalDate.parse("2026-01-15");
  private static final Instant NOON = Instant.parse("2026-01-15T12:00:00Z");

  private static final List<String> LABELS = List.of("a", "b", "cd", "xn--bcher-kva", "e_f");
  private static final List<String> TOPS =
      List.of("example.com", "example.net", "a.co.uk", "quay.example.com");

  @TempDir private Path folder;

  @Test
  void cleanCatalogsLoadAndBothMatchersSayTheSameOfThem() throws IOException {
    long compared = 0;
    int clean = 0;
    int refused = 0;
    long found = 0;
    for (long seed = SEED; compared < PAIRS; seed++) {
      Random random = new Random(seed);
      Path file =
          Files.writeString(folder.resolve("random.yaml"), catalog(random, random.nextInt(4) == 0));
      List<String> files = List.of(file.toString());
      LintReport report = CatalogLint.check(files, null, AT);
      Catalog loaded = loaded(files);
      assertThat(loaded == null)
          .as("seed %s: %s in%n%s", seed, report.findings(), Files.readString(file))
          .isEqualTo(report.findings().stream().anyMatch(RandomCatalogsTest::isRefusal));
      if (loaded == null) {
        refused++;
        continue;
      }
      clean += report.atLeast(Severity.WARNING).isEmpty() ? 1 : 0;
      found += compare(seed, loaded, random, file);
      compared += PAIRS_A_CATALOG;
    }
    assertThat(clean).as("catalogs without a warning").isGreaterThan(5);
    assertThat(refused).as("catalogs that do not load").isGreaterThan(5);
    assertThat(found).as("hosts that are listed").isBetween(compared / 20, compared * 19 / 20);
  }

  /** Of the loader, which refuses less than all errors. */
  private static boolean isRefusal(Finding finding) {
    return finding.rule().check() == null && finding.rule().severity() == Severity.ERROR;
  }

  private static Catalog loaded(List<String> files) {
    try {
      return CatalogLoader.load(files);
    } catch (InvalidConfigException e) {
      return null;
    }
  }

  private static long compare(long seed, Catalog catalog, Random random, Path file)
      throws IOException {
    long found = 0;
    Cluster cluster =
        new Cluster(
            "c",
            random.nextBoolean() ? Cloud.PUBLIC : Cloud.USGOV,
            "b",
            "cd.example.net",
            Lockdown.ON,
            List.of("a.b.example.com"),
            List.of(AddressPrefix.parse("10.0.0.0/8")),
            Set.of(),
            Map.of());
    CompiledMatcher unbound = CompiledMatcher.of(catalog);
    for (Cluster view : Arrays.asList(null, cluster)) {
      EndpointMatcher fast = view == null ? unbound : unbound.boundTo(view);
      EndpointMatcher slow = new LinearMatcher(catalog, view);
      for (int i = 0; i < PAIRS_A_CATALOG / 2; i++) {
        String host = host(random);
        String protocol = pick(random, List.of("https", "http", "tcp", "udp"));
        int port = pick(random, List.of(443, 443, 80, 22));
        long time = NOON.plusSeconds(86_400L * random.nextInt(-3, 4)).toEpochMilli();
        Match expected = slow.find(host, protocol, port, null, time);
        Match actual = fast.find(host, protocol, port, null, time);
        if (!same(expected, actual)) {
          assertThat(actual)
              .as(
                  "seed %s, %s %s:%s, cluster %s, in%n%s",
                  seed, host, protocol, port, view != null, Files.readString(file))
              .isEqualTo(expected);
        }
        found += expected == null ? 0 : 1;
      }
    }
    return found;
  }

  private static boolean same(Match a, Match b) {
    // By id: an entry that stands for a gateway domain has another source in each matcher.
    return a == null || b == null
        ? a == b
        : a.entry().id().equals(b.entry().id())
            && a.wrongPort() == b.wrongPort()
            && a.pathChecked() == b.pathChecked();
  }

  private static String host(Random random) {
    StringBuilder host = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      host.append(pick(random, LABELS)).append(random.nextInt(10) == 0 ? "x" : "").append('.');
    }
    return host + pick(random, TOPS);
  }

  private static String catalog(Random random, boolean broken) {
    StringBuilder text =
        new StringBuilder("replaces: " + CatalogLoader.DEFAULT_SET + "\nsharedSuffixes:\n")
            .append("  - {suffix: rent.example.com, source: {document: d}}\nentries:\n");
    int count = 1 + random.nextInt(12);
    int fault = broken ? random.nextInt(count) : -1;
    for (int i = 0; i < count; i++) {
      String match = i == fault ? fault(random) : match(random);
      text.append("  - {id: e").append(random.nextInt(60) == 0 ? 0 : i);
      text.append(", group: g").append(random.nextInt(2));
      text.append(", level: ").append(pick(random, List.of("required", "optional", "proxied")));
      text.append(", match: '").append(match).append("', ports: [");
      text.append(
          pick(random, List.of("'https:443'", "'https:443', 'http:80'", "'tcp:22'", "any")));
      text.append(']');
      if (random.nextInt(6) == 0) {
        text.append(", clouds: [").append(pick(random, List.of("public", "usgov"))).append(']');
      }
      if (random.nextInt(6) == 0) {
        text.append(", validFrom: 2026-01-").append(13 + random.nextInt(3));
        text.append(", validTo: 2026-01-").append(15 + random.nextInt(3));
      }
      text.append(", source: {document: d}}\n");
    }
    return text.toString();
  }

  private static String match(Random random) {
    String name = host(random);
    return switch (random.nextInt(8)) {
      case 0, 1 -> "*." + name;
      case 2 -> "*" + name;
      case 3 -> "${region}." + name;
      case 4 -> "*." + name.replace("example.net", "${clusterDomain}");
      default -> name;
    };
  }

  private static String fault(Random random) {
    return pick(
        random,
        List.of(
            "a.*.example.com",
            "a.$REGION.example.com",
            "<b>.example.com",
            "%a%.example.com",
            "*.rent.example.com",
            "${nosuch}.example.com",
            "*.10",
            "a..example.com",
            "a b.example.com",
            "10.0.0.1/8"));
  }

  private static <T> T pick(Random random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
