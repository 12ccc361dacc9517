package io.egresslens.catalog.imports;

import io.egresslens.catalog.PortSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the cells for ports and protocols of a table row say.
 *
 * <p>A number without protocol is https on 443 and http on 80, as firewalls name them; any other is
 * tcp, and a note says so.
 *
 * @param ports in the order of the cell, each once; empty when the cells name none
 * @param notes what was presumed
 * @param refusal why the cells cannot be read; null when they can
 */
record PortCell(List<PortSpec> ports, List<String> notes, String refusal) {
  private static final Pattern BETWEEN = Pattern.compile("[,;\n&]|\\s(?:and|or)\\s");
  private static final String PROTOCOL = "(https|http|mssql|tcp|udp)";
  private static final Pattern NAMED =
      Pattern.compile(PROTOCOL + "\\s*[:=/( -]?\\s*(?:port\\s*)?([0-9]{1,5})\\)?");
  private static final Pattern BEHIND =
      Pattern.compile("(?:port\\s*)?([0-9]{1,5})\\s*[:/( -]?\\s*" + PROTOCOL + "\\)?");
  private static final Pattern BARE = Pattern.compile("(?:port\\s*)?([0-9]{1,5})");
  private static final Pattern WORD = Pattern.compile(PROTOCOL);

  PortCell {
    ports = List.copyOf(ports);
    notes = List.copyOf(notes);
  }

  /**
   * Reads the cells.
   *
   * @param port numbers, with their protocols or without
   * @param protocol of the bare numbers; empty when the table has no such column
   */
  static PortCell read(String port, String protocol) {
    List<String> protocols = new ArrayList<>();
    for (String word : protocol.toLowerCase(Locale.ROOT).split("[^a-z]+", -1)) {
      if (WORD.matcher(word).matches()) {
        protocols.add(word);
      }
    }
    if (protocols.isEmpty() && !protocol.isBlank()) {
      return refused("the protocol '" + protocol.strip() + "' is not known");
    }
    Set<PortSpec> ports = new LinkedHashSet<>();
    List<String> notes = new ArrayList<>();
    for (String part : BETWEEN.split(port.toLowerCase(Locale.ROOT), -1)) {
      String text = part.strip();
      if (text.isEmpty()) {
        continue;
      }
      List<PortSpec> read = read(text, protocols, notes);
      if (read == null) {
        return refused("'" + part.strip() + "' cannot be read as a port");
      }
      ports.addAll(read);
    }
    return new PortCell(List.copyOf(ports), notes, null);
  }

  /** A port with its protocol, or https and http where those are usual; null when it is none. */
  static PortSpec portOf(String protocol, int port) {
    if (port < 1 || port > 65535) {
      return null;
    }
    boolean known = protocol != null && WORD.matcher(protocol).matches();
    return new PortSpec(
        known ? protocol : port == 443 ? "https" : port == 80 ? "http" : "tcp", port);
  }

  /** Whether a port of {@link #portOf} was said, not presumed. */
  static boolean isTelling(String protocol, PortSpec port) {
    return port.protocol().equals(protocol) || usual(port.protocol()) != null;
  }

  /** The port that a protocol has by itself; null when it has none. */
  static PortSpec usual(String protocol) {
    return switch (protocol) {
      case "https" -> new PortSpec("https", 443);
      case "http" -> new PortSpec("http", 80);
      default -> null;
    };
  }

  private static List<PortSpec> read(String text, List<String> protocols, List<String> notes) {
    if (text.equals("any")) {
      return List.of(PortSpec.ANY);
    }
    Matcher named = NAMED.matcher(text);
    if (named.matches()) {
      return one(portOf(named.group(1), Integer.parseInt(named.group(2))));
    }
    Matcher behind = BEHIND.matcher(text);
    if (behind.matches()) {
      return one(portOf(behind.group(2), Integer.parseInt(behind.group(1))));
    }
    if (WORD.matcher(text).matches()) {
      return one(usual(text));
    }
    Matcher bare = BARE.matcher(text);
    if (!bare.matches()) {
      return null;
    }
    int number = Integer.parseInt(bare.group(1));
    if (protocols.isEmpty()) {
      if (number != 80 && number != 443) {
        notes.add("no protocol is said for port " + number + ": tcp is presumed");
      }
      return one(portOf(null, number));
    }
    List<PortSpec> ports = new ArrayList<>();
    for (String protocol : protocols) {
      PortSpec usual = usual(protocol);
      boolean others = usual != null && usual.port() != number && isUsual(number, protocols);
      PortSpec port = others ? null : portOf(protocol, number);
      if (port == null && !others) {
        return null;
      }
      if (port != null) {
        ports.add(port);
      }
    }
    return ports;
  }

  /** Whether one of the protocols has this port by itself: http and https share 80 and 443 so. */
  private static boolean isUsual(int port, List<String> protocols) {
    return protocols.stream().anyMatch(p -> usual(p) != null && usual(p).port() == port);
  }

  private static List<PortSpec> one(PortSpec port) {
    return port == null ? null : List.of(port);
  }

  private static PortCell refused(String reason) {
    return new PortCell(List.of(), List.of(), reason);
  }
}
