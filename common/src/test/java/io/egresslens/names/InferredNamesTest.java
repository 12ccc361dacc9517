package io.egresslens.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.flow.Flow;
import io.egresslens.flow.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A week of a small network, simulated: sites with companions that are asked for along with them,
 * names that everybody polls, addresses that several sites share, addresses that pass from one site
 * to another, answers that clients remember.
 */
class InferredNamesTest {
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  private static final int DAYS = 7;
  private static final int SITES = 150;
  private static final int SOURCES = 40;

  /** A connection as it was meant. */
  private record Meant(Instant time, String name) {}

  /** What happened, and what it was for. */
  private static final class Week {
    private final List<Flow> flows = new ArrayList<>();
    private final Map<String, List<Meant>> byAddress = new TreeMap<>();
  }

  private static Week week(long seed) {
    Random random = new Random(seed);
    Week week = new Week();
    for (int s = 0; s < SOURCES; s++) {
      String source = "10.0." + s / 8 + "." + (10 + s);
      List<Integer> used = new ArrayList<>();
      for (int i = 0; i < 25; i++) {
        used.add((int) (SITES * Math.pow(random.nextDouble(), 1.5)));
      }
      poll(week, source, random);
      long second = random.nextInt(600);
      while (second < DAYS * 86_400L) {
        visit(
            week, source, used.get(random.nextInt(used.size())), START.plusSeconds(second), random);
        second += 20 + (long) (-Math.log(1 - random.nextDouble()) * 420);
      }
    }
    return week;
  }

  /** Every node asks for these all day. */
  private static void poll(Week week, String source, Random random) {
    for (int poll = 0; poll < 4; poll++) {
      long every = 45 + 60L * poll;
      for (long at = random.nextInt(45); at < DAYS * 86_400L; at += every + random.nextInt(9)) {
        week.flows.add(Records.query(START.plusSeconds(at), source, "poll-" + poll + ".example"));
      }
    }
  }

  private static void visit(Week week, String source, int site, Instant at, Random random) {
    String name = name(site);
    if (random.nextInt(100) >= 5) {
      week.flows.add(Records.query(at, source, name));
    }
    // Companions: of some sites always the same, of others now and then.
    if (site % 5 == 0 && random.nextInt(10) < 6) {
      week.flows.add(Records.query(at.plusMillis(300), source, "cdn." + name));
    }
    if (site % 11 == 0) {
      week.flows.add(Records.query(at.plusMillis(200), source, "twin." + name));
    }
    Instant then = at.plusMillis(20 + random.nextInt(9000));
    int connections = 1 + random.nextInt(3);
    for (int i = 0; i < connections; i++) {
      Instant time = then.plusMillis(400L * i);
      String address = address(site, time, random);
      week.flows.add(Records.visit(time, source, address, 443));
      week.byAddress.computeIfAbsent(address, any -> new ArrayList<>()).add(new Meant(time, name));
    }
  }

  private static String name(int site) {
    return "site-" + site + ".example";
  }

  /**
   * Of two addresses each; sites 30 to 59 share theirs in pairs, 60 to 89 swap at noon of day 4.
   */
  private static String address(int site, Instant time, Random random) {
    int owner = site;
    if (site >= 30 && site < 60) {
      owner = site & ~1;
    } else if (site >= 60 && site < 90 && time.isAfter(START.plus(Duration.ofHours(84)))) {
      owner = site ^ 1;
    }
    return "198.51." + owner + "." + (1 + random.nextInt(2));
  }

  private static AddressNames read(List<Flow> flows) {
    AddressNames names = new AddressNames();
    flows.forEach(names::add);
    return names;
  }

