package io.egresslens.window;

import io.egresslens.classify.Expectation;
import io.egresslens.flow.Action;
import java.util.Objects;

/**
 * What a summary is about, apart from its window. Absent parts are null, an absent port is 0.
 *
 * @param firewall ARM resource id in lower case; null when the records had none
 * @param cluster name of the cluster, or {@code unassigned}
 * @param destination normal form of name or address; null for no-destination
 * @param port destination port; 0 when there is none
 * @param protocol lower case; null when the record had none
 * @param action allow or deny
 * @param expectation what catalog and cluster say
 * @param entry id of the catalog entry; null when none matched
 */
public record SummaryKey(
    String firewall,
    String cluster,
    String destination,
    int port,
    String protocol,
    Action action,
    Expectation expectation,
    String entry) {

  public SummaryKey {
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(expectation, "expectation");
  }

  /**
   * The same on every machine. The engine sends a key to its place by this number, and what a
   * record computes by default would take the enums' identity, which differs from process to
   * process.
   */
  @Override
  public int hashCode() {
    int hash = Objects.hashCode(firewall);
    hash = 31 * hash + cluster.hashCode();
    hash = 31 * hash + Objects.hashCode(destination);
    hash = 31 * hash + port;
    hash = 31 * hash + Objects.hashCode(protocol);
    hash = 31 * hash + action.label().hashCode();
    hash = 31 * hash + expectation.label().hashCode();
    return 31 * hash + Objects.hashCode(entry);
  }
}
