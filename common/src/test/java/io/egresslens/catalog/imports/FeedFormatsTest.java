package io.egresslens.catalog.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.egresslens.catalog.PortSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    String read = listing(detected.reader().read(text, HTTPS));
    // To take over after a look, when a reading was meant to change.
    Path written = Path.of("target", "imports", expected);
    Files.createDirectories(written.getParent());
    Files.writeString(written, read);
    assertThat(read).isEqualTo(resource(expected));
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
