package io.egresslens.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.window.Timeline;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TallyTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void holdsWhatWasAddedHoweverManyPanesCameAtOnce(long seed) {
    Random random = new Random(seed);
    Tally tally = new Tally();
    TreeMap<Long, Long> expected = new TreeMap<>();
    for (int round = 0; round < 300; round++) {
      TreeMap<Long, Long> more = new TreeMap<>();
      long from = random.nextInt(2_000) - 1_000;
      for (int panes = random.nextInt(40); panes > 0; panes--) {
        more.put((from + random.nextInt(200)) * 10, 1L + random.nextInt(5));
      }
      if (round % 3 == 0) {
        more.forEach(tally::add);
      } else {
        tally.add(timeline(more));
      }
      more.forEach((start, flows) -> expected.merge(start, flows, Long::sum));
      if (round % 50 == 49) {
        tally.forgetBefore(-9_000 + round * 10);
        expected.headMap(-9_000L + round * 10).clear();
      }
      assertThat(tally.timeline())
          .as("round %d, seed %d", round, seed)
          .isEqualTo(timeline(expected));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 255, 256, 257, 5_000})
  void namesThatGrowAreTheNamesTogether(int names) {
    Random random = new Random(names);
    NameSlot slot = new NameSlot();
    DistinctNames together = DistinctNames.NONE;
    for (int i = 0; i < 2 * names; i++) {
      String name = "host-" + random.nextInt(names) + ".example";
      slot.add(DistinctNames.hash(name));
      together = together.plus(DistinctNames.of(name));
    }
    assertThat(slot.names()).as("seed %d", names).isEqualTo(together);
    assertThat(NameSlot.of(together).names()).isEqualTo(together);
  }

  private static Timeline timeline(Map<Long, Long> panes) {
    return new Timeline(
        panes.keySet().stream().mapToLong(start -> start).toArray(),
        panes.values().stream().mapToLong(flows -> flows).toArray());
  }
}
