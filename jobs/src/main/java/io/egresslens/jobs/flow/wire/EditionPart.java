package io.egresslens.jobs.flow.wire;

import io.egresslens.catalog.CatalogEdition;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A piece of a {@link CatalogEdition}. Editions travel and are saved in pieces: a task reads an
 * element whole before it does anything else, and one of many megabytes would stop it for longer
 * than a job may stand still. Immutable as long as nobody writes into the array.
 *
 * @param generation of the edition; tells the pieces of two editions apart
 * @param index from 0
 * @param count how many pieces the edition has
 * @param bytes this piece
 */
public record EditionPart(long generation, int index, int count, byte[] bytes)
    implements Serializable {
  /**
   * Read in well under a millisecond, and several of them in one network buffer's worth of time.
   */
  static final int PART_BYTES = 1 << 16;

  public EditionPart {
    Objects.requireNonNull(bytes, "bytes");
    if (index < 0 || index >= count) {
      throw new IllegalArgumentException("piece " + index + " of " + count);
    }
  }

  /** The pieces of an edition, in order; at least one. */
  public static List<EditionPart> cut(CatalogEdition edition) {
    byte[] bytes = edition.toBytes();
    int count = (bytes.length - 1) / PART_BYTES + 1;
    List<EditionPart> parts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int from = i * PART_BYTES;
      int to = Math.min(bytes.length, from + PART_BYTES);
      parts.add(
          new EditionPart(edition.generation(), i, count, Arrays.copyOfRange(bytes, from, to)));
    }
    return List.copyOf(parts);
  }

  /**
   * The edition of these pieces, which are in order and all of them.
   *
   * @throws IllegalArgumentException when they are not
   */
  public static CatalogEdition join(List<EditionPart> parts) {
    int size = parts.stream().mapToInt(part -> part.bytes.length).sum();
    byte[] bytes = new byte[size];
    int at = 0;
    for (int i = 0; i < parts.size(); i++) {
      EditionPart part = parts.get(i);
      if (part.index != i || part.count != parts.size()) {
        throw new IllegalArgumentException(
            "piece %d of %d stands at %d of %d".formatted(part.index, part.count, i, parts.size()));
      }
      System.arraycopy(part.bytes, 0, bytes, at, part.bytes.length);
      at += part.bytes.length;
    }
    return CatalogEdition.of(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EditionPart that
        && generation == that.generation
        && index == that.index
        && count == that.count
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(generation, index, count);
  }

  @Override
  public String toString() {
    return "piece " + index + " of " + count + " of generation " + generation;
  }
}
