package io.egresslens.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.alert.AlertLedger.Known;
import io.egresslens.alert.AlertLedger.Telling;
import io.egresslens.window.Timeline;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AlertLedgerTest {
  private static final long PANE = 10_000;
  private static final long APART = 60_000;
  private static final AlertPolicy PLAIN = AlertMachineTest.policy(0, 1, 300, 0, 9, 0);

  private final AlertLedger ledger = new AlertLedger();
  private Timeline bad = Timeline.EMPTY;
  private Timeline good = Timeline.EMPTY;

  @Test
  void anAlertFiresOnceAndIsResolvedOnce() {
    bad(100, 3);
    assertThat(tell(110)).containsExactly("100 #1 FIRING@110 page");
    bad(110, 1);
    assertThat(tell(120)).isEmpty();
    good(130, 1);
    assertThat(tell(140)).containsExactly("100 #2 RESOLVED@130");
    assertThat(tell(900)).isEmpty();
  }

  @Test
  void moreFlowsAreToldWhenTheyHaveDoubled() {
    bad(100, 3);
    tell(110);
    bad(110, 2);
    assertThat(tell(120)).isEmpty();
    bad(120, 1);
    assertThat(tell(130)).containsExactly("100 #2 FIRING@130");
  }

  @Test
  void anEarlierStartSupersedesWithoutASecondPage() {
    bad(100, 3);
    tell(110);
    bad(90, 1);
    assertThat(tell(120)).containsExactly("100 #2 SUPERSEDED@110", "90 #1 FIRING@100");
  }

  @Test
  void ofTwoThatLateFlowsJoinTheLaterIsSuperseded() {
    bad(100, 3);
    good(120, 1);
    bad(140, 3);
    assertThat(tell(150))
        .containsExactly("100 #1 FIRING@110 page", "100 #2 RESOLVED@120", "140 #1 FIRING@150 page");
    bad(120, 1);
    assertThat(tell(160)).containsExactly("140 #2 SUPERSEDED@150", "100 #3 FIRING@150");
  }

  @Test
  void ofOneThatLateFlowsSplitTheFirstPartKeepsItsIdAndNobodyIsWoken() {
    bad(100, 3);
    bad(140, 3);
    tell(150);
    good(120, 1);
    assertThat(tell(160)).containsExactly("100 #2 RESOLVED@120", "140 #1 FIRING@150");
  }

  @Test
  void anOutageThatComesAgainPagesAgain() {
    bad(100, 3);
    tell(110);
    good(120, 1);
    bad(140, 3);
    assertThat(tell(150)).containsExactly("100 #2 RESOLVED@120", "140 #1 FIRING@150 page");
  }

  @Test
  void whatNeverWasIsSuperseded() {
    AlertPolicy hold = AlertMachineTest.policy(60, 1, 300, 0, 9, 0);
    bad(100, 3);
    assertThat(tell(160, hold)).containsExactly("100 #1 FIRING@160 page");
    good(120, 1);
    assertThat(tell(170, hold)).containsExactly("100 #2 SUPERSEDED@110");
  }

  @Test
  void aChangeToAnOlderInstanceTellsTheNewestAgain() {
    bad(100, 3);
    good(120, 1);
    bad(140, 3);
    tell(150);
    bad(100, 1);
    assertThat(tell(160)).containsExactly("100 #3 RESOLVED@120", "140 #2 FIRING@150");
  }

  @Test
  void aSilenceSuppressesAndItsEndPages() {
    bad(100, 3);
    Cover silence = Cover.silence(150_000, 200_000, "team: works");
    assertThat(tell(110, silence)).containsExactly("100 #1 FIRING@110 page");
    assertThat(tell(150, silence)).containsExactly("100 #2 SUPPRESSED@150 team: works");
    assertThat(tell(210, silence)).containsExactly("100 #3 FIRING@200 page");
  }

  @Test
  void whatIsSilencedUntilItEndsNeverPages() {
    bad(100, 3);
    good(150, 3);
    assertThat(tell(900, Cover.silence(0, 200_000, "team: works")))
        .containsExactly("100 #1 SUPPRESSED@110 team: works", "100 #2 RESOLVED@150 team: works");
  }

  @Test
  void anyOrderOfFlowsLeavesWhatTellingOnceAtTheEndLeaves() throws IOException {
    for (int seed = 0; seed < 1_000; seed++) {
      Random random = new Random(seed);
      AlertPolicy policy =
          AlertMachineTest.policy(
              random.nextInt(3) * 20,
              1 + random.nextInt(4),
              60 + random.nextInt(200),
              random.nextInt(2) * 200,
              2 + random.nextInt(3),
              random.nextInt(2) * 300);
      List<Signal> parts = parts(random);
      AlertLedger once = new AlertLedger();
      AlertTime end = new AlertTime(2_000_000, 2_000_000);
      AlertMachine machine = new AlertMachine(policy, PANE);
      once.tell(known(machine, sum(parts), end), APART);

      AlertLedger often = new AlertLedger();
      TreeMap<Long, Long> pages = new TreeMap<>();
      Collections.shuffle(parts, random);
      long complete = 0;
      for (int i = 0; i <= parts.size(); i++) {
        boolean isLast = i == parts.size();
        long reached = isLast ? 2_000_000 : 2_000_000L * i / parts.size();
        complete = isLast ? reached : Math.max(complete, reached - random.nextInt(50) * PANE);
        Signal sum = sum(parts.subList(0, i));
        for (Telling telling :
            often.tell(known(machine, sum, new AlertTime(complete, reached)), APART)) {
          assertThat(telling.sequence()).as("seed %s", seed).isPositive();
          if (telling.step().page()) {
            pages.merge(telling.step().time(), 1L, Long::sum);
          }
        }
        often = copy(often);
      }

      assertThat(summary(often)).as("seed %s, %s", seed, policy).isEqualTo(summary(once));
      assertThat(pages.values()).as("seed %s, %s", seed, policy).allMatch(times -> times == 1);
    }
  }

  /** One flow or a few each; the last hundred panes are lively only. */
  private static List<Signal> parts(Random random) {
    List<Signal> parts = new ArrayList<>();
    for (long pane = 0; pane < 200; pane++) {
      Timeline one = Timeline.of(pane * PANE, 1);
      int kind = pane < 100 ? random.nextInt(8) : 7;
      Timeline bad = kind < 2 ? Timeline.of(pane * PANE, 1 + random.nextInt(3)) : Timeline.EMPTY;
      Timeline good = kind == 2 ? one : Timeline.EMPTY;
      if (kind != 6) {
        parts.add(new Signal(bad, good, one));
      }
    }
    return parts;
  }

  private static Signal sum(List<Signal> parts) {
    Signal sum = new Signal(Timeline.EMPTY, Timeline.EMPTY, Timeline.EMPTY);
    for (Signal part : parts) {
      sum =
          new Signal(
              sum.bad().plus(part.bad()),
              sum.good().plus(part.good()),
              sum.lively().plus(part.lively()));
    }
    return sum;
  }

  private static List<String> summary(AlertLedger ledger) {
    return ledger.told().stream()
        .filter(told -> !told.isSuperseded())
        .map(
            told ->
                "%d fired %d ended %d %s %d flows %s"
                    .formatted(
                        told.startsAt(),
                        told.firedAt(),
                        told.endsAt(),
                        told.step().status(),
                        told.count(),
                        told.lastBad()))
        .toList();
  }

  private static AlertLedger copy(AlertLedger ledger) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ledger.write(new DataOutputStream(bytes));
    return AlertLedger.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
  }

  private static List<Known> known(
      AlertMachine machine, Signal signal, AlertTime now, Cover... covers) {
    return machine.run(signal, now, AlertFold.NONE).episodes().stream()
        .filter(Episode::hasFired)
        .map(
            episode ->
                new Known(
                    episode,
                    Step.of(episode, List.of(covers), now.reachedMillis()),
                    "Default Action"))
        .toList();
  }

  private void bad(long second, long flows) {
    bad = bad.plus(Timeline.of(second * 1000, flows));
  }

  private void good(long second, long flows) {
    good = good.plus(Timeline.of(second * 1000, flows));
  }

  private List<String> tell(long second, Cover... covers) {
    return tell(second, PLAIN, covers);
  }

  private List<String> tell(long second, AlertPolicy policy, Cover... covers) {
    AlertTime now = new AlertTime(second * 1000, second * 1000);
    Signal signal = new Signal(bad, good, bad.plus(good));
    List<String> lines = new ArrayList<>();
    for (Telling telling :
        ledger.tell(known(new AlertMachine(policy, PANE), signal, now, covers), APART)) {
      Step step = telling.step();
      lines.add(
          "%d #%d %s@%d%s%s"
              .formatted(
                  telling.episode().startsAt() / 1000,
                  telling.sequence(),
                  step.status(),
                  step.time() / 1000,
                  step.page() ? " page" : "",
                  step.silence() == null ? "" : " " + step.silence()));
    }
    return lines;
  }
}
