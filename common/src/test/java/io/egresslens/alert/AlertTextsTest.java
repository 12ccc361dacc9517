package io.egresslens.alert;

import static io.egresslens.alert.Story.entry;
import static io.egresslens.alert.Story.millis;
import static io.egresslens.alert.Story.required;
import static io.egresslens.alert.Story.unlisted;
import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.catalog.ClusterInventoryLoader;
import io.egresslens.catalog.Entries;
import io.egresslens.catalog.Level;
import io.egresslens.catalog.Problems;
import io.egresslens.classify.Expectation;
import io.egresslens.flow.Action;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is told to people, in a golden file. {@code -Dgolden.write=FOLDER} writes the one that would
 * be right.
 */
class AlertTextsTest {
  private static final String GOLDEN = "alert-texts.txt";

  private static final Catalog CATALOG =
      Catalog.of(
          List.of(
              withPurpose(
                  Entries.entry("aro.quay.cdn", Level.REQUIRED, "cdn02.quay.io", "https:443"),
                  "image pulls of OpenShift"),
              Entries.entry("aro.quay", Level.REQUIRED, "quay.io", "https:443")),
          List.of());

  private static final Story.To CDN =
      new Story.To("cdn02.quay.io", 443, Action.ALLOW, Expectation.REQUIRED, "aro.quay.cdn");

  @Test
  void textsAreThoseOfTheGoldenFile() throws IOException {
    StringBuilder all = new StringBuilder();
    Story denied =
        story().at(0, CDN.deny(), 200, null, "10.10.1.4").at(2, CDN.deny(), 14, null, "10.10.1.5");
    add(all, denied, AlertRule.REQUIRED_DENIED, entry("aro.quay.cdn"), 0, 3);
    Story byRule = story().at(0, CDN.deny(), 1, "net/block-all", "10.10.1.4");
    add(all, byRule, AlertRule.REQUIRED_DENIED, entry("aro.quay.cdn"), 0, 1);
    Story silent = story().every(1, 0, 60, CDN).every(0.5, 0, 90, required("api"));
    add(all, silent, AlertRule.REQUIRED_SILENT, entry("aro.quay.cdn"), 70, 90);
    Story allowed = story().at(0, unlisted("cdn03.quay.io"), 3, "app/allow", "10.10.1.4");
    add(all, allowed, AlertRule.UNEXPECTED_ALLOWED, Story.destination("cdn03.quay.io"), 0, 1);
    Story surge =
        story()
            .at(0, unlisted("a.example.com").deny(), 300, null, "10.10.1.4")
            .at(0, unlisted("b.example.com").deny(), 200, null, "10.10.1.5");
    add(all, surge, AlertRule.UNEXPECTED_DENIED_SURGE, Subject.cluster(Story.CLUSTER), 0, 1);
    Story.To direct = new Story.To("arosvc", 443, Action.ALLOW, Expectation.PROXIED, "acr");
    add(all, story().at(0, direct), AlertRule.PROXIED_SEEN_DIRECT, entry("acr"), 0, 1);
    Story.To account = Story.of(Expectation.SHARED_SUFFIX, "loot.blob.core.windows.net");
    add(
        all,
        story().at(0, account, 1, "app/storage", "10.10.1.4"),
        AlertRule.SHARED_SUFFIX_UNKNOWN,
        name("loot.blob.core.windows.net"),
        0,
        1);
    add(
        all,
        story().at(0, unlisted("quay.io.evil.example")),
        AlertRule.LOOKALIKE,
        name("quay.io.evil.example"),
        0,
        1);
    Story flip = story();
    for (int minute = 0; minute < 60; minute++) {
      flip.at(minute, unlisted("x.com"), 1, "app/allow-x", "10.10.1.4");
      flip.at(60 + minute, unlisted("x.com").deny(), 1, null, "10.10.1.4");
    }
    add(all, flip, AlertRule.VERDICT_FLIP, Story.destination("x.com"), 60, 61);
    Story many = story().at(0, unlisted("n1.t.com")).at(0, unlisted("n2.t.com"));
    Subject domain = new Subject(SubjectKind.DOMAIN, Story.CLUSTER, "t.com", 0);
    add(all, many, AlertRule.MANY_SUBDOMAINS, domain, 0, 1);
    add(all, story().at(0, CDN), AlertRule.FEED_SILENT, Subject.FIREWALL, 10, 11);
    add(all, story(), AlertRule.PARSE_FAILURES, Subject.parsing("not-json"), 0, 1);
    add(all, story(), AlertRule.CATALOG_REJECTED, Subject.CATALOG, 0, 1);
    AlertTexts outage =
        AlertTexts.ofOutage(
            Story.CLUSTER,
            "net/block-all",
            List.of("aro.quay", "aro.quay.cdn"),
            findings(denied, AlertRule.REQUIRED_DENIED, entry("aro.quay.cdn"), 0, 3));
    add(all, "EgressOutage", outage);

    String folder = System.getProperty("golden.write");
    if (folder != null) {
      Files.writeString(Path.of(folder, GOLDEN), all);
    }
    assertThat(all.toString()).isEqualTo(golden());
  }

