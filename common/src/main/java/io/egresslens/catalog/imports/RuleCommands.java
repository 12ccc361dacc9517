package io.egresslens.catalog.imports;

import io.egresslens.catalog.PortSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The commands in a code block that make firewall rules with the Azure CLI: {@code az network
 * firewall application-rule create}, {@code network-rule create} and what firewall policies have in
 * their place. Every destination that such a command names becomes an entry or an unread line;
 * other commands are passed over.
 */
final class RuleCommands {
  private static final Set<String> NAMES = Set.of("--target-fqdns", "--destination-fqdns");
  private static final Map<String, String> NOT_NAMES =
      Map.of(
          "--fqdn-tags", "an FQDN tag: which names it stands for is not published",
          "--target-urls", "a list of URLs, which no entry can hold",
          "--destination-ip-groups", "an IP group: its addresses are not in the document");

  /** The names of tags have no dot but before a region. */
  private static final Pattern TAG =
      Pattern.compile("[A-Z][A-Za-z0-9]*(?:\\.(?:[A-Z][A-Za-z0-9]*|\\$.*|<.*|\\{.*))?");

  private final String section;
  private final Imported.Draft draft;

  private RuleCommands(String section, Imported.Draft draft) {
    this.section = section;
    this.draft = draft;
  }

  /**
   * Reads a code block.
   *
   * @param section the heading above it, or null
   */
  static void read(List<DocumentLine> block, String section, Imported.Draft draft) {
    RuleCommands commands = new RuleCommands(section, draft);
    ShellWords.commands(block).forEach(commands::command);
  }

  private void command(List<DocumentLine> words) {
    if (!makesRule(words.stream().map(DocumentLine::text).toList())) {
      return;
    }
    Map<String, List<DocumentLine>> options = options(words);
    String deny = first(options, "--action").toLowerCase(Locale.ROOT);
    if (deny.equals("deny")) {
      for (DocumentLine named : destinations(options)) {
        draft.unread(named.number(), named.text(), "a rule that denies");
      }
      return;
    }
    NOT_NAMES.forEach(
        (option, reason) ->
            options
                .getOrDefault(option, List.of())
                .forEach(named -> draft.unread(named.number(), named.text(), reason)));
    PortCell ports = ports(options);
    for (DocumentLine named : destinations(options)) {
      destination(named, ports);
    }
  }

  private void destination(DocumentLine named, PortCell ports) {
    if (ports.refusal() != null || ports.ports().isEmpty()) {
      String reason = ports.refusal() == null ? "names no port" : ports.refusal();
      draft.unread(named.number(), named.text(), reason);
      return;
    }
    if (isTag(named.text())) {
      draft.unread(named.number(), named.text(), "a service tag: its JSON can be imported");
      return;
    }
    HostCell hosts = HostCell.read(named.text());
    Place place = new Place(section, named.number(), named.text());
    hosts.notes().forEach(note -> draft.note(named.number(), named.text(), note));
    hosts.refusals().forEach(why -> draft.unread(named.number(), named.text(), why));
    for (HostCell.Destination destination : hosts.destinations()) {
      draft.add(ImportedEntry.of(destination.match(), ports.ports(), place));
    }
  }

  private static boolean makesRule(List<String> words) {
    int az = words.indexOf("az");
    if (az < 0 || words.size() < az + 5 || !words.subList(az + 1, az + 3).equals(NETWORK)) {
      return false;
    }
    List<String> verbs =
        words.subList(az + 3, words.size()).stream().takeWhile(w -> !w.startsWith("-")).toList();
    return verbs.stream().anyMatch(RULES::contains) && verbs.stream().anyMatch(MAKING::contains);
  }

  private static final List<String> NETWORK = List.of("network", "firewall");
  private static final Set<String> RULES =
      Set.of("application-rule", "network-rule", "rule-collection-group");
  private static final Set<String> MAKING =
      Set.of("create", "add", "add-filter-collection", "update");

  /** Each option with the values behind it. */
  private static Map<String, List<DocumentLine>> options(List<DocumentLine> words) {
    Map<String, List<DocumentLine>> options = new LinkedHashMap<>();
    List<DocumentLine> values = new ArrayList<>();
    for (DocumentLine word : words) {
      if (word.text().startsWith("-")) {
        int equals = word.text().indexOf('=');
        boolean joined = equals > 0 && word.text().startsWith("--");
        String name = joined ? word.text().substring(0, equals) : word.text();
        values = options.computeIfAbsent(name, unused -> new ArrayList<>());
        if (joined) {
          values.add(new DocumentLine(word.number(), word.text().substring(equals + 1)));
        }
      } else {
        values.add(word);
      }
    }
    return options;
  }

  /** Words in the place of addresses: an application rule has none, a network rule has tags. */
  private static boolean isTag(String word) {
    return TAG.matcher(word).matches();
  }

  private static List<DocumentLine> destinations(Map<String, List<DocumentLine>> options) {
    List<DocumentLine> named = new ArrayList<>();
    NAMES.forEach(option -> named.addAll(options.getOrDefault(option, List.of())));
    named.addAll(options.getOrDefault("--destination-addresses", List.of()));
    return named.stream().sorted(Comparator.comparingInt(DocumentLine::number)).toList();
  }

  /** Application rules say {@code https=443}; network rules say protocols and ports apart. */
  private static PortCell ports(Map<String, List<DocumentLine>> options) {
    List<DocumentLine> numbers = options.get("--destination-ports");
    List<DocumentLine> protocols =
        options.getOrDefault("--ip-protocols", options.getOrDefault("--protocols", List.of()));
    String joined = text(protocols, ",");
    if (numbers == null) {
      return PortCell.read(joined, "");
    }
    String any = joined.toLowerCase(Locale.ROOT).contains("any") ? "tcp,udp" : joined;
    boolean every = numbers.stream().anyMatch(number -> number.text().equals("*"));
    return every
        ? new PortCell(List.of(PortSpec.ANY), List.of(), null)
        : PortCell.read(text(numbers, ","), any);
  }

  private static String text(List<DocumentLine> words, String between) {
    Set<String> texts = new LinkedHashSet<>();
    words.forEach(word -> texts.add(word.text()));
    return String.join(between, texts);
  }

  private static String first(Map<String, List<DocumentLine>> options, String name) {
    List<DocumentLine> values = options.getOrDefault(name, List.of());
    return values.isEmpty() ? "" : values.get(0).text();
  }
}
