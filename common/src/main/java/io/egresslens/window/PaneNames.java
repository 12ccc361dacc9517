package io.egresslens.window;

import io.egresslens.classify.FlowClassifier;

/**
 * What the numbers in a pane's rows stand for, and who judged them.
 *
 * @param classifier whose numbers those of clusters are
 * @param generation see {@link PartialSum#generation}
 * @param shadow null when there is none
 */
record PaneNames(
    NameIds firewalls,
    NameIds protocols,
    NameIds rules,
    FlowClassifier classifier,
    long generation,
    Viewpoints viewpoints,
    Shadow shadow) {}
