package io.egresslens.match;

import static io.egresslens.catalog.Entries.LOCATION;
import static io.egresslens.catalog.Entries.SOURCE;
import static io.egresslens.catalog.Entries.address;
import static io.egresslens.catalog.Entries.between;
import static io.egresslens.catalog.Entries.in;
import static io.egresslens.catalog.Entries.set;
import static io.egresslens.catalog.Entries.tagged;
import static io.egresslens.catalog.Level.OPTIONAL;
import static io.egresslens.catalog.Level.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.catalog.AddressSet;
import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.Period;
import io.egresslens.flow.AddressPrefix;
import io.egresslens.flow.IpAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The address lane: which range wins, held against {@link LinearMatcher} too. */
class AddressIndexTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  private static final Catalog AZURE =
      Catalog.of(
          List.of(
              tagged("azure", OPTIONAL, "AzureCloud", "tcp:443"),
              tagged("azure.east", OPTIONAL, "azurecloud.EASTUS", "tcp:443", "tcp:9000"),
              tagged("monitor", REQUIRED, "AzureMonitor", "tcp:443"),
              tagged("monitor.udp", REQUIRED, "AzureMonitor", "udp:123"),
              address("own", REQUIRED, "20.1.2.0/24", "tcp:22"),
              address("own.same", REQUIRED, "20.1.0.0/16", "tcp:443"),
              address("six", OPTIONAL, "2603:1030::/32", "any")),
          List.of(),
          List.of(
              set("AzureCloud", "20.0.0.0/8", "2603:1000::/24", "40.0.0.0/10"),
              set("AzureCloud.eastus", "20.1.0.0/16", "20.1.2.0/24"),
              set("AzureMonitor", "20.1.0.0/16", "40.1.0.0/16")));

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # address,       ask,      entry,       wrong port
          20.9.0.1,        tcp:443,  azure,       false
          20.9.0.1,        https:443, azure,      false
          20.9.0.1,        tcp:80,   azure,       true
          20.1.9.9,        tcp:443,  azure.east,  false
          20.1.9.9,        tcp:9000, azure.east,  false
          20.1.9.9,        udp:123,  monitor.udp, false
          20.1.9.9,        udp:53,   azure.east,  true
          20.1.2.3,        tcp:443,  azure.east,  false
          20.1.2.3,        tcp:22,   own,         false
          20.1.2.3,        udp:53,   own,         true
          40.1.0.1,        tcp:443,  monitor,     false
          40.63.255.255,   tcp:443,  azure,       false
          40.64.0.0,       tcp:443,  ,            false
          19.255.255.255,  tcp:443,  ,            false
          2603:1030::1,    udp:9,    six,         false
          2603:1031::1,    tcp:443,  azure,       false
          2603:1100::,     tcp:443,  ,            false
          ::ffff:20.9.0.1, tcp:443,  azure,       false
          """)
  void theLongestPrefixWinsThenTheSmallestTagThenTheId(
      String address, String ask, String entry, boolean wrongPort) {
    String[] port = ask.split(":");
    Match match =
        CompiledMatcher.of(AZURE)
            .find(IpAddress.parse(address), port[0], Integer.parseInt(port[1]), now());
    assertThat(match == null ? null : match.entry().id()).isEqualTo(entry);
    assertThat(match != null && match.wrongPort()).isEqualTo(wrongPort);
  }

  @Test
  void everyRangeThatHoldsAnAddressIsACandidateWithItsLongestPrefix() {
    assertThat(CompiledMatcher.of(AZURE).candidates(IpAddress.parse("20.1.2.3"), "tcp", 443, now()))
        .extracting(one -> one.entry().id() + " " + one.match() + " " + one.standing())
        .containsExactly(
            "azure.east tag:azurecloud.EASTUS (20.1.2.0/24) WINS",
            "own 20.1.2.0/24 OTHER_PORT",
            "own.same 20.1.0.0/16 OUTRANKED",
            "monitor tag:AzureMonitor (20.1.0.0/16) OUTRANKED",
            "monitor.udp tag:AzureMonitor (20.1.0.0/16) OTHER_PORT",
            "azure tag:AzureCloud (20.0.0.0/8) OUTRANKED");
  }

  @Test
  void aTagWhoseVersionsFollowEachOtherHoldsWhatItHeldThen() {
    Catalog catalog =
        Catalog.of(
            List.of(tagged("tag", OPTIONAL, "T", "any")),
            List.of(),
            List.of(
                dated("T", null, NOW, "192.0.2.0/24"), dated("t", NOW, null, "198.51.100.0/24")));
    EndpointMatcher matcher = CompiledMatcher.of(catalog);
    IpAddress old = IpAddress.parse("192.0.2.1");
    IpAddress recent = IpAddress.parse("198.51.100.1");
    assertThat(matcher.find(old, "tcp", 1, now() - 1)).isNotNull();
    assertThat(matcher.find(recent, "tcp", 1, now() - 1)).isNull();
    assertThat(matcher.find(old, "tcp", 1, now())).isNull();
    assertThat(matcher.find(recent, "tcp", 1, now())).isNotNull();
    assertThat(matcher.candidates(old, "tcp", 1, now()))
        .extracting(Candidate::standing)
        .containsExactly(Standing.NO_LONGER_VALID);
  }

  @Test
  void bothMatchersAgreeOnAMillionAddresses() {
    int[] seen = new int[3];
    int asked = 0;
    for (long seed = 1; seed <= 50; seed++) {
      Random random = new Random(seed);
      Catalog catalog = randomCatalog(random);
      EndpointMatcher fast = CompiledMatcher.of(catalog);
      EndpointMatcher slow = new LinearMatcher(catalog, null);
      List<AddressPrefix> ranges = ranges(catalog);
      for (int i = 0; i < 20_000; i++) {
        IpAddress address = randomAddress(random, ranges);
        long time = now() + random.nextInt(-2, 2);
        int port = random.nextBoolean() ? 443 : 22;
        Match expected = slow.find(address, "tcp", port, time);
        Match actual = fast.find(address, "tcp", port, time);
        asked++;
        seen[actual == null ? 0 : actual.wrongPort() ? 1 : 2]++;
        if (!text(actual).equals(text(expected))) {
          assertThat(text(actual)).as("seed %d, %s", seed, address).isEqualTo(text(expected));
        }
        if (i % 50 == 0) {
          assertThat(fast.candidates(address, "tcp", port, time))
              .as("seed %d, %s", seed, address)
              .isEqualTo(slow.candidates(address, "tcp", port, time));
        }
      }
    }
    assertThat(asked).isEqualTo(1_000_000);
    assertThat(seen[0]).isGreaterThan(10_000);
    assertThat(seen[1]).isGreaterThan(10_000);
    assertThat(seen[2]).isGreaterThan(100_000);
  }

  private static Catalog randomCatalog(Random random) {
    List<AddressSet> sets = new ArrayList<>();
    int names = 1 + random.nextInt(5);
    for (int i = 0; i < names; i++) {
      if (random.nextInt(3) == 0) {
        sets.add(dated("set" + i, null, NOW, prefixes(random)));
        sets.add(dated("SET" + i, NOW, null, prefixes(random)));
      } else {
        sets.add(set("Set" + i, prefixes(random)));
      }
    }
    List<CatalogEntry> entries = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String port = random.nextInt(3) == 0 ? "tcp:22" : "tcp:443";
      CatalogEntry entry =
          random.nextBoolean()
              ? tagged("e" + i, OPTIONAL, "sEt" + random.nextInt(names), port)
              : address("e" + i, OPTIONAL, prefix(random), port);
      entry = random.nextInt(5) == 0 ? between(null, NOW.toString(), entry) : entry;
      entries.add(random.nextInt(9) == 0 ? in(Cloud.USGOV, entry) : entry);
    }
    return Catalog.of(entries, List.of(), sets);
  }

  private static String[] prefixes(Random random) {
    String[] prefixes = new String[1 + random.nextInt(8)];
    for (int i = 0; i < prefixes.length; i++) {
      prefixes[i] = prefix(random);
    }
    return prefixes;
  }

  /** Of few bits that differ, so that many nest, touch, and reach the ends of the space. */
  private static String prefix(Random random) {
    boolean v4 = random.nextInt(3) > 0;
    long spread = random.nextInt(4) << 30 | random.nextInt(4) << 14 | random.nextInt(4);
    spread = random.nextInt(6) == 0 ? -1 : spread;
    IpAddress address =
        v4 ? IpAddress.ofV4((int) spread) : new IpAddress(spread << 32, random.nextInt(4) - 1);
    int[] lengths =
        v4 ? new int[] {0, 1, 2, 16, 17, 18, 30, 31, 32} : new int[] {0, 2, 64, 65, 127, 128};
    int length = lengths[random.nextInt(lengths.length)];
    return AddressPrefix.of(address, v4 ? length + 96 : length).toString();
  }

  private static List<AddressPrefix> ranges(Catalog catalog) {
    List<AddressPrefix> ranges = new ArrayList<>();
    catalog.addressSets().forEach(one -> ranges.addAll(one.prefixes()));
    catalog.entries().stream()
        .filter(entry -> entry.prefix() != null)
        .forEach(entry -> ranges.add(entry.prefix()));
    return ranges;
  }

  /** At the borders of a range, most of the time. */
  private static IpAddress randomAddress(Random random, List<AddressPrefix> ranges) {
    AddressPrefix range = ranges.get(random.nextInt(ranges.size()));
    IpAddress first = range.address();
    if (random.nextInt(5) == 0) {
      return random.nextBoolean()
          ? IpAddress.ofV4(random.nextInt())
          : new IpAddress(random.nextLong() | 1L << 62, random.nextLong());
    }
    int bits = range.bits();
    long high = bits >= 64 ? 0 : bits == 0 ? -1 : -1L >>> bits;
    long low = bits <= 64 ? -1 : bits == 128 ? 0 : -1L >>> (bits - 64);
    IpAddress last = new IpAddress(first.high() | high, first.low() | low);
    return switch (random.nextInt(5)) {
      case 0 -> first;
      case 1 -> last;
      case 2 -> step(first, -1);
      case 3 -> step(last, 1);
      default ->
          new IpAddress(
              first.high() | (random.nextLong() & high), first.low() | (random.nextLong() & low));
    };
  }

  private static IpAddress step(IpAddress from, int by) {
    long low = from.low() + by;
    boolean carry = by > 0 ? low == 0 : low == -1;
    return new IpAddress(carry ? from.high() + by : from.high(), low);
  }

  private static AddressSet dated(String name, Instant from, Instant to, String... prefixes) {
    return new AddressSet(
        name, set(name, prefixes).prefixes(), new Period(from, to), SOURCE, LOCATION);
  }

  private static String text(Match match) {
    return match == null ? "none" : match.entry().id() + match.entry().period() + match.wrongPort();
  }

  private static long now() {
    return NOW.toEpochMilli();
  }
}
