package io.egresslens.catalog.imports;

import io.egresslens.catalog.Cloud;
import io.egresslens.catalog.Pattern;
import io.egresslens.catalog.PortSpec;
import io.egresslens.catalog.SourceRef;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes catalog files, and the pieces of which a merge puts them together. Whatever a text holds,
 * it stays one scalar: only words that no reader of YAML takes for anything else stand without
 * quotes, and only such characters stand in comments as end no line.
 */
public final class CatalogYaml {
  private static final java.util.regex.Pattern PLAIN =
      java.util.regex.Pattern.compile("[A-Za-z](?:[A-Za-z0-9 ._()/-]*[A-Za-z0-9._)])?");

  private static final Set<String> WORDS_OF_YAML =
      Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

  private CatalogYaml() {}

  /**
   * A file of its own.
   *
   * @param document named in the comment at its top
   * @param ids the ids of the entries, in their order
   * @param replaces shipped catalogs that the file stands for
   */
  public static String file(
      String document, ImportPlan plan, List<String> ids, List<String> replaces) {
    StringBuilder out = new StringBuilder();
    out.append("# Imported from ").append(ImportPlan.cleaned(document)).append(".\n");
    if (!replaces.isEmpty()) {
      out.append("\nreplaces: ")
          .append(replaces.stream().map(CatalogYaml::scalar).toList())
          .append('\n');
    }
    if (!plan.addressSets().isEmpty()) {
      out.append("\naddressSets:\n");
      plan.addressSets().forEach(set -> out.append(addressSet(set, document, 2)));
    }
    if (!plan.sharedSuffixes().isEmpty()) {
      out.append("\nsharedSuffixes:\n");
      plan.sharedSuffixes().forEach(suffix -> out.append(suffix(suffix, 2)));
    }
    out.append(plan.entries().isEmpty() ? "\nentries: []\n" : "\nentries:\n");
    String section = null;
    for (int i = 0; i < plan.entries().size(); i++) {
      ImportPlan.Planned entry = plan.entries().get(i);
      out.append('\n');
      String its = entry.source().section();
      if (its != null && !its.equals(section)) {
        out.append("  # ").append(its).append('\n');
      }
      section = its;
      out.append(entry(entry, ids.get(i), 2));
    }
    return out.toString();
  }

  /** An entry as an element of a list in block style, each line ended by a newline. */
  static String entry(ImportPlan.Planned entry, String id, int indent) {
    String start = " ".repeat(indent);
    String more = start + "  ";
    return start
        + ("- id: " + scalar(id) + '\n')
        + (more + "group: " + scalar(entry.group()) + '\n')
        + (more + "level: " + entry.level().label() + '\n')
        + (more + "match: " + quoted(entry.match()) + '\n')
        + (entry.dialect() == Pattern.Dialect.AZURE ? "" : more + "dialect: glob\n")
        + (more + "ports: " + ports(entry.ports()) + '\n')
        + (entry.clouds().isEmpty() ? "" : more + "clouds: " + clouds(entry.clouds()) + '\n')
        + (more + "source: " + source(entry.source()) + '\n');
  }

  /** A shared suffix in the same form. */
  static String suffix(ImportPlan.PlannedSuffix suffix, int indent) {
    String start = " ".repeat(indent);
    String more = start + "  ";
    return start
        + ("- suffix: " + scalar(suffix.suffix()) + '\n')
        + (suffix.clouds().isEmpty() ? "" : more + "clouds: " + clouds(suffix.clouds()) + '\n')
        + (more + "source: " + source(suffix.source()) + '\n');
  }

  /** An address set in the same form. */
  static String addressSet(ImportedAddressSet set, String document, int indent) {
    String start = " ".repeat(indent);
    String more = start + "  ";
    String section = set.place().section() == null ? "" : ImportPlan.cleaned(set.place().section());
    SourceRef source =
        new SourceRef(
            ImportPlan.cleaned(document),
            section.isEmpty() ? null : section,
            null,
            set.place().line());
    return start
        + ("- name: " + scalar(set.name()) + '\n')
        + (more + "prefixes: " + prefixes(set) + '\n')
        + (more + "source: " + source(source) + '\n');
  }

  static String prefixes(ImportedAddressSet set) {
    return set.prefixes().stream()
        .map(prefix -> quoted(prefix.toString()))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  static String ports(List<PortSpec> ports) {
    return ports.stream().map(PortSpec::toString).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String clouds(Set<Cloud> clouds) {
    return clouds.stream().sorted().map(Cloud::label).toList().toString();
  }

  private static String source(SourceRef source) {
    return "{document: "
        + scalar(source.document())
        + (source.section() == null ? "" : ", section: " + scalar(source.section()))
        + (source.date() == null ? "" : ", date: " + quoted(source.date()))
        + (source.line() == 0 ? "" : ", line: " + source.line())
        + "}";
  }

  /** A text as it stands, or in quotes where it could be taken for something else. */
  static String scalar(String text) {
    boolean plain =
        PLAIN.matcher(text).matches()
            && !WORDS_OF_YAML.contains(text.toLowerCase(java.util.Locale.ROOT));
    return plain ? text : quoted(text);
  }

  /** A text in double quotes, in ASCII. */
  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                out.append('\\').appendCodePoint(c);
              } else if (c >= ' ' && c < 0x7f) {
                out.appendCodePoint(c);
              } else {
                out.append(String.format(c > 0xffff ? "\\U%08x" : "\\u%04x", c));
              }
            });
    return out.append('"').toString();
  }
}
