package io.egresslens.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AlertClockTest {
  private static final long AHEAD = 300;

  private final AlertClock clock = new AlertClock(AHEAD);

  @Test
  void anEventFromTheFarFutureMovesTimeNoFurtherThanItMay() {
    AlertClock clock = new AlertClock(300_000);
    clock.saw(4_000_000_000_000L, 1_000_000);
    assertThat(clock.now(1_000_000).reachedMillis()).isEqualTo(1_300_000);
    clock.saw(1_400_000, 1_400_000);
    assertThat(clock.now(1_400_000).reachedMillis()).isEqualTo(1_400_000);
    AlertClock overFiles = new AlertClock(Long.MAX_VALUE);
    overFiles.saw(4_000_000_000_000L, 1_000_000);
    assertThat(overFiles.newest()).isEqualTo(4_000_000_000_000L);
  }

  @Test
  void beforeAnythingWasSeenThereIsNoTime() {
    assertThat(clock.now(17)).isEqualTo(new AlertTime(AlertClock.NEVER, AlertClock.NEVER));
    assertThat(clock.newest()).isEqualTo(AlertClock.NEVER);
  }

  /** Logs are behind, and stay as far behind. */
  @Test
  void timeGoesOnWithTheWallClockWhenNothingComes() {
    clock.saw(1_000, 5_000);
    assertThat(clock.now(5_000).reachedMillis()).isEqualTo(1_000);
    assertThat(clock.now(5_700).reachedMillis()).isEqualTo(1_700);
    clock.saw(900, 5_800);
    assertThat(clock.now(5_900).reachedMillis()).as("an older event").isEqualTo(1_900);
    assertThat(clock.newest()).isEqualTo(1_000);
  }

  @Test
  void timeNeverGoesBackWhenEventsComeAfterAPause() {
    clock.saw(1_000, 5_000);
    assertThat(clock.now(6_000).reachedMillis()).isEqualTo(2_000);
    clock.saw(1_100, 6_000);
    assertThat(clock.now(6_500).reachedMillis()).isEqualTo(2_000);
    assertThat(clock.now(7_000).reachedMillis()).isEqualTo(2_100);
  }

  @Test
  void timeDoesNotRunAwayFromTheWallClock() {
    clock.saw(6_000, 5_000);
    assertThat(clock.now(5_000).reachedMillis()).isEqualTo(5_000 + AHEAD);
    assertThat(clock.now(5_500).reachedMillis()).isEqualTo(5_500 + AHEAD);
    assertThat(clock.now(5_900).reachedMillis()).isEqualTo(5_900 + AHEAD);
  }

  @Test
  void whatIsCompleteIsReached() {
    clock.saw(1_000, 5_000);
    clock.complete(700);
    assertThat(clock.now(5_000)).isEqualTo(new AlertTime(700, 1_000));
    clock.complete(1_500);
    clock.complete(1_400);
    assertThat(clock.now(5_000)).isEqualTo(new AlertTime(1_500, 1_500));
  }

  @Test
  void theEndIsTheNewestEventOfAll() {
    clock.saw(1_000, 5_000);
    assertThat(clock.ended(1_000)).isEqualTo(new AlertTime(1_000, 1_000));
    assertThat(clock.ended(1_200)).isEqualTo(new AlertTime(1_200, 1_200));
    assertThat(new AlertClock(AHEAD).ended(AlertClock.NEVER))
        .isEqualTo(new AlertTime(AlertClock.NEVER, AlertClock.NEVER));
  }

  /** A job that stood still has not seen that nothing came. */
  @Test
  void whileNobodyLookedNoTimeHasPassed() {
    clock.saw(1_000, 5_000);
    clock.complete(400);
    AlertTime before = clock.now(5_700);
    AlertClock restored = new AlertClock(AHEAD, clock.newest(), before, 90_000);
    assertThat(restored.now(90_000)).isEqualTo(before);
    assertThat(restored.now(90_100).reachedMillis()).isEqualTo(1_800);
    AlertClock empty = new AlertClock(AHEAD, AlertClock.NEVER, clock.ended(400), 90_000);
    assertThat(empty.now(95_000)).isEqualTo(before);
  }
}
