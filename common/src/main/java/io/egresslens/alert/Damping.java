package io.egresslens.alert;

import static io.egresslens.alert.Episode.NEVER;

import io.egresslens.alert.Transition.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Makes episodes of spells: what pages, and what is flapping; see {@link AlertMachine} for the
 * rules. Takes the spells in their order. Not thread-safe.
 */
final class Damping {
  /** Who has not looked for a week will not for a reminder; and a firewall may be gone for good. */
  private static final Duration REMIND_FOR = Duration.ofDays(7);

  private final AlertPolicy policy;
  private final long holdMillis;
  private final long withinMillis;
  private final long renotifyMillis;
  private final long reached;
  private final List<Episode> episodes = new ArrayList<>();
  private final Deque<Long> firings = new ArrayDeque<>();
  private AlertFold.Flap flap;
  private long lastPage;

  /** When something may follow from time alone. */
  private long lookAt = NEVER;

  Damping(AlertPolicy policy, long reached, AlertFold from) {
    this.policy = policy;
    this.holdMillis = policy.holdFor().toMillis();
    this.withinMillis = policy.flapWithin().toMillis();
    this.renotifyMillis = policy.renotifyEvery().toMillis();
    this.reached = reached;
    this.flap = from.flap();
    this.lastPage = from.lastPage();
    Arrays.stream(from.firings()).forEach(firings::add);
  }

  void add(Spell spell) {
    long firesAt = spell.firesAt(holdMillis);
    if (firesAt == NEVER || firesAt > spell.sight() || spell.startsAt() + holdMillis > reached) {
      if (firesAt <= spell.sight() && firesAt != NEVER) {
        lookAt = Math.min(lookAt, spell.startsAt() + holdMillis);
      }
      episodes.add(episode(spell, NEVER, List.of()));
      return;
    }
    if (flap != null && firesAt >= flap.lastEnd() + withinMillis) {
      endFlap();
    }
    if (flap != null || makesFlap(firesAt)) {
      flapped(spell, firesAt);
    } else {
      fired(spell, firesAt);
    }
  }

  private boolean makesFlap(long firesAt) {
    firings.removeIf(firing -> firesAt - firing >= withinMillis);
    firings.add(firesAt);
    return firings.size() >= policy.flapCount();
  }

  private void fired(Spell spell, long firesAt) {
    boolean page = lastPage == NEVER || firesAt - lastPage >= withinMillis;
    List<Transition> transitions = new ArrayList<>();
    transitions.add(new Transition(firesAt, Kind.FIRED, page));
    if (page) {
      lastPage = firesAt;
      pageAgain(spell, transitions);
    } else if (happens(lastPage + withinMillis, spell)) {
      lastPage += withinMillis;
      transitions.add(new Transition(lastPage, Kind.PAGED, true));
      pageAgain(spell, transitions);
    }
    end(spell, transitions);
    episodes.add(episode(spell, firesAt, transitions));
  }

  private void flapped(Spell spell, long firesAt) {
    flap =
        flap == null
            ? new AlertFold.Flap(
                spell.startsAt(),
                firesAt,
                spell.lastBad(),
                spell.endsAt(),
                spell.end(),
                spell.count(),
                firings.size())
            : new AlertFold.Flap(
                flap.startsAt(),
                flap.firedAt(),
                spell.lastBad(),
                spell.endsAt(),
                spell.end(),
                flap.count() + spell.count(),
                flap.firings() + 1);
    long steadyAt = firesAt + withinMillis;
    if (!happens(steadyAt, spell)) {
      return;
    }
    List<Transition> transitions = new ArrayList<>();
    transitions.add(new Transition(flap.firedAt(), Kind.FLAPPING, false));
    transitions.add(new Transition(steadyAt, Kind.STEADY, true));
    lastPage = steadyAt;
    pageAgain(spell, transitions);
    end(spell, transitions);
    episodes.add(
        new Episode(
            flap.startsAt(),
            flap.firedAt(),
            flap.lastBad(),
            spell.endsAt(),
            spell.concluded() ? spell.end() : null,
            flap.count(),
            false,
            flap.firings(),
            transitions));
    flap = null;
    firings.clear();
  }

  private void pageAgain(Spell spell, List<Transition> transitions) {
    long until = lastPage + REMIND_FOR.toMillis();
    while (renotifyMillis > 0
        && lastPage + renotifyMillis <= until
        && happens(lastPage + renotifyMillis, spell)) {
      lastPage += renotifyMillis;
      transitions.add(new Transition(lastPage, Kind.PAGED, true));
    }
  }

  /** Whether it still goes on then, and then is not in the future. */
  private boolean happens(long at, Spell spell) {
    if (at >= spell.sight()) {
      return false;
    }
    if (at > reached) {
      lookAt = Math.min(lookAt, at);
      return false;
    }
    return true;
  }

  private static void end(Spell spell, List<Transition> transitions) {
    if (spell.concluded()) {
      transitions.add(new Transition(spell.sight(), Kind.ENDED, false));
    }
  }

  private static Episode episode(Spell spell, long firedAt, List<Transition> transitions) {
    return new Episode(
        spell.startsAt(),
        firedAt,
        spell.lastBad(),
        spell.endsAt(),
        spell.concluded() ? spell.end() : null,
        spell.count(),
        false,
        firedAt == NEVER ? 0 : 1,
        transitions);
  }

  private void endFlap() {
    episodes.add(
        new Episode(
            flap.startsAt(),
            flap.firedAt(),
            flap.lastBad(),
            flap.lastEnd(),
            flap.end(),
            flap.count(),
            true,
            flap.firings(),
            List.of(
                new Transition(flap.firedAt(), Kind.FLAPPING, false),
                new Transition(flap.lastEnd() + withinMillis, Kind.ENDED, false))));
    flap = null;
    firings.clear();
  }

  /**
   * Ends what has stood still.
   *
   * @param open what goes on though it was not added; null for nothing
   * @param complete up to where all is known
   */
  void standStill(Spell open, long complete) {
    if (flap == null || flap.lastEnd() == NEVER || flap.lastEnd() + withinMillis > complete) {
      return;
    }
    if (open == null || open.firesAt(holdMillis) >= flap.lastEnd() + withinMillis) {
      endFlap();
    }
  }

  /** All episodes, with a stretch of going on and off that may go on. */
  List<Episode> episodes() {
    if (flap != null) {
      episodes.add(
          new Episode(
              flap.startsAt(),
              flap.firedAt(),
              flap.lastBad(),
              NEVER,
              null,
              flap.count(),
              true,
              flap.firings(),
              List.of(new Transition(flap.firedAt(), Kind.FLAPPING, false))));
    }
    return episodes;
  }

  /** When something may follow from what is there; {@link Episode#NEVER} for never. */
  long lookAtReached() {
    return lookAt;
  }

  /** When something may follow from nothing being there; {@link Episode#NEVER} for never. */
  long lookAtComplete() {
    return flap == null || flap.lastEnd() == NEVER ? NEVER : flap.lastEnd() + withinMillis;
  }

  /**
   * What is left of the past.
   *
   * @param open what goes on; null for nothing
   * @param cut nothing before it will be looked at again
   */
  AlertFold fold(Spell open, long cut) {
    if (open == null && flap == null) {
      // What goes on fired in the past, so only with nothing going on is the past too far away.
      firings.removeIf(firing -> cut - firing >= withinMillis);
      if (lastPage != NEVER && cut - lastPage >= withinMillis) {
        lastPage = NEVER;
      }
    }
    return new AlertFold(
        open, flap, lastPage, firings.stream().mapToLong(Long::longValue).toArray());
  }
}
