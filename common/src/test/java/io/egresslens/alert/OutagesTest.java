package io.egresslens.alert;

import static io.egresslens.alert.Episode.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.alert.Outages.Child;
import io.egresslens.alert.Outages.Found;
import io.egresslens.alert.Transition.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutagesTest {
  private static final AlertPolicy POLICY = AlertMachineTest.policy(0, 1, 300, 0, 9, 0);
  private static final long NOW = 10_000;

  @Test
  void fortyEntriesDeniedForOneCauseAreOneOutage() {
    List<Child> children =
        IntStream.range(0, 40).mapToObj(i -> child("entry" + i, i % 7, 60 + i, NEVER)).toList();

    Found found = find(children);

    assertThat(found.episodes())
        .singleElement()
        .returns(0L, Episode::startsAt)
        .returns(60L, Episode::firedAt)
        .matches(episode -> !episode.hasEnded());
    assertThat(found.folded()).hasSize(40);
  }

  @Test
  void twoAreNone() {
    assertThat(find(List.of(child("a", 0, 60, NEVER), child("b", 0, 60, NEVER))).episodes())
        .isEmpty();
  }

  @Test
  void oneThatFiredAloneIsFoldedFromWhenTheOutageFires() {
    Child alone = child("a", 0, 60, NEVER);
    Found found = find(List.of(alone, child("b", 100, 160, NEVER), child("c", 100, 170, NEVER)));

    assertThat(found.episodes()).singleElement().returns(160L, Episode::firedAt);
    assertThat(found.folded().get(alone)).isEqualTo(Cover.parent(160, NEVER, "parent"));
  }

  @Test
  void aPendingOneCountsAndIsFoldedWhenItFires() {
    Child pending = child("c", 50, NEVER, NEVER);
    Found found = find(List.of(child("a", 0, 60, NEVER), child("b", 0, 60, NEVER), pending));

    assertThat(found.episodes()).hasSize(1);
    assertThat(found.folded()).hasSize(2).doesNotContainKey(pending);
  }

  @Test
  void aLateJoinerIsFoldedAndTheOutageEndsWithTheLastOfThem() {
    Child late = child("d", 200, 260, 400);
    Found found =
        find(List.of(child("a", 0, 60, 300), child("b", 0, 60, 300), child("c", 0, 60, 300), late));

    assertThat(found.episodes()).singleElement().returns(400L, Episode::endsAt);
    assertThat(found.folded().get(late)).isEqualTo(Cover.parent(260, 400, "parent"));
  }

  @Test
  void oneThatFiresAfterTheOutageIsAlone() {
    Child after = child("d", 500, 560, NEVER);
    Found found =
        find(
            List.of(child("a", 0, 60, 300), child("b", 0, 60, 300), child("c", 0, 60, 300), after));

    assertThat(found.episodes()).hasSize(1);
    assertThat(found.folded()).doesNotContainKey(after);
  }

  @Test
  void silencedOnesAreNotCountedUntilTheSilenceIsOver() {
    List<Cover> silence = List.of(Cover.silence(0, 500, "team: works"));
    List<Child> children =
        IntStream.range(0, 3)
            .mapToObj(i -> new Child("entry" + i, episode(0, 60, NEVER), silence))
            .toList();

    assertThat(new Outages(POLICY, 3, 499).find(children, "parent", 499, AlertFold.NONE).episodes())
        .isEmpty();
    assertThat(find(children).episodes()).singleElement().returns(500L, Episode::firedAt);
  }

  @Test
  void forgettingChildrenThatEndedChangesNothingOfWhatComesAfter() {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      List<Child> children = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        long start = 0;
        while (start < 1_500) {
          start += random.nextInt(500);
          long end = start + 60 + random.nextInt(300);
          long fired = random.nextInt(4) == 0 ? NEVER : start + random.nextInt(60);
          children.add(child("entry" + i, start, fired, end));
          start = end + 1;
        }
      }
      AlertPolicy policy =
          AlertMachineTest.policy(0, 1, 300, 0, 2 + random.nextInt(2), random.nextInt(2));
      Outages outages = new Outages(policy, 3 + random.nextInt(2), NOW);
      List<Episode> all = outages.find(children, "parent", NOW, AlertFold.NONE).episodes();
      AlertFold fold = AlertFold.NONE;
      for (long cut = 0; cut < 2_500; cut += 1 + random.nextInt(300)) {
        fold = outages.fold(children, cut, fold);
        long from = cut;
        children = new ArrayList<>(children);
        children.removeIf(child -> child.episode().endsAt() < from);
        List<Episode> after = outages.find(children, "parent", NOW, fold).episodes();

        assertThat(withoutStarts(all))
            .as("seed %s at %s", seed, cut)
            .containsAll(withoutStarts(after));
        assertThat(withoutStarts(after))
            .as("seed %s at %s", seed, cut)
            .containsAll(withoutStarts(all.stream().filter(one -> one.endsAt() >= from).toList()));
      }
    }
  }

  private static List<String> withoutStarts(List<Episode> episodes) {
    return episodes.stream().map(Episode::toString).toList();
  }

  private static Found find(List<Child> children) {
    return new Outages(POLICY, 3, NOW).find(children, "parent", NOW, AlertFold.NONE);
  }

  private static Child child(String id, long startsAt, long firedAt, long endsAt) {
    return new Child(id, episode(startsAt, firedAt, endsAt), List.of());
  }

  private static Episode episode(long startsAt, long firedAt, long endsAt) {
    List<Transition> fired =
        firedAt == NEVER ? List.of() : List.of(new Transition(firedAt, Kind.FIRED, true));
    return new Episode(
        startsAt,
        firedAt,
        Math.min(startsAt + 60, endsAt),
        endsAt,
        endsAt == NEVER ? null : Episode.End.HEALED,
        1,
        false,
        firedAt == NEVER ? 0 : 1,
        fired);
  }
}
