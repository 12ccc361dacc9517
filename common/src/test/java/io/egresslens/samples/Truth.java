package io.egresslens.samples;

import io.egresslens.flow.RecordBox;
import io.egresslens.ingest.RejectReason;
import io.egresslens.samples.Sample.Meaning;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a reader must count over some records. Nothing is taken for a duplicate: {@code records =
 * flows + inbound + signals + otherCategories + deadLetters}. To count without the records that
 * were delivered twice, leave them out with {@link Entry#copy()}.
 *
 * @param otherCategories by the category's Azure name, or {@code metric}, {@code other-resource}
 * @param deadLetters by reason
 * @param judged flows by {@code cluster expectation action}
 * @param stories records by story
 */
public record Truth(
    long records,
    long flows,
    long inbound,
    long signals,
    SortedMap<String, Long> otherCategories,
    SortedMap<RejectReason, Long> deadLetters,
    SortedMap<String, Long> judged,
    SortedMap<String, Long> stories) {

  static Truth of(Collection<Entry> entries) {
    SortedMap<String, Long> others = new TreeMap<>();
    SortedMap<RejectReason, Long> dead = new TreeMap<>();
    SortedMap<String, Long> judged = new TreeMap<>();
    SortedMap<String, Long> stories = new TreeMap<>();
    for (Entry entry : entries) {
      Meaning meant = entry.meant();
      stories.merge(entry.story(), 1L, Long::sum);
      if (meant.box() == RecordBox.OTHER_CATEGORY) {
        boolean ours = entry.sample().category() != null;
        others.merge(ours ? entry.sample().category().azureName() : entry.story(), 1L, Long::sum);
      } else if (meant.box() == RecordBox.DEAD_LETTER) {
        dead.merge(meant.reason(), 1L, Long::sum);
      } else if (meant.expectation() != null) {
        String words = meant.expectation().label() + ' ' + meant.action().label();
        judged.merge(meant.cluster() + ' ' + words, 1L, Long::sum);
      }
    }
    return new Truth(
        entries.size(),
        count(entries, RecordBox.FLOW),
        count(entries, RecordBox.INBOUND),
        count(entries, RecordBox.SIGNAL),
        others,
        dead,
        judged,
        stories);
  }

  private static long count(Collection<Entry> entries, RecordBox box) {
    return entries.stream().filter(entry -> entry.meant().box() == box).count();
  }
}
