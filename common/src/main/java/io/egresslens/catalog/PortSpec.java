package io.egresslens.catalog;

import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * A protocol with its port, as rules write them: {@code https:443}, {@code udp:123}, or {@code
 * any}.
 *
 * @param protocol {@code https}, {@code http}, {@code mssql}, {@code tcp}, {@code udp} or {@code
 *     any}, lower case
 * @param port 1 to 65535; 0 for {@code any}
 */
public record PortSpec(String protocol, int port) implements Serializable {
  /** Whatever protocol and port. */
  public static final PortSpec ANY = new PortSpec("any", 0);

  private static final Set<String> OVER_TCP = Set.of("https", "http", "mssql");

  public PortSpec {
    Objects.requireNonNull(protocol, "protocol");
    boolean any = protocol.equals("any");
    if (!any
        && !OVER_TCP.contains(protocol)
        && !protocol.equals("tcp")
        && !protocol.equals("udp")) {
      throw new IllegalArgumentException(
          "unknown protocol '" + protocol + "': one of https, http, mssql, tcp, udp, any");
    }
    if (any ? port != 0 : port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
    }
  }

  /**
   * Reads {@code protocol:port} or {@code any}, in any case.
   *
   * @throws IllegalArgumentException with a message for the author of the text
   */
  public static PortSpec parse(String text) {
    String folded = text.strip().toLowerCase(Locale.ROOT);
    if (folded.equals("any")) {
      return ANY;
    }
    int colon = folded.indexOf(':');
    String digits = folded.substring(colon + 1);
    if (colon < 0 || digits.isEmpty() || digits.length() > 5 || !isDigits(digits)) {
      throw new IllegalArgumentException("'" + text + "' is no port: write protocol:port or any");
    }
    return new PortSpec(folded.substring(0, colon), Integer.parseInt(digits));
  }

  /**
   * Whether a flow is within this. Protocol and port are compared exactly; {@code tcp} also covers
   * https, http and mssql on its port, because they run over it.
   *
   * @param flowProtocol lower case; null when the log does not say
   * @param flowPort 0 when the log does not say: then only {@code any} covers it
   */
  public boolean covers(String flowProtocol, int flowPort) {
    if (port == 0) {
      return true;
    }
    return port == flowPort
        && flowProtocol != null
        && (protocol.equals(flowProtocol)
            || (protocol.equals("tcp") && OVER_TCP.contains(flowProtocol)));
  }

  /** As rules write it: {@code https:443}, {@code any}. */
  @Override
  public String toString() {
    return port == 0 ? protocol : protocol + ":" + port;
  }

  private static boolean isDigits(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
