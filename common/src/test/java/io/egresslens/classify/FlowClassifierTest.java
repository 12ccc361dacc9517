package io.egresslens.classify;

import static io.egresslens.catalog.Entries.LOCATION;
import static io.egresslens.catalog.Entries.address;
import static io.egresslens.catalog.Entries.between;
import static io.egresslens.catalog.Entries.entry;
import static io.egresslens.catalog.Entries.pattern;
import static io.egresslens.catalog.Entries.suffix;
import static io.egresslens.catalog.Level.LOCAL;
import static io.egresslens.catalog.Level.NOISE;
import static io.egresslens.catalog.Level.OPTIONAL;
import static io.egresslens.catalog.Level.PROXIED;
import static io.egresslens.catalog.Level.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.egresslens.match.DestinationSpec;
import io.egresslens.match.Standing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowClassifierTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final String FIREWALL = "/subscriptions/s/fw-hub";

  private static final Catalog CATALOG =
      Catalog.of(
          List.of(
              entry("acr", "aro-proxied", PROXIED, "arosvc.azurecr.io"),
              entry("data", "aro-proxied", PROXIED, "arosvc.${region}.data.azurecr.io"),
              entry("must", "base", REQUIRED, "must.example"),
              entry("quay", "container-registries", OPTIONAL, "quay.io"),
              entry("hub", "docker-hub", OPTIONAL, "*hub.example", "http:80", "https:443"),
              entry("telemetry", "red-hat-telemetry", OPTIONAL, "api.access.example"),
              entry("insights", "red-hat-telemetry", OPTIONAL, "console.example/api/ingress"),
              entry("noise", "azure-noise", NOISE, "umsa*.noise.example"),
              entry("svc", "cluster-names", LOCAL, "*.svc", "any"),
              entry("apps", "cluster-apps", LOCAL, "*.apps.${clusterDomain}"),
              entry("agent", "aro-proxied", PROXIED, "agent.blob.core.windows.net"),
              between("2027-01-01T00:00:00Z", null, entry("later", OPTIONAL, "later.example")),
              address("range", OPTIONAL, "203.0.113.0/24", "tcp:22"),
              address("dns", LOCAL, "168.63.129.16", "udp:53"),
              address("database", REQUIRED, "10.99.0.4", "tcp:1521")),
          List.of(suffix("blob.core.windows.net")));

  private static final Cluster PROD =
      cluster(
          "prod",
          Lockdown.ON,
          "10.10.0.0/16",
          Set.of(),
          Map.of(
              "container-registries", FeatureState.REQUIRED,
              "docker-hub", FeatureState.OPTED_OUT,
              "base", FeatureState.OPTED_OUT,
              "aro-proxied", FeatureState.OPTED_OUT));

  private static final Cluster DEV = cluster("dev", Lockdown.OFF, "10.20.0.0/16", Set.of());

  private static final FlowClassifier CLASSIFIER =
      new FlowClassifier(
          CATALOG,
          new ClusterInventory(
              List.of(PROD, DEV),
              List.of(
                  accept("*.pypi.example", "prod", "2027-01-01", "https:443"),
                  accept("*", "dev", "2026-11-22", "any"),
                  accept("mine.blob.core.windows.net", "dev", "2027-01-01"),
                  accept("*.access.example", "dev", "2027-01-01"),
                  accept("quay.io", "dev", "2027-01-01"),
                  accept("arosvc.azurecr.io", "prod", "2027-01-01"))));

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # source,   destination,                              expectation,    entry
          10.10.0.1,  https://must.example,                     OPTED_OUT,      must
          10.20.0.1,  https://must.example,                     REQUIRED,       must
          192.0.2.1,  https://must.example,                     REQUIRED,       must
          10.10.0.1,  https://quay.io,                          REQUIRED,       quay
          10.20.0.1,  https://quay.io,                          OPTIONAL,       quay
          192.0.2.1,  https://QUAY.io.,                         OPTIONAL,       quay
          10.10.0.1,  https://arosvc.azurecr.io,                PROXIED,        acr
          10.20.0.1,  https://arosvc.azurecr.io,                REQUIRED,       acr
          192.0.2.1,  https://arosvc.azurecr.io,                REQUIRED,       acr
          10.10.0.1,  https://arosvc.eastus.data.azurecr.io,    PROXIED,        data
          10.10.0.1,  https://arosvc.westus.data.azurecr.io,    UNLISTED,
          192.0.2.1,  https://arosvc.westus.data.azurecr.io,    REQUIRED,       data
          10.10.0.1,  https://hub.example,                      OPTED_OUT,      hub
          10.20.0.1,  http://myhub.example,                     OPTIONAL,       hub
          10.10.0.1,  https://api.access.example,               OPTED_OUT,      telemetry
          192.0.2.1,  https://api.access.example,               OPTED_OUT,      telemetry
          10.20.0.1,  https://api.access.example,               ACCEPTED,       telemetry
          10.10.0.1,  https://console.example,                  OPTED_OUT,      insights
          10.10.0.1,  https://console.example/api/ingress/v1,   OPTED_OUT,      insights
          10.10.0.1,  https://console.example/api/ingressx,     UNLISTED,
          10.10.0.1,  https://umsa1.noise.example,              OPTIONAL,       noise
          10.10.0.1,  udp://dns.kube-system.svc:53,             LOCAL,          svc
          10.10.0.1,  https://x.apps.prod.eastus.aroapp.io,     LOCAL,          apps
          10.10.0.1,  tcp://x.apps.prod.eastus.aroapp.io:6443,  LOCAL,
          10.10.0.1,  https://prod.eastus.aroapp.io,            LOCAL,
          10.10.0.1,  https://xprod.eastus.aroapp.io,           UNLISTED,
          10.20.0.1,  https://x.apps.prod.eastus.aroapp.io,     UNLISTED,
          192.0.2.1,  https://x.apps.prod.eastus.aroapp.io,     UNLISTED,
          10.10.0.1,  http://quay.io,                           WRONG_PORT,     quay
          10.20.0.1,  http://quay.io,                           ACCEPTED,       quay
          10.10.0.1,  https://agent.blob.core.windows.net,      PROXIED,        agent
          10.10.0.1,  http://agent.blob.core.windows.net,       WRONG_PORT,     agent
          10.10.0.1,  https://mine.blob.core.windows.net,       SHARED_SUFFIX,
          10.20.0.1,  https://mine.blob.core.windows.net,       ACCEPTED,
          10.10.0.1,  https://a.b.blob.core.windows.net,        SHARED_SUFFIX,
          10.10.0.1,  https://blob.core.windows.net,            UNLISTED,
          10.10.0.1,  https://evilblob.core.windows.net,        UNLISTED,
          10.10.0.1,  https://files.pypi.example,               ACCEPTED,
          10.10.0.1,  http://files.pypi.example,                UNLISTED,
          10.10.0.1,  https://pypi.example,                     UNLISTED,
          10.20.0.1,  https://files.pypi.example,               UNLISTED,
          10.10.0.1,  https://later.example,                    UNLISTED,
          10.10.0.1,  https://evil.example,                     UNLISTED,
          10.10.0.1,  tcp://10.1.2.3:5432,                      LOCAL,
          10.10.0.1,  tcp://10.99.0.4:1521,                     REQUIRED,       database
          10.10.0.1,  tcp://10.99.0.4:22,                       LOCAL,
          10.10.0.1,  http://169.254.169.254,                   LOCAL,
          10.10.0.1,  udp://168.63.129.16:53,                   LOCAL,          dns
          10.10.0.1,  http://168.63.129.16,                     LOCAL,
          10.10.0.1,  tcp://203.0.113.7:22,                     OPTIONAL,       range
          10.10.0.1,  tcp://203.0.113.7:23,                     WRONG_PORT,     range
          10.10.0.1,  https://198.51.100.1,                     UNLISTED,
          10.10.0.1,  https://[2001:db8::1]:443,                UNLISTED,
          10.10.0.1,  https://[fd00::1]:443,                    LOCAL,
          10.10.0.1,  https://a..b,                             NO_DESTINATION,
          """)
  void catalogAndClusterGiveTheExpectation(
      String source, String destination, Expectation expectation, String entry) {
    Judgement judgement = CLASSIFIER.judge(flow(source, FIREWALL, destination, NOW));

    assertThat(judgement.expectation()).isEqualTo(expectation);
    assertThat(judgement.entry()).isEqualTo(entry);
    assertThat(judgement.destination()).isEqualTo(DestinationSpec.parse(destination).destination());
  }

  @Test
  void anEntryCountsFromItsFirstInstantInEventTime() {
    Instant start = Instant.parse("2027-01-01T00:00:00Z");

    assertThat(expectationOf("https://later.example", start.minusNanos(1)))
        .isEqualTo(Expectation.UNLISTED);
    assertThat(expectationOf("https://later.example", start)).isEqualTo(Expectation.OPTIONAL);
  }

  @Test
  void anAcceptanceEndsWithItsDate() {
    Instant end = Instant.parse("2027-01-01T00:00:00Z");

    assertThat(expectationOf("https://a.pypi.example", end.minusNanos(1)))
        .isEqualTo(Expectation.ACCEPTED);
    assertThat(expectationOf("https://a.pypi.example", end)).isEqualTo(Expectation.UNLISTED);
  }

  @Test
  void judgementsChangeAtTurningPointsOnly() {
    assertThat(CLASSIFIER.turningPoints())
        .containsExactly(
            Instant.parse("2026-11-22T00:00:00Z").toEpochMilli(),
            Instant.parse("2027-01-01T00:00:00Z").toEpochMilli());
  }

  @Test
  void aPathMattersForNamesThatAnEntryOrAnAcceptanceKnowsWithOne() {
    FlowClassifier classifier =
        new FlowClassifier(
            CATALOG,
            new ClusterInventory(
                List.of(PROD, DEV), List.of(accept("*.pypi.example/x", "dev", "2027-01-01"))));
    int prod = classifier.cluster(IpAddress.parse("10.10.0.1"), FIREWALL);
    int dev = classifier.cluster(IpAddress.parse("10.20.0.1"), FIREWALL);
    assertThat(prod).isNotEqualTo(dev).isNotEqualTo(FlowClassifier.NO_CLUSTER);
    for (int cluster : new int[] {FlowClassifier.NO_CLUSTER, prod, dev}) {
      assertThat(pathMatters(classifier, cluster, "console.example")).isTrue();
      assertThat(pathMatters(classifier, cluster, "quay.io")).isFalse();
      assertThat(pathMatters(classifier, cluster, "a.pypi.example")).isEqualTo(cluster == dev);
    }
  }

  @Test
  void theLongestSourcePrefixGivesTheClusterAndAFirewallOfItsOwnBreaksTheTie() {
    FlowClassifier classifier =
        new FlowClassifier(
            CATALOG,
            new ClusterInventory(
                List.of(
                    cluster("wide", Lockdown.ON, "10.0.0.0/8", Set.of()),
                    cluster("any", Lockdown.ON, "10.1.0.0/16", Set.of()),
                    cluster("hub", Lockdown.ON, "10.1.0.0/16", Set.of(FIREWALL)),
                    cluster("spoke", Lockdown.ON, "10.2.0.0/16", Set.of("/fw-spoke")),
                    cluster("six", Lockdown.ON, "::/0", Set.of())),
                List.of()));

    Map<String, String> clusters = new HashMap<>();
    for (String source : List.of("10.1.0.1", "10.2.0.1", "10.3.0.1", "11.0.0.1", "2001:db8::1")) {
      for (String firewall : List.of(FIREWALL, "/fw-spoke", "")) {
        Flow flow = flow(source, firewall.isEmpty() ? null : firewall, "https://a.example", NOW);
        clusters.put(source + " " + firewall, classifier.judge(flow).cluster());
      }
    }

    assertThat(clusters)
        .containsEntry("10.1.0.1 " + FIREWALL, "hub")
        .containsEntry("10.1.0.1 /fw-spoke", "any")
        .containsEntry("10.1.0.1 ", "any")
        .containsEntry("10.2.0.1 " + FIREWALL, "wide")
        .containsEntry("10.2.0.1 /fw-spoke", "spoke")
        .containsEntry("10.2.0.1 ", "wide")
        .containsEntry("10.3.0.1 ", "wide")
        .containsEntry("11.0.0.1 ", Judgement.UNASSIGNED)
        .containsEntry("2001:db8::1 ", "six");
  }

  @Test
  void aFlowWithoutSourceIsUnassigned() {
    assertThat(CLASSIFIER.judge(flow(null, FIREWALL, "https://quay.io", NOW)))
        .isEqualTo(new Judgement(Judgement.UNASSIGNED, "quay.io", Expectation.OPTIONAL, "quay"));
  }

  @Test
  void anAddressCountsOnlyWhereThereIsNoUsableName() {
    IpAddress address = IpAddress.parse("203.0.113.7");

    assertThat(CLASSIFIER.judge(flow("evil.example", address)).destination())
        .isEqualTo("evil.example");
    assertThat(CLASSIFIER.judge(flow("a..b", address)).destination()).isEqualTo("203.0.113.7");
    assertThat(CLASSIFIER.judge(flow(null, address)).entry()).isEqualTo("range");
    assertThat(CLASSIFIER.judge(flow("203.0.113.7", null)).entry()).isEqualTo("range");
    assertThat(CLASSIFIER.judge(flow("a..b", null)))
        .isEqualTo(new Judgement("prod", null, Expectation.NO_DESTINATION, null));
    assertThat(CLASSIFIER.judge(flow(null, null)).expectation())
        .isEqualTo(Expectation.NO_DESTINATION);
  }

  @Test
  void anExplanationShowsWinnerLosersAndBothVerdicts() {
    Explanation explanation =
        CLASSIFIER.explain(DestinationSpec.parse("http://quay.io"), "dev", NOW);

    assertThat(explanation.judgement().expectation()).isEqualTo(Expectation.ACCEPTED);
    assertThat(explanation.accept().pattern()).hasToString("quay.io");
    assertThat(explanation.whenAllowed()).isEqualTo(Verdict.EXPECTED);
    assertThat(explanation.whenDenied()).isEqualTo(Verdict.OPTIONAL_DENIED);
    assertThat(explanation.catalogVersion()).isEqualTo(CATALOG.version());
    assertThat(explanation.candidates()).hasSize(1);
    assertThat(explanation.candidates().get(0).standing()).isEqualTo(Standing.OTHER_PORT);
  }

  @Test
  void anExplanationNamesTheSuffixThatANameIsRentedFrom() {
    Explanation explanation =
        CLASSIFIER.explain(DestinationSpec.parse("mine.blob.core.windows.net"), null, NOW);

    assertThat(explanation.sharedSuffix().suffix()).isEqualTo("blob.core.windows.net");
    assertThat(explanation.accept()).isNull();
    assertThat(explanation.whenAllowed()).isEqualTo(Verdict.UNEXPECTED_ALLOWED);
  }

  @Test
  void anUnknownClusterCannotExplain() {
    assertThatThrownBy(() -> CLASSIFIER.explain(DestinationSpec.parse("quay.io"), "tset", NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'tset'");
  }

  @Test
  void whatIsExplainedIsWhatIsJudged() {
    long seed = 11;
    Random random = new Random(seed);
    List<String> hosts =
        Stream.concat(
                CATALOG.entries().stream()
                    .map(
                        entry ->
                            entry.isAddress()
                                ? entry.prefix().address().toString()
                                : entry.pattern().text().split("/", 2)[0]),
                Stream.of("evil.example", "a.pypi.example", "10.0.0.1", "198.51.100.1", "a..b"))
            .toList();
    Map<Expectation, Integer> seen = new HashMap<>();
    for (int i = 0; i < 3_000; i++) {
      String host =
          hosts
              .get(random.nextInt(hosts.size()))
              .replace("${region}", random.nextBoolean() ? "eastus" : "westus")
              .replace("${clusterDomain}", "prod.eastus.aroapp.io")
              .replace("*", random.nextBoolean() ? "x" : "a.b");
      host = random.nextInt(6) == 0 ? "sub." + host : host;
      String scheme = List.of("https://", "http://", "tcp://").get(random.nextInt(3));
      String path = List.of("", "/api/ingress", "/x").get(random.nextInt(3));
      Instant at = NOW.plusSeconds(random.nextInt(100) * 86_400L);
      int view = random.nextInt(3);
      String source = List.of("10.10.0.1", "10.20.0.1", "192.0.2.1").get(view);
      String cluster = view == 2 ? null : List.of("prod", "dev").get(view);

      Judgement judged = CLASSIFIER.judge(flow(source, FIREWALL, scheme + host + path, at));
      Explanation explained =
          CLASSIFIER.explain(DestinationSpec.parse(scheme + host + path), cluster, at);

      String what = "seed " + seed + ", " + scheme + host + path + " from " + cluster + " at " + at;
      assertThat(explained.judgement()).as(what).isEqualTo(judged);
      boolean wins =
          !explained.candidates().isEmpty()
              && explained.candidates().get(0).standing() == Standing.WINS;
      if (wins) {
        assertThat(explained.candidates().get(0).entry().id()).as(what).isEqualTo(judged.entry());
      }
      assertThat(explained.accept() != null)
          .as(what)
          .isEqualTo(judged.expectation() == Expectation.ACCEPTED);
      seen.merge(judged.expectation(), 1, Integer::sum);
    }
    assertThat(seen).containsOnlyKeys(Expectation.values());
  }

  private static Expectation expectationOf(String destination, Instant time) {
    return CLASSIFIER.judge(flow("10.10.0.1", FIREWALL, destination, time)).expectation();
  }

  private static Flow flow(String source, String firewall, String destination, Instant time) {
    DestinationSpec spec = DestinationSpec.parse(destination);
    String host = destination.substring(destination.indexOf("://") + 3).split("[:/]", 2)[0];
    return flow(
        source,
        firewall,
        spec.protocol(),
        spec.address() == null ? host : null,
        spec.address(),
        spec.port(),
        spec.path() == null ? null : destination,
        time);
  }

  private static Flow flow(String fqdn, IpAddress address) {
    return flow("10.10.0.1", FIREWALL, "tcp", fqdn, address, 22, null, NOW);
  }

  private static Flow flow(
      String source,
      String firewall,
      String protocol,
      String fqdn,
      IpAddress address,
      int port,
      String url,
      Instant time) {
    return new Flow(
        time,
        firewall,
        Category.APPLICATION_RULE,
        FlowKind.APPLICATION,
        LogFormat.STRUCTURED,
        protocol,
        source == null ? null : IpAddress.parse(source),
        40_000,
        fqdn,
        address,
        port,
        url,
        Action.ALLOW,
        null,
        RuleRef.NONE,
        FlowDetails.NONE);
  }

  private static Cluster cluster(
      String name, Lockdown lockdown, String source, Set<String> firewalls) {
    return cluster(name, lockdown, source, firewalls, Map.of());
  }

  private static Cluster cluster(
      String name,
      Lockdown lockdown,
      String source,
      Set<String> firewalls,
      Map<String, FeatureState> features) {
    return new Cluster(
        name,
        Cloud.PUBLIC,
        "eastus",
        name + ".eastus.aroapp.io",
        lockdown,
        List.of(),
        List.of(AddressPrefix.parse(source)),
        firewalls,
        features);
  }

  private static Accept accept(String match, String cluster, String until, String... ports) {
    return new Accept(
        pattern(match),
        Stream.of(ports).map(PortSpec::parse).toList(),
        Set.of(cluster),
        "team-data",
        "INC-7",
        Instant.parse(until + "T00:00:00Z"),
        LOCATION);
  }

  private static boolean pathMatters(FlowClassifier classifier, int cluster, String host) {
    byte[] bytes = host.getBytes(StandardCharsets.US_ASCII);
    return classifier.pathMatters(cluster, bytes, 0, bytes.length);
  }
}
