package io.egresslens.catalog.diff;

import io.egresslens.flow.FieldTable;
import java.util.List;

/** The form of differences for programs. */
public final class DiffFields {
  private static final FieldTable<FieldChange> FIELD =
      FieldTable.<FieldChange>none()
          .with("field", FieldChange::field)
          .with("before", FieldChange::before)
          .with("after", FieldChange::after);

  private static final FieldTable<ItemChange> ITEM =
      FieldTable.<ItemChange>none()
          .with("id", ItemChange::id)
          .with("change", item -> item.kind().label())
          .with("match", ItemChange::what)
          .with(
              "fields",
              item ->
                  item.fields().isEmpty() ? null : item.fields().stream().map(FIELD::row).toList());

  private static final FieldTable<Impact.Said> SAID =
      FieldTable.<Impact.Said>none()
          .with("expectation", said -> said.expectation().label())
          .with("verdict", said -> said.verdict().label())
          .with("entry", Impact.Said::entry);

  /** A difference in judging. */
  static final FieldTable<Impact> IMPACT =
      FieldTable.<Impact>none()
          .with("meaning", impact -> impact.key().meaning().label())
          .with("cluster", impact -> impact.key().cluster())
          .with("destination", impact -> impact.key().destination())
          .with("port", impact -> impact.key().port() == 0 ? null : impact.key().port())
          .with("protocol", impact -> impact.key().protocol())
          .with("action", impact -> impact.key().action().label())
          .with("before", impact -> impact.key().before(), SAID)
          .with("after", impact -> impact.key().after(), SAID)
          .with("flows", Impact::flows)
          .with("mostSources", Impact::mostSources)
          .with("firstSeen", Impact::firstSeen)
          .with("lastSeen", Impact::lastSeen)
          .with(
              "uncertainFlows",
              impact -> impact.uncertainFlows() == 0 ? null : impact.uncertainFlows());

  private static final FieldTable<RecordedImpact> RECORDED =
      FieldTable.<RecordedImpact>none()
          .with("summaries", RecordedImpact::summaries)
          .with("flows", RecordedImpact::flows)
          .with("recordedOtherwise", RecordedImpact::recordedOtherwise)
          .with("changes", recorded -> rows(recorded.impacts(), IMPACT));

  /** Everything that {@code catalog diff} says. */
  public static final FieldTable<Compared> COMPARED =
      FieldTable.<Compared>none()
          .with("before", Compared::before)
          .with("after", Compared::after)
          .with("entries", compared -> rows(compared.diff().entries(), ITEM))
          .with("sharedSuffixes", compared -> rows(compared.diff().suffixes(), ITEM))
          .with("addressSets", compared -> rows(compared.diff().addressSets(), ITEM))
          .with("against", Compared::recorded, RECORDED);

  /**
   * Two catalogs beside each other.
   *
   * @param before version of the old one
   * @param after version of the new one
   * @param recorded null when no record was judged
   */
  public record Compared(String before, String after, CatalogDiff diff, RecordedImpact recorded) {}

  private DiffFields() {}

  private static <T> List<FieldTable.Row<T>> rows(List<T> items, FieldTable<T> table) {
    return items.stream().map(table::row).toList();
  }
}
