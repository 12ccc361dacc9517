package io.egresslens.parse;

import io.egresslens.flow.Flow;
import io.egresslens.ingest.RejectReason;

/** What one record turned out to be. Lives inside one call; never on an edge of a graph. */
sealed interface RecordResult {
  /** A firewall record in normal form. */
  record Parsed(Flow flow) implements RecordResult {}

  /** An understood record that is no firewall flow; {@code category} is from a closed list. */
  record Other(String category) implements RecordResult {}

  /** A record that says nothing we can use. */
  record Rejected(RejectReason reason, String detail) implements RecordResult {}
}
