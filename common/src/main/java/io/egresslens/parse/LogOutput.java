package io.egresslens.parse;

import io.egresslens.flow.Flow;
import io.egresslens.flow.FlowView;
import io.egresslens.ingest.DeadLetter;

/**
 * Where a {@link LogParser} puts what it finds: exactly one call for every record, in the order of
 * the records.
 */
public interface LogOutput {
  /** A firewall record in normal form. */
  void flow(Flow flow);

  /**
   * A firewall record whose flow need not be made: what the parser calls instead of {@link #flow}
   * for the records that come most.
   *
   * @param view valid during the call only
   */
  default void view(FlowView view) {
    flow(view.flow());
  }

  /**
   * An understood record that is no firewall flow.
   *
   * @param category a label from a closed list: {@link LogParser#METRIC} or {@link
   *     LogParser#OTHER_RESOURCE}
   */
  void other(String category);

  /** A record that could not be understood. */
  void deadLetter(DeadLetter letter);
}
