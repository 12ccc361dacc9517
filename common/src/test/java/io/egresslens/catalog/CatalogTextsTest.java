package io.egresslens.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.egresslens.catalog.CatalogTexts.Text;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Texts from files and a topic, together: what they make, and what an edition keeps of it. */
class CatalogTextsTest {
  private static final String MINE =
      """
      entries:
        - id: mine.repo
          group: mine
          level: required
          match: repo.example
          ports: [https:443]
          source: {document: ours}
      """;

  private static final String CLUSTERS =
      """
      clusters:
        - name: aro-prod
          cloud: public
          region: eastus
          domain: apps.example
          egressLockdown: true
          gatewayDomains: [gate.example]
          sources: [10.10.1.0/24, "fd00::/64"]
          firewalls: [/subscriptions/s/fw]
          features: {mine: required, docker-hub: opted-out}
      accept:
        - {match: "*.pypi.example/simple", ports: [https:443, any], clusters: [aro-prod],
           owner: team, reason: "INC-7 \u20ac", until: 2027-01-31}
        - {match: "arosvc.${region}.x.example", owner: team, reason: r, until: 2027-01-31}
        - {match: "a*.b*.example", dialect: glob, owner: team, reason: r, until: 2027-01-31}
        - {match: 203.0.113.0/24, ports: [tcp:22], owner: team, reason: r, until: 2027-01-31}
      """;

  private static final CatalogTexts FILES =
      new CatalogTexts(
          List.of("openshift", "conf/mine.yaml"),
          "conf/clusters.yaml",
          List.of(text("conf/mine.yaml", MINE), text("conf/clusters.yaml", CLUSTERS)),
          List.of());

  private static Text text(String name, String content) {
    return new Text(name, content.getBytes(UTF_8), null);
  }

  private static CatalogEdition edition(CatalogTexts texts) {
    Problems problems = new Problems();
    CatalogEdition edition = texts.edition(5, problems);
    problems.throwIfAny();
    return edition;
  }

  private static List<String> problems(CatalogTexts texts) {
    Problems problems = new Problems();
    assertThat(texts.edition(5, problems)).isNull();
    return problems.list().stream().map(Problem::toString).toList();
  }

  @Test
  void anEditionComesBackFromItsBytesAsItWas() {
    CatalogEdition edition = edition(FILES);
    CatalogEdition read = CatalogEdition.of(edition.toBytes());
    assertThat(read).isEqualTo(edition);
    assertThat(read.generation()).isEqualTo(5);
    assertThat(read.inventory()).usingRecursiveComparison().isEqualTo(edition.inventory());
    assertThat(read.inventory().accepts()).hasSize(4);
    assertThat(read.image().catalog().entries()).extracting(CatalogEntry::id).contains("mine.repo");
    assertThat(read.toBytes()).isEqualTo(edition.toBytes());
  }

  @Test
  void bytesOfSomethingElseAreRefused() {
    byte[] bytes = edition(FILES).toBytes();
    byte[] cut = java.util.Arrays.copyOf(bytes, bytes.length - 3);
    assertThatThrownBy(() -> CatalogEdition.of(cut)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CatalogEdition.of(new byte[] {1, 2, 3, 4, 5}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no edition");
  }

  @Test
  void textsAreLoadedAsFilesAre() {
    assertThat(edition(FILES).version())
        .isNotEqualTo(CatalogLoader.load(List.of("openshift")).version());
    assertThat(
            edition(new CatalogTexts(List.of("openshift"), null, List.of(), List.of())).version())
        .isEqualTo(CatalogLoader.load(List.of("openshift")).version());
  }

  @Test
  void aTextOfTheTopicStandsForTheFileOfItsNameAndOthersComeOnTop() {
    String another = MINE.replace("mine.repo", "more.repo").replace("repo.example", "r.example");
    CatalogTexts both =
        FILES.overlaidWith(
            "egress.catalog",
            Map.of(
                "mine.yaml", MINE.replace("required", "optional").getBytes(UTF_8),
                "more.yaml", another.getBytes(UTF_8)));
    assertThat(both.catalogs())
        .containsExactly("openshift", "egress.catalog/mine.yaml", "egress.catalog/more.yaml");
    assertThat(both.clusters()).isEqualTo("conf/clusters.yaml");
    assertThat(edition(both).image().catalog().entries())
        .filteredOn(entry -> entry.group().equals("mine"))
        .extracting(entry -> entry.id() + " " + entry.level().label())
        .containsExactly("mine.repo optional", "more.repo required");
    assertThat(FILES.overlaidWith("egress.catalog", Map.of()).digest()).isEqualTo(FILES.digest());
    assertThat(both.digest()).isNotEqualTo(FILES.digest());
  }

  @Test
  void theTopicMayBringTheClusters() {
    CatalogTexts none = new CatalogTexts(List.of(), null, List.of(), List.of());
    String clusters = CLUSTERS.replace("mine: required, ", "");
    byte[] bytes = clusters.getBytes(UTF_8);
    CatalogEdition edition = edition(none.overlaidWith("t", Map.of("clusters.yaml", bytes)));
    assertThat(edition.inventory().clusters())
        .extracting(Cluster::name)
        .containsExactly("aro-prod");
    CatalogTexts other =
        new CatalogTexts(
            List.of(), "conf/all.yaml", List.of(text("conf/all.yaml", "x: 1")), List.of());
    assertThat(other.overlaidWith("t", Map.of("all.yaml", bytes)).clusters())
        .isEqualTo("t/all.yaml");
    assertThat(other.overlaidWith("t", Map.of("clusters.yaml", bytes)).clusters())
        .isEqualTo("t/clusters.yaml");
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    CatalogTexts bad =
        new CatalogTexts(
            List.of("a.yaml", "gone.yaml"),
            "c.yaml",
            List.of(
                text("a.yaml", MINE.replace("https:443", "https:0")),
                new Text("gone.yaml", null, "no such file"),
                text("c.yaml", CLUSTERS)),
            List.of());
    assertThat(problems(bad))
        .anyMatch(problem -> problem.startsWith("a.yaml:6: "))
        .contains("gone.yaml: no such file")
        .anyMatch(problem -> problem.startsWith("c.yaml:10: unknown group 'mine'"));
  }

  @Test
  void theDigestSeesEveryText() {
    CatalogTexts other =
        new CatalogTexts(FILES.catalogs(), FILES.clusters(), FILES.texts(), List.of("x"));
    assertThat(other.digest()).isEqualTo(FILES.digest());
    for (Text changed : FILES.texts()) {
      List<Text> texts =
          FILES.texts().stream()
              .map(text -> text == changed ? text(text.name(), "#") : text)
              .toList();
      assertThat(new CatalogTexts(FILES.catalogs(), FILES.clusters(), texts, List.of()).digest())
          .isNotEqualTo(FILES.digest());
    }
  }
}
