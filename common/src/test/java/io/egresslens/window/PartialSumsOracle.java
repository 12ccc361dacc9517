package io.egresslens.window;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import io.egresslens.classify.Judgement;
import io.egresslens.flow.Flow;
import io.egresslens.flow.IpAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** The plain way to sum: every flow judged by itself, one row of a map per key and window. */
final class PartialSumsOracle {
  private final long windowMillis;
  private final Map<Row, Sum> rows = new HashMap<>();

  /**
   * @param windowMillis length of a window; windows start at multiples of it since the epoch
   */
  PartialSumsOracle(long windowMillis) {
    if (windowMillis <= 0) {
      throw new IllegalArgumentException("a window of " + windowMillis + " ms");
    }
    this.windowMillis = windowMillis;
  }

  /** Counts one decision. */
  public void add(Flow flow, Judgement judgement, String catalogVersion, String clusterDomain) {
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
    rows.computeIfAbsent(new Row(key, windowStart, catalogVersion, clusterDomain), row -> new Sum())
        .add(flow);
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

  private record Row(
      SummaryKey key, long windowStart, String catalogVersion, String clusterDomain) {}

  private static final class Sum {
    private final Sources sources = new Sources();
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
          0,
          row.clusterDomain,
          flows,
          sources.build(),
          firstSeen,
          lastSeen,
          rules);
    }
  }

  /** Distinct sources by the sets of the library. */
  static final class Sources {
    private static final Hasher64 HASHER = Hashing.komihash5_0();

    private final TreeSet<IpAddress> all = new TreeSet<>();

    void add(IpAddress address) {
      all.add(address);
    }

    SourceSet build() {
      boolean exact = all.size() <= 1000;
      UltraLogLog counter = UltraLogLog.create(12);
      all.forEach(one -> counter.add(HASHER.hashLongLongToLong(one.high(), one.low())));
      long[] pairs =
          all.stream()
              .limit(exact ? 1000 : 5)
              .flatMapToLong(one -> LongStream.of(one.high(), one.low()))
              .toArray();
      return new SourceSet(pairs, exact ? null : counter.getState());
    }
  }
}
