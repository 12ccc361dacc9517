package io.egresslens.catalog.imports;

import static io.egresslens.catalog.imports.FeedFormatsTest.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.catalog.ClusterInventoryLoader;
import io.egresslens.catalog.InvalidConfigException;
import io.egresslens.catalog.Lockdown;
import io.egresslens.catalog.Problem;
import io.egresslens.catalog.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What az and the clusters say becomes an inventory, and nothing of an older one is lost. */
class AroInventoryTest {
  private static final Catalog CATALOG = CatalogLoader.load(List.of());
  private static final List<String> ALL =
      List.of("aro-list.json", "subnets.json", "own.yaml", "own-off.json");

  @Test
  void clustersSubnetsAndTheirOwnResourcesAreJoined() throws IOException {
    AroInventory.Found found = found(ALL);
    ClusterFile.Written written =
        ClusterFile.write("clusters.yaml", ClusterFile.EMPTY, CATALOG, found.clusters());
    assertGolden("clusters.expected.yaml", written.text());
    assertGolden(
        "clusters.expected.txt",
        text(found.notes())
            + String.join("\n", written.differences())
            + "\n"
            + text(written.notes()));
  }

  @Test
  void anOlderFileKeepsWhatItsOwnerWroteAndSaysWhatChanged() throws IOException {
    AroInventory.Found found = found(ALL);
    ClusterFile.Written written =
        ClusterFile.write("clusters.yaml", resource("aro/older.yaml"), CATALOG, found.clusters());
    assertGolden("into.expected.yaml", written.text());
    assertGolden(
        "into.expected.txt",
        String.join("\n", written.differences()) + "\n" + text(written.notes()));
    ClusterInventory inventory = load(written.text());
    assertThat(inventory.accepts()).hasSize(1);
    assertThat(inventory.clusters().get(0).features()).hasSize(1);
    assertThat(inventory.clusters().get(0).firewalls()).hasSize(1);
  }

  @Test
  void writingTheSameTwiceChangesNothing() {
    List<FoundCluster> found = found(ALL).clusters();
    for (String older : List.of(ClusterFile.EMPTY, resource("aro/older.yaml"), "accept: []\n")) {
      String once = ClusterFile.write("f", older, CATALOG, found).text();
      ClusterFile.Written twice = ClusterFile.write("f", once, CATALOG, found);
      assertThat(twice.text()).isEqualTo(once);
      assertThat(twice.differences())
          .allMatch(line -> line.startsWith("=") || line.startsWith(" "));
      String windows = older.replace("\n", "\r\n");
      assertThat(ClusterFile.write("f", windows, CATALOG, found).text())
          .isEqualTo(once.replace("\n", "\r\n"));
    }
  }

  @Test
  void theOrderOfTheDocumentsDoesNotMatter() {
    List<String> turned = List.of("own-off.json", "own.yaml", "subnets.json", "aro-list.json");
    assertThat(found(turned).clusters()).isEqualTo(found(ALL).clusters());
  }

  @Test
  void withoutItsOwnResourceTheLockdownOfAClusterIsUnknownAndStaysWhatItWas() {
    List<FoundCluster> found = found(List.of("aro-list.json", "subnets.json")).clusters();
    assertThat(found).extracting(FoundCluster::lockdown).containsOnly(Lockdown.UNKNOWN);
    String older =
        "clusters:\n- name: aro-prod\n  cloud: public\n  region: eastus\n"
            + "  domain: d5xm5iut.eastus.aroapp.io\n  egressLockdown: true\n"
            + "  gatewayDomains: [a.example]\n  sources: [10.0.0.0/8]\n";
    var cluster = load(ClusterFile.write("f", older, CATALOG, found).text()).clusters().get(0);
    assertThat(cluster.egressLockdown()).isEqualTo(Lockdown.ON);
    assertThat(cluster.gatewayDomains()).containsExactly("a.example");
    assertThat(cluster.sources()).hasSize(3);
  }

  @Test
  void itsOwnResourceAloneUpdatesAClusterThatTheFileKnows() {
    List<FoundCluster> found = found(List.of("own.yaml")).clusters();
    ClusterFile.Written fresh = ClusterFile.write("f", ClusterFile.EMPTY, CATALOG, found);
    assertThat(fresh.text()).isEqualTo(ClusterFile.EMPTY);
    assertThat(fresh.notes()).hasSize(1);
    String older = resource("aro/older.yaml");
    var cluster = load(ClusterFile.write("f", older, CATALOG, found).text()).clusters().get(0);
    assertThat(cluster.egressLockdown()).isEqualTo(Lockdown.ON);
    assertThat(cluster.gatewayDomains()).hasSize(5);
    assertThat(cluster.sources()).hasSize(1);
  }

