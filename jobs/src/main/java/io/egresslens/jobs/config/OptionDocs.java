package io.egresslens.jobs.config;

import java.util.List;

/** The documentation of options, made from the options. */
final class OptionDocs {
  private static final int LINE_WIDTH = 96;

  private OptionDocs() {}

  /** A Markdown table with a row for each option. */
  static String markdownTable(List<Option<?>> options) {
    StringBuilder table = new StringBuilder();
    table.append("| key | value | default | meaning |\n|---|---|---|---|\n");
    for (Option<?> option : options) {
      table.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  option.key(),
                  option.type().words(),
                  option.required()
                      ? "required"
                      : option.fallback() == null ? "none" : "`" + option.fallback() + "`",
                  option.description()));
    }
    return table.toString();
  }

  /**
   * A configuration that names every option with its meaning: the required ones with an example,
   * the others with their default, and those without default commented out.
   */
  static String referenceFile(List<Option<?>> options) {
    StringBuilder file = new StringBuilder();
    List<String> open = List.of();
    for (Option<?> option : options) {
      List<String> path = List.of(option.key().split("\\.", -1));
      List<String> sections = path.subList(0, path.size() - 1);
      openSections(file, open, sections);
      open = sections;
      String indent = "  ".repeat(sections.size());
      appendComment(file, indent, (option.required() ? "Required. " : "") + option.description());
      boolean shownOnly = !option.required() && option.fallback() == null;
      file.append(indent)
          .append(shownOnly ? "# " : "")
          .append(path.get(path.size() - 1))
          .append(": ")
          .append(option.shownValue())
          .append('\n');
    }
    return file.toString();
  }

  private static void openSections(StringBuilder file, List<String> open, List<String> wanted) {
    int same = 0;
    while (same < Math.min(open.size(), wanted.size()) && open.get(same).equals(wanted.get(same))) {
      same++;
    }
    if (!file.isEmpty()) {
      file.append('\n');
    }
    for (int depth = same; depth < wanted.size(); depth++) {
      file.append("  ".repeat(depth)).append(wanted.get(depth)).append(":\n");
    }
  }

  private static void appendComment(StringBuilder file, String indent, String text) {
    StringBuilder line = new StringBuilder(indent).append('#');
    for (String word : text.split(" ", -1)) {
      if (line.length() + 1 + word.length() > LINE_WIDTH) {
        file.append(line).append('\n');
        line = new StringBuilder(indent).append('#');
      }
      line.append(' ').append(word);
    }
    file.append(line).append('\n');
  }
}
