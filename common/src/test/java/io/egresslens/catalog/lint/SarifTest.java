package io.egresslens.catalog.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.egresslens.catalog.CatalogLoader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What SARIF 2.1.0 asks of a log, written down from its specification. */
class SarifTest {
  private static final LocalDate AT = LocalDate.parse("2026-01-15");

  /** The properties of each object that we write, those with a star being required. */
  private static final Map<String, Set<String>> PROPERTIES =
      Map.ofEntries(
          Map.entry("", Set.of("$schema", "version*", "runs*")),
          Map.entry("runs", Set.of("tool*", "originalUriBaseIds", "columnKind", "results")),
          Map.entry("tool", Set.of("driver*")),
          Map.entry("driver", Set.of("name*", "rules")),
          Map.entry("rules", Set.of("id*", "shortDescription", "help", "defaultConfiguration")),
          Map.entry("shortDescription", Set.of("text*")),
          Map.entry("help", Set.of("text*")),
          Map.entry("description", Set.of("text*")),
          Map.entry("message", Set.of("text*")),
          Map.entry("defaultConfiguration", Set.of("level")),
          Map.entry("originalUriBaseIds", Set.of("SHIPPED")),
          Map.entry("SHIPPED", Set.of("description")),
          Map.entry(
              "results",
              Set.of(
                  "ruleId",
                  "ruleIndex",
                  "level",
                  "message*",
                  "locations",
                  "partialFingerprints",
                  "suppressions")),
          Map.entry("locations", Set.of("physicalLocation")),
          Map.entry("physicalLocation", Set.of("artifactLocation", "region")),
          Map.entry("artifactLocation", Set.of("uri", "uriBaseId")),
          Map.entry("region", Set.of("startLine")),
          Map.entry("partialFingerprints", Set.of("ruleFileAndText/v1")),
          Map.entry("suppressions", Set.of("kind*", "justification")));

  @TempDir private Path folder;

  @Test
  void aLogIsWhatTheSpecificationAsksFor() throws IOException {
    List<String> wrong = new ArrayList<>();
    JsonNode log = new ObjectMapper().readTree(sarif());
    checkObject("", log, wrong);
    assertThat(wrong).isEmpty();
    assertThat(log.path("version").asText()).isEqualTo("2.1.0");
    JsonNode run = log.path("runs").path(0);
    JsonNode rules = run.path("tool").path("driver").path("rules");
    assertThat(rules).hasSize(LintRules.ALL.size());
    assertThat(run.path("results")).hasSizeGreaterThan(5);
    for (JsonNode result : run.path("results")) {
      JsonNode rule = rules.path(result.path("ruleIndex").asInt());
      assertThat(result.path("ruleId")).isEqualTo(rule.path("id"));
      assertThat(result.path("level").asText())
          .isIn("error", "warning", "note")
          .isEqualTo(rule.path("defaultConfiguration").path("level").asText());
      JsonNode place = result.path("locations").path(0).path("physicalLocation");
      URI uri = URI.create(place.path("artifactLocation").path("uri").asText());
      assertThat(uri.isAbsolute()).as("%s", uri).isFalse();
      assertThat(uri.getRawPath()).as("%s", uri).doesNotStartWith("/").doesNotContain(" ");
      assertThat(place.path("region").path("startLine").asInt(1)).isPositive();
    }
  }

  @Test
  void filesAreNamedFromTheFolderAndShippedOnesFromTheirBase() throws IOException {
    assertThat(sarif())
        .contains("{\"uri\":\"my%20own%23.yaml\"}")
        .contains("{\"uri\":\"aro.yaml\",\"uriBaseId\":\"SHIPPED\"}")
        .doesNotContain(folder.toString());
  }

  @Test
  void theSameFilesGiveTheSameBytes() throws IOException {
    assertThat(sarif()).isEqualTo(sarif());
  }

  @Test
  void aFindingKeepsItsFingerprintWhenLinesMove() throws IOException {
    String before = fingerprints(sarif());
    Path file = folder.resolve("my own#.yaml");
    Files.writeString(file, "# one line more\n" + Files.readString(file));
    String after = fingerprints(new Sarif(List.of(file.toString()), folder).of(report(file)));
    assertThat(after).isEqualTo(before).isNotEmpty();
  }

  @Test
  void whatIsPassedOverIsSuppressed() throws IOException {
    assertThat(sarif())
        .contains("\"suppressions\":[{\"kind\":\"inSource\",\"justification\":\"INC-9\"}]");
  }

  private String sarif() throws IOException {
    Path file = folder.resolve("my own#.yaml");
    Files.writeString(
        file,
        """
        entries:
          - {id: a, group: g, level: optional, match: "*docker.io", ports: ["https:80"],
             source: {document: d}}
          - {id: b, group: g, level: optional, match: "a.*.io", ports: ["https:443"],
             source: {document: d}}
          - {id: c, group: g, level: optional, match: "*quay.io", ports: ["https:443"],
             source: {document: d}, lint: {ignore: [bare-suffix-domain], reason: INC-9}}
        """);
    return new Sarif(List.of(file.toString()), folder).of(report(file));
  }

  private static LintReport report(Path file) {
    List<String> names = new ArrayList<>(CatalogLoader.BY_NAME);
    names.add(file.toString());
    return CatalogLint.check(names, null, AT);
  }

  private static String fingerprints(String sarif) throws IOException {
    StringBuilder all = new StringBuilder();
    for (JsonNode result :
        new ObjectMapper().readTree(sarif).path("runs").path(0).path("results")) {
      all.append(result.path("partialFingerprints")).append('\n');
    }
    return all.toString();
  }

  private static void checkObject(String name, JsonNode node, List<String> wrong) {
    Set<String> known = PROPERTIES.get(name);
    if (known == null) {
      wrong.add("no object of the name " + name);
      return;
    }
    known.stream()
        .filter(property -> property.endsWith("*"))
        .map(property -> property.substring(0, property.length() - 1))
        .filter(property -> !node.has(property))
        .forEach(property -> wrong.add(name + " lacks " + property));
    node.properties()
        .forEach(
            property -> {
              String key = property.getKey();
              if (!known.contains(key) && !known.contains(key + "*")) {
                wrong.add(name + " has " + key);
              }
              List<JsonNode> values = new ArrayList<>();
              (property.getValue().isArray() ? property.getValue() : List.of(property.getValue()))
                  .forEach(values::add);
              values.stream()
                  .filter(JsonNode::isObject)
                  .forEach(value -> checkObject(key, value, wrong));
            });
  }
}
