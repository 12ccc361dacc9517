package io.egresslens.alert;

import static io.egresslens.alert.Episode.NEVER;

import io.egresslens.alert.Episode.End;
import io.egresslens.window.Timeline;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;

/** Finds the stretches in which a condition held; see {@link AlertMachine} for what they are. */
final class Spells {
  private final long paneMillis;
  private final long minimum;
  private final long keepMillis;
  private final Signal signal;

  Spells(Signal signal, AlertPolicy policy, long paneMillis) {
    this.signal = signal;
    this.paneMillis = paneMillis;
    this.minimum = policy.minimumCount();
    this.keepMillis = policy.keepFiringFor().toMillis();
  }

  /**
   * Walks all panes.
   *
   * @param before what went on before; null for nothing
   * @param healed whether an end by a good pane that ends here is concluded
   * @param silent whether an end by quiet with a lively pane that ends here is
   * @param into takes those that ended
   * @return what goes on; null for nothing
   */
  Spell walk(Spell before, LongPredicate healed, LongPredicate silent, List<Spell> into) {
    Timeline bad = signal.bad();
    Spell open = before;
    for (int i = 0; i < bad.panes(); i++) {
      long start = bad.starts()[i];
      open = open == null ? null : ended(open, start);
      if (open != null && open.end() != null) {
        // Bad again after it: whoever saw that saw what was before it, or it is late.
        into.add(open.ending(open.sight(), open.end(), true));
        open = null;
      }
      open =
          open == null
              ? Spell.of(start, bad.flows()[i], minimum, paneMillis)
              : open.plus(start, bad.flows()[i], minimum, paneMillis);
    }
    open = open == null ? null : ended(open, NEVER);
    if (open == null || open.end() == null) {
      return open;
    }
    LongPredicate concluded = open.end() == End.HEALED ? healed : silent;
    if (!concluded.test(open.sight() + paneMillis)) {
      return open;
    }
    into.add(open.ending(open.sight(), open.end(), true));
    return null;
  }

  /** With its end in sight when there is one before the next bad pane. */
  private Spell ended(Spell open, long nextBad) {
    long heal = firstPane(signal.good(), open.lastBad());
    Timeline lively = signal.lively();
    long quiet = open.quiet();
    long countedTo = open.quietTo();
    long longest = longestDark(keepMillis, paneMillis);
    long limit = Math.min(nextBad, heal);
    for (int i = place(lively, open.quietTo()); i < lively.panes(); i++) {
      long start = lively.starts()[i];
      if (start >= limit) {
        break;
      }
      quiet += Math.min(start - countedTo, longest);
      if (quiet >= keepMillis) {
        return open.ending(start, End.QUIET, false);
      }
      quiet += paneMillis;
      countedTo = start + paneMillis;
    }
    return heal < nextBad
        ? open.ending(heal, End.HEALED, false)
        : Spell.open(
            open.startsAt(), open.enoughAt(), open.lastBad(), open.count(), quiet, countedTo);
  }

  /** How much of a stretch in which the surroundings were not seen counts as quiet at most. */
  static long longestDark(long keepMillis, long paneMillis) {
    return Math.max(keepMillis / 2, paneMillis);
  }

  private static long firstPane(Timeline timeline, long from) {
    int place = place(timeline, from);
    return place == timeline.panes() ? NEVER : timeline.starts()[place];
  }

  private static int place(Timeline timeline, long from) {
    int found = Arrays.binarySearch(timeline.starts(), from);
    return found < 0 ? -found - 1 : found;
  }
}
