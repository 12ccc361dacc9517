package io.egresslens.jobs.flow.operator;

import io.egresslens.catalog.CatalogEdition;
import io.egresslens.jobs.flow.wire.CompactTypeInfo;
import io.egresslens.jobs.flow.wire.EditionPart;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;

/**
 * The newest edition that an ingest subtask has taken in, as operator state. All subtasks have the
 * same one when a barrier has passed, so the first alone writes it, and each reads it back. Not
 * thread-safe.
 */
final class HeldEdition {
  private static final ListStateDescriptor<EditionPart> EDITION =
      new ListStateDescriptor<>("edition", CompactTypeInfo.EDITION_PART);

  private final ListState<EditionPart> saved;
  private final CatalogEdition restored;
  private List<EditionPart> parts;

  HeldEdition(StateInitializationContext context) throws Exception {
    saved = context.getOperatorStateStore().getUnionListState(EDITION);
    parts = newest(saved.get());
    restored = parts.isEmpty() ? null : EditionPart.join(parts);
  }

  /** What the state held that this subtask began with; null when it held none. */
  CatalogEdition restored() {
    return restored;
  }

  /** Takes in the pieces of a newer edition. */
  void hold(List<EditionPart> newer) {
    parts = newer;
  }

  /** Writes what is held into the state; the pieces are written behind the job's back. */
  void save(boolean isFirstSubtask) throws Exception {
    saved.update(isFirstSubtask ? parts : List.of());
  }

  /** Of one edition; were there ever two, the older one is none of ours any more. */
  private static List<EditionPart> newest(Iterable<EditionPart> all) {
    List<EditionPart> found = StreamSupport.stream(all.spliterator(), false).toList();
    long newest = found.stream().mapToLong(EditionPart::generation).max().orElse(0);
    return found.stream()
        .filter(part -> part.generation() == newest)
        .sorted(Comparator.comparingInt(EditionPart::index))
        .distinct()
        .toList();
  }
}
