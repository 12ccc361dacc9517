package io.egresslens.alert;

import static io.egresslens.alert.Episode.NEVER;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Folds episodes of one cause into outages. Immutable and thread-safe; costs the square of the
 * episodes at worst.
 *
 * <p>An episode is <i>heard</i> from when it fires, or, when it is silenced then, from when that is
 * over. At the instant at which one is heard, if at least {@code members} different alerts are bad
 * and not silenced, firing or pending, an outage starts to fire: it starts with the earliest of
 * them, and all that have been heard are folded into it from that instant on, as are those that are
 * heard while it lasts. It ends when the last of those that are folded into it has ended. What
 * pages and what is flapping is as for every alert, see {@link AlertMachine}.
 */
final class Outages {
  private final AlertPolicy policy;
  private final long members;
  private final long reached;

  /**
   * A child.
   *
   * @param alertId of which alert
   * @param silences when its owner does not want to hear of it
   */
  record Child(String alertId, Episode episode, List<Cover> silences) {
    /** When it is first heard; {@link Episode#NEVER} for not. */
    long heardAt() {
      long at = episode.firedAt();
      for (int i = 0; i <= silences.size() && at != NEVER; i++) {
        for (Cover silence : silences) {
          at = silence.covers(at) ? silence.to() : at;
        }
      }
      return at > episode.endsAt() ? NEVER : at;
    }

    /** Whether it is forgotten when what is older than the point is folded. */
    boolean isForgottenAt(long cut) {
      if (!episode.flapping() || !episode.hasEnded()) {
        return episode.endsAt() < cut;
      }
      List<Transition> all = episode.transitions();
      return all.get(all.size() - 1).time() <= cut;
    }

    boolean isHeardOfAt(long millis) {
      return episode.isBadAt(millis) && silences.stream().noneMatch(one -> one.covers(millis));
    }
  }

  /**
   * What was found.
   *
   * @param episodes of the outage, ascending
   * @param folded from when to when a child is folded; children that are not are missing
   * @param lookAtReached see {@link AlertMachine.Course}
   * @param lookAtComplete see there
   */
  record Found(
      List<Episode> episodes, Map<Child, Cover> folded, long lookAtReached, long lookAtComplete) {}

  /** An outage in the making. */
  private static final class Parent {
    final long startsAt;
    final long firedAt;
    final List<Child> children = new ArrayList<>();
    long lastBad;
    long count;
    long end;

    Parent(long startsAt, long firedAt, long lastBad, long count, long end) {
      this.startsAt = startsAt;
      this.firedAt = firedAt;
      this.lastBad = lastBad;
      this.count = count;
      this.end = end;
    }

    void join(Child child) {
      children.add(child);
      lastBad = Math.max(lastBad, child.episode.lastBad());
      count += child.episode.count();
      end = Math.max(end, child.episode.endsAt());
    }

    Spell spell() {
      Spell spell = Spell.open(startsAt, firedAt, lastBad, count, 0, lastBad);
      return end == NEVER ? spell : spell.ending(end, Episode.End.HEALED, true);
    }
  }

  /**
   * @param policy of outages; how long they must last is decided by their children
   * @param members how many make one
   * @param reached up to where conclusions are drawn
   */
  Outages(AlertPolicy policy, long members, long reached) {
    this.policy =
        new AlertPolicy(
            policy.enabled(),
            policy.severity(),
            Duration.ZERO,
            1,
            policy.keepFiringFor(),
            policy.renotifyEvery(),
            policy.flapCount(),
            policy.flapWithin());
    this.members = members;
    this.reached = reached;
  }

  /**
   * Finds the outages of one cause.
   *
   * @param children all episodes that are not settled
   * @param parentId the alert of the outage
   * @param from what came before; {@link AlertFold#NONE} for nothing
   */
  Found find(List<Child> children, String parentId, long complete, AlertFold from) {
    List<Parent> parents = parents(children, from);
    Damping damping = new Damping(policy, reached, from);
    Map<Child, Cover> folded = new HashMap<>();
    for (Parent parent : parents) {
      damping.add(parent.spell());
      for (Child child : parent.children) {
        long since = Math.max(child.heardAt(), parent.firedAt);
        folded.put(child, Cover.parent(since, parent.end, parentId));
      }
    }
    damping.standStill(null, complete);
    List<Episode> episodes = damping.episodes();
    episodes.removeIf(episode -> !episode.hasFired());
    episodes.sort(Comparator.comparingLong(Episode::startsAt));
    return new Found(episodes, folded, damping.lookAtReached(), damping.lookAtComplete());
  }

