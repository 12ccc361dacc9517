package io.egresslens.jobs.flow;

import io.egresslens.catalog.CatalogUpdate;
import io.egresslens.jobs.flow.wire.EditionPart;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * What those who judge are told of a changed catalog: either a piece of the edition to take up, or
 * what became of a change, to be written. Immutable.
 *
 * @param part null when there is an update
 * @param update null when there is a part
 */
public record CatalogChange(EditionPart part, CatalogUpdate update) implements SourceEvent {
  private static final long serialVersionUID = 1L;

  public CatalogChange {
    if ((part == null) == (update == null)) {
      throw new IllegalArgumentException("either a part or an update");
    }
  }
}
