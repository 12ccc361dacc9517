package io.egresslens.catalog.imports;

import static io.egresslens.catalog.imports.FeedFormatsTest.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.catalog.ClusterInventoryLoader;
import io.egresslens.catalog.PortSpec;
import io.egresslens.catalog.Problems;
import io.egresslens.catalog.YamlDocument;
import io.egresslens.catalog.YamlMap;
import io.egresslens.catalog.YamlNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Documents come from anywhere: no reader throws, grows without bound, or passes on more than text.
 */
class HostileDocumentsTest {
  private static final ImportOptions HTTPS =
      new ImportOptions(false, List.of(PortSpec.parse("https:443")));
  private static final Catalog CATALOG = CatalogLoader.load(List.of());
  private static final List<String> FEEDS =
      List.of(
          "m365.json",
          "service-tags.json",
          "firewall-template.json",
          "firewall-groups.json",
          "firewall-classic.json",
          "hosts.txt",
          "dnsmasq.conf",
          "adblock.txt",
          "squid.conf");
  private static final String[] PIECES = {
    "\"",
    "'",
    "\\",
    "\n",
    "\r",
    ": ",
    " #",
    "- ",
    "!!java.net.URL ",
    "&a ",
    "*a",
    "{",
    "}",
    "[",
    "]",
    ",",
    "null",
    "\u0000",
    "\u001b[31m",
    "\u202e",
    "\ud800",
    "\u2028",
    "${region}",
    "*",
    "||",
    "^",
    "$",
    "/",
    "=",
    "0.0.0.0 ",
    "acl a dstdomain ",
    "999999999999999999999",
    "-1",
    "1e999",
    "true",
    "\t"
  };
  private static final String[] STRINGS = {
    "a\"b",
    "a'b",
    "a\nb: c",
    "x: y",
    "x #y",
    "#x",
    "- x",
    "!!java.lang.Object x",
    "&a",
    "*a",
    "{a: b}",
    "[a]",
    "null",
    "~",
    "true",
    "No",
    "1.5",
    "2025-01-01",
    "a,b",
    " a ",
    "\\",
    "\u0001",
    "\u202eabc",
    "\u2028",
    "\ud83d\ude00",
    "%x",
    "@x",
    "`x",
    "| x",
    "> x",
    "? x",
    "<<",
    "é",
    "a".repeat(5000)
  };

  @Test
  void everyFormatReadsEveryMutationOfEveryDocumentWithoutThrowing() {
    long seed = 20261122L;
    Random dice = new Random(seed);
    for (String file : FEEDS) {
      String text = resource(file);
      for (int round = 0; round < 150; round++) {
        String mutated = mutated(text, dice);
        for (DocumentFormat format : DocumentFormats.ALL) {
          String where = "seed %d, %s, round %d, %s".formatted(seed, file, round, format.label());
          try {
            format.detector().detects(file, mutated);
            Imported read = format.reader().read(mutated, HTTPS);
            assertThat(read.entries().size() + read.unread().size() + read.notes().size())
                .as(where)
                .isLessThan(8 * mutated.length() + 10);
            read.entries()
                .forEach(
                    entry ->
                        assertThat(MatchText.refusal(entry.match(), entry.dialect()))
                            .as(where)
                            .isNull());
          } catch (RuntimeException e) {
            throw new AssertionError(where, e);
          }
        }
      }
    }
  }

  @Test
  void mutatedResourcesOfClustersGiveAnInventoryThatLoadsOrNone() {
    long seed = 4711L;
    Random dice = new Random(seed);
    List<String> files = List.of("aro-list.json", "subnets.json", "own.yaml", "own-off.json");
    for (int round = 0; round < 300; round++) {
      Map<String, String> documents = new LinkedHashMap<>();
      for (String file : files) {
        String text = resource("aro/" + file);
        documents.put(file, dice.nextInt(3) == 0 ? mutated(text, dice) : text);
      }
      String where = "seed " + seed + ", round " + round;
      try {
        AroInventory.Found found = AroInventory.read(documents, new Problems());
        for (String older : List.of(ClusterFile.EMPTY, resource("aro/older.yaml"))) {
          String written = ClusterFile.write("f", older, CATALOG, found.clusters()).text();
          assertThat(problemsOf(written)).as(where).isEmpty();
        }
      } catch (RuntimeException e) {
        throw new AssertionError(where, e);
      }
    }
  }

