package io.egresslens.catalog.imports;

import java.util.List;
import java.util.Locale;

/** The formats that can be imported; a new one is a row here. */
public final class DocumentFormats {
  /** In the order in which they are tried; marks inside a text come before names of files. */
  public static final List<DocumentFormat> ALL =
      List.of(
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
              MarkdownReader::read));

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
