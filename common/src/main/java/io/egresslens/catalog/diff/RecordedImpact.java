package io.egresslens.catalog.diff;

import io.egresslens.catalog.Catalog;
import io.egresslens.catalog.ClusterInventory;
import io.egresslens.catalog.diff.Impact.Said;
import io.egresslens.classify.Expectation;
import io.egresslens.classify.FlowClassifier;
import io.egresslens.classify.Judgement;
import io.egresslens.classify.Outcome;
import io.egresslens.classify.Verdict;
import io.egresslens.flow.IpAddress;
import io.egresslens.window.Summary;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Judges recorded summaries by two catalogs. A summary is judged when its last flow was seen, by
 * the very classifier of the job; only the differences are kept, so memory grows with the
 * destinations that change and not with the record. Not thread-safe.
 *
 * <p>A summary holds no path and one time for many flows. Where a visible path can matter to its
 * name, or either catalog or an acceptance changes its mind between its first and its last flow,
 * its flows count as uncertain.
 */
public final class RecordedImpact {
  /** Those that mean most first, then by flows, then by name. */
  private static final Comparator<Impact> ORDER =
      Comparator.comparing((Impact impact) -> impact.key().meaning())
          .thenComparing(impact -> -impact.flows())
          .thenComparing(impact -> impact.key().toString());

  private final FlowClassifier before;
  private final FlowClassifier after;
  private final long[] beforeTurns;
  private final long[] afterTurns;
  private final Map<String, Integer> clusters = new HashMap<>();
  private final Map<Impact.Key, Impact> impacts = new HashMap<>();
  private final Set<String> unknownClusters = new TreeSet<>();
  private long shortestWindow = Long.MAX_VALUE;
  private long summaries;
  private long flows;
  private long recordedOtherwise;

  /**
   * @param inventory the clusters that the summaries speak of
   */
  public RecordedImpact(Catalog before, Catalog after, ClusterInventory inventory) {
    this.before = new FlowClassifier(before, inventory);
    this.after = new FlowClassifier(after, inventory);
    this.beforeTurns = this.before.turningPoints();
    this.afterTurns = this.after.turningPoints();
    clusters.put(Judgement.UNASSIGNED, FlowClassifier.NO_CLUSTER);
    for (int i = 0; i < inventory.clusters().size(); i++) {
      clusters.put(inventory.clusters().get(i).name(), i + 1);
    }
  }

  /**
   * Adds the last revision of a summary. Of a record with roll-ups only the shortest windows count:
   * when a shorter one turns up, what longer ones gave is dropped, and longer ones are passed over.
   */
  public void add(Summary summary) {
    long window = summary.windowEnd().toEpochMilli() - summary.windowStart().toEpochMilli();
    if (window > shortestWindow) {
      return;
    }
    if (window < shortestWindow) {
      shortestWindow = window;
      impacts.clear();
      summaries = 0;
      flows = 0;
      recordedOtherwise = 0;
    }
    Integer cluster = clusters.get(summary.cluster());
    if (cluster == null) {
      unknownClusters.add(summary.cluster());
      return;
    }
    summaries++;
    flows += summary.flows();
    Said old = judge(before, cluster, summary);
    Said now = judge(after, cluster, summary);
    if (old.expectation() != summary.expectation()) {
      recordedOtherwise += summary.flows();
    }
    if (!old.equals(now)) {
      keep(cluster, summary, old, now);
    }
  }

  private static Said judge(FlowClassifier classifier, int cluster, Summary summary) {
    String destination = summary.destination();
    IpAddress address = destination == null ? null : IpAddress.parse(destination);
    long time = summary.lastSeen().toEpochMilli();
    Outcome outcome =
        destination == null || address != null
            ? classifier.judgeAddress(cluster, address, summary.protocol(), summary.port(), time)
            : classifier.judgeName(
                cluster, destination, summary.protocol(), summary.port(), null, time);
    Expectation expectation = outcome.expectation();
    return new Said(expectation, Verdict.of(expectation, summary.action()), outcome.entry());
  }

  private void keep(int cluster, Summary summary, Said old, Said now) {
    Impact.Key key =
        new Impact.Key(
            summary.cluster(),
            summary.destination(),
            summary.port(),
            summary.protocol(),
            summary.action(),
            old,
            now);
    Impact more =
        new Impact(
            key,
            summary.flows(),
            summary.sources(),
            summary.firstSeen(),
            summary.lastSeen(),
            isUncertain(cluster, summary) ? summary.flows() : 0);
    impacts.merge(key, more, RecordedImpact::sum);
  }

  private boolean isUncertain(int cluster, Summary summary) {
    String name = summary.destination();
    boolean pathMatters =
        name != null
            && IpAddress.parse(name) == null
            && (before.pathMatters(cluster, name) || after.pathMatters(cluster, name));
    return pathMatters || turns(beforeTurns, summary) || turns(afterTurns, summary);
  }

  /** Whether a turning point lies behind the first flow, up to the last one. */
  private static boolean turns(long[] points, Summary summary) {
    int at = Arrays.binarySearch(points, summary.firstSeen().toEpochMilli() + 1);
    int next = at < 0 ? -at - 1 : at;
    return next < points.length && points[next] <= summary.lastSeen().toEpochMilli();
  }

  private static Impact sum(Impact a, Impact b) {
    return new Impact(
        a.key(),
        a.flows() + b.flows(),
        Math.max(a.mostSources(), b.mostSources()),
        a.firstSeen().isBefore(b.firstSeen()) ? a.firstSeen() : b.firstSeen(),
        a.lastSeen().isAfter(b.lastSeen()) ? a.lastSeen() : b.lastSeen(),
        a.uncertainFlows() + b.uncertainFlows());
  }

  /** The differences, those that mean most first. */
  public List<Impact> impacts() {
    return impacts.values().stream().sorted(ORDER).toList();
  }

  /** Names of clusters in summaries that the inventory does not hold; those were not judged. */
  public Set<String> unknownClusters() {
    return Set.copyOf(unknownClusters);
  }

  /** How many summaries were judged. */
  public long summaries() {
    return summaries;
  }

  /** How many flows they stand for. */
  public long flows() {
    return flows;
  }

  /**
   * How many of the flows were recorded with another expectation than the old catalog has for them
   * now: then they were recorded with other catalogs or clusters, or their path was seen.
   */
  public long recordedOtherwise() {
    return recordedOtherwise;
  }
}
