package io.egresslens.jobs.flow.operator;

import io.egresslens.alert.AlertBook;
import io.egresslens.alert.AlertChange;
import io.egresslens.alert.AlertClock;
import io.egresslens.alert.AlertRules;
import io.egresslens.alert.AlertTime;
import io.egresslens.jobs.flow.wire.AlertInput;
import io.egresslens.jobs.flow.wire.AlertInput.Intake;
import java.time.Duration;
import java.util.function.Consumer;

/** The book of one firewall and its time. Not thread-safe. */
final class WatchedFirewall {
  private final AlertBook book;
  private final AlertClock clock;

  /** Whether something was taken in since the book drew conclusions. */
  private boolean changed;

  /** Event time at which the book wants to look again. */
  private long lookAgain = Long.MAX_VALUE;

  private WatchedFirewall(AlertBook book, AlertClock clock) {
    this.book = book;
    this.clock = clock;
  }

  static WatchedFirewall begin(
      String firewall, AlertRules rules, Duration lateness, long aheadMillis) {
    return new WatchedFirewall(
        new AlertBook(firewall, rules, lateness), new AlertClock(aheadMillis));
  }

  static WatchedFirewall restore(
      SavedBook saved, AlertRules rules, Duration lateness, long aheadMillis, long wallMillis) {
    AlertTime time = new AlertTime(saved.completeMillis(), saved.reachedMillis());
    WatchedFirewall restored =
        new WatchedFirewall(
            AlertBook.of(saved.book(), rules, lateness),
            new AlertClock(aheadMillis, saved.newestMillis(), time, wallMillis));
    // It has not said when it wants to look again.
    restored.changed = true;
    return restored;
  }

  SavedBook save() {
    AlertTime time = clock.asItWas();
    return new SavedBook(
        book.toBytes(), clock.newest(), time.completeMillis(), time.reachedMillis());
  }

  void take(AlertInput input, long wallMillis) {
    changed = true;
    if (input.observation() != null) {
      book.observe(input.observation());
      clock.saw(input.observation().sum().lastSeen().toEpochMilli(), wallMillis);
    } else if (input.update() != null) {
      book.observe(input.update());
      clock.saw(input.update().time().toEpochMilli(), wallMillis);
    } else {
      Intake intake = input.intake();
      // Where nothing can be read it is the sender's clock that speaks.
      long millis = clock.plausible(intake.millis(), wallMillis);
      book.observe(millis, intake.records(), intake.rejected());
      clock.saw(millis, wallMillis);
    }
  }

  long newest() {
    return clock.newest();
  }

  void complete(long watermarkMillis) {
    clock.complete(watermarkMillis);
  }

  /** Tells what can be concluded by now; costs nothing when nothing can have changed. */
  void advance(long wallMillis, Consumer<AlertChange> out) {
    AlertTime now = clock.now(wallMillis);
    if (now.reachedMillis() != AlertClock.NEVER && (changed || now.reachedMillis() >= lookAgain)) {
      advance(now, out);
    }
  }

  /** Tells what can be concluded when nothing more is to come. */
  void end(long newestOfAll, Consumer<AlertChange> out) {
    AlertTime end = clock.ended(newestOfAll);
    if (end.reachedMillis() != AlertClock.NEVER) {
      advance(end, out);
    }
  }

  private void advance(AlertTime time, Consumer<AlertChange> out) {
    lookAgain = book.advance(time, out);
    changed = false;
  }
}
