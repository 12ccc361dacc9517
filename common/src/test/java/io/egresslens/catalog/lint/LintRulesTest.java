package io.egresslens.catalog.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.ProblemKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule hits what it is for, where it stands, and lets its neighbour pass. */
class LintRulesTest {
  private static final LocalDate AT = LocalDate.parse("2026-01-15");
  private static final String SUFFIX =
      "sharedSuffixes:\n  - {suffix: blob.example.net, source: {document: d}}\n";

  @TempDir private Path folder;

  /**
   * A case of the table.
   *
   * @param rule id of the rule that must hit
   * @param line the line that it must name
   * @param catalog a catalog file; replaces the shipped ones
   * @param clusters an inventory; null for none
   * @param fine the catalog, or the inventory where there is one, that the rule must let pass; null
   *     where the case says it all
   */
  record Case(String rule, int line, String catalog, String clusters, String fine) {
    @Override
    public String toString() {
      return rule;
    }
  }

  private static String entries(String... entries) {
    StringBuilder text = new StringBuilder("entries:\n");
    for (int i = 0; i < entries.length; i++) {
      text.append("  - {").append(entries[i]);
      if (!entries[i].contains("id:")) {
        text.append(", id: e").append(i + 1);
      }
      if (!entries[i].contains("group:")) {
        text.append(", group: g");
      }
      if (!entries[i].contains("ports:")) {
        text.append(", ports: ['https:443']");
      }
      text.append(", level: optional, source: {document: d}}\n");
    }
    return text.toString();
  }

  private static String cluster(String more) {
    String[] keys = more.split("; ");
    StringBuilder text = new StringBuilder("  - {name: c, cloud: public, region: eastus");
    if (!more.contains("sources:")) {
      text.append(", sources: [10.0.0.0/24]");
    }
    for (String key : keys) {
      text.append(", ").append(key);
    }
    return text.append("}\n").toString();
  }

  private static String accepts(String accept) {
    return "clusters:\n"
        + cluster("domain: a.example")
        + "accept:\n  - {owner: o, reason: r, "
        + accept
        + "}\n";
  }

  private static Case entryCase(String rule, int line, String hit, String fine) {
    return new Case(rule, line, hit, null, fine);
  }

  private static Case clusterCase(String rule, int line, String hit, String fine) {
    String catalog = entries("match: a.example.com", "match: '*.listed.example.com'");
    return new Case(rule, line, catalog, hit, fine);
  }

