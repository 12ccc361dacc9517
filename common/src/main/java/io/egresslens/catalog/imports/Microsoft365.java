package io.egresslens.catalog.imports;

import io.egresslens.catalog.Level;
import io.egresslens.catalog.Pattern.Dialect;
import io.egresslens.catalog.PortSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The endpoint feed of Microsoft 365: sets of names and addresses with their ports. A destination
 * may stand in several sets; it becomes one entry with the ports of all, required if one set says
 * so, and with the group and the section of the set whose category is the strongest. A star stands
 * for the name of a tenant there.
 */
final class Microsoft365 {
  /** The strongest first. */
  private static final List<String> CATEGORIES = List.of("optimize", "allow", "default");

  private final Map<String, Destination> destinations = new LinkedHashMap<>();
  private final Imported.Draft draft;

  /** One destination while its sets are read. */
  private static final class Destination {
    private final Set<PortSpec> ports = new LinkedHashSet<>();
    private boolean required;
    private int category = Integer.MAX_VALUE;
    private String group;
    private Place place;
  }

  private Microsoft365(Imported.Draft draft) {
    this.draft = draft;
  }

  static boolean detects(String text) {
    return TreeReader.looksLikeJson(text) && text.contains("\"serviceArea\"");
  }

  static Imported read(String text, ImportOptions options) {
    Imported.Draft draft = new Imported.Draft();
    Tree top = TreeReader.json(text, draft);
    if (top != null) {
      new Microsoft365(draft).read(top, options);
    }
    return draft.finish();
  }

  private void read(Tree top, ImportOptions options) {
    List<Tree> sets = top.isList() ? top.elements() : top.at("endpoints").elements();
    if (sets.isEmpty()) {
      draft.unread(0, "", "no list of endpoint sets");
    }
    for (Tree set : sets) {
      List<Tree> names = set.at("urls").texts();
      List<Tree> addresses = set.at("ips").texts();
      try {
        List<PortSpec> tcp = ports(set, "tcp");
        List<PortSpec> udp = ports(set, "udp");
        names.forEach(name -> add(set, name, tcp, udp, options));
        List<PortSpec> plainTcp = tcp.stream().map(p -> new PortSpec("tcp", p.port())).toList();
        addresses.forEach(address -> add(set, address, plainTcp, udp, options));
      } catch (IllegalArgumentException e) {
        draft.unread(set.line(), section(set), e.getMessage());
      }
    }
    destinations.forEach(this::finish);
  }

  private static List<PortSpec> ports(Tree set, String protocol) {
    String text = set.at(protocol + "Ports").text();
    if (text.isEmpty()) {
      return List.of();
    }
    return FeedPorts.numbers(text).stream()
        .map(port -> protocol.equals("tcp") ? FeedPorts.named(port) : new PortSpec("udp", port))
        .toList();
  }

  private void add(
      Tree set, Tree text, List<PortSpec> tcp, List<PortSpec> udp, ImportOptions options) {
    String match = text.text().toLowerCase(Locale.ROOT);
    List<PortSpec> ports = new ArrayList<>(tcp);
    ports.addAll(udp);
    if (ports.isEmpty()) {
      ports.addAll(options.ports());
    }
    if (ports.isEmpty()) {
      draft.unread(text.line(), text.text(), "set " + section(set) + " names no port");
      return;
    }
    if (match.equals("*") || (match.indexOf('/') >= 0 && !MatchText.isAddress(match))) {
      draft.unread(text.line(), text.text(), "no host name and no address");
      return;
    }
    Destination destination = destinations.computeIfAbsent(match, any -> new Destination());
    Place place = new Place(section(set), text.line(), text.text());
    int category = CATEGORIES.indexOf(set.at("category").text().toLowerCase(Locale.ROOT));
    int rank = category < 0 ? CATEGORIES.size() : category;
    if (destination.place != null) {
      boolean stronger = rank < destination.category;
      draft.note(
          text.line(),
          text.text(),
          "in several sets: " + (stronger ? place : destination.place).section() + " counts");
    }
    destination.ports.addAll(ports);
    destination.required |= set.at("required").text().equals("true");
    if (rank < destination.category) {
      destination.category = rank;
      destination.group = group(set);
      destination.place = place;
    }
  }

  private void finish(String match, Destination destination) {
    boolean leftMost = match.lastIndexOf('*') <= 0;
    Dialect dialect = leftMost ? Dialect.AZURE : Dialect.GLOB;
    boolean wider = match.indexOf('*') >= 0 && (!leftMost || !match.startsWith("*."));
    if (wider && MatchText.refusal(match, dialect) == null) {
      draft.note(
          destination.place.line(),
          destination.place.raw(),
          "the star stands for a tenant's name; here it takes any text, dots included");
    }
    draft.add(
        new ImportedEntry(
            match,
            dialect,
            List.copyOf(destination.ports),
            Set.of(),
            destination.group,
            destination.required ? Level.REQUIRED : Level.OPTIONAL,
            destination.place));
  }

  private static String section(Tree set) {
    return "%s %s (%s)"
        .formatted(set.at("id").text(), set.at("serviceArea").text(), set.at("category").text())
        .strip();
  }

  private static String group(Tree set) {
    String area =
        set.at("serviceArea").text().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return area.isEmpty() ? "m365" : "m365-" + area;
  }
}
