package io.egresslens.window;

import io.egresslens.classify.FlowClassifier;

/**
 * What the numbers in a pane's rows stand for, and who judged them.
 *
 * @param classifier whose numbers those of clusters are
 * @param generation see {@link PartialSum#generation}
 * @param shadow null when there is none
 * @param observer null when there is none
 */
record PaneNames(
    NameIds firewalls,
    NameIds protocols,
    NameIds rules,
    FlowClassifier classifier,
    long generation,
    Viewpoints viewpoints,
    Shadow shadow,
    Observer observer) {
  /** Whether a visible path can make a difference to a name, for whoever judges. */
  boolean pathMatters(int viewpoint, byte[] bytes, int from, int to) {
    return classifier.pathMatters(viewpoints.live(viewpoint), bytes, from, to)
        || (shadow != null
            && shadow.classifier().pathMatters(viewpoints.shadow(viewpoint), bytes, from, to));
  }
}
