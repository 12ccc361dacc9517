package io.egresslens.window;

import io.egresslens.flow.Action;
import io.egresslens.flow.Category;
import io.egresslens.flow.Flow;
import io.egresslens.flow.FlowKind;
import io.egresslens.flow.FlowView;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A flow that exists as an object, seen as a view: for the few records whose parser makes flows
 * anyway. Reused by {@link #of}; allocates for every flow. Not thread-safe.
 */
public final class WholeFlowView implements FlowView {
  private static final byte[] NO_NAME = {};
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private Flow flow;
  private long epochNanos;
  private String rule;
  private byte[] host = NO_NAME;

  /** This view, of another flow. */
  public FlowView of(Flow newFlow) {
    flow = newFlow;
    Instant time = newFlow.time();
    epochNanos =
        Math.addExact(
            Math.multiplyExact(time.getEpochSecond(), NANOS_PER_SECOND), (long) time.getNano());
    rule = newFlow.rule().shortName();
    String name = newFlow.destinationFqdn();
    host = name == null ? NO_NAME : name.getBytes(StandardCharsets.UTF_8);
    return this;
  }

  @Override
  public Category category() {
    return flow.category();
  }

  @Override
  public FlowKind kind() {
    return flow.kind();
  }

  @Override
  public Action action() {
    return flow.action();
  }

  @Override
  public long epochNanos() {
    return epochNanos;
  }

  @Override
  public String firewall() {
    return flow.firewall();
  }

  @Override
  public String protocol() {
    return flow.protocol();
  }

  @Override
  public String rule() {
    return rule;
  }

  @Override
  public boolean hasSource() {
    return flow.sourceIp() != null;
  }

  @Override
  public long sourceHigh() {
    return hasSource() ? flow.sourceIp().high() : 0;
  }

  @Override
  public long sourceLow() {
    return hasSource() ? flow.sourceIp().low() : 0;
  }

  @Override
  public int destinationPort() {
    return flow.destinationPort();
  }

  @Override
  public byte[] hostBytes() {
    return host;
  }

  @Override
  public int hostFrom() {
    return 0;
  }

  @Override
  public int hostTo() {
    return host.length;
  }

  @Override
  public boolean hasDestinationAddress() {
    return flow.destinationIp() != null;
  }

  @Override
  public long destinationHigh() {
    return hasDestinationAddress() ? flow.destinationIp().high() : 0;
  }

  @Override
  public long destinationLow() {
    return hasDestinationAddress() ? flow.destinationIp().low() : 0;
  }

  @Override
  public boolean hasUrl() {
    return flow.url() != null;
  }

  @Override
  public Flow flow() {
    return flow;
  }
}
