package io.egresslens.window;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What some of a window's flows say of one key: the unit that travels from the ingest step to the
 * window, and that {@link #merge} adds up there. Merging is commutative and associative, so the
 * result depends neither on order nor on how the flows were shared out. Immutable.
 *
 * @param key what the flows have in common
 * @param windowStartMillis start of the window, epoch milliseconds
 * @param catalogVersion the catalog that judged the flows; of two, that of the higher generation
 * @param generation how often the job had taken up other expectations when the newest of these
 *     flows were judged; 0 where that cannot happen
 * @param clusterDomain the cluster's own domain as the newest generation knows it; null when it has
 *     none
 * @param flows how many
 * @param sources who asked
 * @param firstSeen event time of the earliest flow
 * @param lastSeen event time of the latest flow
 * @param rules flows per {@code collection/rule}; flows that no rule matched are in none
 */
public record PartialSum(
    SummaryKey key,
    long windowStartMillis,
    String catalogVersion,
    long generation,
    String clusterDomain,
    long flows,
    SourceSet sources,
    Instant firstSeen,
    Instant lastSeen,
    Map<String, Long> rules) {

  public PartialSum {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(catalogVersion, "catalogVersion");
    Objects.requireNonNull(sources, "sources");
    Objects.requireNonNull(firstSeen, "firstSeen");
    Objects.requireNonNull(lastSeen, "lastSeen");
    Objects.requireNonNull(rules, "rules");
  }

  /**
   * Both together.
   *
   * @throws IllegalArgumentException when the keys differ; the windows may, as when an hour is made
   *     of its five-minute parts: then the earlier start counts
   */
  public PartialSum merge(PartialSum other) {
    if (!key.equals(other.key)) {
      throw new IllegalArgumentException("cannot merge " + key + " and " + other.key);
    }
    PartialSum newer = isJudgedNoEarlierThan(other) ? this : other;
    return new PartialSum(
        key,
        Math.min(windowStartMillis, other.windowStartMillis),
        newer.catalogVersion,
        newer.generation,
        newer.clusterDomain,
        flows + other.flows,
        sources.union(other.sources),
        firstSeen.isBefore(other.firstSeen) ? firstSeen : other.firstSeen,
        lastSeen.isAfter(other.lastSeen) ? lastSeen : other.lastSeen,
        sum(rules, other.rules));
  }

  /** The same sum as part of a longer window. */
  public PartialSum inWindow(long startMillis) {
    return new PartialSum(
        key,
        startMillis,
        catalogVersion,
        generation,
        clusterDomain,
        flows,
        sources,
        firstSeen,
        lastSeen,
        rules);
  }

  /** A total order of who judged, so that merging stays commutative whatever comes in. */
  private boolean isJudgedNoEarlierThan(PartialSum other) {
    if (generation != other.generation) {
      return generation > other.generation;
    }
    int byVersion = catalogVersion.compareTo(other.catalogVersion);
    if (byVersion != 0) {
      return byVersion > 0;
    }
    return other.clusterDomain == null
        || (clusterDomain != null && clusterDomain.compareTo(other.clusterDomain) >= 0);
  }

  private static Map<String, Long> sum(Map<String, Long> a, Map<String, Long> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    if (a.size() == 1 && a.keySet().equals(b.keySet())) {
      String only = a.keySet().iterator().next();
      return Map.of(only, a.get(only) + b.get(only));
    }
    Map<String, Long> sum = new TreeMap<>(a);
    b.forEach((rule, flows) -> sum.merge(rule, flows, Long::sum));
    return sum;
  }
}
