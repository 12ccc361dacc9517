package io.egresslens.alert.format;

import static io.egresslens.alert.format.JsonDocument.object;

import io.egresslens.alert.Evidence;
import io.egresslens.flow.Action;
import io.egresslens.flow.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The flows behind an alert, as each format wants them. */
final class EvidenceForms {
  /** OCSF's types of observables. */
  private static final long HOSTNAME = 1;

  private static final long ADDRESS = 2;

  private EvidenceForms() {}

  /** Whether a destination or source is an address and not a name. */
  static boolean isAddress(String text) {
    return IpAddress.parse(text) != null;
  }

  /** Our own form. */
  static List<Map<String, Object>> own(List<Evidence> evidence) {
    return evidence.stream()
        .map(
            item ->
                object(
                    "destination", item.destination(),
                    "port", port(item),
                    "protocol", item.protocol(),
                    "action", item.action().label(),
                    "rule", item.rule(),
                    "flows", item.flows(),
                    "firstSeen", item.firstSeen(),
                    "lastSeen", item.lastSeen(),
                    "sampleSources", item.sampleSources()))
        .toList();
  }

  /** The same with Elastic's way of naming. */
  static List<Map<String, Object>> ecs(List<Evidence> evidence) {
    return evidence.stream()
        .map(
            item ->
                object(
                    "destination", item.destination(),
                    "port", port(item),
                    "protocol", item.protocol(),
                    "action", item.action().label(),
                    "rule", item.rule(),
                    "flows", item.flows(),
                    "first_seen", item.firstSeen(),
                    "last_seen", item.lastSeen(),
                    "sample_sources", item.sampleSources()))
        .toList();
  }

  /** Evidence Artifacts of OCSF: the destination, and as free data what it has no name for. */
  static List<Map<String, Object>> ocsf(List<Evidence> evidence) {
    return evidence.stream()
        .map(
            item ->
                object(
                    "dst_endpoint", endpoint(item),
                    "connection_info", connection(item),
                    "data",
                        object(
                            "action", item.action().label(),
                            "rule", item.rule(),
                            "flows", item.flows(),
                            "first_seen", item.firstSeen(),
                            "last_seen", item.lastSeen(),
                            "sample_sources", item.sampleSources())))
        .toList();
  }

  /** What an OCSF consumer may search for, and where in the finding it stands. */
  static List<Map<String, Object>> observables(List<Evidence> evidence) {
    List<Map<String, Object>> found = new ArrayList<>();
    for (int i = 0; i < evidence.size(); i++) {
      String destination = evidence.get(i).destination();
      if (destination != null) {
        boolean address = isAddress(destination);
        found.add(
            object(
                "name",
                "evidences[" + i + "].dst_endpoint." + (address ? "ip" : "hostname"),
                "type_id",
                address ? ADDRESS : HOSTNAME,
                "type",
                address ? "IP Address" : "Hostname",
                "value",
                destination));
      }
    }
    return found;
  }

  /** For people: one line, the parts of it in a fixed order. */
  static String text(List<Evidence> evidence) {
    return evidence.stream().map(EvidenceForms::text).collect(Collectors.joining("; "));
  }

  /** Names of the destinations. */
  static List<String> hosts(List<Evidence> evidence) {
    return evidence.stream()
        .map(Evidence::destination)
        .filter(destination -> destination != null && !isAddress(destination))
        .distinct()
        .sorted()
        .toList();
  }

  /** Addresses of destinations and sources. */
  static List<String> addresses(List<Evidence> evidence) {
    List<String> addresses = new ArrayList<>();
    for (Evidence item : evidence) {
      if (item.destination() != null) {
        addresses.add(item.destination());
      }
      addresses.addAll(item.sampleSources());
    }
    return addresses.stream().filter(EvidenceForms::isAddress).distinct().sorted().toList();
  }

  /** OCSF's {@code action_id}, where all flows had the same done; null otherwise. */
  static Long action(List<Evidence> evidence) {
    List<Action> actions = evidence.stream().map(Evidence::action).distinct().toList();
    if (actions.size() != 1) {
      return null;
    }
    return actions.get(0) == Action.DENY ? Long.valueOf(2) : Long.valueOf(1);
  }

  private static String text(Evidence item) {
    StringBuilder line = new StringBuilder();
    line.append(item.destination() == null ? "(no destination)" : item.destination());
    if (item.port() != 0) {
      line.append(':').append(item.port());
    }
    line.append(' ').append(item.action().label());
    if (item.rule() != null) {
      line.append(" by ").append(item.rule());
    } else if (item.action() == Action.DENY) {
      line.append(" by Default Action");
    }
    line.append(", ").append(item.flows()).append(item.flows() == 1 ? " flow" : " flows");
    if (!item.sampleSources().isEmpty()) {
      line.append(", from ").append(String.join(", ", item.sampleSources()));
    }
    return line.toString();
  }

  private static Map<String, Object> endpoint(Evidence item) {
    if (item.destination() == null) {
      return Map.of();
    }
    return object(
        isAddress(item.destination()) ? "ip" : "hostname", item.destination(), "port", port(item));
  }

  private static Map<String, Object> connection(Evidence item) {
    // Every flow that is counted leaves the cluster: 2 is Outbound.
    return object("direction_id", 2L, "protocol_name", item.protocol());
  }

  private static Long port(Evidence item) {
    return item.port() == 0 ? null : Long.valueOf(item.port());
  }
}