  /**
   * What is left when children that ended before a point are forgotten.
   *
   * @param children the same as for {@link #find}, from the same fold
   */
  AlertFold fold(List<Child> children, long cut, AlertFold from) {
    Damping damping = new Damping(policy, NEVER, from);
    Parent kept = null;
    for (Parent parent : parents(children, from)) {
      if (parent.firedAt >= cut) {
        break;
      }
      if (kept != null) {
        damping.add(kept.spell());
      }
      kept = parent;
    }
    if (kept != null && kept.end < cut && !isStillBad(children, kept, cut)) {
      damping.add(kept.spell());
      kept = null;
    }
    Spell open = kept == null ? null : whatIsForgotten(kept, cut, from);
    damping.standStill(open, cut);
    return damping.fold(open, cut);
  }

  /** Whether a child began in an outage that is over, and may be in the next. */
  private static boolean isStillBad(List<Child> children, Parent parent, long cut) {
    return children.stream()
        .anyMatch(one -> one.episode.startsAt() < parent.end && !one.isForgottenAt(cut));
  }

  /** The outage without those children that will be there to be counted again. */
  private static Spell whatIsForgotten(Parent parent, long cut, AlertFold from) {
    boolean goesOn = from.open() != null && from.open().startsAt() == parent.startsAt;
    long count = goesOn ? from.open().count() : 0;
    long lastBad = goesOn ? from.open().lastBad() : Long.MIN_VALUE;
    long end = goesOn ? from.open().quietTo() : Long.MIN_VALUE;
    for (Child child : parent.children) {
      if (child.isForgottenAt(cut)) {
        count += child.episode.count();
        lastBad = Math.max(lastBad, child.episode.lastBad());
        end = Math.max(end, child.episode.endsAt());
      }
    }
    return Spell.open(parent.startsAt, parent.firedAt, lastBad, count, 0, end);
  }

  private List<Parent> parents(List<Child> children, AlertFold from) {
    List<Parent> parents = new ArrayList<>();
    Parent parent = null;
    if (from.open() != null) {
      Spell open = from.open();
      parent =
          new Parent(
              open.startsAt(), open.enoughAt(), open.lastBad(), open.count(), open.quietTo());
      parents.add(parent);
    }
    List<Child> heard = new ArrayList<>(children);
    heard.removeIf(
        child -> child.heardAt() > reached && child.episode.firedAt() != child.heardAt());
    heard.removeIf(child -> child.heardAt() == NEVER);
    heard.sort(
        Comparator.comparingLong(Child::heardAt)
            .thenComparing(Child::alertId)
            .thenComparingLong(child -> child.episode.startsAt()));
    List<Child> alone = new ArrayList<>();
    for (Child child : heard) {
      long now = child.heardAt();
      boolean isFolded = parent != null && (now < parent.end || now <= parent.firedAt);
      if (isFolded) {
        parent.join(child);
        continue;
      }
      alone.add(child);
      Parent opened = open(children, child, now, parent == null ? Long.MIN_VALUE : parent.end);
      if (opened != null) {
        parent = opened;
        parents.add(parent);
        alone.removeIf(one -> !one.equals(child) && !one.isHeardOfAt(now));
        alone.forEach(parent::join);
        alone.clear();
      }
    }
    return parents;
  }

  /** A new outage if there are enough; null otherwise. It does not start in the one before. */
  private Parent open(List<Child> children, Child first, long now, long before) {
    Set<String> alerts = new HashSet<>();
    long startsAt = Math.max(before, first.episode.startsAt());
    for (Child child : children) {
      boolean isFirst = child.episode.startsAt() == first.episode.startsAt() && child.equals(first);
      if (isFirst || child.isHeardOfAt(now)) {
        alerts.add(child.alertId);
        startsAt = Math.min(startsAt, Math.max(before, child.episode.startsAt()));
      }
    }
    return alerts.size() < members
        ? null
        : new Parent(startsAt, now, Long.MIN_VALUE, 0, Long.MIN_VALUE);
  }
}
