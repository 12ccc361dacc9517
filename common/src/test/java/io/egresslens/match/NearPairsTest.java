package io.egresslens.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogLoader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** How often {@link NearMisses} is right about names of which somebody else said what they are. */
class NearPairsTest {
  private static final double BAR = 0.95;

  @Test
  void ofTwoThousandLabelledNamesNineteenOfTwentyAreToldRightInEveryKind() {
    for (long seed = 1; seed <= 3; seed++) {
      Catalog catalog = CatalogLoader.load(CatalogLoader.BY_NAME);
      CompiledMatcher matcher = CompiledMatcher.of(catalog).boundTo(NearMissesTest.CLUSTER);
      NearMisses near = NearMisses.of(catalog).boundTo(NearMissesTest.CLUSTER);
      List<NearPairs.Pair> pairs =
          new NearPairs(catalog, matcher, CompiledMatcher.variables(NearMissesTest.CLUSTER), seed)
              .make(130);
      judge(near, pairs, seed);
    }
  }

  private static void judge(NearMisses near, List<NearPairs.Pair> pairs, long seed) {
    Map<String, int[]> counts = new HashMap<>();
    List<String> wrong = new ArrayList<>();
    int right = 0;
    for (NearPairs.Pair pair : pairs) {
      NearMiss said = near.find(pair.host(), "https", pair.port(), NearMissesTest.AT);
      String kind = said == null ? NearPairs.NONE : name(said.kind().label(), said.lookalike());
      String label = name(pair.kind(), pair.lookalike());
      boolean hit =
          kind.equals(label)
              && (said == null
                  || pair.kind().equals("other-cluster")
                  || isOf(pair, owner(said.pattern())));
      counts.computeIfAbsent(label, any -> new int[3])[1]++;
      counts.computeIfAbsent(kind, any -> new int[3])[2]++;
      counts.get(label)[0] += hit ? 1 : 0;
      right += hit ? 1 : 0;
      if (!hit) {
        wrong.add(pair + " but told " + said);
      }
    }
    StringBuilder table = new StringBuilder("seed " + seed + "\n");
    for (String kind : new TreeSet<>(counts.keySet())) {
      int[] of = counts.get(kind);
      table.append(
          String.format(
              Locale.ROOT,
              "%-16s %5d labelled, precision %.3f, recall %.3f%n",
              kind,
              of[1],
              of[0] / (double) Math.max(1, of[2]),
              of[0] / (double) Math.max(1, of[1])));
    }
    table.append(
        String.format(
            Locale.ROOT,
            "%-16s %5d labelled, right %.3f%n",
            "all",
            pairs.size(),
            right / (double) pairs.size()));
    System.out.println(table);
    String what = table + String.join("\n", wrong);
    assertThat(pairs).as(what).hasSizeGreaterThan(2000);
    assertThat(right / (double) pairs.size()).as(what).isGreaterThanOrEqualTo(BAR);
    counts.forEach(
        (kind, of) -> {
          assertThat(of[0] / (double) Math.max(1, of[1]))
              .as("recall of %s, %s", kind, what)
              .isGreaterThanOrEqualTo(BAR);
          assertThat(of[0] / (double) Math.max(1, of[2]))
              .as("precision of %s, %s", kind, what)
              .isGreaterThanOrEqualTo(BAR);
        });
  }

  /**
   * Whether the entry that was told is the owner's. Accounts are numbered, and an owner may have
   * the same brand in two clouds.
   */
  private static boolean isOf(NearPairs.Pair pair, String owner) {
    return switch (pair.kind()) {
      case "next-number", "other-region" ->
          owner.replaceAll("[0-9]+", "#").equals(pair.owner().replaceAll("[0-9]+", "#"));
      case "embedded" -> owner.split("\\.")[0].equals(pair.owner().split("\\.")[0]);
      default -> owner.equals(pair.owner());
    };
  }

  private static String name(String kind, boolean lookalike) {
    return kind + (lookalike ? "!" : "");
  }

  private static String owner(String withPath) {
    String pattern = withPath.split("/", 2)[0];
    return NearPairs.owner(
        pattern.substring(pattern.lastIndexOf('*') + 1).replaceFirst("^\\.", ""));
  }
}
