package io.egresslens.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogLoaderTest {
  private static final String ENTRY =
      """
      - id: own.a
        group: own
        level: optional
        match: "a.example"
        ports: [https:443]
        source: {document: ticket 7}
      """;

  private static final String SET =
      "  - name: Storage\n    prefixes: [192.0.2.0/24]\n    source: {document: tags}\n";

  @TempDir Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** A file of one entry that differs from a good one in one line; the entry starts on line 2. */
  private static String entryWith(String good, String bad) {
    assertThat(ENTRY).contains(good);
    return "entries:\n" + ENTRY.replace(good, bad);
  }

  private static Arguments match(String pattern, int line, String message) {
    return Arguments.of(entryWith("\"a.example\"", '"' + pattern + '"'), line, message);
  }

  private static Arguments glob(String pattern, String message) {
    return Arguments.of(
        entryWith("\"a.example\"", '"' + pattern + "\"\n  dialect: glob"), 5, message);
  }

  private static Arguments set(String good, String bad, int line, String message) {
    assertThat(SET).contains(good);
    return Arguments.of("addressSets:\n" + SET.replace(good, bad), line, message);
  }

  private static Arguments file(String text, int line, String message) {
    return Arguments.of(text, line, message);
  }

  private static Arguments entry(String good, String bad, int line, String message) {
    return Arguments.of(entryWith(good, bad), line, message);
  }

  private static Stream<Arguments> mistakes() {
    String glob = "\n  dialect: glob";
    return Stream.of(
        // patterns
        match("www.example.*", 5, "a star may stand only once and left-most"),
        match("a*.example", 5, "a star may stand only once and left-most"),
        match("*.*.example", 5, "a star may stand only once and left-most"),
        match("arosvc.$REGION.data.azurecr.io", 5, "a variable is left over"),
        match("*.hcp.<location>.azmk8s.io", 5, "a variable is left over"),
        match("*.113.10", 5, "ends in a number"),
        match("10.0.0", 5, "ends in a number"),
        match("a b.example", 5, "not a host name"),
        match("${rpDomain}.example", 5, "unknown variable ${rpDomain}"),
        match(
            "10.0.0.1/8", 5, "10.0.0.1/8 has bits set behind its prefix; the range is 10.0.0.0/8"),
        match("10.0.0.0/33", 5, "prefix length 33 is not between 0 and 32"),
        // wildcards over shared suffixes
        match("*.blob.core.windows.net", 5, "anybody can have a name: blob.core.windows.net"),
        match("*blob.core.windows.net", 5, "anybody can have a name: blob.core.windows.net"),
        match("*eh.servicebus.windows.net", 5, "anybody can have a name: servicebus.windows.net"),
        match("${region}.table.core.windows.net", 5, "anybody can have a name: table.core"),
        match(
            "*.core.usgovcloudapi.net",
            5,
            "anybody can have a name: blob.core.usgovcloudapi.net, monitoring.core.usgovcloudapi.net,"
                + " table.core.usgovcloudapi.net"),
        entry(
            "\"a.example\"",
            "\"gsm*eh.servicebus.windows.net\"" + glob,
            5,
            "anybody can have a name: servicebus.windows.net"),
        glob("contoso*.windows.net", "anybody can have a name: blob.core.windows.net, monitor."),
        glob("*a.*.core.windows.net", "anybody can have a name: blob.core.windows.net, monitor."),
        glob("own.*.core.windows.net", "anybody can have a name: blob.core.windows.net, monitor."),
        glob("*.${region}.core.windows.net", "anybody can have a name: blob.core.windows.net"),
        glob("a*${region}*b.servicebus.windows.net", "anybody can have a name: servicebus"),
        glob("${region}*${region}.servicebus.windows.net", "anybody can have a name: servicebus"),
        match("contoso${region}.blob.core.windows.net", 5, "have a name: blob.core.windows.net"),
        match("own.x-${region}-y.blob.core.windows.net", 5, "have a name: blob.core.windows.net"),
        match("${clusterDomain}.blob.core.windows.net", 5, "have a name: blob.core.windows.net"),
        // fields of an entry
        entry("level: optional", "level: always", 4, "unknown level 'always': one of local, noise"),
        entry("  level: optional\n", "", 2, "key 'level' is missing"),
        entry("id: own.a", "id: Own A", 2, "id 'Own A' may hold lower-case letters"),
        entry("group: own", "group:", 3, "has no value"),
        entry("group: own", "group: [own]", 3, "must be text"),
        entry("group: own", "group: !secret own", 3, "tags are not supported: !secret"),
        entry("group: own", "group: !!binary b3du", 3, "tags are not supported"),
        entry("group: own", "group: \"own\\e[2J\"", 3, "holds a control character"),
        entry(
            "group: own", "group: own\n  group: other", 4, "key 'group' stands already on line 3"),
        entry("group: own", "group: own\n  grup: own", 4, "unknown key 'grup': known are clouds"),
        entry("group: own", "group: own\n  dialect: squid", 4, "unknown dialect 'squid'"),
        entry("group: own", "group: own\n  clouds: [public, mars]", 4, "unknown cloud 'mars'"),
        entry("group: own", "group: own\n  clouds: []", 4, "'clouds' is empty"),
        entry("https:443", "gopher:70", 6, "unknown protocol 'gopher'"),
        entry("https:443", "https", 6, "'https' is no port"),
        entry("https:443", "https:70000", 6, "port 70000 is not between 1 and 65535"),
        entry("[https:443]", "https:443", 6, "must be a list"),
        entry("[https:443]", "[]", 6, "'ports' is empty"),
        entry("group: own", "group: own\n  validFrom: 2025-02-30", 4, "is no date"),
        entry("group: own", "group: own\n  validTo: tomorrow", 4, "'tomorrow' is no date"),
        entry(
            "group: own",
            "group: own\n  validFrom: 2025-04-01\n  validTo: 2025-04-01",
            5,
            "validTo must be after validFrom"),
        entry("group: own", "group: own\n  replacedBy: own.b", 4, "there is no entry 'own.b'"),
        entry("{document: ticket 7}", "ticket 7", 7, "must be a map of keys"),
        entry("{document: ticket 7}", "{section: 1}", 7, "key 'document' is missing"),
        entry("ticket 7}", "ticket 7, date: may}", 7, "'may' is no year, month or day"),
        match("tag:Storage", 5, "there is no address set 'Storage'"),
        match("tag:Stor age", 5, "'Stor age' is no name of an address set"),
        set("name: Storage", "name: '-x'", 2, "'-x' is no name of an address set"),
        set("192.0.2.0/24", "192.0.2.1/24", 3, "192.0.2.1/24 has bits set behind its prefix"),
        set("[192.0.2.0/24]", "[]", 3, "'prefixes' is empty"),
        set("    prefixes: [192.0.2.0/24]\n", "", 2, "key 'prefixes' is missing"),
        set("source:", "from: x\n    source:", 4, "unknown key 'from'"),
        file(
            "addressSets:\n" + SET + SET.replace("Storage", "storage"),
            5,
            "address set 'storage' stands already at own.yaml:2"),
        // files
        file("entries:\n" + ENTRY + ENTRY, 8, "id 'own.a' stands already at own.yaml:2"),
        file("entries: []\nrules: []\n", 2, "unknown key 'rules'"),
        file("replaces: [aro, arro]\n", 1, "unknown shipped catalog 'arro'"),
        file("- id: own.a\n", 1, "must be a map of keys"),
        file("entries: [\n", 2, "is not YAML"),
        file("a: 1\n--- \nb: 1\n", 2, "is not YAML"),
        file("", 0, "is empty"),
        file("entries: " + "[".repeat(30) + "]".repeat(30), 1, "Nesting Depth exceeded"),
        file(
            "sharedSuffixes:\n  - suffix: blob.core.windows.net\n    source: {document: x}\n",
            2,
            "shared suffix blob.core.windows.net stands already at aro.yaml:"),
        file(
            "sharedSuffixes:\n  - suffix: '*.example'\n    source: {document: x}\n",
            2,
            "'*.example' is no host name"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsReportedWithFileAndLine(String text, int line, String message) throws IOException {
    Path file = write("own.yaml", text);
    Problems problems = new Problems();
    CatalogLoader.load(List.of(file.toString()), problems);
    assertThat(problems.list()).as(text).hasSize(1);
    Problem problem = problems.list().get(0);
    assertThat(problem.location()).as(text).isEqualTo(new Location(file.toString(), line));
    assertThat(problem.message().replace(folder + "/", "")).contains(message);
  }

  @Test
  void everyMistakeOfEveryFileIsReportedAtOnce() throws IOException {
    Path one =
        write(
            "one.yaml",
            """
            entries:
              - id: one.a
                group: own
                level: sometimes
                match: "a.*.example"
                ports: [ftp:21, https:0]
                source: {document: ticket 7}
              - id: one.a
                match: "*.windows.net"
                colour: red
            """);
    Path two = write("two.yaml", "replaces: [nothing]\nentries: none\n");
    InvalidConfigException thrown =
        catchThrowableOfType(
            InvalidConfigException.class,
            () ->
                CatalogLoader.load(
                    List.of(one.toString(), two.toString(), folder.resolve("no.yaml").toString())));
    assertThat(thrown.problems())
        .extracting(problem -> problem.location().toString().replace(folder + "/", ""))
        .containsExactly(
            "no.yaml",
            "one.yaml:4",
            "one.yaml:5",
            "one.yaml:6",
            "one.yaml:6",
            "one.yaml:8",
            "one.yaml:8",
            "one.yaml:8",
            "one.yaml:8",
            "one.yaml:8",
            "one.yaml:9",
            "one.yaml:10",
            "two.yaml:1",
            "two.yaml:2");
    assertThat(thrown.getMessage().lines()).hasSize(14);
    assertThat(thrown).hasMessageContaining("one.yaml:6: unknown protocol 'ftp'");
  }

  @Test
  void aFileAddsToTheDefaultSet() throws IOException {
    Path file = write("own.yaml", "entries:\n" + ENTRY);
    Catalog catalog = CatalogLoader.load(List.of(file.toString()));
    assertThat(catalog.entries()).hasSize(CatalogLoader.load(List.of()).entries().size() + 1);
    assertThat(catalog.entries())
        .filteredOn(entry -> entry.id().equals("own.a"))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.location()).isEqualTo(new Location(file.toString(), 2));
              assertThat(entry.source()).hasToString("ticket 7");
            });
  }

  @Test
  void anEntryTakesTheAddressesOfASetInWhicheverFileItStands() throws IOException {
    Path entries =
        write(
            "own.yaml", entryWith("\"a.example\"", "\"tag:storage.eastus\"") + "replaces: [aro]\n");
    Path sets =
        write(
            "tags.yaml",
            """
            addressSets:
              - name: Storage.EastUS
                prefixes: ["2001:db8::/32", 192.0.2.7, 192.0.2.0/24, 192.0.2.0/24]
                source: {document: tags, section: eastus}
            entries: []
            validFrom: 2026-01-01
            """);
    Catalog catalog = CatalogLoader.load(List.of(entries.toString(), sets.toString()));
    assertThat(catalog.entries())
        .filteredOn(CatalogEntry::isAddress)
        .extracting(CatalogEntry::match)
        .contains("tag:storage.eastus");
    assertThat(catalog.addressSets())
        .singleElement()
        .satisfies(
            set -> {
              assertThat(set.prefixes())
                  .map(Object::toString)
                  .containsExactly("192.0.2.0/24", "192.0.2.7/32", "2001:db8::/32");
              assertThat(set.period()).hasToString("from 2026-01-01");
              assertThat(set.addresses())
                  .isEqualTo(BigInteger.TWO.pow(96).add(BigInteger.valueOf(256)));
            });
    String version = catalog.version();
    Files.writeString(sets, Files.readString(sets).replace("192.0.2.7", "192.0.2.8"));
    assertThat(CatalogLoader.load(List.of(entries.toString(), sets.toString())).version())
        .isNotEqualTo(version);
  }

  @Test
  void aSetThatNoEntryNamesDoesNotChangeTheVersion() throws IOException {
    Path sets = write("tags.yaml", "addressSets:\n" + SET);
    Catalog catalog = CatalogLoader.load(List.of(sets.toString()));
    assertThat(catalog.version()).isEqualTo(CatalogLoader.load(List.of()).version());
    assertThat(catalog.unnamedSets()).hasSize(1);
  }

  @Test
  void aFileCanStandForShippedOnes() throws IOException {
    Path file =
        write(
            "own.yaml",
            "replaces: [aro, aro-additions, azure-monitor, platform]\nentries:\n" + ENTRY);
    Catalog catalog = CatalogLoader.load(List.of(file.toString()));
    assertThat(catalog.entries()).extracting(CatalogEntry::id).containsExactly("own.a");
    assertThat(catalog.sharedSuffixes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x*.blob.core.windows.net", "*.blob.core.windows.net"})
  void noEntryNamesPartOfATenantNotEvenNoise(String match) throws IOException {
    String noise =
        "entries:\n"
            + ENTRY
                .replace("optional", "noise")
                .replace("\"a.example\"", "\"" + match + "\"\n  dialect: glob");
    Path file = write("noise.yaml", noise);
    assertThatThrownBy(() -> CatalogLoader.load(List.of(file.toString())))
        .hasMessageContaining("anybody can have a name: blob.core.windows.net");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*.own.blob.core.windows.net",
        "${region}-x.own.blob.core.windows.net",
        "a*.b-*.${region}.own.servicebus.windows.net",
        "own.${region}.core.windows.net",
        "x*.example.windows.net",
        "*.apps.${clusterDomain}",
      })
  void aHoleThatCannotReachTheTenantsLabelIsFine(String match) throws IOException {
    String text = entryWith("\"a.example\"", '"' + match + "\"\n  dialect: glob");
    assertThat(CatalogLoader.load(List.of(write("own.yaml", text).toString())).entries())
        .extracting(CatalogEntry::match)
        .contains(match);
  }

  @Test
  void anAddressOrRangeMakesAnAddressEntry() throws IOException {
    String text =
        entryWith("\"a.example\"", "\"203.0.113.0/24\"")
            + ENTRY.replace("own.a", "own.b").replace("a.example", "2001:db8::1");
    assertThat(CatalogLoader.load(List.of(write("own.yaml", text).toString())).entries())
        .filteredOn(entry -> entry.group().equals("own"))
        .extracting(CatalogEntry::match)
        .containsExactly("203.0.113.0/24", "2001:db8::1/128");
  }

  @Test
  void theVersionDoesNotChangeWithOrderCommentsOrFiles() throws IOException {
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      entries.add(ENTRY.replace("own.a", "own.n" + i).replace("a.example", "n" + i + ".example"));
    }
    Path plain = write("plain.yaml", "entries:\n" + String.join("", entries));
    String version = CatalogLoader.load(List.of(plain.toString())).version();
    assertThat(version).matches("[0-9a-f]{12}");

    long seed = 20_261_122;
    Collections.shuffle(entries, new Random(seed));
    String first = "# a remark\nentries:\n" + String.join("\n# another\n", entries.subList(0, 7));
    String second =
        "entries:\n" + String.join("", entries.subList(7, 20)).replace("ticket", "mail");
    List<String> files =
        List.of(write("b.yaml", second).toString(), write("a.yaml", first).toString());
    assertThat(CatalogLoader.load(files).version()).as("seed %d", seed).isEqualTo(version);
  }

  @ParameterizedTest
  @MethodSource("changes")
  void theVersionChangesWithWhatAnEntryDemands(String good, String other) throws IOException {
    Path before = write("before.yaml", "entries:\n" + ENTRY);
    Path after = write("after.yaml", entryWith(good, other));
    assertThat(CatalogLoader.load(List.of(after.toString())).version())
        .isNotEqualTo(CatalogLoader.load(List.of(before.toString())).version());
  }

  private static Stream<Arguments> changes() {
    return Stream.of(
        Arguments.of("own.a", "own.b"),
        Arguments.of("group: own", "group: other"),
        Arguments.of("optional", "required"),
        Arguments.of("a.example", "b.example"),
        Arguments.of("\"a.example\"", "\"203.0.113.7\""),
        Arguments.of("https:443", "https:443, http:80"),
        Arguments.of("group: own", "group: own\n  clouds: [public]"),
        Arguments.of("group: own", "group: own\n  validFrom: 2025-04-01"),
        Arguments.of("group: own", "group: own\n  validTo: 2025-04-01"),
        Arguments.of("group: own", "group: own\n  replacedBy: aro.acr"));
  }

  /** A list with an anchor is read as a tree, any other element by element: the oracle. */
  @Test
  void entriesReadOneByOneAreThoseOfTheTree() throws IOException {
    String entries =
        ENTRY.replace("{document: ticket 7}", "&doc {document: ticket 7}")
            + ENTRY.replace("own.a", "own.b").replace("{document: ticket 7}", "*doc")
            + "- null\n- own.c\n- {id: own.d, group: [x], colour: red}\n"
            + ENTRY.replace("own.a", "own.b").replace("level: optional", "replacedBy: own.e");
    String rest =
        "replaces: [aro, platform]\nsharedSuffixes:\n- {suffix: x, source: {document: y}}\n";
    List<List<Problem>> problems = new ArrayList<>();
    List<Catalog> catalogs = new ArrayList<>();
    for (String anchor : List.of("", " &all", " !!seq")) {
      Path file = write("own.yaml", "entries:" + anchor + "\n" + entries + rest);
      Problems found = new Problems();
      catalogs.add(CatalogLoader.load(List.of(file.toString()), found));
      problems.add(found.list());
    }
    assertThat(problems.get(0)).hasSizeGreaterThan(8).isEqualTo(problems.get(1));
    assertThat(problems.get(0)).isEqualTo(problems.get(2));
    assertThat(catalogs.get(0)).isEqualTo(catalogs.get(1)).isEqualTo(catalogs.get(2));
    assertThat(catalogs.get(0).entries())
        .filteredOn(entry -> entry.group().equals("own"))
        .extracting(CatalogEntry::id)
        .containsExactly("own.a", "own.b");
  }

  @Test
  void ofAFileThatStopsBeingYamlNothingElseIsReported() throws IOException {
    String text = entryWith("level: optional", "level: always") + "  more: [\n";
    Problems problems = new Problems();
    CatalogLoader.load(List.of(write("own.yaml", text).toString()), problems);
    assertThat(problems.list()).singleElement().asString().contains("own.yaml:9: is not YAML");
  }

  @Test
  void aListThatStandsTwiceIsReportedAndTheFirstOneTaken() throws IOException {
    String text = "entries:\n" + ENTRY + "entries:\n" + ENTRY.replace("own.a", "own.b");
    Problems problems = new Problems();
    Catalog catalog = CatalogLoader.load(List.of(write("own.yaml", text).toString()), problems);
    assertThat(problems.list())
        .singleElement()
        .asString()
        .contains("own.yaml:8: key 'entries' stands already on line 1");
    assertThat(catalog.entries())
        .filteredOn(entry -> entry.group().equals("own"))
        .extracting(CatalogEntry::id)
        .containsExactly("own.a");
  }
}
