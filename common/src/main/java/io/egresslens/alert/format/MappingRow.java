package io.egresslens.alert.format;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One row of the mapping: a field of ours, and where and by which word each format has it. Filled
 * while the table is made, then never changed.
 *
 * @param <V> what the field holds
 */
final class MappingRow<V> {
  /**
   * One cell.
   *
   * @param word what the format says for our value
   */
  record Cell<V>(AlertFormat format, String path, Function<V, ?> word) {}

  private final String field;
  private final Function<Telling, V> value;
  private final List<Cell<V>> cells = new ArrayList<>();

  MappingRow(String field, Function<Telling, V> value) {
    this.field = field;
    this.value = value;
  }

  /** Our name of the field. */
  String field() {
    return field;
  }

  /** The cells, in the order in which they were added. */
  List<Cell<V>> cells() {
    return List.copyOf(cells);
  }

  /** The format has the value there as it is. */
  MappingRow<V> at(AlertFormat format, String... paths) {
    for (String path : paths) {
      at(format, path, Function.identity());
    }
    return this;
  }

  /** The format has the value there by another word; null for not at all. */
  MappingRow<V> at(AlertFormat format, String path, Function<V, ?> word) {
    cells.add(new Cell<>(format, path, word));
    return this;
  }

  /** Puts what the format has of this row. */
  void fill(AlertFormat format, Telling telling, JsonDocument document) {
    V present = value.apply(telling);
    if (present == null) {
      return;
    }
    for (Cell<V> cell : cells) {
      if (cell.format == format) {
        document.put(cell.path, cell.word.apply(present));
      }
    }
  }
}
