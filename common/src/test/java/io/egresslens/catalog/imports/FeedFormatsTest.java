package io.egresslens.catalog.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.Level;
import io.egresslens.catalog.PortSpec;
import io.egresslens.catalog.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Composed documents of every feed and list, and what is read of them: every entry, and every line
 * that became nothing with its reason.
 */
class FeedFormatsTest {
  private static final ImportOptions HTTPS =
      new ImportOptions(false, List.of(PortSpec.parse("https:443")));

  @ParameterizedTest(name = "{0} is told as {1} and read as {2} says")
  @CsvSource({
    "m365.json,              microsoft-365,      m365.expected",
    "service-tags.json,      azure-service-tags, service-tags.expected",
    "firewall-template.json, azure-firewall,     firewall-template.expected",
    "firewall-groups.json,   azure-firewall,     firewall-groups.expected",
    "firewall-classic.json,  azure-firewall,     firewall-classic.expected",
    "hosts.txt,              hosts,              hosts.expected",
    "dnsmasq.conf,           dnsmasq,            dnsmasq.expected",
    "adblock.txt,            adblock,            adblock.expected",
    "squid.conf,             squid,              squid.expected",
  })
  void everyFormatHasADocumentWhoseReadingIsWritten(String file, String format, String expected)
      throws IOException {
    String text = resource(file);
    DocumentFormat detected = DocumentFormats.detect(file, text);
    assertThat(detected).isNotNull();
    assertThat(detected.label()).isEqualTo(format);
    Imported imported = detected.reader().read(text, HTTPS);
    assertGolden(expected, listing(imported));
    assertGolden(expected + ".yaml", yaml(file, imported));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "m365.json",
        "service-tags.json",
        "firewall-groups.json",
        "firewall-classic.json",
        "hosts.txt",
        "dnsmasq.conf",
        "adblock.txt",
        "squid.conf"
      })
  void whatIsWrittenLoadsBesideTheDefaultSet(String file) {
    String text = resource(file);
    Imported imported = DocumentFormats.detect(file, text).reader().read(text, HTTPS);
    Problems problems = new Problems();
    byte[] written = yaml(file, imported).getBytes(StandardCharsets.UTF_8);
    Catalog catalog = CatalogLoader.parse(file, written, problems);
    assertThat(problems.list()).isEmpty();
    Catalog shipped = CatalogLoader.load(List.of());
    assertThat(catalog.entries().size() + catalog.addressSets().size())
        .isGreaterThan(shipped.entries().size() + shipped.addressSets().size());
  }

  @Test
  void rulesThatNameServiceTagsAskForAFileWithTheirPrefixes() {
    String file = "firewall-template.json";
    Imported imported =
        DocumentFormats.detect(file, resource(file)).reader().read(resource(file), HTTPS);
    Problems problems = new Problems();
    CatalogLoader.parse(file, yaml(file, imported).getBytes(StandardCharsets.UTF_8), problems);
    assertThat(problems.list())
        .hasSize(2)
        .allMatch(problem -> problem.toString().contains("there is no address set"));
  }

  @Test
  void aHundredThousandPrefixesAreReadAndWrittenWhole() {
    StringBuilder json = new StringBuilder("{\"changeNumber\": 1, \"values\": [");
    for (int tag = 0; tag < 1000; tag++) {
      json.append(tag == 0 ? "" : ",\n");
      json.append("{\"name\": \"Tag").append(tag).append("\", \"properties\": {");
      json.append("\"addressPrefixes\": [");
      for (int i = 0; i < 100; i++) {
        json.append(i == 0 ? "\"" : ",\"").append("10.").append(tag / 4).append('.');
        json.append(i + 100 * (tag % 2)).append('.').append(64 * (tag % 4)).append("/26\"");
      }
      json.append("]}}");
    }
    String text = json.append("]}").toString();
    Imported imported = DocumentFormats.detect("tags", text).reader().read(text, HTTPS);
    assertThat(imported.unread()).isEmpty();
    assertThat(imported.addressSets()).hasSize(1000);
    assertThat(imported.addressSets()).allMatch(set -> set.prefixes().size() == 100);
    assertThat(yaml("tags", imported).split("\"10\\.", -1)).hasSize(100_001);
  }

  /**
   * The written reading is left in target, to take over after a look when it was meant to change.
   */
  private static void assertGolden(String expected, String text) throws IOException {
    Path written = Path.of("target", "imports", expected);
    Files.createDirectories(written.getParent());
    Files.writeString(written, text);
    assertThat(text).isEqualTo(resource(expected));
  }

  /** Formats that say groups and levels themselves are not asked; the others get one for all. */
  private static String yaml(String file, Imported imported) {
    SectionMeanings meanings =
        file.startsWith("m365")
            ? SectionMeanings.NONE
            : new SectionMeanings(Map.of(), Map.of(), "imported", Level.OPTIONAL, Set.of());
    ImportPlan plan =
        ImportPlan.of(
            imported, file, meanings, CatalogLoader.load(List.of()).sharedSuffixes(), null);
    List<String> ids = CatalogMerge.ids(plan.entries(), "test.", new LinkedHashSet<>());
    return CatalogYaml.file(file, plan, ids, List.of());
  }

  @Test
  void listsWithoutPortsBecomeEntriesOnlyWhenPortsAreGivenForThem() {
    for (String file : List.of("hosts.txt", "dnsmasq.conf", "adblock.txt", "squid.conf")) {
      String text = resource(file);
      DocumentFormat format = DocumentFormats.detect(file, text);
      Imported without = format.reader().read(text, ImportOptions.DEFAULT);
      assertThat(without.entries()).as(file).isEmpty();
      assertThat(without.unread())
          .as(file)
          .extracting(Remark::reason)
          .contains("such a list names no ports, and none were given for it");
    }
  }

  @Test
  void tagsCanBeChosenAndAnUnknownOneIsNamed() {
    Imported all = ServiceTags.read(resource("service-tags.json"), ImportOptions.DEFAULT);
    assertThat(ServiceTags.only(all, List.of())).isEqualTo(all);
    Imported one = ServiceTags.only(all, List.of("storage.eastus", "Nowhere"));
    assertThat(one.addressSets())
        .extracting(ImportedAddressSet::name)
        .containsExactly("Storage.EastUS");
    assertThat(one.unread())
        .contains(new Remark(0, "Nowhere", "the document has no tag of this name"));
  }

  static String listing(Imported imported) {
    StringBuilder lines = new StringBuilder();
    for (ImportedEntry entry : imported.entries()) {
      lines.append("entry ").append(entry.match());
      lines.append(" ").append(entry.dialect()).append(" ").append(entry.ports());
      lines.append(" ").append(entry.group()).append(" ").append(entry.level());
      lines.append(" ").append(entry.place()).append('\n');
    }
    for (ImportedAddressSet set : imported.addressSets()) {
      lines.append("set ").append(set.name()).append(" ").append(set.prefixes());
      lines.append(" ").append(set.place()).append('\n');
    }
    imported.unread().forEach(remark -> lines.append("unread ").append(line(remark)));
    imported.notes().forEach(remark -> lines.append("note ").append(line(remark)));
    return lines.toString();
  }

  private static String line(Remark remark) {
    return remark.line() + " | " + remark.text() + " | " + remark.reason() + "\n";
  }

  static String resource(String name) {
    try (InputStream in = FeedFormatsTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
