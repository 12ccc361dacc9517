package io.egresslens.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.egresslens.flow.AddressPrefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClusterInventoryLoaderTest {
  private static final Catalog CATALOG = CatalogLoader.load(List.of());

  private static final String CLUSTER =
      """
      - name: aro-a
        cloud: public
        region: eastus
        domain: abc12.eastus.aroapp.io
        sources: [10.10.1.0/24]
      """;

  private static final String ACCEPT =
      """
      - match: "*.pypi.example"
        owner: team-data
        reason: INC-7
        until: 2027-01-31
      """;

  @TempDir Path folder;

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("clusters.yaml"), text);
  }

  private ClusterInventory load(String text) throws IOException {
    return ClusterInventoryLoader.load(write(text).toString(), CATALOG);
  }

  @Test
  void everyKeyIsRead() throws IOException {
    ClusterInventory inventory =
        load(
            """
            clusters:
              - name: aro-prod
                cloud: usgov
                region: usgovvirginia
                domain: D5xm5iut.usgovvirginia.aroapp.azure.us.
                egressLockdown: true
                gatewayDomains: [Own.blob.core.usgovcloudapi.net]
                sources: [10.10.1.0/24, "fd00::/8"]
                firewalls: [/subscriptions/S/resourceGroups/RG/providers/Microsoft.Network/azureFirewalls/FW]
                features: {red-hat-telemetry: required, docker-hub: opted-out, aro-proxied: optional}
            accept:
              - {match: "*.pypi.example", ports: [https:443], clusters: [aro-prod], owner: team-data, reason: "INC-7", until: 2027-01-31}
            """);
    assertThat(inventory.clusters())
        .singleElement()
        .satisfies(
            cluster -> {
              assertThat(cluster.name()).isEqualTo("aro-prod");
              assertThat(cluster.cloud()).isEqualTo(Cloud.USGOV);
              assertThat(cluster.region()).isEqualTo("usgovvirginia");
              assertThat(cluster.domain()).isEqualTo("d5xm5iut.usgovvirginia.aroapp.azure.us");
              assertThat(cluster.egressLockdown()).isEqualTo(Lockdown.ON);
              assertThat(cluster.gatewayDomains())
                  .containsExactly("own.blob.core.usgovcloudapi.net");
              assertThat(cluster.sources())
                  .containsExactly(
                      AddressPrefix.parse("10.10.1.0/24"), AddressPrefix.parse("fd00::/8"));
              assertThat(cluster.firewalls())
                  .containsExactly(
                      "/subscriptions/s/resourcegroups/rg/providers/microsoft.network/azurefirewalls/fw");
              assertThat(cluster.feature("red-hat-telemetry")).isEqualTo(FeatureState.REQUIRED);
              assertThat(cluster.feature("docker-hub")).isEqualTo(FeatureState.OPTED_OUT);
            });
    assertThat(inventory.accepts())
        .singleElement()
        .satisfies(
            accept -> {
              assertThat(accept.pattern().text()).isEqualTo("*.pypi.example");
              assertThat(accept.ports()).containsExactly(new PortSpec("https", 443));
              assertThat(accept.clusters()).isEqualTo(Set.of("aro-prod"));
              assertThat(accept.owner()).isEqualTo("team-data");
              assertThat(accept.reason()).isEqualTo("INC-7");
              assertThat(accept.location().line()).isEqualTo(12);
            });
  }

  @Test
  void anAcceptCountsToTheEndOfItsDay() throws IOException {
    Accept accept = load("accept:\n" + ACCEPT).accepts().get(0);
    assertThat(accept.validAt(Instant.parse("2027-01-31T23:59:59.999999999Z"))).isTrue();
    assertThat(accept.validAt(Instant.parse("2027-02-01T00:00:00Z"))).isFalse();
    assertThat(accept.ports()).isEmpty();
    assertThat(accept.appliesTo("any")).isTrue();
  }

  @Test
  void whatAClusterDoesNotSayHasADefault() throws IOException {
    Cluster cluster = load("clusters:\n" + CLUSTER).clusters().get(0);
    assertThat(cluster.egressLockdown()).isEqualTo(Lockdown.UNKNOWN);
    assertThat(cluster.gatewayDomains()).isEmpty();
    assertThat(cluster.features()).isEmpty();
    assertThat(cluster.isBehind("/subscriptions/x")).isTrue();
    assertThat(cluster.isBehind(null)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "red-hat-telemetry,    OPTED_OUT",
    "container-insights,   OPTED_OUT",
    "container-registries, OPTIONAL",
    "openshift-services,   OPTIONAL",
    "docker-hub,           OPTIONAL",
    "azure-arc,            OPTIONAL",
    "somebody-elses,       OPTIONAL",
  })
  void telemetryIsOptedOutUntilAClusterOptsIn(String group, FeatureState expected)
      throws IOException {
    assertThat(FeatureState.defaultOf(group)).isEqualTo(expected);
    assertThat(load("clusters:\n" + CLUSTER).clusters().get(0).feature(group)).isEqualTo(expected);
  }

  private static Arguments cluster(String good, String bad, int line, String message) {
    assertThat(CLUSTER).contains(good);
    return Arguments.of("clusters:\n" + CLUSTER.replace(good, bad), line, message);
  }

  private static Arguments twoClusters(String good, String other, int line, String message) {
    String second = CLUSTER.replace("aro-a", "aro-b").replace("10.10.1.0", "10.10.2.0");
    assertThat(second).contains(good);
    return Arguments.of("clusters:\n" + CLUSTER + second.replace(good, other), line, message);
  }

  private static Arguments accept(String good, String bad, int line, String message) {
    assertThat(ACCEPT).contains(good);
    return Arguments.of("accept:\n" + ACCEPT.replace(good, bad), line, message);
  }

  private static Stream<Arguments> mistakes() {
    return Stream.of(
        cluster("name: aro-a", "name: unassigned", 2, "is the name for flows of no known cluster"),
        cluster("cloud: public", "cloud: mars", 3, "unknown cloud 'mars': one of china, public"),
        cluster("  cloud: public\n", "", 2, "key 'cloud' is missing"),
        cluster("region: eastus", "region: East US", 4, "region 'East US' is not in Azure's short"),
        cluster("  region: eastus\n", "", 2, "key 'region' is missing"),
        cluster(
            "  domain: abc12.eastus.aroapp.io\n", "", 2, "'domain' is not set, but entry aro.ap"),
        cluster("abc12.eastus", "'*.eastus'", 5, "is not YAML"),
        cluster("abc12.eastus.aroapp.io", "10.0.0.1", 5, "'10.0.0.1' is no host name"),
        cluster("[10.10.1.0/24]", "[]", 6, "'sources' is empty"),
        cluster("  sources: [10.10.1.0/24]\n", "", 2, "key 'sources' is missing"),
        cluster("10.10.1.0/24", "10.10.1.1/24", 6, "has bits set behind its prefix"),
        cluster(
            "cloud: public", "cloud: public\n  egressLockdown: on", 4, "unknown lockdown state"),
        cluster("cloud: public", "cloud: public\n  gatewayDomains: ['*.x']", 4, "is no host name"),
        cluster(
            "cloud: public",
            "cloud: public\n  gatewayDomains:\n  - a.example\n  - b.example\n  - A.example.",
            7,
            "'a.example' stands already on line 5"),
        cluster(
            "cloud: public",
            "cloud: public\n  firewalls: [/fw, /FW]",
            4,
            "'/fw' stands already on line 4"),
        cluster("cloud: public", "cloud: public\n  firewalls: [fw]", 4, "'fw' is no resource id"),
        cluster("cloud: public", "cloud: public\n  lockdown: true", 4, "unknown key 'lockdown'"),
        cluster(
            "cloud: public",
            "cloud: public\n  features: {red-hat-telemetri: optional}",
            4,
            "unknown group 'red-hat-telemetri': known are aro-proxied, azure-noise"),
        cluster(
            "cloud: public",
            "cloud: public\n  features: {docker-hub: never}",
            4,
            "unknown feature state 'never': one of opted-out, optional, required"),
        twoClusters("aro-b", "aro-a", 7, "cluster 'aro-a' stands already at"),
        twoClusters(
            "10.10.2.0", "10.10.1.0", 7, "belongs to cluster 'aro-a' too, on the same fire"),
        twoClusters(
            "[10.10.2.0/24]",
            "[10.10.1.0/24]\n  firewalls: [/fw1]",
            7,
            "source 10.10.1.0/24 belongs to cluster 'aro-a' too"),
        accept("  owner: team-data\n", "", 2, "key 'owner' is missing"),
        accept("team-data", "''", 3, "has no value"),
        accept("  reason: INC-7\n", "", 2, "key 'reason' is missing"),
        accept("  until: 2027-01-31\n", "", 2, "key 'until' is missing"),
        accept("2027-01-31", "2027-31-01", 5, "'2027-31-01' is no date"),
        accept("*.pypi.example", "pypi.*", 2, "a star may stand only once and left-most"),
        accept(
            "*.pypi.example", "*.windows.net", 2, "anybody can have a name: blob.core.windows.net"),
        accept("*.pypi.example", "203.0.113.7/24", 2, "has bits set behind its prefix"),
        accept("*.pypi.example", "tag:Storage", 2, "names and address ranges, no address sets"),
        accept("INC-7", "INC-7\n  clusters: [aro-x]", 5, "there is no cluster 'aro-x'"),
        accept("INC-7", "INC-7\n  ports: [443]", 5, "'443' is no port"),
        Arguments.of("cluster: []\n", 1, "unknown key 'cluster': known are accept, clusters"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsReportedWithFileAndLine(String text, int line, String message) throws IOException {
    Path file = write(text);
    Problems problems = new Problems();
    ClusterInventoryLoader.load(file.toString(), CATALOG, problems);
    assertThat(problems.list()).as(text).hasSize(1);
    Problem problem = problems.list().get(0);
    assertThat(problem.location()).as(text).isEqualTo(new Location(file.toString(), line));
    assertThat(problem.message()).contains(message);
  }

  @Test
  void twoClustersMayHaveOneRangeBehindDifferentFirewalls() throws IOException {
    String one = CLUSTER + "  firewalls: [/fw1]\n";
    String other = CLUSTER.replace("aro-a", "aro-b") + "  firewalls: [/fw2, /fw3]\n";
    assertThat(load("clusters:\n" + one + other).clusters()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "region: eastus, region: East US, 4, 'aro-a'",
    "cloud: public, cloud: mars, 3, 'aro-a'",
    "name: aro-a, name:, 2, the cluster at",
  })
  void aSharedSourceIsReportedTogetherWithOtherMistakes(
      String good, String bad, int line, String owner) throws IOException {
    Path file =
        write("clusters:\n" + CLUSTER.replace(good, bad) + CLUSTER.replace("aro-a", "aro-b"));
    Problems problems = new Problems();
    ClusterInventoryLoader.load(file.toString(), CATALOG, problems);
    assertThat(problems.list())
        .extracting(problem -> problem.location().line())
        .containsExactly(line, 7);
    assertThat(problems.list().get(1).message())
        .startsWith("source 10.10.1.0/24 belongs to ")
        .contains(owner);
  }

  @Test
  void aClusterNeedsNoDomainWhenNoEntryIsBoundByIt() throws IOException {
    Path file = write("clusters:\n" + CLUSTER.replace("  domain: abc12.eastus.aroapp.io\n", ""));
    ClusterInventory inventory = ClusterInventoryLoader.load(file.toString(), Catalog.EMPTY);
    assertThat(inventory.clusters().get(0).domain()).isNull();
  }

  @Test
  void everyMistakeIsReportedAtOnce() throws IOException {
    Path file =
        write(
            "clusters:\n"
                + CLUSTER.replace("public", "mars").replace("eastus\n", "East\n")
                + CLUSTER.replace("10.10.1.0/24", "none")
                + "accept:\n"
                + ACCEPT.replace("2027", "next"));
    assertThatThrownBy(() -> ClusterInventoryLoader.load(file.toString(), CATALOG))
        .isInstanceOfSatisfying(
            InvalidConfigException.class,
            thrown ->
                assertThat(thrown.problems())
                    .extracting(problem -> problem.location().line())
                    .containsExactly(3, 4, 7, 11, 16));
  }
}
