package io.egresslens.names;

import io.egresslens.flow.Action;
import io.egresslens.flow.Category;
import io.egresslens.flow.Flow;
import io.egresslens.flow.FlowDetails;
import io.egresslens.flow.FlowKind;
import io.egresslens.flow.IpAddress;
import io.egresslens.flow.LogFormat;
import io.egresslens.flow.RuleRef;
import java.time.Instant;

/** Records that say something of names. */
final class Records {
  private Records() {}

  static Flow query(Instant time, String source, String name) {
    return flow(time, Category.DNS_QUERY, source, name, null, 0, FlowDetails.NONE);
  }

  static Flow visit(Instant time, String source, String address, int port) {
    return flow(time, Category.NETWORK_RULE, source, null, address, port, FlowDetails.NONE);
  }

  static Flow trace(Instant time, String message) {
    FlowDetails details =
        new FlowDetails(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null, message);
    return flow(time, Category.DNS_ADDITIONAL, "10.0.0.4", null, "168.63.129.16", 53, details);
  }

  private static Flow flow(
      Instant time,
      Category category,
      String source,
      String name,
      String address,
      int port,
      FlowDetails details) {
    return new Flow(
        time,
        "/firewall",
        category,
        category.kind(),
        LogFormat.STRUCTURED,
        "tcp",
        IpAddress.parse(source),
        40_000,
        name,
        IpAddress.parse(address),
        port,
        null,
        category.kind() == FlowKind.NETWORK ? Action.ALLOW : null,
        null,
        RuleRef.NONE,
        details);
  }
}
