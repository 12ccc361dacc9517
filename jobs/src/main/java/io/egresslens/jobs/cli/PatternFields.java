package io.egresslens.jobs.cli;

import io.egresslens.flow.FieldTable;
import io.egresslens.match.PatternAnswer;
import io.egresslens.match.PatternDifferences;

/** What {@code pattern --json} writes. */
final class PatternFields {
  /**
   * All that is said of a pattern.
   *
   * @param answer null when no host was asked for
   */
  record Said(String pattern, String host, PatternAnswer answer, PatternDifferences differences) {}

  private record RowOf(PatternDifferences all, PatternDifferences.Row row) {}

  private static final FieldTable<PatternAnswer> ANSWER =
      FieldTable.<PatternAnswer>none()
          .with("outcome", answer -> answer.outcome().label())
          .with("dialect", PatternAnswer::dialect)
          .with("reason", PatternAnswer::reason);

  private static final FieldTable<PatternDifferences.Name> NAME =
      FieldTable.<PatternDifferences.Name>none()
          .with("name", PatternDifferences.Name::name)
          .with("what", PatternDifferences.Name::what);

  private static final FieldTable<RowOf> ROW =
      FieldTable.<RowOf>none()
          .with("notation", of -> of.row().dialect().notation())
          .with("dialect", of -> of.row().dialect().description())
          .with("reads", of -> of.row().isRead())
          .with("why", of -> of.row().why())
          .with("matches", of -> of.row().isRead() ? of.row().matches() : null)
          .with("differs", of -> !of.all().isAsFirst(of.row()))
          .with("counterExample", of -> counterExample(of))
          .with("source", of -> of.row().dialect().source())
          .with("certainty", of -> of.row().dialect().certainty().label());

  /** One object: the answer, if asked for, the names, and a row a product. */
  static final FieldTable<Said> ALL =
      FieldTable.<Said>none()
          .with("pattern", Said::pattern)
          .with("host", Said::host)
          .with("answer", Said::answer, ANSWER)
          .with("names", said -> said.differences().names().stream().map(NAME::row).toList())
          .with(
              "dialects",
              said ->
                  said.differences().rows().stream()
                      .map(row -> row(said.differences(), row))
                      .toList());

  private PatternFields() {}

  /** A row of the table as an item of a list. */
  static FieldTable.Row<?> row(PatternDifferences all, PatternDifferences.Row row) {
    return ROW.row(new RowOf(all, row));
  }

  private static String counterExample(RowOf of) {
    PatternDifferences.Name name = of.all().counterExample(of.row());
    return name == null ? null : name.name();
  }
}
