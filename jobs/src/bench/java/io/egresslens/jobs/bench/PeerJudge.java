package io.egresslens.jobs.bench;

import io.egresslens.flow.IpAddress;
import io.egresslens.jobs.bench.PeerCatalog.Rule;
import io.egresslens.jobs.bench.PeerCatalog.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an ordinary job would have for a matcher: a hash map of exact names and one of suffixes,
 * asked once a label. Immutable, thread-safe.
 */
final class PeerJudge {
  /**
   * What is said of a destination.
   *
   * @param entry empty when there is none
   */
  record Verdict(String expectation, String entry) {}

  private final List<Source> sources;
  private final Map<String, View> views = new HashMap<>();

  PeerJudge(PeerCatalog catalog) {
    sources = catalog.sources();
    for (Source source : sources) {
      views.put(source.cluster(), new View(source.domain()));
    }
    views.put(PeerCatalog.UNASSIGNED, new View(null));
    catalog.rules().forEach(rule -> views.get(rule.cluster()).add(rule));
    catalog.accepts().forEach(rule -> views.get(rule.cluster()).accepts.add(rule));
    catalog.shared().forEach(rule -> views.get(rule.cluster()).shared.add(rule));
  }

  String cluster(String sourceIp, String firewall) {
    for (Source source : sources) {
      if (source.firewalls().isEmpty() || source.firewalls().contains(firewall)) {
        for (String prefix : source.prefixes()) {
          if (sourceIp.startsWith(prefix)) {
            return source.cluster();
          }
        }
      }
    }
    return PeerCatalog.UNASSIGNED;
  }

  /** Lower case and without root dot; the generated names need no more. */
  static String host(String fqdn) {
    String host = fqdn.toLowerCase(Locale.ROOT);
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  Verdict judge(String cluster, String destination, String protocol, int port) {
    View view = views.get(cluster);
    boolean isAddress = Character.isDigit(destination.charAt(destination.length() - 1));
    return isAddress
        ? view.judgeAddress(IpAddress.parse(destination), protocol, port)
        : view.judgeHost(destination, protocol, port);
  }

  private static final class View {
    private final String domain;
    private final Map<String, List<Rule>> exact = new HashMap<>();
    private final Map<String, List<Rule>> suffixes = new HashMap<>();
    private final List<Rule> addresses = new ArrayList<>();
    private final List<Rule> accepts = new ArrayList<>();
    private final List<Rule> shared = new ArrayList<>();

    View(String domain) {
      this.domain = domain;
    }

    void add(Rule rule) {
      if (rule.range() != null) {
        addresses.add(rule);
      } else if (rule.tail() == null) {
        exact.computeIfAbsent(rule.head(), head -> new ArrayList<>()).add(rule);
      } else {
        String labels = rule.tail().substring(rule.tail().indexOf('.') + 1);
        suffixes.computeIfAbsent(labels, tail -> new ArrayList<>()).add(rule);
      }
    }

    Verdict judgeHost(String host, String protocol, int port) {
      Best best = new Best(protocol, port);
      exact.getOrDefault(host, List.of()).forEach(best::offer);
      for (int dot = -1; ; ) {
        for (Rule rule : suffixes.getOrDefault(host.substring(dot + 1), List.of())) {
          if (rule.fitsHost(host)) {
            best.offer(rule);
          }
        }
        dot = host.indexOf('.', dot + 1);
        if (dot < 0) {
          break;
        }
      }
      if (domain != null && (host.equals(domain) || host.endsWith('.' + domain))) {
        return new Verdict("local", best.wins == null ? "" : best.wins.entry());
      }
      String expectation = best.expectation();
      if (expectation == null) {
        expectation =
            shared.stream()
                    .anyMatch(rule -> rule.fitsHost(host) && host.length() > rule.tail().length())
                ? "shared-suffix"
                : "unlisted";
      }
      boolean acceptable =
          switch (expectation) {
            case "opted-out", "shared-suffix", "wrong-port", "unlisted" -> true;
            default -> false;
          };
      if (acceptable
          && accepts.stream()
              .anyMatch(rule -> rule.fitsHost(host) && rule.fitsPort(protocol, port))) {
        expectation = "accepted";
      }
      return new Verdict(expectation, best.entry());
    }

    Verdict judgeAddress(IpAddress address, String protocol, int port) {
      Best best = new Best(protocol, port);
      for (Rule rule : addresses) {
        if (rule.range().contains(address)) {
          best.offer(rule);
        }
      }
      if (best.wins == null && address.isLocal()) {
        return new Verdict("local", "");
      }
      String expectation = best.expectation();
      return new Verdict(expectation == null ? "unlisted" : expectation, best.entry());
    }
  }

  private static final class Best {
    private final String protocol;
    private final int port;
    private Rule wins;
    private Rule otherPort;

    Best(String protocol, int port) {
      this.protocol = protocol;
      this.port = port;
    }

    void offer(Rule rule) {
      if (rule.fitsPort(protocol, port)) {
        wins = wins == null || rule.rank() < wins.rank() ? rule : wins;
      } else {
        otherPort = otherPort == null || rule.rank() < otherPort.rank() ? rule : otherPort;
      }
    }

    /** Null when nothing fits. */
    String expectation() {
      return wins != null ? wins.expectation() : otherPort != null ? "wrong-port" : null;
    }

    String entry() {
      return wins != null ? wins.entry() : otherPort != null ? otherPort.entry() : "";
    }
  }
}
