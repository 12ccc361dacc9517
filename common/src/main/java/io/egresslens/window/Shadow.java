package io.egresslens.window;

import io.egresslens.classify.FlowClassifier;
import io.egresslens.classify.Judgement;
import io.egresslens.classify.Outcome;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A second classifier that judges beside the first, and of which only that is told in which it
 * differs. It is asked once a row, as the first is.
 *
 * @param classifier the second
 * @param out takes the differences
 */
public record Shadow(FlowClassifier classifier, Consumer<ShadowDifference> out) {
  public Shadow {
    Objects.requireNonNull(classifier, "classifier");
    Objects.requireNonNull(out, "out");
  }

  /** What it says, with the cluster that it sees. Without destination: that is the sum's. */
  Judgement judgement(int cluster, Outcome outcome) {
    return new Judgement(
        classifier.clusterName(cluster), null, outcome.expectation(), outcome.entry());
  }

  /** Tells what the shadow says of a sum, if that is something else. */
  void compare(PartialSum sum, long windowEndMillis, Judgement judgement) {
    SummaryKey key = sum.key();
    boolean same =
        judgement.expectation() == key.expectation()
            && Objects.equals(judgement.entry(), key.entry())
            && judgement.cluster().equals(key.cluster());
    if (!same) {
      out.accept(ShadowDifference.of(sum, windowEndMillis, judgement, classifier.catalogVersion()));
    }
  }
}
