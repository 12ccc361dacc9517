package io.egresslens.catalog.lint;

import io.egresslens.catalog.CatalogEntry;
import io.egresslens.catalog.Level;
import io.egresslens.catalog.Pattern.Kind;
import io.egresslens.catalog.PortSpec;
import java.util.List;
import java.util.Set;

/** What is wrong with the ports of entries. */
final class PortChecks {
  private static final Set<String> CROSSED = Set.of("https:80", "http:443");
  private static final Set<String> NETWORK = Set.of("tcp", "udp");

  private PortChecks() {}

  static void crossed(LintSubject subject, Hits hits) {
    for (CatalogEntry entry : subject.catalog().entries()) {
      for (PortSpec port : entry.ports()) {
        if (CROSSED.contains(port.toString())) {
          hits.add(entry, "has the port " + port);
        }
      }
    }
  }

  static void anyPort(LintSubject subject, Hits hits) {
    subject.catalog().entries().stream()
        .filter(entry -> entry.level() != Level.LOCAL && entry.ports().contains(PortSpec.ANY))
        .forEach(entry -> hits.add(entry, "is expected on any port"));
  }

  static void covered(LintSubject subject, Hits hits) {
    for (CatalogEntry entry : subject.catalog().entries()) {
      List<PortSpec> ports = entry.ports();
      for (int i = 0; i < ports.size(); i++) {
        PortSpec port = ports.get(i);
        for (int other = 0; other < ports.size(); other++) {
          boolean same = ports.get(other).equals(port);
          if (same ? other < i : covers(List.of(ports.get(other)), port)) {
            hits.add(entry, "has the port " + port + ", which " + ports.get(other) + " covers");
            break;
          }
        }
      }
    }
  }

  static void wildcardOfNetworkRules(LintSubject subject, Hits hits) {
    subject
        .names()
        .filter(entry -> entry.pattern().kind() != Kind.EXACT)
        .filter(entry -> entry.pattern().kind() != Kind.TEMPLATE && entry.level() != Level.LOCAL)
        .filter(entry -> entry.ports().stream().allMatch(port -> NETWORK.contains(port.protocol())))
        .forEach(entry -> hits.add(entry, "has a star, and ports of network rules only"));
  }

  /** Whether every flow that a port is for is covered by one of others. */
  static boolean covers(List<PortSpec> ports, PortSpec port) {
    return ports.stream().anyMatch(other -> other.covers(port.protocol(), port.port()));
  }
}
