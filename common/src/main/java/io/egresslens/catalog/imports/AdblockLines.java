package io.egresslens.catalog.imports;

import io.egresslens.flow.IpAddress;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Reads Adblock and AdGuard filters. {@code ||name^} is the name and everything below it; all that
 * narrows a filter to something else than names (modifiers, paths, parts of pages) leaves it
 * unread. Modifiers are counted, so that a list of which little is read says why. Not thread-safe.
 */
final class AdblockLines implements Consumer<ListLine> {
  /** Modifiers that change which of two filters wins, not which names one means. */
  private static final Set<String> HARMLESS = Set.of("important", "all");

  private final Imported.Draft draft;
  private final Map<String, Integer> modifiers = new TreeMap<>();

  AdblockLines(Imported.Draft draft) {
    this.draft = draft;
  }

  @Override
  public void accept(ListLine line) {
    String text = line.text();
    if (text.startsWith("!") || text.startsWith("[") || isComment(text)) {
      return;
    }
    if (text.startsWith("@@")) {
      line.unread("an exception: entries of a catalog only add");
    } else if (text.contains("##") || text.contains("#@#") || text.contains("#?#")) {
      line.unread("hides a part of a page");
    } else if (text.startsWith("||")) {
      filter(line, text.substring(2));
    } else if (text.indexOf(' ') > 0 && IpAddress.parse(text.split("\\s", 2)[0]) != null) {
      PlainLists.hosts(line);
    } else {
      line.unread("not of the form ||name^: products differ on what it means");
    }
  }

  /** What was counted, as a remark on the whole document. */
  void finish() {
    if (!modifiers.isEmpty()) {
      String counts =
          modifiers.entrySet().stream()
              .map(entry -> entry.getKey() + " " + entry.getValue())
              .collect(Collectors.joining(", "));
      draft.unread(0, counts, "modifiers of filters that were left unread, and how often");
    }
  }

  private void filter(ListLine line, String filter) {
    int dollar = filter.indexOf('$');
    String name = dollar < 0 ? filter : filter.substring(0, dollar);
    if (dollar >= 0 && !areHarmless(filter.substring(dollar + 1))) {
      line.unread("a modifier narrows it to something else than names");
    } else if (!name.endsWith("^")) {
      line.unread("no ^ behind the name: it goes on in any way");
    } else if (name.startsWith("*.")) {
      line.pattern(null, name.substring(0, name.length() - 1));
    } else {
      line.withSubdomains(null, name.substring(0, name.length() - 1));
    }
  }

  private boolean areHarmless(String written) {
    boolean harmless = true;
    for (String modifier : written.split(",", -1)) {
      String name = modifier.split("=", 2)[0].strip();
      if (!HARMLESS.contains(name)) {
        harmless = false;
        // Names of modifiers are short words; a list made to grow this table has others.
        if (name.matches("~?[a-z0-9-]{1,30}")) {
          modifiers.merge(name, 1, Integer::sum);
        } else {
          modifiers.merge("(other)", 1, Integer::sum);
        }
      }
    }
    return harmless;
  }

  private static boolean isComment(String text) {
    return text.startsWith("#") && !text.startsWith("##") && !text.startsWith("#@#");
  }
}
