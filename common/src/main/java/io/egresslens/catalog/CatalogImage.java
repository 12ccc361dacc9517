package io.egresslens.catalog;

import java.io.InvalidObjectException;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * A whole catalog as one run of bytes, with its version: the form in which it travels, in a job's
 * graph or as an element of a stream. Bound to no operator and no engine. Immutable and
 * thread-safe; equal when the bytes are.
 *
 * <p>Costs about the length of ids and patterns and a few bytes an entry: what many entries share
 * (group, level, ports, clouds, document, file) is written once. {@link #catalog} reads all of it.
 */
public final class CatalogImage implements Serializable {
  /*
   * Layout, by CatalogImageWriter and CatalogImageReader:
   *
   *   "ELC", format    4 bytes; a new layout takes a new number
   *   version          text
   *   entries          their number; each: its frame, its id behind what it shares with the id
   *                    before, shape and pattern or range, line, and what its shape says is there
   *   shared suffixes  their number; each: suffix, clouds, source, file, line
   *   address sets     their number; each: name, period, source, file, line, number of prefixes,
   *                    prefixes in order, each as steps from the one before and its length
   *   CRC-32C          4 bytes, of all before
   *
   * Numbers are varints. A frame is what entries have in common; names are texts that come again.
   * Both are numbered as they first occur, and written out there. The sum guards against damage on
   * the way, not against forgery: bytes come from our own job or from a topic of ours.
   */
  private static final long serialVersionUID = 1L;

  /** The catalogs of this process that have an image, while somebody holds them. */
  private static final List<WeakReference<Catalog>> KNOWN = new ArrayList<>();

  private final byte[] bytes;
  private final transient String version;

  private CatalogImage(byte[] bytes) {
    this.version = CatalogImageReader.version(bytes);
    this.bytes = bytes;
  }

  /**
   * Takes the bytes of an image; checks their sum, and reads no further than the version.
   *
   * @throws IllegalArgumentException for bytes that are no image or were damaged, in plain words
   */
  public static CatalogImage of(byte[] bytes) {
    return new CatalogImage(bytes.clone());
  }

  /** Makes the image of a catalog, and remembers that this is it. */
  static CatalogImage draw(Catalog catalog) {
    CatalogImage image = new CatalogImage(new CatalogImageWriter().write(catalog));
    synchronized (KNOWN) {
      KNOWN.add(new WeakReference<>(catalog));
    }
    return image;
  }

  /** The version of the catalog, see {@link Catalog#version}. */
  public String version() {
    return version;
  }

  public int sizeBytes() {
    return bytes.length;
  }

  /** A copy of the bytes, for {@link #of}. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /**
   * The catalog. Whoever asks in one process gets the same one, as long as somebody holds it: the
   * subtasks of a job share its entries, and the first reads them while the others wait. The bytes
   * are compared, not their hash.
   *
   * @throws IllegalArgumentException for bytes that no writer of ours has made
   */
  public Catalog catalog() {
    synchronized (KNOWN) {
      for (Iterator<WeakReference<Catalog>> all = KNOWN.iterator(); all.hasNext(); ) {
        Catalog known = all.next().get();
        if (known == null) {
          all.remove();
        } else if (known.image().equals(this)) {
          return known;
        }
      }
      Catalog catalog = new CatalogImageReader(bytes).read().from(this);
      KNOWN.add(new WeakReference<>(catalog));
      return catalog;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CatalogImage that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return version.hashCode();
  }

  @Override
  public String toString() {
    return "image of catalog " + version + ", " + bytes.length + " bytes";
  }

  private Object readResolve() throws InvalidObjectException {
    try {
      return new CatalogImage(bytes);
    } catch (IllegalArgumentException e) {
      throw (InvalidObjectException) new InvalidObjectException(e.getMessage()).initCause(e);
    }
  }
}
