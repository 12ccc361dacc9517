package io.egresslens.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.egresslens.flow.Action;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContestantsTest {
  private static final int RECORDS = 5_000;

  @ParameterizedTest
  @EnumSource
  void everyContestantCountsTheSame(LoadForm form) {
    Load load = Load.compose(form, RECORDS);
    long decisions =
        Answers.requireSame(load, Contestants.READERS.stream().map(Contestants::of).toList());
    assertThat(decisions).isBetween(RECORDS / 2L, RECORDS - 1L);
  }

  @Test
  void rowsGrowFromPassToPassAndEndWithTheDrain() {
    Load load = Load.compose(LoadForm.LINES, RECORDS);
    for (String name : Contestants.READERS) {
      Contestant contestant = Contestants.of(name);
      contestant.pass(load);
      List<Row> once = contestant.drain();
      contestant.pass(load);
      contestant.pass(load);
      List<Row> twice = contestant.drain();
      assertThat(twice).as(name).hasSameSizeAs(once);
      assertThat(flows(twice)).as(name).isEqualTo(2 * flows(once));
      assertThat(contestant.drain()).as(name).isEmpty();
    }
  }

  @Test
  void theFloorReadsEveryByte() {
    Load load = Load.compose(LoadForm.LINES, 10);
    Contestant floor = Contestants.of(Contestants.READ_FLOOR);
    long before = floor.pass(load);
    for (byte[] block : load.blocks()) {
      for (int at = 0; at < block.length; at++) {
        block[at] ^= 1;
        assertThat(floor.pass(load)).isNotEqualTo(before);
        block[at] ^= 1;
      }
    }
  }

  @Test
  void aWrongAnswerIsNamed() {
    Load load = Load.compose(LoadForm.LINES, 100);
    Contestant liar =
        new Contestant() {
          @Override
          public long pass(Load ignored) {
            return 0;
          }

          @Override
          public List<Row> drain() {
            return List.of(
                new Row(0, "f", "quay.io", 443, "https", Action.ALLOW, null, 1, 1, 0, 0, null));
          }
        };
    List<Contestant> both = List.of(Contestants.of(Contestants.OWN), liar);
    assertThatThrownBy(() -> Answers.requireSame(load, both)).hasMessageContaining("quay.io");
  }

  private static long flows(List<Row> rows) {
    return rows.stream().mapToLong(Row::flows).sum();
  }
}
