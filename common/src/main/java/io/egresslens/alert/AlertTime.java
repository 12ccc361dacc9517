package io.egresslens.alert;

/**
 * How far event time is.
 *
 * @param completeMillis nothing earlier is to come, but for what is late: what is concluded from
 *     nothing being there is concluded up to here
 * @param reachedMillis where the newest events are; what is concluded from what is there is
 *     concluded up to here. A running job lets it go on with the clock when no events come.
 */
public record AlertTime(long completeMillis, long reachedMillis) {
  public AlertTime {
    if (completeMillis > reachedMillis) {
      throw new IllegalArgumentException(completeMillis + " after " + reachedMillis);
    }
  }
}
