package io.egresslens.catalog.imports;

import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.Level;
import io.egresslens.catalog.PortSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The documents beside the tests, and what becomes of them. */
final class Documents {
  static final SectionMeanings OPTIONAL =
      new SectionMeanings(
          Map.of("Registries & more", "registries"),
          Map.of("carried  by the SERVICE", Level.PROXIED),
          null,
          Level.OPTIONAL,
          Set.of());

  private Documents() {}

  /** The text of a file beside the tests. */
  static String text(String name) {
    try (InputStream content = Documents.class.getResourceAsStream(name)) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Imported imported(String name, boolean includeComments, Map<String, String> attributes) {
    String text = text(name);
    return DocumentFormats.detect(name, text)
        .reader()
        .read(text, new ImportOptions(includeComments, List.<PortSpec>of(), attributes));
  }

  static ImportPlan plan(Imported imported, String document, OlderCatalog older) {
    return ImportPlan.of(
        imported, document, OPTIONAL, CatalogLoader.load(List.of()).sharedSuffixes(), older);
  }

  static String yaml(String document, ImportPlan plan) {
    List<String> ids = CatalogMerge.ids(plan.entries(), "sample.", Set.of());
    return CatalogYaml.file(document, plan, ids, List.of());
  }

  /** Entries as {@code match ports}, by match, for short tables. */
  static Map<String, String> matches(Imported imported) {
    Map<String, String> matches = new TreeMap<>();
    imported
        .entries()
        .forEach(entry -> matches.put(entry.match(), ImportPlan.ports(entry.ports())));
    return matches;
  }

  /** Remarks as lines of text. */
  static String remarks(ImportPlan plan) {
    StringBuilder lines = new StringBuilder();
    plan.notes().forEach(r -> lines.append(line("note", r)));
    plan.unread().forEach(r -> lines.append(line("unread", r)));
    return lines.toString();
  }

  private static String line(String kind, Remark r) {
    return "%s %d: %s: %s%n".formatted(kind, r.line(), r.text(), r.reason());
  }
}
