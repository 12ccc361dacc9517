package io.egresslens.alert;

/**
 * How far event time is for one firewall, of three things: the newest event of the firewall, how
 * long ago it was seen by the wall clock, and how far the whole job's time is complete. Time as it
 * gives it never goes back. Not thread-safe.
 *
 * <p>When nothing comes, time goes on with the wall clock, or else nobody would notice that nothing
 * comes. The distance of a firewall's events from the wall clock is kept: logs are minutes behind.
 */
public final class AlertClock {
  /** Before anything was seen. */
  public static final long NEVER = Long.MIN_VALUE;

  private final long aheadMillis;
  private long newest = NEVER;
  private long newestSeenAt;
  private long reached = NEVER;
  private long complete = NEVER;

  /**
   * @param aheadMillis how far ahead of the wall clock time may be, by itself or by events; {@link
   *     Long#MAX_VALUE} where the wall clock does not matter
   */
  public AlertClock(long aheadMillis) {
    this.aheadMillis = aheadMillis;
  }

  /**
   * Goes on where another was, which may be long ago: while nobody looked, no time has passed.
   *
   * @param newest as {@link #newest} was
   * @param time as {@link #now} was
   * @param wallMillis now
   */
  public AlertClock(long aheadMillis, long newest, AlertTime time, long wallMillis) {
    this.aheadMillis = aheadMillis;
    this.newest = newest;
    this.reached = time.reachedMillis();
    this.complete = time.completeMillis();
    // The time that had passed since the newest event counts as passed.
    this.newestSeenAt = newest == NEVER ? wallMillis : wallMillis - (reached - newest);
  }

  /**
   * An event of the firewall was seen. One from too far ahead moves time no further than it may.
   */
  public void saw(long eventMillis, long wallMillis) {
    long seen = plausible(eventMillis, wallMillis);
    if (seen > newest) {
      newest = seen;
      newestSeenAt = wallMillis;
    }
  }

  /** The event time, or, when it is too far ahead of the wall clock, how far ahead one may be. */
  public long plausible(long eventMillis, long wallMillis) {
    boolean isAhead = eventMillis > wallMillis && eventMillis - wallMillis > aheadMillis;
    return isAhead ? wallMillis + aheadMillis : eventMillis;
  }

  /** Nothing earlier is to come. */
  public void complete(long watermarkMillis) {
    complete = Math.max(complete, watermarkMillis);
  }

  /** Event time of the newest event, epoch milliseconds; {@link #NEVER} when there was none. */
  public long newest() {
    return newest;
  }

  /** How far time is, by the wall clock too. */
  public AlertTime now(long wallMillis) {
    if (newest != NEVER) {
      long alone = Math.min(newest + wallMillis - newestSeenAt, wallMillis + aheadMillis);
      reached = Math.max(reached, Math.max(newest, alone));
    }
    return asItWas();
  }

  /**
   * How far time is when nothing more is to come.
   *
   * @param newestOfAll event time of the newest event of all firewalls; {@link #NEVER} for none
   */
  public AlertTime ended(long newestOfAll) {
    complete(newestOfAll);
    return asItWas();
  }

  /** How far time was when it was asked for last, or is complete since. */
  public AlertTime asItWas() {
    reached = Math.max(reached, complete);
    return new AlertTime(complete, reached);
  }
}
