package io.egresslens.jobs.io;

import io.egresslens.flow.FieldTable;
import io.egresslens.flow.JsonBytes;
import java.io.IOException;
import java.io.Serializable;

/**
 * How a kind of record is written as a line, and what its lines are sorted by.
 *
 * @param <T> the kind of record
 * @param key bytes by which the lines of a file are ordered
 * @param fields what the line, one JSON object, holds
 */
record LineFormat<T>(Key<T> key, Fields<T> fields) implements Serializable {
  /** A function that can travel with the job graph. */
  @FunctionalInterface
  interface Key<T> extends Serializable {
    void write(T value, JsonBytes out);
  }

  /**
   * Where the table is to be found. The table itself would travel as some twenty functions, each of
   * which the JVM links anew where it arrives.
   */
  @FunctionalInterface
  interface Fields<T> extends Serializable {
    FieldTable<T> table();
  }

  /** Adds the record as a line. */
  void addTo(SortedLines lines, T record) throws IOException {
    key.write(record, lines.key());
    fields.table().writeJson(record, lines.line());
    lines.add();
  }
}
