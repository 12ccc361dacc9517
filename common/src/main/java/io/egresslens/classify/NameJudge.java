package io.egresslens.classify;

import io.egresslens.catalog.CatalogEntry;
import io.egresslens.match.HostMatcher;

/**
 * One thread's way to judge flows by their names, read from bytes: says what {@link
 * FlowClassifier#judge} says of a flow without a visible path. A name costs one look when it was
 * asked for lately, in whatever window and on whatever port, else one pass over its labels.
 *
 * <p>Not thread-safe. Holds at most 9 MB, see {@link HostMatcher}, for all clusters together.
 * Allocates a text for a name that nobody expects and somebody may have accepted, else nothing.
 */
public final class NameJudge {
  private final ClusterView[] views;

  /** By number of the cluster; null for those that were not asked for yet. */
  private final HostMatcher[] matchers;

  private HostMatcher anyMatcher;
  private String entry;

  NameJudge(ClusterView[] views) {
    this.views = views;
    this.matchers = new HostMatcher[views.length];
  }

  /**
   * What is expected of a name; {@link #entry} says the rest of the judgement.
   *
   * @param cluster number of the flow's cluster, see {@link FlowClassifier#cluster}
   * @param bytes holds the name in {@code [from, to)}, in normal form, see {@link
   *     io.egresslens.flow.HostName#isNormal}. Not kept
   */
  public Expectation judge(
      int cluster, byte[] bytes, int from, int to, String protocol, int port, long epochMillis) {
    HostMatcher matcher = matcher(cluster);
    CatalogEntry found = matcher.find(bytes, from, to, protocol, port, epochMillis);
    boolean wrongPort = matcher.wrongPort();
    Expectation expectation =
        views[cluster].ofName(found, wrongPort, bytes, from, to, protocol, port, null, epochMillis);
    entry = ClusterView.id(found, wrongPort, expectation);
    return expectation;
  }

  /** The id of the catalog entry that the name judged last hit; null when it hit none. */
  public String entry() {
    return entry;
  }

  /**
   * Whether a visible path can make a difference to a name in normal form: else flows with path and
   * flows without are judged alike. May say yes where it makes none, never no where it makes one.
   */
  public boolean pathMatters(int cluster, byte[] bytes, int from, int to) {
    return views[cluster].pathMatters(bytes, from, to);
  }

  private HostMatcher matcher(int cluster) {
    HostMatcher matcher = matchers[cluster];
    if (matcher == null) {
      matcher =
          anyMatcher == null
              ? new HostMatcher(views[cluster].matcher())
              : anyMatcher.beside(views[cluster].matcher());
      matchers[cluster] = matcher;
      anyMatcher = matcher;
    }
    return matcher;
  }
}
