package io.egresslens.alert;

import static io.egresslens.alert.Story.entry;
import static io.egresslens.alert.Story.millis;
import static io.egresslens.alert.Story.required;
import static io.egresslens.alert.Story.unlisted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.catalog.Entries;
import io.egresslens.catalog.Level;
import io.egresslens.catalog.Period;
import io.egresslens.classify.Expectation;
import io.egresslens.flow.Action;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One story for each thing that a rule is to see, or to leave alone. */
class AlertRuleTest {
  private static final double DAY = 24 * 60;

  @Test
  void namesAndIdentitiesArePartOfTheInterface() {
    assertThat(AlertRule.values())
        .extracting(rule -> rule.label() + " " + rule.identity() + " " + rule.severity().label())
        .containsExactly(
            "EgressRequiredDenied [CLUSTER, CATALOG_ENTRY] critical",
            "EgressRequiredSilent [CLUSTER, CATALOG_ENTRY] high",
            "EgressOutage [CLUSTER, CAUSE] critical",
            "EgressUnexpectedAllowed [CLUSTER, DESTINATION, PORT] medium",
            "EgressUnexpectedDeniedSurge [CLUSTER] low",
            "EgressProxiedSeenDirect [CLUSTER, CATALOG_ENTRY] high",
            "EgressSharedSuffixUnknown [CLUSTER, DESTINATION] high",
            "EgressLookalike [CLUSTER, DESTINATION, CATALOG_ENTRY] high",
            "EgressVerdictFlip [CLUSTER, DESTINATION, PORT] medium",
            "EgressManySubdomains [CLUSTER, DOMAIN] medium",
            "EgressCatalogRetirement [CLUSTER, CATALOG_ENTRY] low",
            "EgressFeedSilent [] high",
            "EgressParseFailures [CATEGORY, REASON] medium",
            "EgressCatalogRejected [CATALOG] medium");
  }

  // --- required, denied

  @Test
  void aDeniedRequiredEndpointIsBadAndAnAllowedOneHeals() {
    Story story =
        Story.plain()
            .every(1, 0, 5, required("quay"))
            .every(1, 5, 8, required("quay").deny())
            .every(1, 8, 10, required("quay"));
    Signal signal = story.signal(AlertRule.REQUIRED_DENIED, entry("quay"));
    assertThat(Story.minutes(signal.bad())).containsExactly(5.0, 6.0, 7.0);
    assertThat(Story.minutes(signal.good())).contains(8.0, 9.0).doesNotContain(5.0, 6.0, 7.0);
    assertThat(story.complaints()).containsExactly(AlertRule.REQUIRED_DENIED);
  }

  @Test
  void anAllowedNameOfAnEntryDoesNotHealAnotherThatIsDenied() {
    Story.To first = new Story.To("cdn01.quay", 443, Action.ALLOW, Expectation.REQUIRED, "quay");
    Story.To second = new Story.To("cdn02.quay", 443, Action.ALLOW, Expectation.REQUIRED, "quay");
    Story story =
        Story.plain()
            .every(1, 0.5, 20, first)
            .every(2, 5, 10, second.deny())
            .at(12, second)
            .every(1, 30.5, 120, first);
    List<Double> good =
        Story.minutes(story.signal(AlertRule.REQUIRED_DENIED, entry("quay")).good());
    assertThat(good).allMatch(minute -> minute < 5 || minute >= 12).contains(4.5, 12.0, 12.5);
  }

  @Test
  void aDeniedNameThatNobodyAsksForAnyMoreIsForgottenAfterAnHour() {
    Story.To first = new Story.To("cdn01.quay", 443, Action.ALLOW, Expectation.REQUIRED, "quay");
    Story.To gone = new Story.To("cdn02.quay", 443, Action.DENY, Expectation.REQUIRED, "quay");
    Story story = Story.plain().at(0, gone).every(1, 1, 80, first);
    List<Double> good =
        Story.minutes(story.signal(AlertRule.REQUIRED_DENIED, entry("quay")).good());
    assertThat(good.get(0)).isEqualTo(61.0);
  }

