package io.egresslens.alert;

import static io.egresslens.alert.Episode.NEVER;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * What has been told of one alert, and what is still to be told. Each time, all of the alert's
 * episodes are given as they should be known; the difference to what was told is told now. Not
 * thread-safe.
 *
 * <p><b>Which is which.</b> A told instance and an episode with the same start are the same. An
 * instance whose start is no episode's is superseded, and that is told before all else; if it comes
 * back, its sequence goes on. So of two instances that late data join the later is superseded, and
 * when late data split one, the first part keeps the id and the second is a new instance.
 *
 * <p><b>Pages.</b> Whoever was woken for a time is not woken for it again: a time that a superseded
 * instance was bad, or that one was before late data shortened it, is <i>taken over</i> by the new
 * instance that covers some of it. That one's first firing does not page, and its reminders do only
 * once they are as far from the last page as pages are. Corrections of what was told never page,
 * and nobody is woken for a time before he last was.
 *
 * <p><b>What is told.</b> Of a new instance every step, each with its own time. Of a known one the
 * steps after the last that was told; and if that leaves a difference, one correction: always when
 * status, parent, silence, cause, or the times of firing and ending differ; while it is firing when
 * the flows have at least doubled; when it is over whenever flows or last bad pane differ. Of one
 * that is flapping nothing is told but its end, or that it began at another time. Evidence follows
 * the other differences and makes none. If something is told of an older instance only, the newest
 * is told again, so that the last row of an alert says how it stands.
 */
final class AlertLedger {
  private final TreeMap<Long, Told> told = new TreeMap<>();

  /**
   * An episode as it should be known.
   *
   * @param episode one that has fired
   * @param steps at least one
   * @param cause which firewall rule decided; null for none
   */
  record Known(Episode episode, List<Step> steps, String cause) {}

  /**
   * One row to be told.
   *
   * @param sequence number of the step in its instance
   * @param episode the instance
   */
  record Telling(long sequence, Step step, Episode episode) {}

  /** A time for which somebody was woken, and that no longer belongs to what he was told. */
  private record Loose(long from, long to, long lastPage) {}

  boolean isEmpty() {
    return told.isEmpty();
  }

  Collection<Told> told() {
    return told.values();
  }

  /**
   * Tells the difference.
   *
   * @param all every episode that has fired and is not settled, ascending by start, each start once
   * @param apart how far reminders are from the last page at least, where that was another
   *     instance's
   */
  List<Telling> tell(List<Known> all, long apart) {
    List<Telling> tellings = new ArrayList<>();
    List<Loose> loose = supersede(all, tellings);
    long lastTold = Long.MIN_VALUE;
    for (Known known : all) {
      int before = tellings.size();
      Told instance = told.get(known.episode.startsAt());
      if (instance == null || instance.isSuperseded()) {
        open(known, instance, loose, apart, tellings);
      } else {
        goOn(known, instance, tellings);
      }
      lastTold = tellings.size() > before ? known.episode.startsAt() : lastTold;
    }
    if (!tellings.isEmpty() && !all.isEmpty()) {
      Known newest = all.get(all.size() - 1);
      if (lastTold != newest.episode.startsAt()) {
        correct(newest, told.get(newest.episode.startsAt()), tellings);
      }
    }
    return tellings;
  }

  /**
   * Forgets what cannot change any more.
   *
   * @param open starts of the episodes that are not settled
   * @param cut superseded instances whose last flows are older are forgotten too
   */
  void settle(Set<Long> open, long cut) {
    told.values()
        .removeIf(
            instance ->
                instance.isSuperseded()
                    ? instance.lastBad() < cut
                    : !open.contains(instance.startsAt()));
  }

  private List<Loose> supersede(List<Known> all, List<Telling> tellings) {
    TreeMap<Long, Episode> known = new TreeMap<>();
    all.forEach(one -> known.put(one.episode.startsAt(), one.episode));
    List<Loose> loose = new ArrayList<>();
    for (Told instance : List.copyOf(told.values())) {
      Episode same = known.get(instance.startsAt());
      if (instance.isSuperseded()) {
        continue;
      }
      if (same == null) {
        loose.add(new Loose(instance.startsAt(), instance.lastBad(), instance.lastPage()));
        Step step = new Step(instance.lastBad(), AlertStatus.SUPERSEDED, false, null, null);
        tell(asEpisode(instance), step, instance.cause(), instance, tellings);
      } else if (same.lastBad() < instance.lastBad()) {
        loose.add(new Loose(same.lastBad(), instance.lastBad(), instance.lastPage()));
      }
    }
    return loose;
  }

