package io.egresslens.jobs.bench;

import java.time.Instant;
import java.util.Locale;

/** A judged flow between the steps of a peer: what it is counted by, and who asked. */
public final class PeerFlow {
  /** Everything of the key but the window, as an answer file writes it. */
  public String key;

  public String sourceIp;
  public long timeMillis;

  static PeerFlow of(PeerRecord record, PeerJudge judge) {
    PeerRecord.Properties properties = record.properties;
    String firewall = record.resourceId.toLowerCase(Locale.ROOT);
    String cluster = judge.cluster(properties.sourceIp, firewall);
    boolean named = properties.fqdn != null && !properties.fqdn.isEmpty();
    String destination = named ? PeerJudge.host(properties.fqdn) : properties.destinationIp;
    String protocol = properties.protocol.toLowerCase(Locale.ROOT);
    PeerJudge.Verdict verdict =
        judge.judge(cluster, destination, protocol, properties.destinationPort);
    PeerFlow flow = new PeerFlow();
    flow.key =
        Answer.line(
            firewall,
            cluster,
            destination,
            properties.destinationPort,
            protocol,
            properties.action.toLowerCase(Locale.ROOT),
            verdict.expectation(),
            verdict.entry());
    flow.sourceIp = properties.sourceIp;
    flow.timeMillis = Instant.parse(record.time).toEpochMilli();
    return flow;
  }
}