  static Stream<Case> cases() {
    return Stream.of(
        entryCase("unreadable", 2, "entries:\n  - {", null),
        entryCase("form", 2, "entries:\n  - {id: a}\n", null),
        entryCase("bad-value", 2, entries("match: a.example.com, ports: [https]"), null),
        entryCase("bad-pattern", 2, entries("match: 'a..example.com'"), null),
        entryCase("star-place", 2, entries("match: 'a.*.example.com'"), null),
        entryCase("placeholder", 2, entries("match: 'a.$REGION.example.com'"), null),
        entryCase("placeholder", 3, entries("match: b.c, ports: [any]", "match: '*.<x>'"), null),
        entryCase("placeholder", 2, entries("match: 'a.{x}.example.com'"), null),
        entryCase("placeholder", 2, entries("match: 'a.%x%.example.com'"), null),
        entryCase("numeric-label", 2, entries("match: '*.10.1'"), null),
        entryCase("unknown-variable", 2, entries("match: 'a.${zone}.example.com'"), null),
        entryCase("shared-wildcard", 4, SUFFIX + entries("match: '*.blob.example.net'"), null),
        entryCase(
            "duplicate-id",
            3,
            entries("id: a, match: a.example.com", "id: a, match: b.example.com"),
            null),
        entryCase("unknown-address-set", 2, entries("match: 'tag:Storage'"), null),
        entryCase("unknown-replacement", 2, entries("match: a.example.com, replacedBy: z"), null),
        entryCase(
            "empty-period",
            2,
            entries("match: a.example.com, validFrom: 2026-01-02, validTo: 2026-01-02"),
            null),
        clusterCase(
            "unknown-group", 2, "clusters:\n" + cluster("features: {nosuch: optional}"), null),
        clusterCase(
            "unknown-cluster",
            4,
            accepts("match: x.example.com, clusters: [z], until: 2026-12-31"),
            null),
        clusterCase(
            "shared-source",
            3,
            "clusters:\n"
                + cluster("egressLockdown: unknown")
                + cluster("").replace("name: c", "name: d").replace(", }", "}"),
            null),
        new Case(
            "unset-domain",
            2,
            entries("match: 'a.${clusterDomain}'"),
            "clusters:\n" + cluster("egressLockdown: unknown"),
            "clusters:\n" + cluster("domain: a.example")),
        entryCase(
            "wildcard-public-suffix",
            2,
            entries("match: '*.co.uk'"),
            entries("match: '*.a.co.uk'")),
        entryCase("wildcard-public-suffix", 2, entries("match: '*'"), null),
        entryCase("wildcard-public-suffix", 2, entries("match: '*io'"), null),
        entryCase(
            "bare-suffix-domain",
            2,
            entries("match: '*docker.io'"),
            entries("match: '*registry-1.docker.io'")),
        entryCase("bare-suffix-domain", 2, entries("match: '*er.io'"), null),
        entryCase(
            "bare-suffix",
            2,
            entries("match: '*registry-1.docker.io'"),
            entries("match: '*.registry-1.docker.io'")),
        entryCase(
            "cloud-wildcard",
            2,
            entries("match: '*.vault.azure.net'"),
            entries("match: '*.one.vault.azure.net'")),
        entryCase("cloud-wildcard", 2, entries("match: '*.windows.net'"), null),
        entryCase(
            "cloud-wildcard",
            2,
            entries("match: '*.azurestaticapps.net'"),
            entries("match: 'one.azurestaticapps.net'")),
        entryCase(
            "suffix-without-apex",
            2,
            entries("match: '*.quay.io'"),
            entries("match: '*.quay.io'", "match: quay.io")),
        entryCase(
            "deep-suffix-without-apex",
            2,
            entries("match: '*.cdn.quay.io'"),
            entries("match: '*.cdn.quay.io'", "match: '*.quay.io'")),
        entryCase(
            "apex-without-suffix",
            2,
            entries("match: quay.io"),
            entries("match: quay.io", "match: a.b.quay.io")),
        entryCase(
            "path-unseen",
            2,
            entries("match: a.example.com/api"),
            entries("match: a.example.com/api, ports: ['http:80']")),
        entryCase(
            "crossed-ports",
            2,
            entries("match: a.example.com, ports: ['https:80']"),
            entries("match: a.example.com, ports: ['https:8443']")),
        entryCase(
            "any-port",
            2,
            entries("match: a.example.com, ports: [any]"),
            entries("match: a.example.com")),
        entryCase(
            "covered-port",
            2,
            entries("match: a.example.com, ports: ['https:443', 'tcp:443']"),
            entries("match: a.example.com, ports: ['https:443', 'udp:443']")),
        entryCase(
            "network-wildcard",
            2,
            entries("match: '*.ntp.example.com', ports: ['udp:123']"),
            entries("match: 'a.ntp.example.com', ports: ['udp:123']")),
        entryCase(
            "duplicate",
            3,
            entries("match: a.example.com", "match: A.example.com."),
            entries(
                "match: a.example.com, validTo: 2026-01-01",
                "match: a.example.com, validFrom: 2026-01-01")),
        entryCase(
            "shadowed",
            3,
            entries("match: a.example.com, ports: [any]", "match: a.example.com"),
            entries("match: a.example.com", "match: a.example.com, ports: [any]")),
        entryCase(
            "shadowed",
            3,
            entries("match: a.example.com", "match: a.example.com, clouds: [usgov]"),
            entries("match: a.example.com, clouds: [public]", "match: a.example.com")),
        entryCase(
            "shadowed",
            3,
            entries(
                "match: a.example.com, ports: ['tcp:443']",
                "match: a.example.com, validTo: 2027-01-01"),
            entries(
                "match: a.example.com, validTo: 2027-01-01",
                "match: a.example.com, ports: ['tcp:443']")),
        entryCase(
            "shadowed-by-group",
            3,
            entries("match: a.example.com", "match: a.example.com, group: h"),
            entries("match: a.example.com", "match: a.example.com/p, group: h")),
        entryCase(
            "lone-group",
            4,
            entries(
                "match: a.example.com, group: registries",
                "match: b.example.com, group: registries",
                "match: c.example.com, group: registires"),
            entries(
                "match: a.example.com, group: registries",
                "match: b.example.com, group: registries",
                "match: c.example.com, group: monitoring")),
        entryCase(
            "ended",
            2,
            entries("match: a.example.com, validTo: 2026-01-15"),
            entries("match: a.example.com, validTo: 2026-01-16")),
        entryCase(
            "ended-replaced",
            2,
            entries("match: a.example.com, validTo: 2026-01-01, replacedBy: e2", "match: b.c"),
            entries("match: a.example.com, validTo: 2026-01-01")),
        entryCase(
            "ends-soon",
            2,
            entries("match: a.example.com, validTo: 2026-02-14"),
            entries("match: a.example.com, validTo: 2026-02-15")),
        entryCase(
            "replacement-ended",
            2,
            entries(
                "match: a.example.com, replacedBy: e2",
                "match: b.example.com, validTo: 2026-01-01"),
            entries(
                "match: a.example.com, replacedBy: e2",
                "match: b.example.com, validTo: 2027-01-01")),
        entryCase(
            "replacement-gap",
            2,
            entries(
                "match: a.example.com, validTo: 2026-03-01, replacedBy: e2",
                "match: b.example.com, validFrom: 2026-03-02"),
            entries(
                "match: a.example.com, validTo: 2026-03-01, replacedBy: e2",
                "match: b.example.com, validFrom: 2026-03-01")),
        entryCase(
            "replacement-circle",
            2,
            entries("match: a.example.com, replacedBy: e1"),
            entries("match: a.example.com, replacedBy: e2", "match: b.example.com")),
        clusterCase(
            "accept-ended",
            4,
            accepts("match: x.example.com, until: 2026-01-14"),
            accepts("match: x.example.com, until: 2026-01-15")),
        clusterCase(
            "accept-ends-soon",
            4,
            accepts("match: x.example.com, until: 2026-01-15"),
            accepts("match: x.example.com, until: 2026-03-15")),
        clusterCase(
            "accept-wide",
            4,
            accepts("match: '*.com', until: 2026-12-31"),
            accepts("match: '*.example.com', until: 2026-12-31")),
        clusterCase("accept-wide", 4, accepts("match: '*example.com', until: 2026-12-31"), null),
        clusterCase("accept-wide", 4, accepts("match: '*.internal', until: 2026-12-31"), null),
        clusterCase(
            "accept-idle",
            4,
            accepts("match: a.example.com, ports: ['https:443'], until: 2026-12-31"),
            accepts("match: a.example.com, ports: ['https:443', 'http:80'], until: 2026-12-31")),
        clusterCase(
            "accept-idle",
            4,
            accepts("match: '*.b.listed.example.com', ports: ['https:443'], until: 2026-12-31"),
            accepts("match: '*.example.com', ports: ['https:443'], until: 2026-12-31")),
        clusterCase(
            "source-overlap",
            3,
            "clusters:\n"
                + cluster("sources: [10.0.0.0/16]")
                + cluster("sources: [10.0.4.0/24]").replace("name: c", "name: d"),
            "clusters:\n"
                + cluster("sources: [10.0.0.0/16]")
                + cluster("sources: [10.1.4.0/24]").replace("name: c", "name: d")),
        clusterCase(
            "source-redundant",
            2,
            "clusters:\n" + cluster("sources: [10.0.0.0/16, 10.0.4.0/24]"),
            "clusters:\n" + cluster("sources: [10.0.0.0/16, 10.1.4.0/24]")),
        clusterCase(
            "firewall-form",
            2,
            "clusters:\n" + cluster("firewalls: [/subscriptions/s/firewalls/f]"),
            "clusters:\n"
                + cluster(
                    "firewalls: [/subscriptions/s/resourceGroups/r/providers/Microsoft.Network"
                        + "/azureFirewalls/f]")),
        clusterCase(
            "gateway-unknown",
            2,
            "clusters:\n" + cluster("egressLockdown: true"),
            "clusters:\n" + cluster("egressLockdown: true; gatewayDomains: [x.example.com]")),
        clusterCase(
            "gateway-without-lockdown",
            2,
            "clusters:\n" + cluster("egressLockdown: false; gatewayDomains: [x.example.com]"),
            "clusters:\n" + cluster("egressLockdown: false")),
        clusterCase(
            "unknown-region",
            2,
            "clusters:\n" + cluster("domain: a.example").replace("eastus", "eastsu"),
            "clusters:\n" + cluster("domain: a.example")),
        clusterCase(
            "unknown-region",
            2,
            "clusters:\n" + cluster("domain: a.example").replace("eastus", "usgovvirginia"),
            null),
        clusterCase(
            "domain-region",
            2,
            "clusters:\n" + cluster("domain: q1.westus.aroapp.io"),
            "clusters:\n" + cluster("domain: q1.eastus.aroapp.io")),
        clusterCase(
            "cloud-without-service",
            2,
            "clusters:\n"
                + cluster("domain: a.example")
                    .replace("public, region: eastus", "china, region: chinaeast2"),
            "clusters:\n" + cluster("domain: a.example")),
        entryCase(
            "unknown-waiver",
            2,
            entries("match: a.example.com, lint: {ignore: [nosuch], reason: r}"),
            entries("match: a.example.com, ports: [any], lint: {ignore: [any-port], reason: r}")),
        entryCase(
            "unknown-waiver",
            2,
            entries("match: '*', lint: {ignore: [wildcard-public-suffix], reason: r}"),
            null),
        entryCase(
            "unused-waiver",
            2,
            entries("match: a.example.com, lint: {ignore: [any-port], reason: r}"),
            entries("match: a.example.com, ports: [any], lint: {ignore: [any-port], reason: r}")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aRuleHitsWhatItIsForAndNothingBesideIt(Case c) throws IOException {
    String named = c.clusters == null ? "catalog.yaml" : "clusters.yaml";
    assertThat(hits(c.rule, check(c.catalog, c.clusters)))
        .as("%s in%n%s%n%s", c.rule, c.catalog, c.clusters)
        .isEqualTo(List.of(folder.resolve(named) + ":" + c.line));
    if (c.fine != null) {
      LintReport fine = c.clusters == null ? check(c.fine, null) : check(c.catalog, c.fine);
      assertThat(hits(c.rule, fine)).as("%s in%n%s", c.rule, c.fine).isEmpty();
      assertThat(fine.count(Severity.ERROR)).as("%s", fine.findings()).isZero();
    }
  }

  @Test
  void everyRuleHasACase() {
    Set<String> seen = new HashSet<>();
    cases().forEach(c -> seen.add(c.rule));
    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(LintRules.ALL.stream().map(LintRule::id).toList());
  }

  @Test
  void everyProblemOfTheLoaderHasARuleAndIsAnError() {
    for (ProblemKind kind : ProblemKind.values()) {
      assertThat(LintRules.of(kind)).as("%s", kind).isNotNull();
      assertThat(LintRules.of(kind).severity()).isEqualTo(Severity.ERROR);
    }
  }

  @Test
  void idsAreUniqueAndTextsAreForReaders() {
    assertThat(LintRules.ALL).extracting(LintRule::id).doesNotHaveDuplicates();
    assertThat(LintRules.ALL)
        .allSatisfy(
            rule -> {
              assertThat(rule.id()).matches("[a-z]+(-[a-z]+)*");
              assertThat(rule.what()).endsWith(".");
              assertThat(rule.mend()).doesNotEndWith(".").isNotBlank();
            });
  }

  @Test
  void everythingWrongInAllFilesIsFoundAtOnce() throws IOException {
    LintReport report =
        check(
            entries("match: '*docker.io'", "match: 'a.*.b'", "match: a.b.c, ports: ['https:80']"),
            "clusters:\n" + cluster("region: x").replace(", region: x", "") + "nosuch: 1\n");
    assertThat(report.findings())
        .extracting(finding -> finding.rule().id())
        .contains("bare-suffix-domain", "star-place", "crossed-ports", "form");
    assertThat(report.findings()).isSorted();
  }

  @Test
  void whoLeadsIntoACircleIsNotInIt() throws IOException {
    LintReport report =
        check(
            entries(
                "match: a.example.com, replacedBy: e2",
                "match: b.example.com, replacedBy: e3",
                "match: c.example.com, replacedBy: e2"),
            null);
    assertThat(report.findings())
        .filteredOn(finding -> finding.rule().id().equals("replacement-circle"))
        .extracting(finding -> finding.location().line())
        .containsExactly(3, 4);
  }

  @Test
  void whatIsPassedOverDoesNotCountAndKeepsItsReason() throws IOException {
    LintReport report =
        check(
            entries(
                "match: a.example.com, ports: [any], lint: {ignore: [any-port], reason: INC-9}"),
            null);
    assertThat(report.findings()).isEmpty();
    assertThat(report.waived())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule().id()).isEqualTo("any-port");
              assertThat(finding.waivedFor()).isEqualTo("INC-9");
            });
  }

