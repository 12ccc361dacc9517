package io.egresslens.alert;

import static io.egresslens.alert.Story.CLUSTER;
import static io.egresslens.alert.Story.millis;
import static io.egresslens.alert.Story.required;
import static io.egresslens.alert.Story.unlisted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.egresslens.classify.Expectation;
import io.egresslens.flow.Action;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectMemoryTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theOrderOfObservationsLeavesNoTrace(long seed) throws IOException {
    Random random = new Random(seed);
    Story straight = noise(random);
    List<Observation> shuffled = new ArrayList<>(straight.told());
    Collections.shuffle(shuffled, random);
    Story other = Story.plain();
    shuffled.forEach(other::tell);

    for (Subject subject : straight.subjects()) {
      assertThat(bytes(other.memory(subject)))
          .as("%s, seed %d", subject, seed)
          .isEqualTo(bytes(straight.memory(subject)));
    }
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    Story story = noise(new Random(4));
    story.prune(30);
    for (Subject subject : story.subjects()) {
      byte[] written = bytes(story.memory(subject));
      SubjectMemory read =
          SubjectMemory.readFrom(new DataInputStream(new ByteArrayInputStream(written)));
      assertThat(bytes(read)).as("%s", subject).isEqualTo(written);
    }
  }

  @Test
  void triesAreWrittenAndReadBackToo() throws IOException {
    SubjectMemory memory = new SubjectMemory(SubjectKind.PARSING);
    memory.observe(millis(0), 3, 7);
    SubjectMemory read =
        SubjectMemory.readFrom(new DataInputStream(new ByteArrayInputStream(bytes(memory))));
    assertThat(read.failed().total()).isEqualTo(3);
    assertThat(read.succeeded().total()).isEqualTo(7);
  }

  @ParameterizedTest
  @EnumSource(
      value = Expectation.class,
      names = {"LOCAL", "NO_DESTINATION"})
  void flowsThatGoNowhereAreAPulseOnly(Expectation expectation) {
    Story story = Story.plain().at(0, Story.of(expectation, "inner.example"));
    assertThat(Subject.of(story.told().get(0)))
        .containsExactly(Subject.FIREWALL, Subject.cluster(CLUSTER));
  }

  @Test
  void anUnlistedNameTouchesItsDomainAndItself() {
    Story story = Story.plain().at(0, unlisted("a.b.evil.example.com"));
    assertThat(Subject.of(story.told().get(0)))
        .extracting(Subject::kind, Subject::name, Subject::port)
        .contains(
            tuple(SubjectKind.NAME, "a.b.evil.example.com", 0),
            tuple(SubjectKind.DESTINATION, "a.b.evil.example.com", 443),
            tuple(SubjectKind.DOMAIN, "example.com", 0));
  }

  @Test
  void pruningForgetsPanesButNeitherTheFirstNorTheLastSight() {
    Story story = Story.plain().every(1, 0, 120, required("quay"));
    SubjectMemory memory = story.memory(Story.entry("quay"));
    story.prune(60 * 24 * 9);

    assertThat(memory.panes(lane -> true).starts()).containsExactly(millis(119));
    assertThat(memory.firstSeen(lane -> true)).isEqualTo(millis(0));
    assertThat(memory.minutes(lane -> true).panes()).isEqualTo(120);
    assertThat(memory.evidence(lane -> true, millis(0), millis(120))).isEmpty();
  }

  @Test
  void whatIsOlderThanWhatWasPrunedLeavesNoPanes() {
    Story story = Story.plain().at(200, required("quay"));
    story.prune(200);
    story.at(100, required("quay"));
    SubjectMemory memory = story.memory(Story.entry("quay"));
    assertThat(memory.panes(lane -> true).starts()).containsExactly(millis(200));
    assertThat(memory.firstSeen(lane -> true)).isEqualTo(millis(100));
  }

  @Test
  void evidenceIsOfTheTimeThatIsAskedForMostFlowsFirst() {
    Story story =
        Story.plain()
            .at(0, required("quay").deny(), 90, null, "10.0.0.4")
            .at(60, required("quay").deny(), 5, "net/block", "10.0.0.5")
            .at(61, required("quay").deny(), 5, "net/block", "10.0.0.6")
            .at(62, required("quay"), 50, "app/allow", "10.0.0.7");
    SubjectMemory memory = story.memory(Story.entry("quay"));
    List<Evidence> evidence =
        memory.evidence(lane -> lane.action() == Action.DENY, millis(59), millis(70));

    assertThat(evidence).hasSize(1);
    assertThat(evidence.get(0).flows()).isEqualTo(10);
    assertThat(evidence.get(0).rule()).isEqualTo("net/block");
    assertThat(evidence.get(0).sampleSources()).containsExactly("10.0.0.5", "10.0.0.6");
    assertThat(memory.topRule(lane -> lane.action() == Action.DENY, millis(0), millis(1)))
        .isEqualTo(SubjectMemory.DEFAULT_ACTION);
    assertThat(memory.sources(lane -> true, millis(59), millis(70)).count()).isEqualTo(3);
    assertThat(memory.topRule(lane -> true, millis(300), millis(400))).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 255, 256, 1_000, 100_000})
  void distinctNamesAreCountedTheSameHoweverTheyWereSharedOut(int names) {
    DistinctNames straight = DistinctNames.NONE;
    DistinctNames even = DistinctNames.NONE;
    DistinctNames odd = DistinctNames.NONE;
    for (int i = 0; i < names; i++) {
      DistinctNames one = DistinctNames.of("host-" + i + ".example");
      straight = straight.plus(one).plus(one);
      even = i % 2 == 0 ? one.plus(even) : even;
      odd = i % 2 == 1 ? odd.plus(one) : odd;
    }
    assertThat(odd.plus(even)).isEqualTo(straight);
    assertThat((double) straight.count()).isBetween(names * 0.8, names * 1.2);
    if (names < DistinctNames.LIMIT) {
      assertThat(straight.count()).isEqualTo(names);
    }
  }

  private static Story noise(Random random) {
    Story story = Story.plain();
    List<Expectation> expectations = List.of(Expectation.values());
    for (int i = 0; i < 2_000; i++) {
      Expectation expectation = expectations.get(random.nextInt(expectations.size()));
      boolean isListed = expectation.compareTo(Expectation.PROXIED) <= 0;
      String name = "h" + random.nextInt(60) + ".d" + random.nextInt(3) + ".com";
      Story.To to =
          new Story.To(
              expectation == Expectation.NO_DESTINATION ? null : name,
              443,
              random.nextBoolean() ? Action.ALLOW : Action.DENY,
              expectation,
              isListed ? "e" + random.nextInt(3) : null);
      String rule = random.nextBoolean() ? null : "r/" + random.nextInt(4);
      story.at(random.nextInt(3_600) / 60.0, to, 1 + i % 3, rule, "10.0.0." + random.nextInt(9));
    }
    return story;
  }

  private static byte[] bytes(SubjectMemory memory) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    memory.writeTo(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }
}
