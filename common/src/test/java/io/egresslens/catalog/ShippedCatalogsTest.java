package io.egresslens.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedCatalogsTest {
  private static final Catalog DEFAULT = CatalogLoader.load(List.of());
  private static final Catalog ALL = CatalogLoader.load(CatalogLoader.BY_NAME);

  /** One table of the article: its group, how many rows it has, and what its rows name. */
  private record SeedTable(
      String group, int rows, Level level, List<String> ports, List<String> destinations) {}

  private static List<SeedTable> seedTables() {
    List<String> https = List.of("https:443");
    return List.of(
        new SeedTable(
            "aro-proxied",
            4,
            Level.PROXIED,
            https,
            List.of(
                "arosvc.azurecr.io",
                "arosvc.${region}.data.azurecr.io",
                "management.azure.com",
                "login.microsoftonline.com")),
        new SeedTable(
            "container-registries",
            9,
            Level.OPTIONAL,
            https,
            List.of(
                "registry.redhat.io",
                "quay.io",
                "cdn.quay.io",
                "cdn01.quay.io",
                "cdn02.quay.io",
                "cdn03.quay.io",
                "access.redhat.com",
                "registry.access.redhat.com",
                "registry.connect.redhat.com")),
        new SeedTable(
            "red-hat-telemetry",
            4,
            Level.OPTIONAL,
            https,
            List.of(
                "cert-api.access.redhat.com",
                "api.access.redhat.com",
                "infogw.api.openshift.com",
                "console.redhat.com/api/ingress")),
        new SeedTable(
            "openshift-services",
            2,
            Level.OPTIONAL,
            https,
            List.of("api.openshift.com", "mirror.openshift.com")),
        new SeedTable("cluster-apps", 1, Level.LOCAL, https, List.of("*.apps.${clusterDomain}")),
        new SeedTable(
            "docker-hub",
            4,
            Level.OPTIONAL,
            List.of("http:80", "https:443"),
            List.of(
                "*cloudflare.docker.com",
                "*registry-1.docker.io",
                "apt.dockerproject.org",
                "auth.docker.io")));
  }

  private static Stream<CatalogEntry> of(Catalog catalog, String file) {
    return catalog.entries().stream().filter(entry -> entry.location().file().equals(file));
  }

  @ParameterizedTest
  @MethodSource("seedTables")
  void everyRowOfTheArticleIsAnEntry(SeedTable table) {
    List<CatalogEntry> entries =
        of(DEFAULT, "aro.yaml").filter(entry -> entry.group().equals(table.group())).toList();
    assertThat(entries)
        .hasSize(table.rows())
        .allSatisfy(
            entry -> {
              assertThat(entry.level()).isEqualTo(table.level());
              assertThat(entry.ports())
                  .extracting(PortSpec::toString)
                  .containsExactlyElementsOf(table.ports());
            });
    assertThat(entries)
        .extracting(CatalogEntry::match)
        .containsExactlyInAnyOrderElementsOf(table.destinations());
  }

  @Test
  void theArticleHoldsNothingElse() {
    // 9 + 9 + 4 + 3 rows, of which 5 say "specific subdomains of", and 4 names of the Docker rule.
    assertThat(of(DEFAULT, "aro.yaml")).hasSize(25 - 5 + 4);
    assertThat(DEFAULT.sharedSuffixes())
        .filteredOn(suffix -> suffix.location().file().equals("aro.yaml"))
        .extracting(SharedSuffix::suffix)
        .containsExactly(
            "blob.core.windows.net",
            "monitor.core.windows.net",
            "monitoring.core.windows.net",
            "servicebus.windows.net",
            "table.core.windows.net");
  }

  @ParameterizedTest
  @CsvSource({
    "aro.yaml,           24",
    "aro-additions.yaml, 27",
    "azure-monitor.yaml, 22",
    "platform.yaml,       7",
    "openshift.yaml,     55",
    "azure-arc.yaml,     19",
    "aks.yaml,           46",
  })
  void everyShippedFileIsWhole(String file, int entries) {
    assertThat(of(ALL, file)).hasSize(entries);
  }

  @Test
  void theDefaultSetIsFourFiles() {
    assertThat(DEFAULT.entries()).hasSize(24 + 27 + 22 + 7);
    assertThat(DEFAULT.entries()).isSubsetOf(ALL.entries());
  }

  @ParameterizedTest
  @MethodSource("namedCatalogs")
  void everyNamedCatalogLoadsAlone(String name) {
    Catalog alone = CatalogLoader.load(List.of(name));
    assertThat(alone.entries()).hasSizeGreaterThan(DEFAULT.entries().size());
    assertThat(alone.version()).isNotEqualTo(DEFAULT.version());
  }

  private static List<String> namedCatalogs() {
    return CatalogLoader.BY_NAME;
  }

  @Test
  void noShippedEntryOpensASharedSuffix() {
    assertThat(ALL.entries())
        .filteredOn(
            entry ->
                entry.pattern() != null
                    && ALL.sharedSuffixes().stream()
                        .anyMatch(suffix -> suffix.isOpenedBy(entry.pattern())))
        .isEmpty();
  }

  @Test
  void whatTheArticleSaysOfAHostWinsByItsId() {
    List<CatalogEntry> article = of(ALL, "aro.yaml").toList();
    for (CatalogEntry entry : article) {
      List<CatalogEntry> same =
          new ArrayList<>(
              ALL.entries().stream()
                  .filter(other -> other.match().equals(entry.match()))
                  .sorted(Comparator.comparing(CatalogEntry::id))
                  .toList());
      assertThat(same.get(0).id()).isEqualTo(entry.id());
    }
  }

  @Test
  void onlyTheArticleAndItsAdditionsDemand() {
    // The lists of other products are features that a cluster chooses.
    assertThat(ALL.entries())
        .filteredOn(entry -> Set.of(Level.PROXIED, Level.REQUIRED).contains(entry.level()))
        .allSatisfy(entry -> assertThat(entry.group()).isEqualTo("aro-proxied"));
  }

  @Test
  void namesAnnouncedLaterCountFromTheirDay() {
    assertThat(DEFAULT.entries())
        .filteredOn(entry -> entry.match().matches("cdn0[4-6]\\.quay\\.io"))
        .hasSize(3)
        .allSatisfy(
            entry -> {
              assertThat(entry.validAt(Instant.parse("2025-03-31T23:59:59Z"))).isFalse();
              assertThat(entry.validAt(Instant.parse("2025-04-01T00:00:00Z"))).isTrue();
            });
  }

  @Test
  void everyAdditionHasASourceAndADate() {
    assertThat(of(DEFAULT, "aro-additions.yaml"))
        .allSatisfy(entry -> assertThat(entry.source().date()).isNotNull());
  }

  @Test
  void platformAddressesAreAddresses() {
    assertThat(DEFAULT.entries())
        .filteredOn(CatalogEntry::isAddress)
        .extracting(CatalogEntry::match)
        .containsExactly("168.63.129.16/32", "169.254.169.254/32");
  }

  @Test
  void theListingHasOneLineAnEntryInOrder() {
    List<String> lines = CatalogListing.text(DEFAULT.entries()).lines().toList();
    assertThat(lines).hasSize(DEFAULT.entries().size() + 1);
    assertThat(lines.get(0).split(" +"))
        .containsExactly("id", "group", "level", "match", "ports", "clouds", "valid", "source");
    assertThat(lines.subList(1, lines.size())).isSorted();
    assertThat(CatalogListing.rows(DEFAULT.entries()).get(1))
        .containsExactly(
            "aro.acr",
            "aro-proxied",
            "proxied",
            "arosvc.azurecr.io",
            "https:443",
            "public",
            "always",
            "restrict-egress.md, Endpoints proxied through the ARO service");
  }
}