  @Test
  void anEntryOfVeryManyNamesIsTakenAsAWhole() {
    Story story = Story.plain();
    for (int i = 0; i < 2 * LaneMemory.FACE_PANES; i++) {
      Story.To to = new Story.To("h" + i, 443, Action.ALLOW, Expectation.REQUIRED, "quay");
      story.at(i, i == 10 ? to.deny() : to);
    }
    assertThat(Story.minutes(story.signal(AlertRule.REQUIRED_DENIED, entry("quay")).good()))
        .contains(11.0);
  }

  // --- required, silent

  @Test
  void oneEndpointThatIsSilencedGivesOneRequiredSilent() {
    Story story =
        Story.plain()
            .every(1, 0, 60, required("quay"))
            .every(0.5, 0, 90, required("api"))
            .until(90);
    assertThat(story.complaints()).containsExactly(AlertRule.REQUIRED_SILENT);
    Map<String, List<Double>> bad = story.bad(AlertRule.REQUIRED_SILENT);
    assertThat(bad).containsOnlyKeys("quay");
    assertThat(bad.get("quay").get(0)).isBetween(68.0, 71.0);
  }

  @Test
  void theWholeFeedThatStopsGivesFeedSilentAndNothingElse() {
    Story story =
        Story.plain()
            .every(1, 0, 60, required("quay"))
            .every(0.5, 0, 60, required("api"))
            .until(180);
    assertThat(story.complaints()).containsExactly(AlertRule.FEED_SILENT);
    assertThat(story.bad(AlertRule.FEED_SILENT).get("null")).hasSize(1);
  }

  @Test
  void afterTheFeedComesBackNothingWasSilent() {
    Story story =
        Story.plain()
            .every(1, 0, 60, required("quay"))
            .every(0.5, 0, 60, required("api"))
            .every(1, 180, 240, required("quay"))
            .every(0.5, 180, 240, required("api"));
    assertThat(story.complaints()).containsExactly(AlertRule.FEED_SILENT);
    Signal signal = story.signal(AlertRule.FEED_SILENT, Subject.FIREWALL);
    assertThat(signal.bad().panes()).isEqualTo(1);
    assertThat(signal.good().between(signal.bad().last(), Long.MAX_VALUE).first())
        .isEqualTo(millis(180));
  }

  @Test
  void anEndpointWithoutRhythmIsNotMissed() {
    Story story =
        Story.plain()
            .every(0.5, 0, 600, required("api"))
            // An installation: busy for half an hour of ten.
            .every(0.5, 300, 330, required("installer"))
            .every(200, 10, 600, required("rare"));
    assertThat(story.bad(AlertRule.REQUIRED_SILENT)).isEmpty();
  }

  @Test
  void whatIsSeenAgainIsGoodAndTheSilenceBeforeStaysAsItWas() {
    Story story =
        Story.plain().every(1, 0, 60, required("quay")).every(0.5, 0, 100, required("api"));
    List<Double> before = story.bad(AlertRule.REQUIRED_SILENT).get("quay");
    story.every(0.5, 100, 200, required("api")).every(1, 102, 200, required("quay"));
    Signal signal = story.signal(AlertRule.REQUIRED_SILENT, entry("quay"));
    assertThat(Story.minutes(signal.bad())).startsWith(before.get(0)).allMatch(at -> at < 102);
    assertThat(Story.minutes(signal.good())).contains(102.0);
  }

  @Test
  void aDeniedEndpointIsNotSilent() {
    Story story =
        Story.plain()
            .every(1, 0, 60, required("quay"))
            .every(1, 60, 120, required("quay").deny())
            .every(0.5, 0, 120, required("api"));
    assertThat(story.complaints()).containsExactly(AlertRule.REQUIRED_DENIED);
  }