  private void open(
      Known known, Told before, List<Loose> loose, long apart, List<Telling> tellings) {
    Episode episode = known.episode;
    long lastPage = before == null ? NEVER : before.lastPage();
    for (Loose time : loose) {
      boolean isTakenOver = time.from <= episode.lastBad() && episode.startsAt() <= time.to;
      if (isTakenOver && time.lastPage != NEVER) {
        lastPage = lastPage == NEVER ? time.lastPage : Math.max(lastPage, time.lastPage);
      }
    }
    boolean isFirst = true;
    for (Step step : known.steps) {
      boolean isDue = lastPage == NEVER || (!isFirst && step.time() - lastPage >= apart);
      boolean page = step.page() && isDue && isAfterAllPages(step);
      Step told = new Step(step.time(), step.status(), page, step.parentId(), step.silence());
      // A reminder that is not due is no step.
      boolean isStale = before != null && isStale(step, before, known);
      if (isFirst || (page && !isStale) || !step.page()) {
        tell(episode, told, known.cause, before, tellings);
        before = this.told.get(episode.startsAt());
      }
      isFirst = false;
    }
    if (lastPage != NEVER && (before.lastPage() == NEVER || before.lastPage() < lastPage)) {
      this.told.put(
          episode.startsAt(),
          new Told(
              before.startsAt(),
              before.sequence(),
              before.step(),
              before.firedAt(),
              before.lastBad(),
              before.endsAt(),
              before.count(),
              before.cause(),
              lastPage));
    }
  }

  /**
   * Whether a step only reminds, and of what is past by now: when time goes on by days at once, it
   * would be one of many.
   */
  private static boolean isStale(Step step, Told last, Known known) {
    return step.page()
        && last.lastPage() != NEVER
        && step.stands(last.step())
        && step.time() < known.steps.get(known.steps.size() - 1).time();
  }

  private void goOn(Known known, Told instance, List<Telling> tellings) {
    Told last = instance;
    for (Step step : known.steps) {
      boolean isNew = step.time() > instance.step().time();
      boolean page = step.page() && isAfterAllPages(step);
      if (isNew && (page || !step.stands(last.step())) && !isStale(step, last, known)) {
        Step now = new Step(step.time(), step.status(), page, step.parentId(), step.silence());
        tell(known.episode, now, known.cause, last, tellings);
        last = told.get(instance.startsAt());
      }
    }
    if (differs(known, last)) {
      correct(known, last, tellings);
    } else {
      told.put(last.startsAt(), last.seenUpTo(known.episode.lastBad()));
    }
  }

  private boolean isAfterAllPages(Step step) {
    return told.values().stream()
        .allMatch(one -> one.lastPage() == NEVER || one.lastPage() < step.time());
  }

  private static boolean differs(Known known, Told told) {
    Episode episode = known.episode;
    Step now = known.steps.get(known.steps.size() - 1);
    if (!now.stands(told.step())) {
      return true;
    }
    return switch (now.status()) {
      case FLAPPING -> episode.firedAt() != told.firedAt();
      case RESOLVED ->
          isOtherwise(known, told)
              || episode.count() != told.count()
              || episode.lastBad() != told.lastBad();
      case FIRING -> isOtherwise(known, told) || episode.count() >= 2 * told.count();
      default -> isOtherwise(known, told);
    };
  }

  private static boolean isOtherwise(Known known, Told told) {
    return known.episode.firedAt() != told.firedAt()
        || known.episode.endsAt() != told.endsAt()
        || !Objects.equals(known.cause, told.cause());
  }

  /** Tells how an instance stands, which is no step of its own. */
  private void correct(Known known, Told instance, List<Telling> tellings) {
    Step now = known.steps.get(known.steps.size() - 1);
    long time =
        now.status() == AlertStatus.RESOLVED
            ? now.time()
            : Math.max(now.time(), known.episode.lastBad());
    Step step = new Step(time, now.status(), false, now.parentId(), now.silence());
    tell(known.episode, step, known.cause, instance, tellings);
    // Steps between the last and this correction are still to be told.
    Told put = told.get(known.episode.startsAt());
    told.put(put.startsAt(), at(put, now.time()));
  }

  private static Told at(Told told, long time) {
    Step step = told.step();
    return new Told(
        told.startsAt(),
        told.sequence(),
        new Step(time, step.status(), step.page(), step.parentId(), step.silence()),
        told.firedAt(),
        told.lastBad(),
        told.endsAt(),
        told.count(),
        told.cause(),
        told.lastPage());
  }

  private void tell(Episode episode, Step step, String cause, Told before, List<Telling> tellings) {
    long sequence = before == null ? 1 : before.sequence() + 1;
    long lastPage = before == null ? NEVER : before.lastPage();
    told.put(
        episode.startsAt(),
        new Told(
            episode.startsAt(),
            sequence,
            step,
            episode.firedAt(),
            episode.lastBad(),
            episode.endsAt(),
            episode.count(),
            cause,
            step.page() ? step.time() : lastPage));
    tellings.add(new Telling(sequence, step, episode));
  }

  /** As far as it was told: what never was, ends with its last flows. */
  private static Episode asEpisode(Told told) {
    return new Episode(
        told.startsAt(),
        told.firedAt(),
        told.lastBad(),
        told.lastBad(),
        Episode.End.QUIET,
        told.count(),
        false,
        1,
        List.of(new Transition(told.firedAt(), Transition.Kind.FIRED, false)));
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(told.size());
    for (Told instance : told.values()) {
      instance.write(out);
    }
  }

  static AlertLedger read(DataInputStream in) throws IOException {
    AlertLedger ledger = new AlertLedger();
    for (int left = in.readInt(); left > 0; left--) {
      Told instance = Told.read(in);
      ledger.told.put(instance.startsAt(), instance);
    }
    return ledger;
  }
}
