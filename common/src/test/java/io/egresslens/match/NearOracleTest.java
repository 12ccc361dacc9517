package io.egresslens.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.Entries;
import io.egresslens.catalog.Level;
import io.egresslens.flow.HostName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Holds the index of {@link NearMisses} against a comparison with every target. */
class NearOracleTest {
  private static final List<String> SUFFIXES =
      List.of("com", "io", "co.uk", "example", "azurecr.io", "blob.core.windows.net", "github.io");

  private final Map<NearMiss.Kind, Integer> seen = new EnumMap<>(NearMiss.Kind.class);
  private int none;

  @Test
  void theIndexLosesNothingOfTheShippedCatalogs() {
    Catalog catalog = CatalogLoader.load(CatalogLoader.BY_NAME);
    for (Cluster cluster : Arrays.asList(null, NearMissesTest.CLUSTER)) {
      compare(11, catalog, cluster, 6000);
    }
    assertThat(seen).hasSize(8);
    assertThat(seen.values()).allMatch(count -> count > 10);
    assertThat(none).isGreaterThan(1000);
  }

  @Test
  void theIndexLosesNothingOfRandomCatalogs() {
    for (long seed = 1; seed <= 40; seed++) {
      Random random = new Random(seed);
      List<CatalogEntry> entries = new ArrayList<>();
      for (int i = 0; i < 120; i++) {
        entries.add(Entries.entry("e" + i, Level.OPTIONAL, randomPattern(random), "https:443"));
      }
      compare(seed, Catalog.of(entries, List.of()), null, 400);
    }
    assertThat(seen).hasSize(8);
    assertThat(none).isGreaterThan(1000);
  }

  private void compare(long seed, Catalog catalog, Cluster cluster, int asked) {
    Random random = new Random(seed);
    NearMisses unbound = NearMisses.of(catalog);
    NearMisses near = cluster == null ? unbound : unbound.boundTo(cluster);
    CompiledMatcher matcher = CompiledMatcher.of(catalog);
    matcher = cluster == null ? matcher : matcher.boundTo(cluster);
    List<NearTarget> targets = List.copyOf(near.targets());
    for (int i = 0; i < asked; i++) {
      String host = mutated(random, targets);
      NearMiss found = host == null ? null : near.find(host, "https", 443, NearMissesTest.AT);
      boolean byName =
          host == null
              // Of far deeper names than the catalog has only look-alikes are told.
              || host.split("\\.").length > 12
              || (found != null && found.kind().compareTo(NearMiss.Kind.OTHER_CLUSTER) <= 0)
              || matcher.find(host, "https", 443, null, NearMissesTest.AT) != null;
      if (byName) {
        continue;
      }
      NearRules.Finding slow = NearRules.best(near.name(host), targets);
      assertThat(describe(found))
          .as("seed %s, host %s, number %s", seed, host, i)
          .isEqualTo(slow == null ? "none" : describe(slow));
      if (found == null) {
        none++;
      } else {
        seen.merge(found.kind(), 1, Integer::sum);
      }
    }
  }

  private static String describe(NearMiss found) {
    return found == null ? "none" : found.kind() + " " + found.pattern() + " " + found.confidence();
  }

  private static String describe(NearRules.Finding slow) {
    return slow.kind() + " " + slow.target().pattern + " " + slow.confidence();
  }

  private static String randomPattern(Random random) {
    String name = word(random) + "." + pick(random, SUFFIXES);
    for (int i = random.nextInt(3); i > 0; i--) {
      String label =
          random.nextInt(5) == 0 ? pick(random, List.of("eastus", "ukwest")) : word(random);
      name = label + "." + name;
    }
    return random.nextInt(4) == 0 ? "*." + name : name;
  }

  /** Few syllables, so that words meet. */
  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      word.append(pick(random, List.of("ra", "lo", "min", "ve", "ti", "ok")));
    }
    return word + (random.nextInt(3) == 0 ? String.valueOf(random.nextInt(30)) : "");
  }

  private static String mutated(Random random, List<NearTarget> targets) {
    String name = pick(random, targets).name;
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      name = mutatedOnce(random, name, targets);
      name = name.isEmpty() ? "a" : name;
    }
    return HostName.normalize(name);
  }

  private static String mutatedOnce(Random random, String name, List<NearTarget> targets) {
    List<String> labels = new ArrayList<>(List.of(name.split("\\.", -1)));
    int at = random.nextInt(labels.size());
    int letter = random.nextInt(name.length());
    String rest = name.substring(Math.min(name.length(), letter + 1));
    switch (random.nextInt(12)) {
      case 0 -> labels.add(at, word(random));
      case 1 -> labels.remove(at);
      case 2 -> labels.set(at, labels.get(at) + random.nextInt(20));
      case 3 -> {
        String other = pick(random, List.of("westus", "northeurope", "eastus2"));
        return name.contains("eastus")
            ? name.replace("eastus", other)
            : name.substring(0, letter) + name;
      }
      case 4 -> labels.addAll(List.of("evil", "example"));
      case 5 -> labels = List.of(name.replace('.', '-'), pick(random, SUFFIXES));
      case 6 -> labels = List.of(name.substring(0, letter), rest);
      case 7 -> labels = List.of(pick(random, targets).name, name);
      case 8 -> {
        return name.substring(0, letter) + "abcdefgrn01".charAt(random.nextInt(11)) + rest;
      }
      case 9 -> {
        return name.substring(0, letter) + rest;
      }
      case 10 -> {
        return name.replace(
            name.charAt(letter), "\u0430\u043e\u04350l1i".charAt(random.nextInt(7)));
      }
      default -> {
        return name.replaceFirst("[0-9]+", String.valueOf(random.nextInt(40)));
      }
    }
    return String.join(".", labels.stream().filter(label -> !label.isEmpty()).toList());
  }

  private static <T> T pick(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