  @Test
  void shippedCatalogsAreCleanAndPassOverNothingInVain() {
    LintReport report = CatalogLint.check(CatalogLoader.BY_NAME, null, AT);
    assertThat(report.atLeast(Severity.WARNING)).isEmpty();
    assertThat(report.findings()).noneMatch(finding -> finding.rule().id().equals("unused-waiver"));
    assertThat(report.waived()).isNotEmpty();
  }

  private LintReport check(String catalog, String clusters) throws IOException {
    Path file = folder.resolve("catalog.yaml");
    // Behind the entries, so that lines are counted from the top of the case.
    String alone = "replaces: " + CatalogLoader.DEFAULT_SET + "\n";
    Files.writeString(file, catalog.endsWith("\n") ? catalog + alone : catalog);
    String inventory = null;
    if (clusters != null) {
      inventory = Files.writeString(folder.resolve("clusters.yaml"), clusters).toString();
    }
    return CatalogLint.check(List.of(file.toString()), inventory, AT);
  }

  private static List<String> hits(String rule, LintReport report) {
    List<String> places = new ArrayList<>();
    report.findings().stream()
        .filter(finding -> finding.rule().id().equals(rule))
        .map(finding -> finding.location().toString())
        .distinct()
        .forEach(places::add);
    return places;
  }
}
