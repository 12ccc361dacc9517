package io.egresslens.match;

import static io.egresslens.catalog.Entries.address;
import static io.egresslens.catalog.Entries.between;
import static io.egresslens.catalog.Entries.catalog;
import static io.egresslens.catalog.Entries.entry;
import static io.egresslens.catalog.Entries.in;
import static io.egresslens.catalog.Level.OPTIONAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.Lockdown;
import io.egresslens.flow.AddressPrefix;
import io.egresslens.flow.IpAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompiledMatcherTest {
  private static final long NOW = Instant.parse("2026-11-22T00:00:00Z").toEpochMilli();

  private static final Cluster PROD =
      new Cluster(
          "aro-prod",
          Cloud.PUBLIC,
          "eastus",
          "prod.eastus.aroapp.io",
          Lockdown.ON,
          List.of("gsm1xt.blob.core.windows.net"),
          List.of(AddressPrefix.parse("10.10.0.0/16")),
          Set.of(),
          Map.of());

  private static final Catalog LADDER =
      catalog(
          entry("any", OPTIONAL, "*"),
          entry("bare-long", OPTIONAL, "*y.x.io"),
          entry("bare-short", OPTIONAL, "*x.io"),
          entry("exact", OPTIONAL, "a.y.x.io"),
          entry("glob", OPTIONAL, "a*.x.io"),
          entry("suffix-long", OPTIONAL, "*.y.x.io"),
          entry("suffix-short", OPTIONAL, "*.x.io"),
          entry("template", OPTIONAL, "${region}.y.x.io"));

  @ParameterizedTest
  @CsvSource({
    "a.y.x.io, exact",
    "b.y.x.io, template",
    "c.b.y.x.io, suffix-long",
    "y.x.io, suffix-short",
    "b.x.io, suffix-short",
    "x.io, bare-short",
    "zx.io, bare-short",
    "quay.io, any"
  })
  void theMostTellingPatternWins(String host, String winner) {
    assertThat(id(CompiledMatcher.of(LADDER).find(host, "https", 443, null, NOW)))
        .isEqualTo(winner);
  }

  @Test
  void everyOtherCandidateIsListedByRankWithItsReason() {
    Catalog catalog =
        catalog(
            between(null, "2026-01-01T00:00:00Z", entry("old", OPTIONAL, "a.x.io")),
            between("2027-01-01T00:00:00Z", null, entry("new", OPTIONAL, "a.x.io")),
            in(Cloud.USGOV, entry("gov", OPTIONAL, "a.x.io")),
            entry("path", OPTIONAL, "a.x.io/api"),
            entry("plain-http", OPTIONAL, "a.x.io", "http:80"),
            entry("suffix", OPTIONAL, "*.x.io"),
            entry("all", OPTIONAL, "*"),
            entry("unrelated", OPTIONAL, "b.x.io"));

    List<Candidate> candidates =
        CompiledMatcher.of(catalog).boundTo(PROD).candidates("a.x.io", "https", 443, "/v2", NOW);

    assertThat(candidates)
        .extracting(candidate -> candidate.entry().id() + " " + candidate.standing().label())
        .containsExactly(
            "suffix wins",
            "path other-path",
            "gov other-cloud",
            "new not-yet-valid",
            "old no-longer-valid",
            "plain-http other-port",
            "all outranked");
  }

  @Test
  void aComparedPathWinsOverTheHostAloneAndAHiddenOneDoesNot() {
    Catalog catalog =
        catalog(entry("a-host", OPTIONAL, "x.io"), entry("b-path", OPTIONAL, "x.io/api"));
    CompiledMatcher matcher = CompiledMatcher.of(catalog);

    Match compared = matcher.find("x.io", "https", 443, "/api/v1", NOW);
    assertThat(id(compared)).isEqualTo("b-path");
    assertThat(compared.pathChecked()).isTrue();
    assertThat(id(matcher.find("x.io", "https", 443, "/other", NOW))).isEqualTo("a-host");
    Match hidden = matcher.find("x.io", "https", 443, null, NOW);
    assertThat(id(hidden)).isEqualTo("a-host");
    assertThat(hidden.pathChecked()).isFalse();
  }

  @Test
  void aWrongPortIsTheAnswerOnlyWhenNothingFits() {
    Catalog catalog =
        catalog(
            entry("exact", OPTIONAL, "a.x.io"),
            entry("suffix", OPTIONAL, "*.x.io", "tcp:22"),
            between(null, "2026-01-01T00:00:00Z", entry("old", OPTIONAL, "b.y.io", "tcp:22")));
    CompiledMatcher matcher = CompiledMatcher.of(catalog);

    assertThat(matcher.find("a.x.io", "tcp", 22, null, NOW))
        .isEqualTo(new Match(catalog.entries().get(2), false, false));
    assertThat(matcher.find("a.x.io", "http", 80, null, NOW))
        .isEqualTo(new Match(catalog.entries().get(0), true, false));
    assertThat(matcher.find("a.x.io", "https", 0, null, NOW).wrongPort()).isTrue();
    assertThat(matcher.find("b.y.io", "https", 443, null, NOW)).isNull();
  }

  @Test
  void validityIsThatOfTheFlowsTimeAndEndsBeforeItsEnd() {
    Catalog catalog =
        catalog(
            between("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", entry("e", OPTIONAL, "x.io")));
    CompiledMatcher matcher = CompiledMatcher.of(catalog);
    long from = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    long to = Instant.parse("2026-02-01T00:00:00Z").toEpochMilli();

    assertThat(matcher.find("x.io", "https", 443, null, from - 1)).isNull();
    assertThat(id(matcher.find("x.io", "https", 443, null, from))).isEqualTo("e");
    assertThat(id(matcher.find("x.io", "https", 443, null, to - 1))).isEqualTo("e");
    assertThat(matcher.find("x.io", "https", 443, null, to)).isNull();
  }

  @Test
  void aClusterBindsTemplatesAndBringsItsGatewayDomains() {
    Catalog catalog =
        catalog(
            entry("apps", OPTIONAL, "*.apps.${clusterDomain}"),
            entry("data", OPTIONAL, "arosvc.${region}.data.azurecr.io"));
    CompiledMatcher unassigned = CompiledMatcher.of(catalog);
    CompiledMatcher bound = unassigned.boundTo(PROD);

    String otherRegion = "arosvc.westus.data.azurecr.io";
    String route = "console.apps.prod.eastus.aroapp.io";
    String gateway = "gsm1xt.blob.core.windows.net";
    assertThat(id(unassigned.find(otherRegion, "https", 443, null, NOW))).isEqualTo("data");
    assertThat(bound.find(otherRegion, "https", 443, null, NOW)).isNull();
    assertThat(unassigned.find(route, "https", 443, null, NOW)).isNull();
    assertThat(id(bound.find(route, "https", 443, null, NOW))).isEqualTo("apps");
    assertThat(unassigned.find(gateway, "https", 443, null, NOW)).isNull();
    assertThat(id(bound.find(gateway, "https", 443, null, NOW)))
        .isEqualTo("aro.gateway-domain." + gateway);
    assertThat(bound.find(gateway, "http", 80, null, NOW).wrongPort()).isTrue();
    assertThat(bound.find("x." + gateway, "https", 443, null, NOW)).isNull();
  }

  @Test
  void theLongestPrefixWinsForAnAddress() {
    Catalog catalog =
        catalog(
            address("wide", OPTIONAL, "203.0.112.0/20", "tcp:22"),
            address("narrow", OPTIONAL, "203.0.113.0/24"),
            address("six", OPTIONAL, "::/0", "any"),
            entry("any-name", OPTIONAL, "*"));
    CompiledMatcher matcher = CompiledMatcher.of(catalog);
    IpAddress address = IpAddress.parse("203.0.113.9");

    assertThat(id(matcher.find(address, "https", 443, NOW))).isEqualTo("narrow");
    assertThat(id(matcher.find(address, "tcp", 22, NOW))).isEqualTo("wide");
    assertThat(matcher.find(address, "http", 80, NOW))
        .isEqualTo(new Match(catalog.entries().get(1), true, false));
    assertThat(matcher.candidates(address, "tcp", 22, NOW))
        .extracting(candidate -> candidate.match() + " " + candidate.standing())
        .containsExactly("203.0.112.0/20 WINS", "203.0.113.0/24 OTHER_PORT");
    assertThat(matcher.find(IpAddress.parse("198.51.100.1"), "https", 443, NOW)).isNull();
    assertThat(id(matcher.find(IpAddress.parse("2001:db8::1"), "udp", 1, NOW))).isEqualTo("six");
  }

  private static String id(Match match) {
    assertThat(match).isNotNull();
    assertThat(match.wrongPort()).isFalse();
    return match.entry().id();
  }
}
