package io.egresslens.catalog.imports;

import io.egresslens.catalog.Cluster;
import io.egresslens.catalog.Lockdown;
import io.egresslens.catalog.YamlMap;
import io.egresslens.catalog.YamlNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Changes to the text of an inventory, each at its place; everything between them stays. Values are
 * written so that no text can be taken for YAML. Not thread-safe.
 */
final class ClusterEdits {
  /** Longer lists get a line for each element. */
  private static final int SHORT_LIST = 4;

  /** The keys of {@link #values}, in order. */
  private static final List<String> KEYS =
      List.of("cloud", "region", "domain", "egressLockdown", "gatewayDomains", "sources");

  private final String text;
  private final String lineEnd;
  private final YamlNode list;
  private final List<YamlMap> clusters = new ArrayList<>();
  private final List<Edit> edits = new ArrayList<>();
  private final StringBuilder appended = new StringBuilder();

  /** Half open, in characters. */
  private record Edit(int from, int to, String replacement) {}

  /**
   * @param top of the text, which loads without a problem
   */
  ClusterEdits(String text, YamlMap top) {
    this.text = text;
    this.lineEnd = text.contains("\r\n") ? "\r\n" : "\n";
    this.list = top.get("clusters");
    if (list != null) {
      list.list().forEach(cluster -> clusters.add(cluster.map()));
    }
  }

  /** What resources say of a cluster, by the key in the file, in the file's order and spelling. */
  static Map<String, Object> values(Cluster cluster) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("cloud", cluster.cloud().label());
    values.put("region", cluster.region());
    if (cluster.domain() != null) {
      values.put("domain", cluster.domain());
    }
    values.put("egressLockdown", lockdown(cluster.egressLockdown()));
    values.put("gatewayDomains", cluster.gatewayDomains());
    values.put("sources", cluster.sources().stream().map(Object::toString).toList());
    return values;
  }

  private static String lockdown(Lockdown lockdown) {
    return switch (lockdown) {
      case ON -> "true";
      case OFF -> "false";
      case UNKNOWN -> lockdown.name().toLowerCase(Locale.ROOT);
    };
  }

  /** Gives a key of a cluster another value. */
  void set(int at, String key, Object value) {
    YamlMap cluster = clusters.get(at);
    int start = offset(cluster.span().from());
    String indent = " ".repeat(column(start));
    boolean inBraces = text.startsWith("{", start);
    YamlNode old = cluster.get(key);
    if (old == null) {
      int end = offset(before(cluster, key).span().to());
      if (inBraces) {
        edits.add(new Edit(end, end, ", " + key + ": " + inline(value)));
      } else {
        int lineStop = endOfLine(end);
        edits.add(new Edit(lineStop, lineStop, lineEnd + indent + line(key, value, indent)));
      }
      return;
    }
    int from = offset(old.span().from());
    int to = offset(old.span().to());
    int colon = text.substring(0, from).stripTrailing().length();
    boolean direct = text.startsWith(":", colon - 1);
    edits.add(
        inBraces || !direct
            ? new Edit(from, to, inline(value))
            : new Edit(colon, to, value(value, indent)));
  }

  /** The value behind which a key that is not there yet belongs. */
  private static YamlNode before(YamlMap cluster, String key) {
    YamlNode last = cluster.get("name");
    for (String other : KEYS) {
      if (other.equals(key)) {
        break;
      }
      YamlNode value = cluster.get(other);
      last = value != null && value.span().from() > last.span().from() ? value : last;
    }
    return last;
  }

  /** Adds a cluster behind the last one. */
  void append(Cluster cluster) {
    int dash = clusters.isEmpty() ? 2 : column(offset(list.span().from()));
    String indent = " ".repeat(dash + 2);
    StringBuilder lines = new StringBuilder();
    lines.append(" ".repeat(dash)).append("- name: ").append(scalar(cluster.name()));
    values(cluster)
        .forEach(
            (key, value) -> lines.append(lineEnd).append(indent).append(line(key, value, indent)));
    appended.append(lineEnd).append(lines);
  }

  /** The text with all changes. */
  String apply() {
    if (!appended.isEmpty()) {
      addAppended();
    }
    edits.sort(Comparator.comparingInt(Edit::from));
    StringBuilder changed = new StringBuilder();
    int done = 0;
    for (Edit edit : edits) {
      changed.append(text, Math.min(done, edit.from()), edit.from()).append(edit.replacement());
      done = edit.to();
    }
    return changed.append(text, done, text.length()).toString();
  }

  private void addAppended() {
    if (list == null) {
      int end = text.stripTrailing().length();
      edits.add(new Edit(end, end, lineEnd + "clusters:" + appended));
    } else if (clusters.isEmpty()) {
      int to = offset(list.span().to());
      int from = text.substring(0, offset(list.span().from())).stripTrailing().length();
      edits.add(new Edit(from, to, appended.toString()));
    } else {
      int end = endOfLine(offset(list.span().to()));
      edits.add(new Edit(end, end, appended.toString()));
    }
  }

  private String line(String key, Object value, String indent) {
    return key + ":" + value(value, indent);
  }

  private String value(Object value, String indent) {
    if (!(value instanceof List<?> many) || many.size() <= SHORT_LIST) {
      return " " + inline(value);
    }
    StringBuilder lines = new StringBuilder();
    for (Object element : many) {
      lines.append(lineEnd).append(indent).append("  - ").append(inline(element));
    }
    return lines.toString();
  }

  private static String inline(Object value) {
    return value instanceof List<?> many
        ? many.stream().map(ClusterEdits::inline).toList().toString()
        : value.equals("true") || value.equals("false")
            ? value.toString()
            : scalar(value.toString());
  }

  /** Ranges of IPv4 stand plain, as people write them. */
  private static String scalar(String text) {
    return text.matches("[0-9]+(\\.[0-9]+){3}/[0-9]+") ? text : CatalogYaml.scalar(text);
  }

  private int offset(int codePoints) {
    return text.offsetByCodePoints(0, codePoints);
  }

  private int column(int at) {
    return at - (text.lastIndexOf('\n', at - 1) + 1);
  }

  private int endOfLine(int at) {
    int end = text.indexOf('\n', at);
    int stop = end < 0 ? text.length() : end;
    return stop > at && text.charAt(stop - 1) == '\r' ? stop - 1 : stop;
  }
}
