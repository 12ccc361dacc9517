package io.egresslens.match;

import io.egresslens.catalog.InvalidPatternException;
import io.egresslens.match.PatternAnswer.Outcome;
import io.egresslens.match.PatternDialect.Written;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the text of a pattern means something else in another product: the names, made from the
 * text, on which the readings part. Compares names alone, without port and path. Immutable.
 *
 * @param names the names on which two rows part, and the name that was asked for, first
 * @param rows the dialect that was asked for first, then every product in a fixed order; empty when
 *     the dialect is one of our own that no product could read
 */
public record PatternDifferences(List<Name> names, List<Row> rows) {
  /**
   * A column.
   *
   * @param what it is an example of
   */
  public record Name(String name, String what) {}

  /**
   * What one dialect makes of the text.
   *
   * @param outcome yes when it reads the text, else invalid
   * @param why what the text means there, or why it is refused
   * @param matches by column; empty when the text is refused
   */
  public record Row(PatternDialect dialect, Outcome outcome, String why, List<Boolean> matches) {
    public Row {
      matches = List.copyOf(matches);
    }

    /** Whether the dialect reads the text at all. */
    public boolean isRead() {
      return outcome == Outcome.YES;
    }
  }

  public PatternDifferences {
    names = List.copyOf(names);
    rows = List.copyOf(rows);
  }

  /**
   * Compares the readings of a text.
   *
   * @param pattern in the notation of {@link PatternDialect}
   * @param host a name of the caller's in normal form, to be among the columns; null for none
   */
  public static PatternDifferences of(String pattern, String host) {
    Written written = Written.of(pattern);
    List<Draft> drafts = new ArrayList<>();
    if (written.dialect() == null || !add(written.dialect(), written, drafts)) {
      return new PatternDifferences(List.of(), List.of());
    }
    for (PatternDialect product : PatternDialect.PRODUCTS) {
      if (product != written.dialect()) {
        add(product, written, drafts);
      }
    }
    Map<String, String> candidates = new LinkedHashMap<>();
    if (host != null) {
      candidates.put(host, "the name asked for");
    }
    NearNames.of(written.withoutPorts()).forEach(candidates::putIfAbsent);
    List<Name> names = new ArrayList<>();
    candidates.forEach(
        (name, what) -> {
          if (name.equals(host) || parts(name, drafts)) {
            names.add(new Name(name, what));
          }
        });
    return new PatternDifferences(names, drafts.stream().map(draft -> draft.row(names)).toList());
  }

  /** The rows, but the first, whose reading is not the first one's: on some name, or at all. */
  public List<Row> others() {
    return rows.stream().skip(1).filter(row -> !isAsFirst(row)).toList();
  }

  /** Whether a row says the same of every column as the dialect that was asked for. */
  public boolean isAsFirst(Row row) {
    return row.outcome() == rows.get(0).outcome() && row.matches().equals(rows.get(0).matches());
  }

  /** The first name on which a row that is read parts from the first one; null when none does. */
  public Name counterExample(Row row) {
    List<Boolean> first = rows.get(0).matches();
    for (int i = 0; i < first.size() && i < row.matches().size(); i++) {
      if (!first.get(i).equals(row.matches().get(i))) {
        return names.get(i);
      }
    }
    return null;
  }

  private record Draft(PatternDialect dialect, Reading reading, String refusal) {
    Row row(List<Name> names) {
      return reading == null
          ? new Row(dialect, Outcome.INVALID, refusal, List.of())
          : new Row(
              dialect,
              Outcome.YES,
              reading.meaning(),
              names.stream().map(name -> reading.covers(name.name())).toList());
    }
  }

  /** Whether the dialect is about names. */
  private static boolean add(PatternDialect dialect, Written written, List<Draft> drafts) {
    try {
      Reading reading = dialect.names(written.withoutPorts());
      return reading != null && drafts.add(new Draft(dialect, reading, null));
    } catch (InvalidPatternException e) {
      return drafts.add(new Draft(dialect, null, e.reason()));
    }
  }

  /** A dialect that refuses the text takes no name. */
  private static boolean parts(String name, List<Draft> drafts) {
    return drafts.stream()
            .map(draft -> draft.reading() != null && draft.reading().covers(name))
            .distinct()
            .count()
        > 1;
  }
}
