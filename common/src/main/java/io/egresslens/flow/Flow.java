package io.egresslens.flow;

import java.time.Instant;
import java.util.Objects;

/**
 * One firewall decision about one connection or request, or one of the records beside decisions
 * (DNS, traces, aggregations), in normal form. Immutable. What the log did not say is null; a port
 * it did not say, or said as 0, is 0.
 *
 * @param time event time, at the full precision of the log
 * @param firewall ARM resource id of the firewall in lower case, or null when the envelope had none
 * @param category the log category the record came under
 * @param kind the firewall's engine
 * @param format structured or legacy text
 * @param protocol lower case: https, http, mssql, tcp, udp, icmp, or what the log says
 * @param sourceIp the client
 * @param destinationFqdn the name as the firewall saw it, lower-cased and without root dot, not
 *     otherwise judged: it may be malformed
 * @param destinationIp the address; also when the log wrote an address in a name field
 * @param url URL or host with path as logged; null unless plain HTTP or inspected TLS
 * @param action null when the record is no decision (NAT, DNS, traces)
 * @param actionReason why, when no rule matched; null otherwise
 */
public record Flow(
    Instant time,
    String firewall,
    Category category,
    FlowKind kind,
    LogFormat format,
    String protocol,
    IpAddress sourceIp,
    int sourcePort,
    String destinationFqdn,
    IpAddress destinationIp,
    int destinationPort,
    String url,
    Action action,
    String actionReason,
    RuleRef rule,
    FlowDetails details) {

  public Flow {
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(category, "category");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(details, "details");
  }

  /** Which box of the accounting this record belongs in (design section 4). */
  public RecordBox box() {
    return RecordBox.of(kind, action);
  }
}
