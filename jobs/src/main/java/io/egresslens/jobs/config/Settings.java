package io.egresslens.jobs.config;

import io.egresslens.catalog.Location;
import io.egresslens.catalog.Problems;
import io.egresslens.catalog.YamlMap;
import io.egresslens.catalog.YamlNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of a list of options, read from one file, and where each stood. Not thread-safe: one
 * per file.
 */
final class Settings {
  private final Map<Option<?>, Object> values = new HashMap<>();
  private final Map<Option<?>, Location> places = new HashMap<>();
  private final Map<String, YamlMap> sections = new HashMap<>();
  private final Problems problems;
  private final YamlMap top;

  /** Reads every option and reports unknown keys, missing keys and unusable values. */
  Settings(YamlMap top, List<Option<?>> options, Problems problems) {
    this.top = top;
    this.problems = problems;
    sections.put("", top);
    for (Option<?> option : options) {
      read(option);
    }
    for (YamlMap section : sections.values()) {
      if (section != null) {
        section.refuseOthers();
      }
    }
  }

  private <T> void read(Option<T> option) {
    int dot = option.key().lastIndexOf('.');
    YamlMap section = section(dot < 0 ? "" : option.key().substring(0, dot));
    YamlNode node = section == null ? null : section.get(option.key().substring(dot + 1));
    if (node != null) {
      values.put(option, option.type().reading().apply(node));
      places.put(option, node.location());
    } else if (option.required()) {
      problems.add(new Location(top.location().file(), 0), "key '" + option.key() + "' is missing");
    } else {
      values.put(option, option.fallbackValue());
    }
  }

  /** The map of that path; null when it is absent or no map. */
  private YamlMap section(String path) {
    // Not computeIfAbsent: the parent's section is computed on the way.
    if (!sections.containsKey(path)) {
      int dot = path.lastIndexOf('.');
      YamlMap parent = section(dot < 0 ? "" : path.substring(0, dot));
      YamlNode node = parent == null ? null : parent.get(path.substring(dot + 1));
      // A section of which every key is commented out is as good as none.
      sections.put(path, node == null || node.isEmpty() ? null : node.map());
    }
    return sections.get(path);
  }

  /** The option's value; null when it is absent without fallback, or after a problem. */
  @SuppressWarnings("unchecked") // read() puts under Option<T> what its OptionType<T> read.
  <T> T get(Option<T> option) {
    return (T) values.get(option);
  }

  /** Reports a problem where the option stands, or with the whole file when it stands nowhere. */
  void problem(Option<?> option, String message) {
    Location place = places.getOrDefault(option, new Location(top.location().file(), 0));
    problems.add(place, option.key() + " " + message);
  }
}