  // --- unexpected

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 100, 1_000})
  void aKnownDestinationNeverCountsAsNewAgain(int known) {
    Story story = Story.plain();
    for (int i = 0; i < known; i++) {
      story.at(i % 60, unlisted("known" + i + ".example.com"));
    }
    for (int i = 0; i < known; i++) {
      story.at(9 * DAY + i % 60, unlisted("known" + i + ".example.com"));
    }
    story.prune(9 * DAY);
    assertThat(story.bad(AlertRule.UNEXPECTED_ALLOWED)).as("learnt: %d", known).isEmpty();
  }

  @Test
  void aNewDestinationIsBadOnceInItsLife() {
    Story story =
        Story.plain()
            .every(60, 0, 3 * DAY, unlisted("old.example.com"))
            .every(30, 2 * DAY, 3 * DAY, unlisted("new.example.com"))
            .at(2 * DAY, unlisted("denied.example.com").deny());
    assertThat(story.bad(AlertRule.UNEXPECTED_ALLOWED))
        .isEqualTo(Map.of("new.example.com", List.of(2 * DAY, 2 * DAY + 30)));
  }

  @Test
  void anUnknownAccountOfASharedServiceHasItsOwnRule() {
    Story.To account = Story.of(Expectation.SHARED_SUFFIX, "loot.blob.core.windows.net");
    Story story = Story.plain().every(60, 0, 2 * DAY, required("api")).at(2 * DAY, account);
    assertThat(story.complaints())
        .contains(AlertRule.SHARED_SUFFIX_UNKNOWN)
        .doesNotContain(AlertRule.UNEXPECTED_ALLOWED);
    Story denied = Story.plain().at(0, account.deny());
    assertThat(denied.complaints()).isEmpty();
  }

  @Test
  void aLookalikeHasItsOwnRuleAndNamesTheEntry() {
    Catalog catalog =
        Catalog.of(
            List.of(Entries.entry("aro.quay", Level.REQUIRED, "quay.io", "https:443")), List.of());
    Story story =
        new Story(AlertSettings.DEFAULT, catalog, ClusterInventory.EMPTY)
            .every(60, 0, 2 * DAY, unlisted("harmless.example.com"))
            .at(2 * DAY, unlisted("quay.io.evil.example"));
    assertThat(story.bad(AlertRule.LOOKALIKE)).containsOnlyKeys("quay.io.evil.example");
    assertThat(story.bad(AlertRule.UNEXPECTED_ALLOWED)).isEmpty();
    Subject name = new Subject(SubjectKind.NAME, Story.CLUSTER, "quay.io.evil.example", 0);
    assertThat(AlertLabels.of(AlertRule.LOOKALIKE, "/fw", story.scene(name)))
        .isEqualTo(
            Map.of(
                "firewall", "/fw",
                "cluster", Story.CLUSTER,
                "destination", "quay.io.evil.example",
                "catalogEntry", "aro.quay"));
  }

  @Test
  void aProxiedNameAtTheFirewallIsBadWhateverWasDoneWithIt() {
    Story.To direct = new Story.To("arosvc", 443, Action.ALLOW, Expectation.PROXIED, "acr");
    Story story = Story.plain().at(0, direct).at(1, direct.deny());
    assertThat(story.bad(AlertRule.PROXIED_SEEN_DIRECT))
        .isEqualTo(Map.of("acr", List.of(0.0, 1.0)));
    assertThat(story.complaints()).containsExactly(AlertRule.PROXIED_SEEN_DIRECT);
  }

  // --- surge

  @ParameterizedTest
  @CsvSource({
    "even,  3, 20, false", // a little more than always
    "even,  3, 90, true",
    "even,  0, 90, true", // none is normal too
    "even,  0, 9, false", // but a few are not many
    "border, 3, 90, true", // a burst over a border of windows and minutes
  })
  void aSurgeIsMoreThanTheDayBeforeHad(String where, int normal, int burst, boolean isSurge) {
    Story story = Story.plain();
    for (int minute = 0; minute < 300; minute++) {
      story.at(minute, required("api"));
      if (normal > 0) {
        story.at(minute, unlisted("x.com").deny(), normal, null, "10.0.0.4");
      }
    }
    double start = where.equals("even") ? 240 : 239.5;
    story.at(start, unlisted("y.com").deny(), burst, null, "10.0.0.4");
    story.at(start + 0.5, unlisted("z.com").deny(), burst, null, "10.0.0.4");
    assertThat(story.bad(AlertRule.UNEXPECTED_DENIED_SURGE).isEmpty()).isEqualTo(!isSurge);
    if (isSurge) {
      assertThat(story.bad(AlertRule.UNEXPECTED_DENIED_SURGE).get("null").get(0))
          .isBetween(start - 1, start + 1);
    }
  }

  @Test
  void aClusterThatIsNewHasNoSurge() {
    Story story = Story.plain().at(0, unlisted("x.com").deny(), 10_000, null, "10.0.0.4");
    assertThat(story.bad(AlertRule.UNEXPECTED_DENIED_SURGE)).isEmpty();
  }

  // --- flips

  @Test
  void allScriptedFlipsAreFoundAndNoneWhereBothGoOn() {
    int found = 0;
    for (int i = 0; i < 500; i++) {
      Random random = new Random(i);
      Story.To to = unlisted("flips.example.com");
      Story.To now = random.nextBoolean() ? to : to.deny();
      Story.To then = now.action() == Action.ALLOW ? to.deny() : to;
      double flip = 60 + random.nextInt(600) / 10.0;
      double step = 0.2 + random.nextInt(20) / 10.0;
      Story story = Story.plain();
      for (double minute = 0; minute < 200; minute += step * (0.5 + random.nextDouble())) {
        story.at(minute, minute < flip ? now : then);
        story.at(minute, unlisted("other.example.com"));
      }
      Story.To mixed = unlisted("mixed.example.com");
      double share = 0.1 + 0.8 * random.nextDouble();
      for (double minute = 0; minute < 200; minute += step * (0.5 + random.nextDouble())) {
        story.at(minute, random.nextDouble() < share ? mixed : mixed.deny());
      }
      Map<String, List<Double>> bad = story.bad(AlertRule.VERDICT_FLIP);
      assertThat(bad).as("seed %d", i).containsOnlyKeys("flips.example.com");
      assertThat(bad.get("flips.example.com")).as("seed %d", i).hasSize(1);
      assertThat(bad.get("flips.example.com").get(0))
          .as("seed %d", i)
          .isBetween(flip - 1, flip + 2 * step + 1);
      found++;
    }
    assertThat(found).isEqualTo(500);
  }

  @Test
  void aPassageInWhichBothAreSeenForAFewMinutesIsStillAFlip() {
    Story.To to = unlisted("flips.example.com");
    Story story = Story.plain().every(1, 0, 63, to).every(1, 60.5, 120, to.deny());
    assertThat(story.bad(AlertRule.VERDICT_FLIP)).containsOnlyKeys("flips.example.com");
  }

  @Test
  void aRequiredEndpointThatIsDeniedIsNoFlip() {
    Story story =
        Story.plain().every(1, 0, 60, required("quay")).every(1, 60, 120, required("quay").deny());
    assertThat(story.complaints()).containsExactly(AlertRule.REQUIRED_DENIED);
  }

  // --- names

  @Test
  void manyNamesBelowOneDomainAreToldButNotOfAContentNetwork() {
    Story story = Story.plain();
    for (int i = 0; i < 400; i++) {
      story.at(i * 0.1, unlisted("n" + i + ".tunnel.example.com").deny());
      story.at(i * 0.1, unlisted("n" + i + ".cloudfront.net"));
      story.at(i * 0.1, unlisted("n" + i % 50 + ".busy.org"));
      story.at(i * 3, unlisted("n" + i + ".slow.net"));
    }
    Map<String, List<Double>> bad = story.bad(AlertRule.MANY_SUBDOMAINS);
    assertThat(bad).containsOnlyKeys("example.com");
    assertThat(bad.get("example.com").get(0)).isEqualTo(20.0);
  }

  // --- retirement

  @Test
  void theUseOfAnEntryThatEndsSoonIsToldAndUrgentNearItsEnd() {
    CatalogEntry entry = Entries.entry("old", Level.REQUIRED, "old.example", "https:443");
    Period period = new Period(null, Story.START.plusSeconds(40 * 86_400));
    Catalog catalog = Catalog.of(List.of(entry.in(period)), List.of());
    Story story =
        new Story(AlertSettings.DEFAULT, catalog, ClusterInventory.EMPTY)
            .every(DAY, 0, 40 * DAY, required("old"))
            .every(DAY, 0, 40 * DAY, required("new"));
    List<Double> bad = story.bad(AlertRule.CATALOG_RETIREMENT).get("old");
    assertThat(bad).first().isEqualTo(10 * DAY);
    assertThat(story.bad(AlertRule.CATALOG_RETIREMENT)).containsOnlyKeys("old");
    AlertRules rules = story.rules();
    AlertRule rule = AlertRule.CATALOG_RETIREMENT;
    assertThat(rules.severity(rule, entry("old"), millis(32 * DAY))).isEqualTo(Severity.LOW);
    assertThat(rules.severity(rule, entry("old"), millis(33 * DAY))).isEqualTo(Severity.HIGH);
    assertThat(rules.severity(AlertRule.REQUIRED_DENIED, entry("old"), millis(39 * DAY)))
        .isEqualTo(Severity.CRITICAL);
  }

  @Test
  void anEntryThatALaterVersionCarriesOnDoesNotRetire() {
    CatalogEntry entry = Entries.entry("old", Level.REQUIRED, "old.example", "https:443");
    Instant end = Story.START.plusSeconds(86_400);
    Catalog catalog =
        Catalog.of(
            List.of(entry.in(new Period(null, end)), entry.in(new Period(end, null))), List.of());
    Story story =
        new Story(AlertSettings.DEFAULT, catalog, ClusterInventory.EMPTY).at(0, required("old"));
    assertThat(story.bad(AlertRule.CATALOG_RETIREMENT)).isEmpty();
  }

  // --- the feed and the job

  @Test
  void aShareOfUnreadableRecordsOverTheLimitIsBadAndUnderItIsNot() {
    Story story = Story.plain();
    SubjectMemory memory = story.memory(Subject.parsing("azfwapplicationrule/not-json"));
    IntStream.range(0, 60)
        .forEach(minute -> memory.observe(millis(minute), minute < 30 ? 1 : 20, 100));
    List<Double> bad = story.bad(AlertRule.PARSE_FAILURES).get("azfwapplicationrule/not-json");
    assertThat(bad).first().isEqualTo(31.0);
    assertThat(bad).last().isEqualTo(59.0);
    Subject subject = Subject.parsing("azfwapplicationrule/not-json");
    assertThat(AlertLabels.of(AlertRule.PARSE_FAILURES, "", story.scene(subject)))
        .isEqualTo(Map.of("category", "azfwapplicationrule", "reason", "not-json"));
  }

  @Test
  void aFewUnreadableRecordsAreNoAlert() {
    Story story = Story.plain();
    story.memory(Subject.parsing("not-json")).observe(millis(0), 9, 0);
    assertThat(story.complaints()).isEmpty();
  }

  @Test
  void aRefusedCatalogIsBadUntilOneIsTakenUp() {
    Story story = Story.plain();
    story.memory(Subject.CATALOG).observe(millis(0), 0, 1);
    story.memory(Subject.CATALOG).observe(millis(10), 1, 0);
    story.memory(Subject.CATALOG).observe(millis(20), 0, 1);
    Signal signal = story.signal(AlertRule.CATALOG_REJECTED, Subject.CATALOG);
    assertThat(Story.minutes(signal.bad())).containsExactly(10.0);
    assertThat(Story.minutes(signal.good())).containsExactly(0.0, 20.0);
    assertThat(signal.lively().isEmpty()).isTrue();
  }

  // --- all

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void pruningChangesNoConclusionAboutWhatIsLater(long seed) {
    List<Observation> inOrder = new ArrayList<>(traffic(new Random(seed)).told());
    inOrder.sort(Comparator.comparing((Observation told) -> told.sum().firstSeen()));
    Story whole = Story.plain();
    Story pruned = Story.plain();
    double next = 50;
    for (Observation told : inOrder) {
      whole.tell(told);
      pruned.tell(told);
      if (told.timeline().first() > millis(next + 50)) {
        whole.until(next + 50);
        pruned.until(next + 50).prune(next);
        assertSameFrom(next, pruned, whole, seed);
        next += 50;
      }
    }
    assertThat(next).isGreaterThan(2_000);
  }

  private static void assertSameFrom(double minute, Story pruned, Story whole, long seed) {
    for (Subject subject : whole.subjects()) {
      for (AlertRule rule : AlertRule.values()) {
        if (rule.subject() == subject.kind()) {
          assertThat(pruned.signal(rule, subject))
              .as("%s of %s at %s, seed %d", rule, subject, minute, seed)
              .isEqualTo(whole.signal(rule, subject).from(millis(minute)));
        }
      }
    }
  }

  @Test
  void theOrderOfFlowsDoesNotMatter() {
    Story straight = traffic(new Random(5));
    List<Observation> shuffled = new ArrayList<>(straight.told());
    Collections.shuffle(shuffled, new Random(6));
    Story other = Story.plain().until(3_000);
    shuffled.forEach(other::tell);
    straight.until(3_000);
    for (AlertRule rule : AlertRule.values()) {
      if (rule.subject() != null) {
        assertThat(other.bad(rule)).as("%s", rule).isEqualTo(straight.bad(rule));
      }
    }
    assertThat(straight.complaints())
        .contains(
            AlertRule.REQUIRED_DENIED,
            AlertRule.REQUIRED_SILENT,
            AlertRule.UNEXPECTED_ALLOWED,
            AlertRule.VERDICT_FLIP,
            AlertRule.UNEXPECTED_DENIED_SURGE,
            AlertRule.FEED_SILENT);
  }

  @Test
  void anOutageIsMadeOfOtherAlerts() {
    Scene scene = Story.plain().scene(Subject.FIREWALL);
    assertThatThrownBy(() -> AlertRule.OUTAGE.signal(scene))
        .isInstanceOf(IllegalStateException.class);
  }

  /** Two days with something for most rules. */
  private static Story traffic(Random random) {
    Story story = Story.plain();
    for (double minute = 0; minute < 2_800; minute += 1 + random.nextDouble()) {
      if (minute > 2_500 && minute < 2_530) {
        continue;
      }
      story.at(minute, required("api"));
      story.at(minute, minute % 700 > 650 ? required("quay").deny() : required("quay"));
      if (minute < 2_000 || minute > 2_100) {
        story.at(minute, required("shy"));
      }
      Story.To flips = unlisted("flips.example.com");
      story.at(minute, minute % 1_400 < 700 ? flips : flips.deny());
      boolean isSurge = minute > 2_300 && minute < 2_310;
      story.at(minute, unlisted("x.com").deny(), isSurge ? 200 : 2, null, "10.0.0.4");
    }
    return story.at(2_000, unlisted("new.example.com")).at(2_790, unlisted("new.example.com"));
  }
}
