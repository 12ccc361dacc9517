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
    int scheme = schemeLength(rest);
    String protocol = scheme == 0 ? null : rest.substring(0, scheme).toLowerCase(Locale.ROOT);
    String authority = authority(rest);
    String path = writtenPath(rest);
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

  /**
   * A destination as a table of pattern cases has it.
   *
   * @param host {@code <empty>} for none
   * @param port {@code 443}, {@code 123/udp}, or {@code -} when it is not known
   * @param path {@code -} when it does not show
   * @throws IllegalArgumentException for a port that is none
   */
  static DestinationSpec of(String host, String port, String path) {
    int slash = port.indexOf('/');
    String protocol = slash < 0 ? null : port.substring(slash + 1).toLowerCase(Locale.ROOT);
    int number = port.equals("-") ? 0 : port(port, slash < 0 ? port : port.substring(0, slash));
    return of(
        host.equals("<empty>") ? null : host, protocol, number, path.equals("-") ? null : path);
  }

  /** The normal name or the canonical address; null when there is neither. */
  public String destination() {
    return host != null ? host : address == null ? null : address.toString();
  }

  /**
   * The path of a URL that a firewall saw, with its query; {@code /} when the URL names none, for
   * then the root was asked for. The URL may have a scheme or not. Reads from the left, so that no
   * URL inside a query is taken for the URL.
   *
   * @param url null when the firewall saw none
   * @return null when the path did not show, that is for null and an empty URL
   */
  public static String pathOf(String url) {
    if (url == null || url.isEmpty()) {
      return null;
    }
    String written = writtenPath(url);
    return written == null ? "/" : written;
  }

  private static String writtenPath(String url) {
    int end = authorityEnd(url);
    return end < url.length() && url.charAt(end) == '/' ? url.substring(end) : null;
  }

  private static String authority(String url) {
    int scheme = schemeLength(url);
    return url.substring(scheme == 0 ? 0 : scheme + 3, authorityEnd(url));
  }

  private static int authorityEnd(String url) {
    int scheme = schemeLength(url);
    int end = scheme == 0 ? 0 : scheme + 3;
    while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  /** How many characters stand before {@code ://}; 0 when the text does not start with a scheme. */
  private static int schemeLength(String url) {
    int length = 0;
    while (length < url.length() && Character.isLetterOrDigit(url.charAt(length))) {
      length++;
    }
    return url.startsWith("://", length) ? length : 0;
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
