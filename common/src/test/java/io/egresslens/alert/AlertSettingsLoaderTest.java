package io.egresslens.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.catalog.ClusterInventoryLoader;
import io.egresslens.catalog.Entries;
import io.egresslens.catalog.InvalidConfigException;
import io.egresslens.catalog.Level;
import io.egresslens.catalog.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertSettingsLoaderTest {
  /**
   * Beside the modules, from wherever the test is started. {@code -Dgolden.write=FOLDER} writes the
   * file that would be right.
   */
  private static final Path REFERENCE =
      Files.isDirectory(Path.of("deploy"))
          ? Path.of("deploy/local/alerts.yaml")
          : Path.of("../deploy/local/alerts.yaml");

  private static final Catalog CATALOG =
      Catalog.of(
          List.of(
              Entries.entry("quay", Level.REQUIRED, "quay.io", "https:443"),
              Entries.entry("hub", "docker-hub", Level.OPTIONAL, "hub.example", "https:443")),
          List.of());

  @TempDir Path folder;

  private AlertSettings load(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("alerts.yaml"), text);
    return AlertSettingsLoader.load(file.toString(), CATALOG, inventory());
  }

  private static ClusterInventory inventory() {
    String text =
        """
        clusters:
          - {name: aro-prod, cloud: public, region: eastus, sources: [10.1.0.0/16]}
          - {name: aro-dev, cloud: public, region: eastus, sources: [10.2.0.0/16]}
        """;
    Problems problems = new Problems();
    ClusterInventory inventory =
        ClusterInventoryLoader.parse(
            "clusters.yaml", text.getBytes(StandardCharsets.UTF_8), CATALOG, problems);
    problems.throwIfAny();
    return inventory;
  }

  @Test
  void everyKeyIsRead() throws IOException {
    AlertSettings settings =
        load(
            """
            pane: 5s
            knownParents: [CDN.example.]
            rules:
              EgressRequiredDenied: {for: 2m, minimumCount: 5, severity: high, enabled: true}
              EgressParseFailures: {share: 0.2}
            overrides:
              - rules: [EgressRequiredDenied]
                clusters: [aro-dev]
                set: {severity: low}
              - groups: [docker-hub]
                set: {for: 10m}
              - entries: [quay]
                clusters: [aro-dev]
                set: {for: 0s, enabled: false}
            silences:
              - rules: [EgressRequiredDenied]
                match: {cluster: aro-dev, catalogEntry: "qu*"}
                owner: team-data
                reason: INC-7
                from: 2026-08-14T10:00:00Z
                until: 2026-08-15
            """);
    assertThat(settings.pane()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.knownParents()).containsExactly("cdn.example");
    AlertRule rule = AlertRule.REQUIRED_DENIED;
    AlertPolicy prod = settings.policy(rule, "aro-prod", "g", "quay");
    assertThat(prod.holdFor()).isEqualTo(Duration.ofMinutes(2));
    assertThat(prod.minimumCount()).isEqualTo(5);
    assertThat(prod.severity()).isEqualTo(Severity.HIGH);
    AlertPolicy dev = settings.policy(rule, "aro-dev", "g", "quay");
    assertThat(dev.severity()).isEqualTo(Severity.LOW);
    assertThat(dev.enabled()).isFalse();
    assertThat(dev.holdFor()).isEqualTo(Duration.ZERO);
    assertThat(settings.policy(rule, "aro-prod", "docker-hub", "hub").holdFor())
        .isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.value(AlertRule.PARSE_FAILURES, AlertOption.SHARE, null, null, null))
        .isEqualTo(0.2);
    assertThat(settings.outageMembers("aro-prod")).isEqualTo(3);

    Map<String, String> labels = Map.of("cluster", "aro-dev", "catalogEntry", "quay");
    Instant inside = Instant.parse("2026-08-15T23:59:59Z");
    assertThat(settings.silences(rule, labels, inside))
        .extracting(Silence::text)
        .containsExactly("team-data: INC-7");
    assertThat(settings.silences(rule, labels, inside.plusSeconds(1))).isEmpty();
    assertThat(settings.silences(rule, labels, Instant.parse("2026-08-14T09:59:59Z"))).isEmpty();
    assertThat(settings.silences(AlertRule.LOOKALIKE, labels, inside)).isEmpty();
    assertThat(settings.silences(rule, Map.of("cluster", "aro-prod"), inside)).isEmpty();
    assertThat(settings.over(inside)).isEmpty();
    assertThat(settings.over(inside.plusSeconds(1))).hasSize(1);
  }

  @Test
  void everyProblemIsReportedAtOnceWithFileAndLine() {
    assertThatThrownBy(
            () ->
                load(
                    """
                    pane: 7s
                    learnfor: 1d
                    rules:
                      EgressRequiredDenied: {for: soon, members: 3}
                      EgressNothing: {for: 1m}
                      EgressFeedSilent: {gap: 2h}
                      EgressParseFailures: {share: 1.5, flapCount: 1}
                    overrides:
                      - {clusters: [nowhere], groups: [none], entries: [nil], set: {for: 1m}}
                      - {rules: [EgressOutage]}
                    silences:
                      - {owner: a, reason: b, until: 2026-08-15}
                      - {match: {colour: red}, owner: a, reason: b, until: 2026-08-15}
                      - {match: {cluster: nowhere, port: "4*3"}, owner: a, until: 2026-08-15}
                      - {rules: [EgressOutage], owner: a, reason: b, from: 2026-08-15T10:00:00Z, until: 2026-08-14}
                    """))
        .isInstanceOfSatisfying(
            InvalidConfigException.class,
            refused ->
                assertThat(
                        refused.problems().stream()
                            .map(problem -> problem.location().line() + " " + problem.message()))
                    .containsExactly(
                        "1 a minute is not a whole number of such panes from 1s",
                        "2 unknown key 'learnfor': known are knownParents, overrides, pane, rules,"
                            + " silences",
                        "4 'soon' is no length of time: write a number and ms, s, m, h or d, such"
                            + " as 5m",
                        "4 unknown key 'members': known are enabled, flapCount, flapWithin, for,"
                            + " keepFiringFor, minimumCount, renotifyEvery, severity",
                        "5 unknown rule 'EgressNothing': known are EgressCatalogRejected,"
                            + " EgressCatalogRetirement, EgressFeedSilent, EgressLookalike,"
                            + " EgressManySubdomains, EgressOutage, EgressParseFailures,"
                            + " EgressProxiedSeenDirect, EgressRequiredDenied,"
                            + " EgressRequiredSilent, EgressSharedSuffixUnknown,"
                            + " EgressUnexpectedAllowed, EgressUnexpectedDeniedSurge,"
                            + " EgressVerdictFlip",
                        "6 'gap' is longer than 0s and at most 1h",
                        "7 '1.5' is no number over 0 and up to 1",
                        "7 'flapCount' is 2 or more",
                        "9 there is no cluster 'nowhere'",
                        "9 there is no entry 'nil'",
                        "9 there is no group 'none'",
                        "10 key 'set' is missing",
                        "12 names neither 'rules' nor 'match': everything would be silent",
                        "13 unknown label 'colour': known are catalog, catalogEntry, category,"
                            + " cause, cluster, destination, domain, firewall, port, reason",
                        "14 '*' stands once, at the start or at the end",
                        "14 key 'reason' is missing",
                        "14 unknown cluster 'nowhere': known are aro-dev, aro-prod, unassigned",
                        "15 'until' is not after 'from'"));
  }

  @ParameterizedTest
  @CsvSource({
    "quay, quay, true",
    "quay, quay2, false",
    "qu*, quay, true",
    "*.io, quay.io, true",
    "*.io, quay.com, false",
    "*, anything, true",
  })
  void aMatcherIsAnExactValueOrAStart(String wanted, String value, boolean covers) {
    Silence silence =
        new Silence(Set.of(), Map.of("destination", wanted), "a", "b", null, Instant.MAX);
    assertThat(silence.covers(AlertRule.LOOKALIKE, Map.of("destination", value), Story.START))
        .isEqualTo(covers);
    assertThat(silence.covers(AlertRule.LOOKALIKE, Map.of(), Story.START)).isFalse();
  }

  @Test
  void nobodyCanSilenceEverything() {
    assertThatThrownBy(
            () ->
                new Silence(
                    Set.of(), Map.of(), "a", "b", null, Instant.parse("2027-01-01T00:00:00Z")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theReferenceFileNamesEveryKeyWithItsDefault() throws IOException {
    String reference = reference();
    String to = System.getProperty("golden.write");
    if (to != null) {
      Files.writeString(Path.of(to, "alerts.yaml"), reference);
    }
    assertThat(Files.readString(REFERENCE)).isEqualTo(reference);
    AlertSettings loaded =
        AlertSettingsLoader.load(REFERENCE.toString(), Catalog.EMPTY, ClusterInventory.EMPTY);
    assertThat(loaded.pane()).isEqualTo(AlertSettings.DEFAULT.pane());
    for (AlertRule rule : AlertRule.values()) {
      for (AlertOption option : AlertOption.values()) {
        assertThat(loaded.rules().get(rule).get(option))
            .as("%s of %s", option, rule)
            .isEqualTo(AlertDefaults.of(rule, option));
        assertThat(AlertDefaults.of(rule, option) != null)
            .as("%s has a default for %s", rule, option)
            .isEqualTo(option.appliesTo(rule));
      }
    }
  }

  /** The file that the tables of rules, options and defaults make. */
  private static String reference() {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # Every key of alerts.yaml, with its default. Made from the tables in the code.

        # Length of the panes that flows are counted in: an alert's start is known to within one.
        pane: 10s

        # Domains that may have any number of names below them, beside those of clouds and content
        # networks.
        knownParents: []

        # What every rule has:
        """);
    EnumSet<AlertOption> own = EnumSet.noneOf(AlertOption.class);
    for (AlertOption option : AlertOption.values()) {
      boolean isGeneral = List.of(AlertRule.values()).stream().allMatch(option::appliesTo);
      if (isGeneral) {
        text.append("#   %-14s %s\n".formatted(option.key(), option.meaning()));
      } else {
        own.add(option);
      }
    }
    text.append("rules:\n");
    for (AlertRule rule : AlertRule.values()) {
      text.append("  " + rule.label() + ":\n");
      for (AlertOption option : AlertOption.values()) {
        Object value = AlertDefaults.of(rule, option);
        if (value != null && own.contains(option)) {
          text.append("    # " + option.meaning() + "\n");
        }
        if (value != null) {
          text.append("    " + option.key() + ": " + AlertOption.written(value) + "\n");
        }
      }
    }
    text.append(
        """

        # Other values for some clusters, groups of the catalog or entries; of several that fit the last
        # one wins. For example:
        #   - rules: [EgressRequiredDenied]      # absent: all
        #     clusters: [aro-dev]                # absent: all; so are groups and entries
        #     groups: [container-registries]
        #     entries: [aro.quay.io]
        #     set: {severity: low, for: 10m}
        overrides: []

        # Who does not want to hear of what, until when. It goes by event time, so a replay of that time
        # is as silent. What must match are labels: firewall, cluster, catalogEntry, destination, port,
        # domain, cause, category, reason, catalog; a * may stand at the start or at the end. For example:
        #   - rules: [EgressRequiredDenied]      # absent: all
        #     match: {cluster: aro-dev, catalogEntry: "docker.*"}
        #     owner: team-data
        #     reason: INC-7, the registry moves
        #     from: 2026-08-14T10:00:00Z         # absent: always
        #     until: 2026-08-31                  # the last day, or an instant
        silences: []
        """);
    return text.toString();
  }
}
