package io.egresslens.jobs.io;

import io.egresslens.catalog.CatalogLoader;
import io.egresslens.catalog.CatalogTexts;
import io.egresslens.catalog.CatalogTexts.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Looks at the files and the topic that a catalog comes from, and says what stands there when it
 * has changed and then stood still from one look to the next: files that belong together are
 * changed one after another, and a file is not written in one moment. Not thread-safe.
 */
final class CatalogWatch implements AutoCloseable {
  private final CatalogPlaces places;
  private final List<WatchedFile> files = new ArrayList<>();

  /** Null when there is none. */
  private final CatalogTopic topic;

  private boolean changed;

  /** Digests of the texts that were said last, by name. */
  private Map<String, Integer> said = Map.of();

  CatalogWatch(CatalogPlaces places) {
    this.places = places;
    long maxBytes = (long) places.updates().maxFileMegabytes() << 20;
    for (String name : places.catalog()) {
      if (!CatalogLoader.BY_NAME.contains(name) && !CatalogLoader.DEFAULT_SET.contains(name)) {
        files.add(new WatchedFile(name, maxBytes));
      }
    }
    if (places.clusters() != null) {
      files.add(new WatchedFile(places.clusters(), maxBytes));
    }
    String topicName = places.updates().topic();
    this.topic = topicName == null ? null : new CatalogTopic(places, topicName);
  }

  /** What stands there now; null when it was said already, or has not stood still yet. */
  CatalogTexts look() {
    boolean first = said.isEmpty() && !changed;
    boolean moving = false;
    for (WatchedFile file : files) {
      moving |= file.look();
    }
    if (topic != null) {
      moving |= topic.look();
    }
    changed |= moving;
    boolean mayTell = changed && (!moving || first) && (topic == null || topic.isComplete());
    if (!mayTell) {
      return null;
    }
    changed = false;
    CatalogTexts texts = texts();
    Map<String, Integer> now = new HashMap<>();
    texts.texts().forEach(text -> now.put(text.name(), hash(text)));
    TreeSet<String> differing = new TreeSet<>(now.keySet());
    differing.addAll(said.keySet());
    differing.removeIf(name -> Objects.equals(now.get(name), said.get(name)));
    said = now;
    return texts.withChanged(List.copyOf(differing));
  }

  private CatalogTexts texts() {
    List<Text> contents = files.stream().map(WatchedFile::text).toList();
    CatalogTexts texts = new CatalogTexts(places.catalog(), places.clusters(), contents, List.of());
    return topic == null ? texts : texts.overlaidWith(topic.name(), topic.texts());
  }

  private static int hash(Text text) {
    return text.content() == null ? text.trouble().hashCode() : Arrays.hashCode(text.content());
  }

  @Override
  public void close() {
    if (topic != null) {
      topic.close();
    }
  }
}
