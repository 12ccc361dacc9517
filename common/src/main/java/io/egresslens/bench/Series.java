package io.egresslens.bench;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One figure in each of several rounds. Immutable; the array must not be written to.
 *
 * @param rounds in the order of the rounds, at least one
 */
public record Series(double... rounds) {
  public Series {
    if (rounds.length == 0) {
      throw new IllegalArgumentException("no round");
    }
  }

  /** The middle one; of an even number of rounds the mean of the two in the middle. */
  public double median() {
    double[] sorted = rounds.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  public double least() {
    return Arrays.stream(rounds).min().orElseThrow();
  }

  public double greatest() {
    return Arrays.stream(rounds).max().orElseThrow();
  }

  /** This by the other, round by round: what ran at about the same time is compared. */
  public Series by(Series other) {
    if (rounds.length != other.rounds.length) {
      throw new IllegalArgumentException(rounds.length + " and " + other.rounds.length + " rounds");
    }
    return new Series(
        IntStream.range(0, rounds.length).mapToDouble(i -> rounds[i] / other.rounds[i]).toArray());
  }
}