  @ParameterizedTest
  @EnumSource(value = AlertRule.class, names = "OUTAGE", mode = EnumSource.Mode.EXCLUDE)
  void hostileNamesAreInertAndMakeNoCommand(AlertRule rule) {
    String hostile = "a\r\n\u001b[31m\u202e$(reboot)`id`<b>.example";
    Subject subject =
        new Subject(
            rule.subject(),
            Story.CLUSTER,
            hostile,
            rule.subject() == SubjectKind.DESTINATION ? 443 : 0);
    Story story = story();
    for (Expectation expectation : Expectation.values()) {
      Story.To to = new Story.To(hostile, 443, Action.DENY, expectation, hostile);
      story.at(0, to, 1, "evil\nrule\u0007", "10.10.1.4");
      story.at(0, new Story.To(hostile, 443, Action.ALLOW, expectation, hostile));
    }
    Findings findings = findings(story, rule, subject, 0, 1);
    AlertTexts texts = AlertTexts.of(rule, story.scene(subject), findings);
    String all = texts.summary() + texts.description() + texts.fix();
    assertThat(all).doesNotContain("\n", "\r", "\u001b", "\u202e", "\u0007");
    assertThat(texts.fix()).doesNotContain("explain a");
    assertThat(texts).isEqualTo(AlertTexts.of(rule, story.scene(subject), findings));
  }

  @Test
  void aSummaryDoesNotChangeWhileItLasts() {
    Story story = story().at(0, CDN.deny(), 2, null, "10.10.1.4");
    Subject subject = entry("aro.quay.cdn");
    AlertTexts first =
        AlertTexts.of(
            AlertRule.REQUIRED_DENIED,
            story.scene(subject),
            findings(story, AlertRule.REQUIRED_DENIED, subject, 0, 1));
    story.at(5, CDN.deny(), 100, "net/other", "10.10.1.9");
    AlertTexts later =
        AlertTexts.of(
            AlertRule.REQUIRED_DENIED,
            story.scene(subject),
            findings(story, AlertRule.REQUIRED_DENIED, subject, 0, 6));
    assertThat(later.summary()).isEqualTo(first.summary());
    assertThat(later.description()).isNotEqualTo(first.description());
  }

  private static void add(
      StringBuilder all, Story story, AlertRule rule, Subject subject, double from, double to) {
    AlertTexts texts =
        AlertTexts.of(rule, story.scene(subject), findings(story, rule, subject, from, to));
    add(all, rule.label(), texts);
  }

  private static void add(StringBuilder all, String label, AlertTexts texts) {
    all.append("== " + label + "\n");
    all.append(texts.summary() + "\n\n" + texts.description() + "\n\n" + texts.fix() + "\n\n");
  }

  private static Findings findings(
      Story story, AlertRule rule, Subject subject, double from, double to) {
    long count =
        story.memory(subject).panes(rule.lanes()).between(millis(from), millis(to)).total();
    return Findings.of(
        rule,
        story.scene(subject),
        Instant.ofEpochMilli(millis(from)),
        Instant.ofEpochMilli(millis(to)),
        null,
        count);
  }

  private static Subject name(String name) {
    return new Subject(SubjectKind.NAME, Story.CLUSTER, name, 0);
  }

  private static Story story() {
    Problems problems = new Problems();
    String clusters =
        "clusters:\n- {name: aro-prod, cloud: public, region: eastus, sources: [10.10.1.0/24]}\n";
    ClusterInventory inventory =
        ClusterInventoryLoader.parse(
            "clusters.yaml", clusters.getBytes(StandardCharsets.UTF_8), CATALOG, problems);
    problems.throwIfAny();
    return new Story(AlertSettings.DEFAULT, CATALOG, inventory);
  }

  private static CatalogEntry withPurpose(CatalogEntry entry, String purpose) {
    return new CatalogEntry(
        entry.id(),
        entry.group(),
        entry.level(),
        entry.pattern(),
        null,
        entry.ports(),
        entry.clouds(),
        null,
        null,
        null,
        purpose,
        entry.source(),
        entry.location());
  }

  private static String golden() throws IOException {
    try (var in = AlertTextsTest.class.getResourceAsStream(GOLDEN)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
