package io.egresslens.catalog.diff;

import io.egresslens.flow.Labels;
import java.util.List;
import java.util.Objects;

/**
 * An entry or shared suffix that is new, gone or changed.
 *
 * @param id id of the entry, or the suffix
 * @param what its match, as it is or was last
 * @param fields what changed, in the order of a file; empty for what is new or gone
 */
public record ItemChange(String id, String what, Kind kind, List<FieldChange> fields) {
  /** How an item changed. */
  public enum Kind {
    ADDED,
    GONE,
    CHANGED;

    private final String label = Labels.kebab(name());

    /** Spelling in reports: lower case. */
    public String label() {
      return label;
    }
  }

  public ItemChange {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(kind, "kind");
    fields = List.copyOf(fields);
  }
}
