package io.egresslens.jobs.io;

import io.egresslens.flow.FieldTable;
import java.io.Serializable;

/**
 * How a kind of record is written as a line, and what its lines are sorted by.
 *
 * @param <T> the kind of record
 * @param key text by which the lines of a file are ordered
 * @param fields what the line, one JSON object, holds
 */
record LineFormat<T>(Key<T> key, FieldTable<T> fields) implements Serializable {
  /** A function that can travel with the job graph. */
  @FunctionalInterface
  interface Key<T> extends Serializable {
    String of(T value);
  }
}
