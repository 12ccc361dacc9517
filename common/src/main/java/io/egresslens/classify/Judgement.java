package io.egresslens.classify;

import io.egresslens.flow.Action;
import java.util.Objects;

/**
 * What we say of one flow.
 *
 * @param cluster name of the cluster, or {@link #UNASSIGNED}
 * @param destination normal form of the name or address; null when there is none
 * @param expectation what catalog and cluster say
 * @param entry id of the winning catalog entry; null when none matched
 */
public record Judgement(String cluster, String destination, Expectation expectation, String entry) {
  /** The cluster of a flow whose source belongs to none that we know. */
  public static final String UNASSIGNED = "unassigned";

  public Judgement {
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(expectation, "expectation");
  }

  /** The verdict for this action. */
  public Verdict verdict(Action action) {
    return Verdict.of(expectation, action);
  }
}
