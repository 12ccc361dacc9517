package io.egresslens.jobs.io;

import java.io.Serializable;

/**
 * How a kind of record is written as a line, and what its lines are sorted by.
 *
 * @param <T> the kind of record
 */
public interface LineFormat<T> extends Serializable {
  /** One JSON object without line break. */
  String line(T value);

  /** Sort key: lines of a file are ordered by it, then by themselves. */
  String key(T value);

  /** A format of two functions. */
  static <T> LineFormat<T> of(TextFunction<T> key, TextFunction<T> line) {
    return new LineFormat<>() {
      private static final long serialVersionUID = 1L;

      @Override
      public String line(T value) {
        return line.apply(value);
      }

      @Override
      public String key(T value) {
        return key.apply(value);
      }
    };
  }

  /** A function that can travel with the job graph. */
  interface TextFunction<T> extends Serializable {
    String apply(T value);
  }
}
