package io.egresslens.alert;

import static io.egresslens.alert.Episode.NEVER;

/**
 * A stretch in which a condition held, before flapping is looked at.
 *
 * @param startsAt start of the first bad pane
 * @param enoughAt end of the pane with which the minimum count was reached; {@link Episode#NEVER}
 *     before
 * @param lastBad end of the last bad pane
 * @param count flows in its bad panes
 * @param quiet how much of {@code keepFiringFor} has gone by, milliseconds
 * @param quietTo up to where that was counted
 * @param sight where its end is in sight; {@link Episode#NEVER} for nowhere. It may still be taken
 *     back by bad flows, so it is an end only once it is concluded, but nothing fires beyond it.
 * @param end why it would end there; null for nowhere
 * @param concluded whether it has ended
 */
record Spell(
    long startsAt,
    long enoughAt,
    long lastBad,
    long count,
    long quiet,
    long quietTo,
    long sight,
    Episode.End end,
    boolean concluded) {

  /** One that starts with a bad pane. */
  static Spell of(long start, long flows, long minimum, long paneMillis) {
    long paneEnd = start + paneMillis;
    return open(start, flows >= minimum ? paneEnd : NEVER, paneEnd, flows, 0, paneEnd);
  }

  /** One that goes on. */
  static Spell open(
      long startsAt, long enoughAt, long lastBad, long count, long quiet, long quietTo) {
    return new Spell(startsAt, enoughAt, lastBad, count, quiet, quietTo, NEVER, null, false);
  }

  /** With one bad pane more. */
  Spell plus(long start, long flows, long minimum, long paneMillis) {
    long paneEnd = start + paneMillis;
    long sum = count + flows;
    long enough = enoughAt == NEVER && sum >= minimum ? paneEnd : enoughAt;
    return open(startsAt, enough, paneEnd, sum, 0, paneEnd);
  }

  Spell ending(long at, Episode.End why, boolean isConcluded) {
    return new Spell(startsAt, enoughAt, lastBad, count, quiet, quietTo, at, why, isConcluded);
  }

  /** When it fires, if it goes on until then. */
  long firesAt(long holdMillis) {
    return enoughAt == NEVER ? NEVER : Math.max(startsAt + holdMillis, enoughAt);
  }

  long endsAt() {
    return concluded ? sight : NEVER;
  }
}