  @Test
  void anyTextIsOneYamlValueAndComesBackAsItIs() {
    for (String text : STRINGS) {
      for (String frame : List.of("a: %s\nb: c\n", "a: [%s, x]\nb: c\n", "a: {k: %s}\nb: c\n")) {
        Problems problems = new Problems();
        String yaml = frame.formatted(CatalogYaml.scalar(text));
        YamlMap map = YamlDocument.parse("f", yaml.getBytes(StandardCharsets.UTF_8), problems);
        assertThat(problems.list()).as(yaml).isEmpty();
        assertThat(map.keys()).as(yaml).containsExactly("a", "b");
        assertThat(firstText(map.get("a"))).as(yaml).isEqualTo(text);
      }
    }
  }

  @Test
  void hostileNamesOfClustersAreRefusedOrQuotedAndNeverBecomeKeys() {
    for (String text : STRINGS) {
      String json =
          """
          [{"id": "/x/c", "name": %s, "location": %s, "clusterProfile": {"domain": %s},
            "masterProfile": {"subnetId": "/x/subnets/1"}},
           {"id": "/x/subnets/1", "addressPrefix": "10.0.1.0/24", "routeTable": {}}]
          """;
      String quoted = quoted(text);
      for (String document :
          List.of(
              json.formatted(quoted, "\"eastus\"", "\"abc\""),
              json.formatted("\"c\"", quoted, "\"abc\""),
              json.formatted("\"c\"", "\"eastus\"", quoted))) {
        Problems problems = new Problems();
        AroInventory.Found found = AroInventory.read(Map.of("f", document), problems);
        assertThat(problems.list()).as(document).isEmpty();
        String written =
            ClusterFile.write("f", ClusterFile.EMPTY, CATALOG, found.clusters()).text();
        ClusterInventory inventory = load(written, new Problems());
        for (Cluster cluster : inventory.clusters()) {
          assertThat(cluster.features()).isEmpty();
          assertThat(cluster.name()).doesNotContain("\n");
        }
        assertThat(problemsOf(written)).as(document).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: &a [*a]",
        "a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b]\n"
            + "d: &d [*c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d]\nf: &f [*e, *e, *e, *e, *e, *e]\n"
            + "g: [*f, *f, *f, *f, *f, *f]",
        "a: !!java.net.URL [x]",
        "[",
        "{\"a\": 1, \"a\": 2}",
        "{} {}",
        "",
        "\u0000",
        "- - - - -",
      })
  void documentsThatAreTrapsAreReadInBoundedTimeAndReported(String text) {
    Problems problems = new Problems();
    AroInventory.Found found = AroInventory.read(Map.of("f", text), problems);
    assertThat(found.clusters()).isEmpty();
    assertThat(problems.list().size() + found.notes().size()).isPositive();
  }

  @Test
  void depthAndLengthAreBounded() {
    for (String text :
        List.of(
            "[".repeat(100_000),
            "{\"a\":".repeat(100_000),
            "[\"" + "x".repeat(TreeReader.MAX_TEXT + 1) + "\"]",
            "{\"" + "x".repeat(TreeReader.MAX_NAME + 1) + "\": 1}",
            "[" + "9".repeat(100) + "]",
            "[".repeat(10) + " ".repeat(TreeReader.MAX_CHARACTERS))) {
      Problems problems = new Problems();
      assertThat(TreeReader.json("f", text, problems)).isNull();
      assertThat(problems.list()).hasSize(1);
    }
  }

  private static String mutated(String text, Random dice) {
    StringBuilder mutated = new StringBuilder(text);
    for (int i = dice.nextInt(4); i >= 0; i--) {
      int at = dice.nextInt(mutated.length());
      int length = Math.min(mutated.length() - at, dice.nextInt(12));
      switch (dice.nextInt(3)) {
        case 0 -> mutated.delete(at, Math.min(at + length, mutated.length() - 1));
        case 1 -> mutated.insert(at, PIECES[dice.nextInt(PIECES.length)]);
        default ->
            mutated.replace(
                at, at + length, PIECES[dice.nextInt(PIECES.length)].repeat(1 + length));
      }
    }
    return mutated.toString();
  }

  private static String firstText(YamlNode node) {
    return node.fold(
        text -> text,
        () -> null,
        elements -> firstText(elements.get(0)),
        map -> firstText(map.get("k")));
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      json.append(String.format("\\u%04x", (int) c));
    }
    return json.append('"').toString();
  }

  private static List<?> problemsOf(String text) {
    Problems problems = new Problems();
    load(text, problems);
    return problems.list();
  }

  private static ClusterInventory load(String text, Problems problems) {
    return ClusterInventoryLoader.parse(
        "f", text.getBytes(StandardCharsets.UTF_8), CATALOG, problems);
  }
}
