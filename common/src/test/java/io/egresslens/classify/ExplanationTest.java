package io.egresslens.classify;

import static io.egresslens.catalog.Entries.LOCATION;
import static io.egresslens.catalog.Entries.address;
import static io.egresslens.catalog.Entries.between;
import static io.egresslens.catalog.Entries.entry;
import static io.egresslens.catalog.Entries.in;
import static io.egresslens.catalog.Entries.pattern;
import static io.egresslens.catalog.Entries.set;
import static io.egresslens.catalog.Entries.suffix;
import static io.egresslens.catalog.Entries.tagged;
import static io.egresslens.catalog.Level.LOCAL;
import static io.egresslens.catalog.Level.OPTIONAL;
import static io.egresslens.catalog.Level.PROXIED;
import static io.egresslens.catalog.Level.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.catalog.Accept;
import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.catalog.FeatureState;
import io.egresslens.catalog.Lockdown;
import io.egresslens.catalog.PortSpec;
import io.egresslens.flow.Action;
import io.egresslens.flow.AddressPrefix;
import io.egresslens.flow.Category;
import io.egresslens.flow.Flow;
import io.egresslens.flow.FlowDetails;
import io.egresslens.flow.FlowKind;
import io.egresslens.flow.IpAddress;
import io.egresslens.flow.LogFormat;
import io.egresslens.flow.RuleRef;
import io.egresslens.match.Candidate;
import io.egresslens.match.DestinationSpec;
import io.egresslens.match.Standing;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an explanation says, and that it is what the job says. */
class ExplanationTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private static final Catalog CATALOG =
      Catalog.of(
          List.of(
              entry("acr", "aro-proxied", PROXIED, "arosvc.azurecr.io"),
              entry("data", "aro-proxied", PROXIED, "arosvc.${region}.data.azurecr.io"),
              entry("apps", "cluster-apps", LOCAL, "*.apps.${clusterDomain}"),
              entry("must", "base", REQUIRED, "must.example"),
              entry("must-too", "base", REQUIRED, "must.example"),
              entry("quay", "registries", OPTIONAL, "quay.io"),
              entry("quay-cdn", "registries", OPTIONAL, "*.quay.io", "https:443", "http:80"),
              entry("quay-deep", "registries", OPTIONAL, "*.cdn.quay.io"),
              entry("quay-bare", "registries", OPTIONAL, "*y.io", "any"),
              entry("api", "red-hat-telemetry", OPTIONAL, "console.example/api"),
              entry("console", "registries", OPTIONAL, "console.example"),
              entry("glob", "registries", OPTIONAL, "md-*.disk.example"),
              between("2027-01-01T00:00:00Z", null, entry("later", OPTIONAL, "time.example")),
              between(null, "2026-01-01T06:00:00Z", entry("former", OPTIONAL, "time.example")),
              in(Cloud.USGOV, entry("gov", OPTIONAL, "gov.example")),
              entry("agent", "aro-proxied", PROXIED, "agent.blob.example"),
              address("range", OPTIONAL, "203.0.113.0/24", "tcp:22"),
              address("host", OPTIONAL, "203.0.113.7", "tcp:22"),
              tagged("azure", OPTIONAL, "Azure", "tcp:9000"),
              tagged("east", OPTIONAL, "Azure.East", "tcp:9000"),
              between(null, "2026-12-01T00:00:00Z", tagged("tiny", OPTIONAL, "Tiny", "tcp:9000"))),
          List.of(suffix("blob.example")),
          List.of(
              set("Azure", "20.0.0.0/8", "40.0.0.0/8"),
              set("Azure.East", "20.1.0.0/16"),
              set("Tiny", "20.0.0.0/8"),
              set("Unnamed", "192.0.2.0/28")));

  private static final FlowClassifier CLASSIFIER =
      new FlowClassifier(
          CATALOG,
          new ClusterInventory(
              List.of(
                  cluster("prod", Lockdown.ON, "eastus", "10.10.0.0/16", FeatureState.REQUIRED),
                  cluster("dev", Lockdown.OFF, "westus", "10.20.0.0/16", FeatureState.OPTED_OUT)),
              List.of(
                  accept("*.pypi.example", "2027-02-01", "https:443"),
                  new Accept(
                      null,
                      AddressPrefix.parse("192.0.2.128/25"),
                      List.of(PortSpec.parse("tcp:22")),
                      Set.of("prod"),
                      "team-data",
                      "INC-7",
                      Instant.parse("2027-02-01T00:00:00Z"),
                      LOCATION),
                  accept("old.example", "2026-01-12"),
                  accept("must.example", "2027-02-01"))));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prod | quay.io | quay | WINS | the most telling of what fits",
        "prod | quay.io | quay-bare | OUTRANKED | quay comes first: a whole name goes before a bare suffix",
        "prod | a.cdn.quay.io | quay-cdn | OUTRANKED | quay-deep comes first: more of its name is fixed, *.cdn.quay.io before *.quay.io",
        "prod | must.example | must-too | OUTRANKED | must comes first: equal in rank, so the smaller id wins",
        "prod | http://quay.io | quay | OTHER_PORT | lists https:443, asked was http:80",
        "prod | https://console.example/x | api | OTHER_PATH | its path is /api, asked was /x",
        "prod | https://console.example/api/1 | api | WINS | the most telling of what fits; its path /api was compared",
        "prod | https://console.example/api/1 | console | OUTRANKED | 'api comes first: its path was compared, too'",
        "prod | console.example | api | WINS | the most telling of what fits; the path does not show, so it is known by its host alone",
        "prod | time.example | later | NOT_YET_VALID | counts from 2027-01-01",
        "prod | time.example | former | NO_LONGER_VALID | counts no longer since 2026-01-01T06:00:00Z",
        "prod | gov.example | gov | OTHER_CLOUD | for the clouds [usgov], the cluster runs in public",
        "prod | arosvc.eastus.data.azurecr.io | data | WINS | the most telling of what fits; template arosvc.${region}.data.azurecr.io with region = eastus",
        "- | arosvc.eastus.data.azurecr.io | data | WINS | the most telling of what fits; template arosvc.${region}.data.azurecr.io with region = any label",
        "prod | arosvc.westus.data.azurecr.io | data | OTHER_BINDING | this name is not of this cluster; template arosvc.${region}.data.azurecr.io with region = eastus",
        "prod | a.apps.dev.aroapp.example | apps | OTHER_BINDING | this name is not of this cluster; template *.apps.${clusterDomain} with clusterDomain = prod.aroapp.example",
        "prod | tcp://203.0.113.7:22 | range | OUTRANKED | 'host comes first: its prefix is longer, 203.0.113.7/32 before 203.0.113.0/24'",
        "prod | tcp://20.1.0.1:9000 | east | WINS | the most telling of what fits",
        "prod | tcp://20.1.0.1:9000 | azure | OUTRANKED | 'east comes first: its prefix is longer, 20.1.0.0/16 before 20.0.0.0/8'",
        "prod | tcp://20.9.0.1:9000 | azure | OUTRANKED | 'tiny comes first: of one prefix, it is for fewer addresses, 16,777,216 before 33,554,432'",
        "prod | tcp://20.9.0.1:9000 | tiny | WINS | the most telling of what fits; counts until 2026-12-01",
        "prod | tcp://20.9.0.1:22 | azure | OTHER_PORT | lists tcp:9000, asked was tcp:22"
      })
  void everyCandidateSaysWhyItStandsSo(
      String cluster, String destination, String id, Standing standing, String reason) {
    Explanation explanation = explain(cluster, destination);
    List<Candidate> candidates = explanation.candidates();
    int at = candidates.stream().map(candidate -> candidate.entry().id()).toList().indexOf(id);

    assertThat(at).as("%s", explanation).isNotNegative();
    assertThat(candidates.get(at).standing()).isEqualTo(standing);
    assertThat(explanation.reasons().get(at)).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prod | arosvc.azurecr.io | level proxied, and egress lockdown is on: the gateway should carry it",
        "dev | arosvc.azurecr.io | level proxied, and egress lockdown is off",
        "- | arosvc.azurecr.io | level proxied, and egress lockdown is not known, for the source is of no known cluster",
        "prod | quay.io | level optional, and the group registries is required for the cluster",
        "dev | quay.io | level optional, and the group registries is opted-out for the cluster",
        "- | quay.io | level optional, and the group registries is optional by default",
        "prod | must.example | level required; the acceptance of team-data (INC-7) changes nothing: required stays",
        "prod | x.prod.aroapp.example | the cluster's own domain prod.aroapp.example, or below it",
        "prod | mine.blob.example | no entry lists the name, and anybody can rent one like it; shared suffix declared by a test",
        "prod | agent.blob.example | level proxied, and egress lockdown is on: the gateway should carry it; anybody can rent a name below blob.example; this one is listed by name",
        "prod | http://quay-cdn.example | no entry lists it",
        "prod | udp://must.example:53 | must lists it with https:443, not with udp:53; accepted by team-data (INC-7) until 2027-01-31; otherwise wrong-port",
        "prod | a.pypi.example | no entry lists it; accepted by team-data (INC-7) until 2027-01-31; otherwise unlisted",
        "prod | http://a.pypi.example | no entry lists it; the acceptance of team-data (INC-7) is for *.pypi.example https:443",
        "prod | old.example | no entry lists it; the acceptance of team-data (INC-7) ended after 2026-01-11",
        "prod | 10.0.0.1 | a private address that no entry lists so",
        "prod | tcp://198.51.100.1:22 | no entry lists it",
        "prod | tcp://198.51.100.1:443 | no entry lists it; judged by the address alone: a network rule that passes 443 hides the name, and many names can share an address; its log says tcp:443",
        "prod | tcp://192.0.2.9:22 | no entry lists it; in the address set Unnamed (192.0.2.0/28), which no entry names",
        "prod | tcp://192.0.2.129:22 | no entry lists it; accepted by team-data (INC-7) until 2027-01-31; otherwise unlisted",
        "prod | tcp://192.0.2.129:23 | no entry lists it; the acceptance of team-data (INC-7) is for 192.0.2.128/25 tcp:22",
        "prod | a..b | neither a usable name nor an address"
      })
  void theExpectationSaysWhatDecidedIt(String cluster, String destination, String because) {
    assertThat(String.join("; ", explain(cluster, destination).because())).isEqualTo(because);
  }

  @Test
  void aHundredThousandDestinationsAreExplainedAsTheyAreJudged() {
    long seed = 20261122;
    Random random = new Random(seed);
    List<String> hosts =
        Stream.concat(
                CATALOG.entries().stream()
                    .map(
                        entry ->
                            entry.isAddress()
                                ? entry.tag() != null
                                    ? "20.1.2.3"
                                    : entry.prefix().address().toString()
                                : entry.pattern().text().split("/", 2)[0]),
                Stream.of("a.pypi.example", "old.example", "mine.blob.example", "192.0.2.200"))
            .toList();
    Map<Expectation, Integer> seen = new EnumMap<>(Expectation.class);
    Set<Standing> standings = EnumSet.noneOf(Standing.class);
    for (int i = 0; i < 100_000; i++) {
      String host =
          hosts
              .get(random.nextInt(hosts.size()))
              .replace("${region}", random.nextBoolean() ? "eastus" : "westus")
              .replace(
                  "${clusterDomain}", (random.nextBoolean() ? "prod" : "dev") + ".aroapp.example")
              .replace("*", List.of("x", "a.b", "a-", "cdn.a").get(random.nextInt(4)));
      host =
          switch (random.nextInt(12)) {
            case 0 -> "sub." + host;
            case 1 -> "x" + host;
            case 2 -> host + ".";
            case 3 -> host.toUpperCase(Locale.ROOT);
            case 4 -> random.nextInt(4) == 0 ? host + ".." : host;
            default -> host;
          };
      String protocol = List.of("https", "http", "tcp", "udp").get(random.nextInt(4));
      int port = List.of(443, 80, 22, 53).get(random.nextInt(4));
      String path = List.of("", "/api/x", "/x", "/api/../x").get(random.nextInt(4));
      Instant at = NOW.plusSeconds((random.nextInt(800) - 400) * 86_400L);
      int view = random.nextInt(3);
      String url = protocol + "://" + host + ":" + port + path;
      DestinationSpec asked =
          DestinationSpec.of(host, protocol, port, path.isEmpty() ? null : path);
      String what = "seed " + seed + ", " + url + " in view " + view + " at " + at;

      Judgement judged = CLASSIFIER.judge(flow(view, host, asked, path.isEmpty() ? null : url, at));
      Explanation explained =
          CLASSIFIER.explain(asked, view == 2 ? null : List.of("prod", "dev").get(view), at);

      if (!explained.judgement().equals(judged)) {
        assertThat(explained.judgement()).as(what).isEqualTo(judged);
      }
      List<Candidate> winners =
          explained.candidates().stream().filter(c -> c.standing() == Standing.WINS).toList();
      boolean right =
          winners.isEmpty()
              || (winners.size() == 1
                  && winners.get(0) == explained.candidates().get(0)
                  && winners.get(0).entry().id().equals(judged.entry()));
      assertThat(right).as(what).isTrue();
      assertThat(explained.whenAllowed()).as(what).isEqualTo(judged.verdict(Action.ALLOW));
      seen.merge(judged.expectation(), 1, Integer::sum);
      explained.candidates().forEach(candidate -> standings.add(candidate.standing()));
    }
    assertThat(seen).containsOnlyKeys(Expectation.values());
    assertThat(standings).containsExactlyInAnyOrder(Standing.values());
  }

  private static Explanation explain(String cluster, String destination) {
    return CLASSIFIER.explain(
        DestinationSpec.parse(destination), cluster.equals("-") ? null : cluster, NOW);
  }

  private static Flow flow(int view, String host, DestinationSpec asked, String url, Instant time) {
    return new Flow(
        time,
        null,
        Category.APPLICATION_RULE,
        FlowKind.APPLICATION,
        LogFormat.STRUCTURED,
        asked.protocol(),
        IpAddress.parse(List.of("10.10.0.1", "10.20.0.1", "192.0.2.1").get(view)),
        40_000,
        host,
        null,
        asked.port(),
        url,
        Action.ALLOW,
        null,
        RuleRef.NONE,
        FlowDetails.NONE);
  }

  private static Cluster cluster(
      String name, Lockdown lockdown, String region, String source, FeatureState registries) {
    return new Cluster(
        name,
        Cloud.PUBLIC,
        region,
        name + ".aroapp.example",
        lockdown,
        List.of(),
        List.of(AddressPrefix.parse(source)),
        Set.of(),
        Map.of("registries", registries));
  }

  private static Accept accept(String match, String until, String... ports) {
    return new Accept(
        pattern(match),
        Stream.of(ports).map(PortSpec::parse).toList(),
        Set.of("prod"),
        "team-data",
        "INC-7",
        Instant.parse(until + "T00:00:00Z"),
        LOCATION);
  }
}
