package io.egresslens.window;

import io.egresslens.classify.Judgement;
import io.egresslens.flow.Flow;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The sums that an ingest step keeps before it sends anything on: one row per key and window. Not
 * thread-safe.
 *
 * <p>It forgets everything at {@link #drain}, which the owner calls before a watermark or a
 * checkpoint passes and when {@link #size} grows past its limit; so it needs no state of its own.
 */
public final class PartialSums {
  private final long windowMillis;
  private final Map<Row, Sum> rows = new HashMap<>();

  /**
   * @param windowMillis length of a window; windows start at multiples of it since the epoch
   */
  public PartialSums(long windowMillis) {
    if (windowMillis <= 0) {
      throw new IllegalArgumentException("a window of " + windowMillis + " ms");
    }
    this.windowMillis = windowMillis;
  }

  /** Counts one decision. */
  public void add(Flow flow, Judgement judgement, String catalogVersion) {
    SummaryKey key =
        new SummaryKey(
            flow.firewall(),
            judgement.cluster(),
            judgement.destination(),
            flow.destinationPort(),
            flow.protocol(),
            flow.action(),
            judgement.expectation(),
            judgement.entry());
    long windowStart = Math.floorDiv(flow.time().toEpochMilli(), windowMillis) * windowMillis;
    rows.computeIfAbsent(new Row(key, windowStart, catalogVersion), row -> new Sum()).add(flow);
  }

  /** How many rows are held. */
  public int size() {
    return rows.size();
  }

  /** Hands over every row, in no particular order, and starts anew. */
  public void drain(Consumer<PartialSum> out) {
    rows.forEach((row, sum) -> out.accept(sum.toPartialSum(row)));
    rows.clear();
  }

  private record Row(SummaryKey key, long windowStart, String catalogVersion) {}

  private static final class Sum {
    private final SourceSet.Builder sources = new SourceSet.Builder();
    private final Map<String, Long> rules = new TreeMap<>();
    private long flows;
    private Instant firstSeen = Instant.MAX;
    private Instant lastSeen = Instant.MIN;

    void add(Flow flow) {
      flows++;
      if (flow.sourceIp() != null) {
        sources.add(flow.sourceIp());
      }
      if (flow.time().isBefore(firstSeen)) {
        firstSeen = flow.time();
      }
      if (flow.time().isAfter(lastSeen)) {
        lastSeen = flow.time();
      }
      String rule = flow.rule().shortName();
      if (rule != null) {
        rules.merge(rule, 1L, Long::sum);
      }
    }

    PartialSum toPartialSum(Row row) {
      return new PartialSum(
          row.key,
          row.windowStart,
          row.catalogVersion,
          flows,
          sources.build(),
          firstSeen,
          lastSeen,
          rules);
    }
  }
}
