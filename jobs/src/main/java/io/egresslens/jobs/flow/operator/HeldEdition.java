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
 * The newest edition that an ingest subtask has taken in, as operator state: its pieces, or, for
 * what the job was started with, which travels with the job, its generation alone. All subtasks
 * have the same one when a barrier has passed, so the first alone writes it, and each reads it
 * back. Not thread-safe.
 */
final class HeldEdition {
  private static final ListStateDescriptor<EditionPart> EDITION =
      new ListStateDescriptor<>("edition", CompactTypeInfo.EDITION_PART);

  private final ListState<EditionPart> saved;
  private List<EditionPart> parts;

  HeldEdition(StateInitializationContext context) throws Exception {
    saved = context.getOperatorStateStore().getUnionListState(EDITION);
    parts = newest(saved.get());
  }

  /** What the state held that this subtask began with; null when it held none. */
  CatalogEdition restored() {
    boolean none = parts.isEmpty() || parts.get(0).bytes().length == 0;
    return none ? null : EditionPart.join(parts);
  }

  /** Of the edition that is held; 0 when the job is new. */
  long generation() {
    return parts.isEmpty() ? 0 : parts.get(0).generation();
  }

  /**
   * What a job that is started with this holds: it is newer than anything that the state speaks of,
   * since the sums in the windows were judged before.
   */
  CatalogEdition newlyStarted(CatalogEdition edition) {
    if (parts.isEmpty()) {
      return edition;
    }
    CatalogEdition newer = edition.withGeneration(generation() + 1);
    parts = List.of(new EditionPart(newer.generation(), 0, 1, new byte[0]));
    return newer;
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
