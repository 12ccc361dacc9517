package io.egresslens.match;

import io.egresslens.flow.HostName;
import io.egresslens.flow.IpAddress;
import java.util.Locale;

/**
 * A destination as a person writes it: {@code host}, {@code host:port}, {@code
 * proto://host:port/path} or an address, IPv6 in brackets when a port follows.
 *
 * <p>What is not written follows from the rest. The protocol of port 443 and of no port is https,
 * of 80 http, of 1433 mssql, of any other port tcp; the port of https is 443, of http 80, of mssql
 * 1433, of any other protocol 0, that is unknown.
 *
 * @param host normal form; null when the text is an address or no name
 * @param address null when the text is a name
 * @param protocol lower case
 * @param port 0 when unknown
 * @param path with its leading slash; null when none was written
 */
public record DestinationSpec(
    String host, IpAddress address, String protocol, int port, String path) {

  /**
   * Reads a destination. A host that is no name is no error: it gives a destination without name
   * and address, as in a log.
   *
   * @throws IllegalArgumentException for a port that is none; the message is fit for a user
   */
  public static DestinationSpec parse(String text) {
    String rest = text.strip();
    String protocol = null;
    int scheme = rest.indexOf("://");
    if (scheme > 0) {
      protocol = rest.substring(0, scheme).toLowerCase(Locale.ROOT);
      rest = rest.substring(scheme + 3);
    }
    int slash = rest.indexOf('/');
    String path = slash < 0 ? null : rest.substring(slash);
    String authority = slash < 0 ? rest : rest.substring(0, slash);
    int colon = authority.lastIndexOf(':');
    boolean bareV6 = authority.indexOf(':') != colon && authority.indexOf(']') < 0;
    boolean hasPort = colon >= 0 && !bareV6 && colon > authority.indexOf(']');
    int port = hasPort ? port(text, authority.substring(colon + 1)) : 0;
    return of(hasPort ? authority.substring(0, colon) : authority, protocol, port, path);
  }

  /**
   * A destination in parts.
   *
   * @param host name or address; null for none
   * @param protocol null to infer it from the port
   * @param port 0 to infer it from the protocol
   */
  public static DestinationSpec of(String host, String protocol, int port, String path) {
    String name = HostName.normalize(host);
    IpAddress address = name == null && host != null ? IpAddress.parse(host.strip()) : null;
    String known = protocol == null ? protocolOf(port) : protocol;
    return new DestinationSpec(name, address, known, port == 0 ? portOf(known) : port, path);
  }

  /** The normal name or the canonical address; null when there is neither. */
  public String destination() {
    return host != null ? host : address == null ? null : address.toString();
  }

  private static String protocolOf(int port) {
    return switch (port) {
      case 0, 443 -> "https";
      case 80 -> "http";
      case 1433 -> "mssql";
      default -> "tcp";
    };
  }

  private static int portOf(String protocol) {
    return switch (protocol) {
      case "https" -> 443;
      case "http" -> 80;
      case "mssql" -> 1433;
      default -> 0;
    };
  }

  private static int port(String text, String digits) {
    boolean number = !digits.isEmpty() && digits.length() <= 5;
    number &= digits.chars().allMatch(c -> c >= '0' && c <= '9');
    int port = number ? Integer.parseInt(digits) : 0;
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException(
          "'" + text + "': '" + digits + "' is no port between 1 and 65535");
    }
    return port;
  }
}
