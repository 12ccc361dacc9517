package io.egresslens.alert;

import static io.egresslens.alert.Episode.NEVER;

import io.egresslens.window.Timeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * From a signal to episodes: one pure function. Immutable and thread-safe. Costs the panes of the
 * signal.
 *
 * <p><b>Panes.</b> A pane is {@code [start, start + length)}. One with bad flows is bad, whatever
 * else is in it; one with good flows and no bad ones is good. Panes that start after {@code
 * reached} are not looked at.
 *
 * <p><b>A condition</b> starts with a bad pane while there is none. It is joined by all bad panes
 * up to its end, and it ends at the earlier of
 *
 * <ul>
 *   <li><i>healed</i>: the start of the first good pane after its last bad one; concluded when
 *       {@code reached} is at that pane's end;
 *   <li><i>quiet</i>: the start of the first lively pane after its last bad one at which the quiet
 *       clock says {@code keepFiringFor}; concluded when {@code complete} is at that pane's end.
 *       The clock starts at the end of the last bad pane. It counts lively panes, and the time
 *       between two of them up to half of {@code keepFiringFor} (at least a pane): so an hour in
 *       which no flow of the surroundings came in is not taken for an hour without trouble, but
 *       surroundings with a flow now and then get through too.
 * </ul>
 *
 * An end is <i>in sight</i> from when its pane is there. If a bad pane comes after it, it is
 * concluded, so that what has happened does not hang on how far {@code complete} lags behind.
 *
 * <p><b>Firing.</b> It fires at {@code startsAt + holdFor}, or at the end of the pane that brings
 * its flows to {@code minimumCount} if that is later, unless it ends before. That is concluded when
 * those flows are there, {@code reached} is at {@code startsAt + holdFor}, and no earlier end is in
 * sight. One that ends before is forgotten: its episode never fired.
 *
 * <p><b>Pages.</b> A firing pages, unless somebody was woken less than {@code flapWithin} before:
 * then the page is held back until that long has gone by, and dropped if it ends until then. Every
 * {@code renotifyEvery} after its last page it pages again. Nothing pages at its end or after.
 *
 * <p><b>Flapping.</b> When it fires and has then fired {@code flapCount} times in less than {@code
 * flapWithin}, it is flapping: this firing makes one episode with all that follow, in which nothing
 * happens, until it stands still for {@code flapWithin}. Standing still off (it does not fire from
 * an end on for that long; concluded when {@code complete} is there): the episode ends; {@code
 * endsAt} is when it last went off. Standing still on: it is <i>steady</i>, pages, and ends like
 * any other. After either, the firings are counted anew.
 *
 * <p><b>Folding.</b> What panes before a point mean to those after it fits into an {@link
 * AlertFold}; going on from there gives the same episodes, but for those that had ended before.
 */
public final class AlertMachine {
  private final AlertPolicy policy;
  private final long paneMillis;

  /**
   * @param paneMillis length of the panes of all signals
   */
  public AlertMachine(AlertPolicy policy, long paneMillis) {
    this.policy = policy;
    this.paneMillis = paneMillis;
  }

  /**
   * What is known of a signal.
   *
   * @param episodes ascending by start; also those that did not fire
   * @param lookAtReached when something may follow from {@code reached} alone, later than it;
   *     {@link Episode#NEVER} for never
   * @param lookAtComplete the same of {@code complete}
   */
  public record Course(List<Episode> episodes, long lookAtReached, long lookAtComplete) {
    public Course {
      episodes = List.copyOf(episodes);
    }
  }

  /**
   * All episodes.
   *
   * @param signal panes from where the fold ends
   * @param from what came before; {@link AlertFold#NONE} for nothing
   */
  public Course run(Signal signal, AlertTime now, AlertFold from) {
    Signal seen = upTo(signal, now.reachedMillis());
    List<Spell> spells = new ArrayList<>();
    Spell open =
        new Spells(seen, policy, paneMillis)
            .walk(
                from.open(),
                paneEnd -> paneEnd <= now.reachedMillis(),
                paneEnd -> paneEnd <= now.completeMillis(),
                spells);
    if (open != null) {
      spells.add(open);
    }
    Damping damping = new Damping(policy, now.reachedMillis(), from);
    spells.forEach(damping::add);
    damping.standStill(open, now.completeMillis());
    List<Episode> episodes = damping.episodes();
    episodes.sort(Comparator.comparingLong(Episode::startsAt));
    long reachedLook = damping.lookAtReached();
    long completeLook = damping.lookAtComplete();
    if (open != null && open.end() == Episode.End.HEALED) {
      reachedLook = Math.min(reachedLook, open.sight() + paneMillis);
    }
    if (open != null) {
      long earliest = open.lastBad() + policy.keepFiringFor().toMillis();
      // Lively panes still to come decide when it is over, so from there on every pane may.
      completeLook = Math.min(completeLook, Math.max(earliest, now.completeMillis()) + paneMillis);
    }
    reachedLook = Math.min(reachedLook, firstAfter(signal, now.reachedMillis()));
    return new Course(episodes, reachedLook, completeLook);
  }

  /**
   * What the panes before a point mean to those after it.
   *
   * @param cut start of a pane, at or before {@code complete}: panes from there on are not looked
   *     at
   */
  public AlertFold fold(Signal signal, long cut, AlertFold from) {
    List<Spell> spells = new ArrayList<>();
    Signal past = upTo(signal, cut - 1);
    Spell open =
        new Spells(past, policy, paneMillis).walk(from.open(), end -> true, end -> true, spells);
    Damping damping = new Damping(policy, NEVER, from);
    spells.forEach(damping::add);
    damping.standStill(open, cut);
    return damping.fold(open, cut);
  }

  private static Signal upTo(Signal signal, long millis) {
    return new Signal(
        upTo(signal.bad(), millis), upTo(signal.good(), millis), upTo(signal.lively(), millis));
  }

  private static Timeline upTo(Timeline timeline, long millis) {
    return timeline.between(Long.MIN_VALUE, millis == Long.MAX_VALUE ? millis : millis + 1);
  }

  private static long firstAfter(Signal signal, long millis) {
    return Math.min(
        firstAfter(signal.bad(), millis),
        Math.min(firstAfter(signal.good(), millis), firstAfter(signal.lively(), millis)));
  }

  private static long firstAfter(Timeline timeline, long millis) {
    if (timeline.isEmpty() || timeline.last() <= millis) {
      return NEVER;
    }
    return timeline.between(millis + 1, Long.MAX_VALUE).first();
  }
}
