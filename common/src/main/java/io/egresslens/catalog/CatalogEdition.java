package io.egresslens.catalog;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * What a job judges by at one time: a catalog, the clusters, and how many editions came before. The
 * value that travels through a running job and lies in its state. Immutable and thread-safe.
 *
 * @param generation 0 for what the job was started with; each later edition has a higher one
 * @param image the catalog, as bytes
 * @param inventory the clusters
 */
public record CatalogEdition(long generation, CatalogImage image, ClusterInventory inventory)
    implements Serializable {
  private static final int FORMAT = 0x454c_4501; // "ELE", 1

  public CatalogEdition {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(inventory, "inventory");
    if (generation < 0) {
      throw new IllegalArgumentException("generation " + generation);
    }
  }

  /** The version of the catalog. */
  public String version() {
    return image.version();
  }

  /** The same expectations as another edition. */
  public CatalogEdition withGeneration(long other) {
    return new CatalogEdition(other, image, inventory);
  }

  /** Whether every flow is judged alike by both: purposes, comments and order may differ. */
  public boolean judgesLike(CatalogEdition other) {
    return version().equals(other.version()) && inventory.equals(other.inventory);
  }

  /** Everything as bytes, for {@link #of}; about as many as the image has. */
  public byte[] toBytes() {
    byte[] catalog = image.toBytes();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(catalog.length + 1024);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(FORMAT);
      out.writeLong(generation);
      out.writeInt(catalog.length);
      out.write(catalog);
      InventoryForm.write(inventory, out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #toBytes} wrote; of the catalog no more than its version.
   *
   * @throws IllegalArgumentException for bytes that it did not write
   */
  public static CatalogEdition of(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readInt() != FORMAT) {
        throw new IllegalArgumentException("these bytes are no edition of a catalog");
      }
      long generation = in.readLong();
      byte[] catalog = in.readNBytes(in.readInt());
      return new CatalogEdition(generation, CatalogImage.of(catalog), InventoryForm.read(in));
    } catch (IOException e) {
      throw new IllegalArgumentException("these bytes are a damaged edition: " + e.getMessage(), e);
    }
  }
}