  @ParameterizedTest(name = "domain {0} in {1} with server {2} and environment {3}")
  @CsvSource({
    "abc,            eastus,        '',                                 '',  PUBLIC, abc.eastus.aroapp.io",
    "abc.eastus,     East US,       '',                                 '',  PUBLIC, abc.eastus.aroapp.io",
    "abc.eastus.aroapp.io, eastus,  '',                                 '',  PUBLIC, abc.eastus.aroapp.io",
    "ocp.corp.example, eastus,      '',                                 '',  PUBLIC, ocp.corp.example",
    "abc,            usgovvirginia, '',                                 '',  USGOV,  abc.usgovvirginia.aroapp.azure.us",
    "abc,            eastus,        https://api.zz.eastus.aroapp.io:6443/, '', PUBLIC, zz.eastus.aroapp.io",
    "abc,            newregion,     https://api.abc.newregion.aroapp.azure.us:6443/, '', USGOV, abc.newregion.aroapp.azure.us",
    "abc,            newregion,     '', AzureUSGovernmentCloud,              USGOV,  abc.newregion.aroapp.azure.us",
  })
  void domainAndCloudAreWhatTheResourcesSay(
      String domain, String location, String server, String environment, Cloud cloud, String full) {
    String cluster =
        """
        {"id": "/x/c", "name": "c", "location": "%s", "clusterProfile": {"domain": "%s"},
         "apiserverProfile": {"url": "%s"}, "masterProfile": {"subnetId": "/x/subnets/s"}}
        """
            .formatted(location, domain, server);
    String own =
        """
        {"apiVersion": "aro.openshift.io/v1alpha1", "kind": "Cluster",
         "spec": {"resourceId": "/X/C", "azEnvironment": "%s"}}
        """
            .formatted(environment);
    Map<String, String> documents = new LinkedHashMap<>();
    documents.put("cluster", cluster);
    if (!environment.isEmpty()) {
      documents.put("own", own);
    }
    Problems problems = new Problems();
    FoundCluster found = AroInventory.read(documents, problems).clusters().get(0);
    assertThat(problems.list()).isEmpty();
    assertThat(found.domain()).isEqualTo(full);
    assertThat(found.cloud()).isEqualTo(cloud);
  }

  @Test
  void rangesThatAnotherClusterHasBehindTheSameFirewallAreLeftOutAndNamed() {
    String two =
        """
        [{"id": "/x/a", "name": "a", "location": "eastus", "clusterProfile": {"domain": "a"},
          "masterProfile": {"subnetId": "/x/subnets/1"},
          "workerProfiles": [{"subnetId": "/x/subnets/2"}]},
         {"id": "/y/a", "name": "a", "location": "eastus", "clusterProfile": {"domain": "b"},
          "masterProfile": {"subnetId": "/y/subnets/1"},
          "workerProfiles": [{"subnetId": "/x/subnets/2"}]},
         {"id": "/x/subnets/1", "addressPrefix": "10.0.1.0/24", "routeTable": {}},
         {"id": "/x/subnets/2", "addressPrefix": "10.0.2.0/24", "routeTable": {}},
         {"id": "/y/subnets/1", "addressPrefix": "10.0.3.0/24", "routeTable": {}}]
        """;
    AroInventory.Found found = AroInventory.read(Map.of("f", two), new Problems());
    ClusterFile.Written written =
        ClusterFile.write("c", ClusterFile.EMPTY, CATALOG, found.clusters());
    ClusterInventory inventory = load(written.text());
    assertThat(inventory.clusters()).extracting(c -> c.name()).containsExactly("a", "a-2");
    assertThat(inventory.clusters().get(1).sources()).hasSize(1);
    assertThat(text(written.notes())).contains("10.0.2.0/24 belongs to 'a' too");
  }

  @Test
  void anOlderFileThatDoesNotLoadIsRefusedWithItsProblems() {
    assertThatThrownBy(() -> ClusterFile.write("f", "clusters: [{name: x}]\n", CATALOG, List.of()))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("cloud");
  }

  @Test
  void aFileWhoseValuesStandElsewhereIsRefusedRatherThanBent() {
    String anchored =
        "accept: []\nclusters:\n- {name: q, cloud: public, region: eastus, domain: q.example,"
            + " sources: &s [10.5.0.0/16], gatewayDomains: []}\n- name: aro-custom\n"
            + "  cloud: public\n  region: &r westus\n  domain: ocp.corp.example\n"
            + "  sources: [10.6.0.0/16]\n- name: other\n  cloud: public\n  region: *r\n"
            + "  domain: o.example\n  sources: [10.7.0.0/16]\n";
    List<FoundCluster> found = found(ALL).clusters();
    try {
      ClusterInventory inventory = load(ClusterFile.write("f", anchored, CATALOG, found).text());
      assertThat(inventory.clusters().get(2).region()).isEqualTo("westus");
    } catch (InvalidConfigException refused) {
      assertThat(refused.problems()).isNotEmpty();
    }
  }

  private static AroInventory.Found found(List<String> files) {
    Map<String, String> documents = new LinkedHashMap<>();
    files.forEach(file -> documents.put(file, resource("aro/" + file)));
    Problems problems = new Problems();
    AroInventory.Found found = AroInventory.read(documents, problems);
    assertThat(problems.list()).isEmpty();
    return found;
  }

  private static ClusterInventory load(String text) {
    Problems problems = new Problems();
    ClusterInventory inventory =
        ClusterInventoryLoader.parse("f", text.getBytes(StandardCharsets.UTF_8), CATALOG, problems);
    assertThat(problems.list()).as(text).isEmpty();
    return inventory;
  }

  private static String text(List<Problem> notes) {
    StringBuilder lines = new StringBuilder();
    notes.forEach(note -> lines.append(note).append('\n'));
    return lines.toString();
  }

  /** The text is left in target, to take over after a look when it was meant to change. */
  private static void assertGolden(String expected, String text) throws IOException {
    Path written = Path.of("target", "imports", "aro", expected);
    Files.createDirectories(written.getParent());
    Files.writeString(written, text);
    assertThat(text).isEqualTo(resource("aro/" + expected));
  }
}
