package io.egresslens.catalog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The texts that a catalog and its inventory are made of, as they stood together at one moment.
 * They become an edition only together, and are checked exactly as at the start of a job. Immutable
 * as long as nobody writes into the arrays.
 *
 * @param catalogs shipped names, and names of texts, beside the default set; as {@link
 *     CatalogLoader} takes them
 * @param clusters name of the inventory's text; null when there is none
 * @param texts everything that is named and not shipped
 * @param changed names of what differs from the last time
 */
public record CatalogTexts(
    List<String> catalogs, String clusters, List<Text> texts, List<String> changed) {
  /** The key under which a topic holds the inventory when the configuration names no file. */
  public static final String CLUSTERS_FILE = "clusters.yaml";

  /**
   * One text.
   *
   * @param name in problems
   * @param content null when it could not be had
   * @param trouble why it could not be had, in plain words; null when it could
   */
  public record Text(String name, byte[] content, String trouble) {
    public Text {
      Objects.requireNonNull(name, "name");
      if ((content == null) == (trouble == null)) {
        throw new IllegalArgumentException(name + ": either content or trouble");
      }
    }
  }

  public CatalogTexts {
    catalogs = List.copyOf(catalogs);
    texts = List.copyOf(texts);
    changed = List.copyOf(changed);
  }

  /**
   * The same with the texts of a topic. One whose key is the file name of a text that is there
   * stands for it; {@value #CLUSTERS_FILE} is the inventory; any other is one more catalog. Each is
   * named {@code topic/key} from then on.
   *
   * @param byKey what the topic holds
   */
  public CatalogTexts overlaidWith(String topic, Map<String, byte[]> byKey) {
    Map<String, byte[]> left = new TreeMap<>(byKey);
    List<String> newCatalogs = new ArrayList<>();
    List<Text> newTexts = new ArrayList<>();
    for (String name : catalogs) {
      Text text = text(name);
      if (text == null) {
        newCatalogs.add(name);
        continue;
      }
      Text over = over(topic, fileName(name), left, text);
      newCatalogs.add(over.name());
      newTexts.add(over);
    }
    String newClusters = null;
    if (clusters != null || left.containsKey(CLUSTERS_FILE)) {
      String key = clusters == null ? CLUSTERS_FILE : fileName(clusters);
      key = left.containsKey(key) ? key : CLUSTERS_FILE;
      Text over = over(topic, key, left, clusters == null ? null : text(clusters));
      newClusters = over.name();
      newTexts.add(over);
    }
    left.forEach(
        (key, content) -> {
          String name = topic + '/' + key;
          newCatalogs.add(name);
          newTexts.add(new Text(name, content, null));
        });
    return new CatalogTexts(newCatalogs, newClusters, newTexts, changed);
  }

  /** The same, told what of it changed. */
  public CatalogTexts withChanged(List<String> names) {
    return new CatalogTexts(catalogs, clusters, texts, names);
  }

  /**
   * Loads and checks everything.
   *
   * @return null after a problem
   */
  public CatalogEdition edition(long generation, Problems problems) {
    Problems own = new Problems();
    Catalog catalog = CatalogLoader.load(catalogs, name -> content(name, own), own);
    byte[] inventoryText = clusters == null ? null : content(clusters, own);
    ClusterInventory inventory =
        inventoryText == null
            ? ClusterInventory.EMPTY
            : ClusterInventoryLoader.parse(clusters, inventoryText, catalog, own);
    problems.addAll(own);
    return own.list().isEmpty() ? new CatalogEdition(generation, catalog.image(), inventory) : null;
  }

  /** The same for the same texts under the same names; what changed is no part of it. */
  public String digest() {
    MessageDigest digest = sha256();
    catalogs.forEach(name -> update(digest, name.getBytes(StandardCharsets.UTF_8)));
    update(digest, String.valueOf(clusters).getBytes(StandardCharsets.UTF_8));
    for (Text text : texts) {
      update(digest, text.name().getBytes(StandardCharsets.UTF_8));
      boolean there = text.trouble() == null;
      update(digest, there ? text.content() : text.trouble().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) (there ? 1 : 0));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private byte[] content(String name, Problems problems) {
    Text text = text(name);
    if (text == null || text.trouble() != null) {
      problems.add(new Location(name, 0), text == null ? "no such file" : text.trouble());
      return null;
    }
    return text.content();
  }

  private Text text(String name) {
    return texts.stream().filter(text -> text.name().equals(name)).findFirst().orElse(null);
  }

  private static Text over(String topic, String key, Map<String, byte[]> left, Text otherwise) {
    byte[] content = left.remove(key);
    return content == null ? otherwise : new Text(topic + '/' + key, content, null);
  }

  private static String fileName(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }

  private static void update(MessageDigest digest, byte[] bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
