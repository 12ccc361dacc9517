package io.egresslens.window;

import io.egresslens.classify.FlowClassifier;
import io.egresslens.flow.IpAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * From which cluster a flow is seen, as a small number: by the classifier alone that of its
 * cluster; beside a shadow, which may know other clusters, one for each pair that occurs. Flows
 * without source are seen from {@link FlowClassifier#NO_CLUSTER}, which is number 0. Not
 * thread-safe.
 */
final class Viewpoints {
  private final FlowClassifier live;

  /** Null when there is none. */
  private final FlowClassifier shadow;

  private final Map<Long, Integer> numbers = new HashMap<>();
  private int[] lives = new int[4];
  private int[] shadows = new int[4];

  Viewpoints(FlowClassifier live, FlowClassifier shadow) {
    this.live = live;
    this.shadow = shadow;
    number(FlowClassifier.NO_CLUSTER, FlowClassifier.NO_CLUSTER);
  }

  /** Where flows of this source are seen from; asked once for a source and firewall. */
  int of(IpAddress source, String firewall) {
    int cluster = live.cluster(source, firewall);
    return shadow == null ? cluster : number(cluster, shadow.cluster(source, firewall));
  }

  /** The cluster's number in the classifier. */
  int live(int viewpoint) {
    return shadow == null ? viewpoint : lives[viewpoint];
  }

  /** The cluster's number in the shadow. */
  int shadow(int viewpoint) {
    return shadows[viewpoint];
  }

  private int number(int liveCluster, int shadowCluster) {
    Long pair = (long) liveCluster << 32 | shadowCluster;
    Integer known = numbers.get(pair);
    if (known != null) {
      return known;
    }
    int number = numbers.size();
    numbers.put(pair, number);
    if (number == lives.length) {
      lives = Arrays.copyOf(lives, 2 * number);
      shadows = Arrays.copyOf(shadows, 2 * number);
    }
    lives[number] = liveCluster;
    shadows[number] = shadowCluster;
    return number;
  }
}
