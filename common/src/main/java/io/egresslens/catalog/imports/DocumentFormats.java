package io.egresslens.catalog.imports;

import java.util.List;
import java.util.Locale;

/** The formats that can be imported; a new one is a row here. */
public final class DocumentFormats {
  /**
   * In the order in which they are tried: what is JSON for certain comes first; marks inside a text
   * come before names of files.
   */
  public static final List<DocumentFormat> ALL =
      List.of(
          new DocumentFormat(
              "microsoft-365",
              "Microsoft 365 endpoint sets, JSON",
              (name, text) -> Microsoft365.detects(text),
              Microsoft365::read),
          new DocumentFormat(
              "azure-service-tags",
              "Azure service tags, JSON: sets of addresses, no entries",
              (name, text) -> ServiceTags.detects(text),
              ServiceTags::read),
          new DocumentFormat(
              "azure-firewall",
              "Azure Firewall rules, JSON: templates, policy exports of az, classic firewalls",
              (name, text) -> FirewallRules.detects(text),
              FirewallRules::read),
          new DocumentFormat(
              "asciidoc",
              "OpenShift documentation: AsciiDoc tables of hosts and ports",
              (name, text) ->
                  AsciiDocReader.detects(text) || endsWith(name, ".adoc", ".asciidoc", ".asc"),
              AsciiDocReader::read),
          new DocumentFormat(
              "markdown",
              "Microsoft Learn: Markdown tables, and az network firewall rules in code blocks",
              (name, text) -> MarkdownReader.detects(text) || endsWith(name, ".md", ".markdown"),
              MarkdownReader::read),
          PlainLists.DNSMASQ,
          PlainLists.SQUID,
          PlainLists.ADBLOCK,
          PlainLists.HOSTS);

  private DocumentFormats() {}

  /** The format of a label, or null. */
  public static DocumentFormat named(String label) {
    return ALL.stream().filter(format -> format.label().equals(label)).findFirst().orElse(null);
  }

  /** The format of a document, or null when none of its marks is there. */
  public static DocumentFormat detect(String fileName, String text) {
    return ALL.stream()
        .filter(format -> format.detector().detects(fileName, text))
        .findFirst()
        .orElse(null);
  }

  private static boolean endsWith(String name, String... endings) {
    String folded = name.toLowerCase(Locale.ROOT);
    return List.of(endings).stream().anyMatch(folded::endsWith);
  }
}
