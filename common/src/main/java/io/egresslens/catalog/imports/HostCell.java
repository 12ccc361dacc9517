package io.egresslens.catalog.imports;

import io.egresslens.catalog.Pattern;
import io.egresslens.catalog.PortSpec;
import io.egresslens.flow.HostName;
import io.egresslens.flow.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;

/**
 * What the cell for destinations of a table row says.
 *
 * @param destinations each as {@code match} wants it
 * @param suffixes domains of which only some names are meant
 * @param notes where a destination is not literally what stands there
 * @param refusals why a part of the cell is no destination
 */
record HostCell(
    List<Destination> destinations,
    List<String> suffixes,
    List<String> notes,
    List<String> refusals) {

  /** Something that looks like a host name to a person who skims. */
  private static final java.util.regex.Pattern HOST_LIKE =
      java.util.regex.Pattern.compile(
          "(?i)[\\p{L}0-9_-]{1,63}\\.(?:[\\p{L}0-9-]{1,63}\\.){0,126}(?:[\\p{L}]{2,63}|xn--[a-z0-9-]+)");

  private static final java.util.regex.Pattern SOME_BELOW =
      java.util.regex.Pattern.compile(
          "(?i)^(?:some|specific|certain|selected)\\s+(?:sub-?domains?|hosts?|names?|accounts?)"
              + "\\s+(?:of|below|under|in)\\s+(.*)$");

  private static final java.util.regex.Pattern BETWEEN =
      java.util.regex.Pattern.compile("[,;]|\\s(?:and|or)\\s|\\s&\\s");

  private static final java.util.regex.Pattern SCHEME =
      java.util.regex.Pattern.compile("(?i)^([a-z][a-z0-9+.-]{0,20})://(.*)$");

  private static final java.util.regex.Pattern PORT =
      java.util.regex.Pattern.compile("^([^/:]+):([0-9]{1,5})(/.*)?$");

  private static final java.util.regex.Pattern RANGE =
      java.util.regex.Pattern.compile("\\[([0-9]{1,4})-([0-9]{1,4})\\]");

  /** A shorthand for more names than this is a mistake. */
  private static final int MAX_EXPANDED = 100;

  /**
   * A destination of the cell.
   *
   * @param match as a catalog file wants it
   * @param port where the cell itself says so; null otherwise
   */
  record Destination(String match, PortSpec port) {}

  HostCell {
    destinations = List.copyOf(destinations);
    suffixes = List.copyOf(suffixes);
    notes = List.copyOf(notes);
    refusals = List.copyOf(refusals);
  }

  /** Whether a person would see a host name in this text. */
  static boolean looksLikeHost(String text) {
    return HOST_LIKE.matcher(text).find();
  }

  /** Reads a cell without marks; line breaks, commas, "and" and "or" part its destinations. */
  static HostCell read(String plain) {
    return new Draft(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()).read(plain);
  }

  /** Collects while a cell is read. */
  private record Draft(List<Destination> destinations, List<String> notes, List<String> refusals) {
    HostCell read(String plain) {
      List<String> suffixes = new ArrayList<>();
      for (String line : plain.split("\n", -1)) {
        Matcher below = SOME_BELOW.matcher(line.strip());
        boolean someBelow = below.matches();
        for (String part : BETWEEN.split(someBelow ? below.group(1) : line, -1)) {
          if (part.isBlank()) {
            continue;
          }
          if (someBelow) {
            suffix(part.strip(), suffixes);
          } else {
            part(part.strip());
          }
        }
      }
      return new HostCell(destinations, suffixes, notes, refusals);
    }

    private void suffix(String part, List<String> suffixes) {
      String host = HostName.normalize(part);
      if (host == null || host.indexOf('.') < 0) {
        refusals.add("'" + part + "' is no domain of which names could be meant");
      } else {
        suffixes.add(host);
      }
    }

    private void part(String part) {
      String text = Placeholders.toVariables(part);
      if (text.chars().anyMatch(Character::isWhitespace)) {
        refusals.add("a sentence, not a name");
        return;
      }
      String scheme = null;
      Matcher withScheme = SCHEME.matcher(text);
      if (withScheme.matches()) {
        scheme = withScheme.group(1).toLowerCase(Locale.ROOT);
        text = withScheme.group(2);
        notes.add("'" + scheme + "://' left out of " + text);
      }
      Matcher withPort = PORT.matcher(text);
      PortSpec port = null;
      if (withPort.matches()) {
        text = withPort.group(1) + (withPort.group(3) == null ? "" : withPort.group(3));
        port = PortCell.portOf(scheme, Integer.parseInt(withPort.group(2)));
        if (port == null) {
          refusals.add("port " + withPort.group(2) + " is not between 1 and 65535");
          return;
        }
        if (!PortCell.isTelling(scheme, port)) {
          notes.add("no protocol is said for port " + port.port() + ": tcp is presumed");
        }
      } else if (scheme != null) {
        port = PortCell.usual(scheme);
      }
      text = withoutStray(text);
      List<String> names = expanded(text);
      if (names.size() > 1) {
        notes.add("'" + text + "' stands for " + names.size() + " names");
      }
      for (String name : names) {
        name(name, port);
      }
    }

    private void name(String name, PortSpec port) {
      String refusal = refusal(name);
      if (refusal == null) {
        destinations.add(new Destination(name, port));
      } else {
        refusals.add(refusal);
      }
    }

    /** The star that some documents write behind a path, or behind the cluster's domain. */
    private String withoutStray(String text) {
      String kept = text;
      if (text.endsWith("/*") && !text.startsWith("/")) {
        kept = text.substring(0, text.length() - 2);
        notes.add("the star behind the path of " + text + " is dropped: a path is a prefix");
      } else if (text.endsWith("}*")) {
        kept = text.substring(0, text.length() - 1);
        notes.add("the star at the end of " + text + " is dropped: no dialect has it there");
      }
      return kept;
    }

    private static List<String> expanded(String text) {
      Matcher range = RANGE.matcher(text);
      if (!range.find()) {
        return List.of(text);
      }
      int from = Integer.parseInt(range.group(1));
      int to = Integer.parseInt(range.group(2));
      if (to < from || to - from >= MAX_EXPANDED) {
        return List.of(text);
      }
      int width = range.group(1).length();
      String rest = text.substring(range.end());
      List<String> names = new ArrayList<>();
      for (int number = from; number <= to; number++) {
        String digits = String.valueOf(number);
        String padded = "0".repeat(Math.max(0, width - digits.length())) + digits;
        names.add(text.substring(0, range.start()) + padded + rest);
      }
      return names;
    }
  }

  /** Why this text without space is no destination; null when it is one. */
  private static String refusal(String name) {
    List<String> unknown = Placeholders.unknown(name);
    if (!unknown.isEmpty()) {
      return "no variable is known for " + String.join(", ", unknown);
    }
    String host = name.split("/", 2)[0];
    if (host.equals("*")) {
      return "takes every name there is";
    }
    if (host.endsWith("${" + Pattern.REGION + "}")) {
      return "ends in the region: a service tag, not a name";
    }
    boolean dotted = host.indexOf('.') >= 0 || host.contains("${" + Pattern.CLUSTER_DOMAIN + "}");
    if (!dotted && IpAddress.parse(host) == null) {
      return "'" + name + "' is no host name";
    }
    return MatchText.refusal(name, Pattern.Dialect.AZURE);
  }
}