  /** The share of each name among the connections of a range, the greatest first. */
  private static List<Map.Entry<String, Double>> shares(List<Meant> all, NameRange range) {
    Map<String, Double> shares = new HashMap<>();
    List<Meant> in =
        all.stream()
            .filter(one -> !one.time.isBefore(range.from()))
            .filter(one -> one.time.isBefore(range.to().plusSeconds(1)))
            .toList();
    in.forEach(one -> shares.merge(one.name, 1.0 / in.size(), Double::sum));
    return shares.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 21, 22, 23})
  void whatIsSureIsRightAndWhatIsSharedIsMarked(long seed) {
    Week week = week(seed);
    AddressNames names = read(week.flows);
    int sure = 0;
    int right = 0;
    int shared = 0;
    int marked = 0;
    int plain = 0;
    int found = 0;
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, List<Meant>> one : week.byAddress.entrySet()) {
      List<NameRange> ranges = names.of(IpAddress.parse(one.getKey()));
      for (NameRange range : ranges) {
        List<Map.Entry<String, Double>> truth = shares(one.getValue(), range);
        boolean several = truth.size() > 1 && truth.get(1).getValue() >= 0.1;
        String name = range.name(0.9);
        if (name != null) {
          sure++;
          boolean is = !several && truth.get(0).getKey().equals(name);
          right += is ? 1 : 0;
          if (!is) {
            wrong.add(one.getKey() + " " + range + " is " + truth);
          }
        }
        if (several && range.occasions() >= 12) {
          shared++;
          marked += range.oneOf() ? 1 : 0;
        }
      }
      int site = Integer.parseInt(one.getKey().split("\\.")[2]);
      boolean single = (site < 30 || site >= 90) && site % 11 != 0;
      if (single && one.getValue().size() >= 60) {
        plain++;
        found += ranges.stream().anyMatch(range -> name(site).equals(range.name(0.9))) ? 1 : 0;
      }
    }
    String figures =
        String.format(
            "seed %d: %d of %d sure ones are right, %d of %d shared ones are marked, %d of %d well"
                + " visited plain ones are found; wrong: %s",
            seed, right, sure, marked, shared, found, plain, wrong);
    assertThat(sure).as(figures).isGreaterThan(50);
    assertThat((double) right / sure).as(figures).isGreaterThanOrEqualTo(0.98);
    assertThat(shared).as(figures).isGreaterThan(20);
    assertThat((double) marked / shared).as(figures).isGreaterThanOrEqualTo(0.98);
    assertThat(plain).as(figures).isGreaterThan(20);
    assertThat((double) found / plain).as(figures).isGreaterThanOrEqualTo(0.8);
  }

  @Test
  void theOrderOfRecordsIsOfNoAccount() {
    long seed = 9;
    Week week = week(seed);
    List<Flow> shuffled = new ArrayList<>(week.flows);
    Collections.shuffle(shuffled, new Random(seed));
    AddressNames one = read(week.flows);
    AddressNames other = read(shuffled);
    for (String address : week.byAddress.keySet()) {
      assertThat(other.of(IpAddress.parse(address)))
          .as("seed %d, %s", seed, address)
          .isEqualTo(one.of(IpAddress.parse(address)));
    }
  }

  @Test
  void withinBoundsTheSameIsKeptWhateverTheOrder() {
    long seed = 10;
    Week week = week(seed);
    List<Flow> flows = new ArrayList<>(week.flows);
    for (int i = 0; i < 40_000; i++) {
      flows.add(Records.query(START.plusSeconds(i), "10.9.9.9", "r" + i + ".flood.example"));
    }
    for (int total : new int[] {300_000, 5_000_000}) {
      TreeSet<String> answers = new TreeSet<>();
      for (int order = 0; order < 3; order++) {
        Collections.shuffle(flows, new Random(seed + order));
        AddressNames names = new AddressNames(null, 35_000, total);
        flows.forEach(names::add);
        StringBuilder all = new StringBuilder();
        all.append(names.floods()).append(' ').append(names.oneSourceIn()).append('\n');
        week.byAddress.keySet().forEach(address -> all.append(names.of(IpAddress.parse(address))));
        answers.add(all.toString());
      }
      assertThat(answers).as("seed %d", seed).hasSize(1);
      assertThat(answers.first())
          .containsPattern(total == 300_000 ? "^[01] (4|8)\n" : "^1 1\n")
          .contains("site-");
    }
  }

  @Test
  void twinsThatAreAlwaysAskedForTogetherShareTheConfidence() {
    List<Flow> flows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String source = "10.0.0." + (1 + i % 7);
      Instant at = START.plusSeconds(i * 1800L);
      flows.add(Records.query(at, source, "a.example"));
      flows.add(Records.query(at.plusSeconds(1), source, "b.example"));
      flows.add(Records.visit(at.plusSeconds(2), source, "203.0.113.1", 443));
    }
    NameRange range = read(flows).of(IpAddress.parse("203.0.113.1")).get(0);
    assertThat(range.oneOf()).isTrue();
    assertThat(range.names())
        .extracting(CandidateName::name)
        .containsExactly("a.example", "b.example");
    assertThat(range.names()).allMatch(name -> name.confidence() < 0.51);
    assertThat(range.name(0.1)).isNull();
  }

  @Test
  void theLastNameThatWasAskedForIsNotTheName() {
    List<Flow> flows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String source = "10.0.0." + (1 + i % 7);
      Instant at = START.plusSeconds(i * 1800L);
      flows.add(Records.query(at, source, "it.example"));
      flows.add(Records.query(at.plusSeconds(9), source, "other-" + i % 13 + ".example"));
      flows.add(Records.visit(at.plusSeconds(10), source, "203.0.113.1", 443));
    }
    assertThat(read(flows).of(IpAddress.parse("203.0.113.1")))
        .singleElement()
        .satisfies(range -> assertThat(range.name(0.9)).isEqualTo("it.example"));
  }

  @Test
  void oneSourceIsNotEnoughToBeSureNorAreFewOccasions() {
    for (int[] many : new int[][] {{60, 1}, {6, 6}}) {
      List<Flow> flows = new ArrayList<>();
      for (int i = 0; i < many[0]; i++) {
        String source = "10.0.0." + (1 + i % many[1]);
        Instant at = START.plusSeconds(i * 1800L);
        flows.add(Records.query(at, source, "it.example"));
        flows.add(Records.visit(at.plusSeconds(10), source, "203.0.113.1", 443));
      }
      NameRange range = read(flows).of(IpAddress.parse("203.0.113.1")).get(0);
      assertThat(range.names().get(0).name()).isEqualTo("it.example");
      assertThat(range.names().get(0).confidence()).isBetween(0.5, 0.9);
    }
  }

  @Test
  void withoutQuestionsThereIsNoName() {
    List<Flow> flows = List.of(Records.visit(START, "10.0.0.1", "203.0.113.1", 443));
    assertThat(read(flows).of(IpAddress.parse("203.0.113.1"))).isEmpty();
  }
}
